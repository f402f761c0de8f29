using System.Text;
using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests;

/// <summary>The key stands in no output, and in no file but the configuration.</summary>
public sealed class KeyTests : IDisposable
{
    private readonly CliRun _vtk = new();

    public void Dispose() => _vtk.Dispose();

    [Theory]
    [InlineData(401)]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(302)]
    public async Task Whatever_a_service_does_with_it(int status)
    {
        await using var elsewhere = new StubService(_ => StubAnswer.Error(404, "NotFoundError", "nothing here"));
        await using var service = new StubService(request => StubAnswer.Error(
            status, "WrongCredentialsError", $"Wrong API key: {Key(request)} in {Convert.ToBase64String(Encoding.ASCII.GetBytes("x"))}",
            $"Location: {elsewhere.Address}{Key(request)}\r\nX-Echo: {Key(request)}\r\n"));
        _vtk.At(service.Address);
        // The waits before retries are the clock's.
        _vtk.Time = new FakeTime { AutoAdvance = true };
        _vtk.Environment["VTK_DEBUG"] = "1";
        var file = _vtk.WriteFile("sample", [1, 2, 3]);
        string[][] commands =
        [
            ["file", "44d88612fea8a8f36de82e1278abb02f"], ["file", "comments", "44d88612fea8a8f36de82e1278abb02f"], ["url", "http://example.com/"],
            ["domain", "a.example.com", "b.example.com"], ["lookup", file], ["scan", "file", file, "--yes"], ["scan", "url", "http://example.com/"],
            ["config", "list"], ["config", "get", "api-key"], ["config", "path"], ["id", file], ["--help"], ["config", "unset", "proxy"],
            ["file", "x", "--api-key", CliRun.Key, "--nonsense"], ["ip", "8.8.8.8", "--api-key", CliRun.Key, "--api-key", CliRun.Key],
        ];
        await _vtk.RunAsync("config", "set", "api-key", CliRun.Key);
        foreach (var command in commands)
        {
            var result = await _vtk.RunAsync([.. command, "--verbose", "--format", "table"]);
            (result.Out + result.Error).ShouldNotContain(CliRun.Key, Case.Insensitive, string.Join(' ', command));
        }
        elsewhere.Requests.ShouldAllBe(request => !request.Headers.ContainsKey("x-apikey"));
        service.Requests.ShouldNotBeEmpty();
        foreach (var path in Directory.EnumerateFiles(_vtk.Home.FullName, "*", SearchOption.AllDirectories).Where(path => path != _vtk.ConfigFile))
            Encoding.Latin1.GetString(await File.ReadAllBytesAsync(path)).ShouldNotContain(CliRun.Key);
    }

    private static string Key(StubRequest request) => request.Headers.GetValueOrDefault("x-apikey", "");
}
