using System.Text.RegularExpressions;

namespace VtKit.Cli.Tests.Graphs;

/// <summary>What the guide tells people to type does what it says, line by line.</summary>
public sealed partial class GraphGuideTests : EmulatorTests
{
    [Fact]
    public async Task The_commands_of_the_guide_run_in_their_order()
    {
        var commands = Guide.Commands<GraphGuideTests>(Vtk.Home.FullName, FileName().IsMatch);
        commands.Count.ShouldBeGreaterThan(20);
        foreach (var command in commands)
        {
            var result = await Vtk.RunAsync(command.Arguments);
            // A budget may be spent, and of nodes the emulator does not know there is nothing: both are told, and both go on.
            result.Code.ShouldBeOneOf([ExitCode.Ok, .. command.Arguments[1] is "expand" or "connect" ? [ExitCode.Partial] : Array.Empty<ExitCode>()]);
        }
        File.Exists(Path.Combine(Vtk.Home.FullName, "case.svg")).ShouldBeTrue();
    }

    [GeneratedRegex(@"^[a-z]+\.(json|svg|html|graphml|stix\.json)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}
