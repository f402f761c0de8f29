using System.CommandLine;

namespace VtKit.Cli.Tests;

public sealed class HelpTests : IDisposable
{
    private readonly CliRun _vtk = new();

    public void Dispose() => _vtk.Dispose();

    /// <summary>Every command there is; of the relationships, which are made alike, two.</summary>
    public static TheoryData<string> Commands => ["file contacted_domains", "url last_serving_ip_address", .. PathsOf(CommandTree.Build(["--help"]), "")];

    [Theory]
    [Trait("seed", "60")]
    [MemberData(nameof(Commands))]
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

    [Fact]
    public void Every_command_shows_how_to_call_it()
    {
        Descendants(CommandTree.Build(["--help"])).OfType<CliCommand>().Where(command => command.Examples.Count == 0)
            .Select(command => command.Name).ShouldBeEmpty();
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
        command.Subcommands.OfType<CliCommand>().Where(child => child.Group == RelationshipCommand.Heading).Select(child => child.Name).ShouldBe(VtRelationships.For(type).Select(relationship => relationship.Name));
    }

    [Theory]
    [InlineData("--version")]
    [InlineData("--version", "file")]
    [InlineData("version")]
    public async Task The_version_is_one_line(params string[] arguments)
    {
        var result = await _vtk.RunAsync(arguments);
        result.ShouldBe(new CliResult(ExitCode.Ok, $"vtk {BuildVersion.Text}\n", ""));
        BuildVersion.Text.ShouldMatch(@"^\d+\.\d+\.\d+(-[\w.]+)?$");
    }

    [Theory]
    [InlineData]
    [InlineData("file")]
    [InlineData("graph", "add")]
    [InlineData("ht", "rs", "setlimit")]
    [InlineData("help")]
    public async Task Help_as_a_command_prints_the_page(params string[] command) =>
        (await _vtk.RunAsync(["help", .. command])).ShouldBe(await _vtk.RunAsync([.. command, "--help"]));

    private static IEnumerable<string> PathsOf(Command command, string path) =>
        command.Subcommands.OfType<CliCommand>().Where(child => child.Group != RelationshipCommand.Heading)
            .SelectMany(child => PathsOf(child, $"{path} {child.Name}".Trim())).Prepend(path);

    private static IEnumerable<Command> Descendants(Command command) => command.Subcommands.SelectMany(Descendants).Prepend(command);
}
