using System.Text;
using System.Text.RegularExpressions;
using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests.Enrichment;

/// <summary>What the guide tells people to type does what it says, line by line.</summary>
public sealed partial class EnrichGuideTests : EmulatorTests
{
    [Fact]
    public async Task The_commands_of_the_guide_run_in_their_order()
    {
        // With the public quota the guide waits for minutes.
        Vtk.Time = new FakeTime { AutoAdvance = true };
        Vtk.WriteFile("iocs.txt", Encoding.UTF8.GetBytes("44d88612fea8a8f36de82e1278abb02f 8.8.8.8 www.corp.example"));
        Vtk.WriteFile("mail.txt", Encoding.UTF8.GetBytes("8.8.4.4 www.corp.example www.partner.example"));
        var commands = Guide.Commands<EnrichGuideTests>(Vtk.Home.FullName, FileName().IsMatch);
        commands.Count.ShouldBe(10);
        foreach (var command in commands)
        {
            // The emulator's own user stands in for the one of the guide.
            var result = await Vtk.RunAsync([.. command.Arguments.Select(word => word.Replace("jane", "premium", StringComparison.Ordinal))]);
            result.Code.ShouldBe(ExitCode.Ok, command.Line + "\n" + result.Error);
        }
        foreach (var made in new[] { "reports.csv", "mail.md", "today.csv", "few.csv", "chosen.jsonl" }) File.Exists(Path.Combine(Vtk.Home.FullName, made)).ShouldBeTrue(made);
        (await File.ReadAllTextAsync(Path.Combine(Vtk.Home.FullName, "mail.md"))).ShouldNotContain("corp.example");
    }

    [GeneratedRegex(@"^[a-z]+\.(txt|csv|md|jsonl)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}
