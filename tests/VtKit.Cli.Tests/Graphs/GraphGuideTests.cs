using System.Text.RegularExpressions;
using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests.Graphs;

/// <summary>What the guide tells people to type does what it says, line by line.</summary>
public sealed partial class GraphGuideTests : EmulatorTests
{
    [Fact]
    public async Task The_commands_of_the_guide_run_in_their_order()
    {
        var guide = await File.ReadAllTextAsync(Path.Combine(SharedMaterial.RepositoryRoot, "docs", "guides", "threat-graphs.md"));
        var lines = Block().Matches(guide).SelectMany(block => block.Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();
        lines.Count.ShouldBeGreaterThan(20);
        foreach (var line in lines)
        {
            line.ShouldStartWith("vtk ");
            var words = Word().Matches(line).Select(match => match.Value.Trim('"')).Skip(1).Select(word => FileName().IsMatch(word) ? Path.Combine(Vtk.Home.FullName, word) : word).ToArray();
            var result = await Vtk.RunAsync(words);
            // A budget may be spent, and of nodes the emulator does not know there is nothing: both are told, and both go on.
            result.Code.ShouldBeOneOf([ExitCode.Ok, .. line.Contains("expand", StringComparison.Ordinal) || line.Contains("connect", StringComparison.Ordinal) ? [ExitCode.Partial] : Array.Empty<ExitCode>()]);
        }
        File.Exists(Path.Combine(Vtk.Home.FullName, "case.svg")).ShouldBeTrue();
    }

    [GeneratedRegex("```sh\n(?<lines>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();

    [GeneratedRegex("\"[^\"]*\"|[^ ]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"^[a-z]+\.(json|svg|html|graphml|stix\.json)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}
