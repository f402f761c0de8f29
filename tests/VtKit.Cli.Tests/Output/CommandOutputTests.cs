using System.CommandLine;
using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests;

/// <summary>What every command writes, as a person at a terminal of 80 columns sees it.</summary>
public sealed class CommandOutputTests
{
    // Relationships are made alike: the story has some of them.
    private static readonly string[] Relationships = ["file-comments", "domain-resolutions", "url-last_serving_ip_address"];

    [Fact]
    public Task What_commands_write_reads_as_approved() => PlayAsync("case7", Stories.Analyst);

    [YaraFact]
    public Task What_commands_of_hunting_write_reads_as_approved() => PlayAsync("hunt7", Stories.Hunter);

    [Fact]
    public void Every_command_has_its_place_in_a_story()
    {
        var played = Stories.Analyst.Concat(Stories.Hunter).Select(act => string.Join('-', StoryRun.CommandOf(StoryRun.Words(act.Line)))).ToHashSet();
        PathsOf(CommandTree.Build(["--help"]), "").Concat(Relationships).Except(played).ShouldBeEmpty();
        Snapshot.Names("out-").ShouldBeSubsetOf(played.Select(command => "out-" + command), "what no story plays any more has no snapshot");
    }

    private static async Task PlayAsync(string folder, IReadOnlyList<Act> acts)
    {
        await using var run = await StoryRun.BeginAsync(folder);
        foreach (var act in acts) await run.PlayAsync(act);
        // All of them, so that one look shows what has changed.
        run.ShouldSatisfyAllConditions([() => run.Missing.ShouldBeEmpty(), .. run.Texts.Select(text => (Action)(() => Snapshot.Verify(text.Text, "out-" + text.Command)))]);
    }

    private static IEnumerable<string> PathsOf(Command command, string path)
    {
        foreach (var child in command.Subcommands.OfType<CliCommand>().Where(child => child.Group != RelationshipCommand.Heading))
        {
            var words = path.Length == 0 ? child.Name : $"{path}-{child.Name}";
            if (child.Run is not null) yield return words;
            foreach (var below in PathsOf(child, words)) yield return below;
        }
    }
}
