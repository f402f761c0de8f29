using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests;

/// <summary>The commands of the guide to feeds, against a feed of six hours.</summary>
public sealed class FeedGuideTests : IAsyncDisposable
{
    private const int Minutes = 6 * 60;

    private static readonly DateTimeOffset Now = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly FeedStub _service = new();
    private readonly CliRun _vtk = new() { Time = new FakeTime(Now) { AutoAdvance = true } };

    public async ValueTask DisposeAsync()
    {
        _vtk.Dispose();
        await _service.DisposeAsync();
    }

    [Fact]
    public async Task The_commands_of_the_guide_run()
    {
        _vtk.At(_service.Address);
        for (var minute = 0; minute < Minutes; minute++)
            _service.Put(Now.AddMinutes(minute - Minutes), FeedStub.Line(minute, $$"""{"type_tag":"{{(minute % 2 == 0 ? "peexe" : "pdf")}}"}"""));
        var commands = Guide.Commands<FeedGuideTests>(_vtk.Home.FullName, word => word == "files.jsonl");
        commands.Count.ShouldBe(2);

        var range = await _vtk.RunAsync(commands[0].Arguments);
        range.Code.ShouldBe(ExitCode.Ok, range.Error);
        // A package comes an hour after its minute.
        range.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(Minutes - 60);

        using var stop = new CancellationTokenSource();
        _service.Before = async time =>
        {
            if (time == "202601151100") await stop.CancelAsync();
            return null;
        };
        (await _vtk.RunAsync(stop.Token, commands[1].Arguments)).Code.ShouldBe(ExitCode.Cancelled);
        var files = Directory.GetFiles(_vtk.Home.FullName, "*.jsonl*").Where(file => !file.EndsWith(".checkpoint", StringComparison.Ordinal)).ToList();
        var lines = File.ReadAllLines(files.ShouldHaveSingleItem());
        lines.ShouldNotBeEmpty();
        lines.ShouldAllBe(line => line.Contains("peexe", StringComparison.Ordinal));
    }
}
