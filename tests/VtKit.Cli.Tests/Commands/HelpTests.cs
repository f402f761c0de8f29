using System.CommandLine;

namespace VtKit.Cli.Tests;

public sealed class HelpTests : IDisposable
{
    private readonly CliRun _vtk = new();

    public void Dispose() => _vtk.Dispose();

    [Theory]
    [Trait("seed", "60")]
    [InlineData("")]
    [InlineData("lookup")]
    [InlineData("scan")]
    [InlineData("scan file")]
    [InlineData("scan url")]
    [InlineData("file")]
    [InlineData("file contacted_domains")]
    [InlineData("url")]
    [InlineData("url last_serving_ip_address")]
    [InlineData("domain")]
    [InlineData("ip")]
    [InlineData("analysis")]
    [InlineData("id")]
    [InlineData("extract")]
    [InlineData("feed")]
    [InlineData("feed files")]
    [InlineData("graph")]
    [InlineData("graph new")]
    [InlineData("graph add")]
    [InlineData("graph link")]
    [InlineData("graph unlink")]
    [InlineData("graph remove")]
    [InlineData("graph group")]
    [InlineData("graph ungroup")]
    [InlineData("graph layout")]
    [InlineData("graph open")]
    [InlineData("graph show")]
    [InlineData("graph path")]
    [InlineData("graph diff")]
    [InlineData("graph export")]
    [InlineData("graph import")]
    [InlineData("graph merge")]
    [InlineData("graph fetch")]
    [InlineData("graph expand")]
    [InlineData("graph connect")]
    [InlineData("graph save")]
    [InlineData("graph load")]
    [InlineData("graph clone")]
    [InlineData("graph share")]
    [InlineData("graph list")]
    [InlineData("graph delete")]
    [InlineData("emulator")]
    [InlineData("config")]
    [InlineData("config set")]
    [InlineData("config get")]
    [InlineData("config list")]
    [InlineData("config unset")]
    [InlineData("config path")]
    public async Task Help_reads_as_approved(string command)
    {
        var words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var result = await _vtk.RunAsync([.. words, "--help"]);
        result.Code.ShouldBe(ExitCode.Ok);
        result.Error.ShouldBeEmpty();
        Snapshot.Verify(result.Out, string.Join('-', ["help", .. words]));
    }

    [Fact]
    public void Every_command_has_help_that_fits_80_columns()
    {
        var pages = 0;
        foreach (var command in Descendants(CommandTree.Build(["--help"])))
        {
            command.Description.ShouldNotBeNullOrWhiteSpace(command.Name);
            foreach (var line in HelpPage.Of(command).Split('\n')) line.Length.ShouldBeLessThanOrEqualTo(80, $"{command.Name}: {line}");
            pages++;
        }
        pages.ShouldBeGreaterThan(100);
    }

    [Theory]
    [InlineData("file", "file")]
    [InlineData("url", "url")]
    [InlineData("domain", "domain")]
    [InlineData("ip_address", "ip")]
    [InlineData("analysis", "analysis")]
    public void Every_relationship_has_a_command(string type, string noun)
    {
        var command = CommandTree.Build([noun, "--help"]).Subcommands.Single(child => child.Name == noun);
        command.Subcommands.Select(child => child.Name).ShouldBe(VtRelationships.For(type).Select(relationship => relationship.Name));
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("--version", "file")]
    public async Task The_version_is_one_line(params string[] arguments)
    {
        var result = await _vtk.RunAsync(arguments);
        result.ShouldBe(new CliResult(ExitCode.Ok, $"vtk {CliHost.Version}\n", ""));
        CliHost.Version.ShouldMatch(@"^\d+\.\d+\.\d+(-[\w.]+)?$");
    }

    private static IEnumerable<Command> Descendants(Command command) => command.Subcommands.SelectMany(Descendants).Prepend(command);
}
