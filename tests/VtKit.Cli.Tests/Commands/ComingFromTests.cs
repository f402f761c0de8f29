using System.CommandLine;
using System.Text.RegularExpressions;
using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests;

/// <summary>The pages for those who come from other tools name commands and options that are there, and leave none of theirs out.</summary>
public sealed partial class ComingFromTests
{
    private const string VtCli = "from-vt-cli.md", VtApi3 = "from-vtapi3.md";

    private static readonly CliCommand Root = CommandTree.Build(["--help"]);

    [Theory]
    [InlineData(VtCli, 90)]
    [InlineData(VtApi3, 9)]
    public void Each_command_and_option_is_there(string page, int least)
    {
        var text = Page(page);
        var rows = text.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Replace("\\|", "/", StringComparison.Ordinal).Trim('|').Split('|'));
        var calls = rows.Where(cells => cells.Length > 1).SelectMany(cells => Calls(cells[1])).ToList();
        calls.Count.ShouldBeGreaterThan(least);
        foreach (var call in calls.Concat(Calls(text))) Check(call);
    }

    [SharedFact]
    public void Nothing_that_vt_cli_has_is_left_out()
    {
        var study = File.ReadAllText(Path.Combine(SharedMaterial.Folder!, "peers", "vt-cli.md"));
        var page = Page(VtCli);
        var commands = Section(study, "### 1.7").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).SelectMany(CommandsOf).Distinct().ToList();
        commands.Count.ShouldBeGreaterThan(60);
        commands.Where(command => !page.Contains("vt " + command, StringComparison.Ordinal)).ShouldBeEmpty();

        var tables = string.Join('\n', new[] { "### 1.1", "### 1.2", "### 1.7" }.SelectMany(title => Section(study, title).Split('\n')).Where(line => line.StartsWith('|')).Select(FirstCells));
        var flags = Flag().Matches(tables).Select(match => match.Value).Distinct().ToList();
        flags.Count.ShouldBeGreaterThan(35);
        flags.Where(flag => !page.Contains($"`{flag}`", StringComparison.Ordinal)).ShouldBeEmpty();

        var aliases = Section(study, "### 1.7").Split('\n').SelectMany(line => Alias().Matches(line)).SelectMany(match => match.Groups["names"].Value.Split(',')).Select(name => name.Trim(' ', '`')).Distinct().ToList();
        aliases.Count.ShouldBeGreaterThan(8);
        aliases.Where(alias => !page.Contains($"`{alias}`", StringComparison.Ordinal)).ShouldBeEmpty();

        EnvironmentVariable().Matches(study).Select(match => match.Value).Distinct().Where(name => !page.Contains(name, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("an")]
    [InlineData("dl")]
    [InlineData("ht")]
    [InlineData("ht", "nt")]
    [InlineData("ht", "nt", "ls")]
    [InlineData("ht", "rs")]
    [InlineData("ht", "rs", "rm")]
    [InlineData("ht", "rs", "setlimit")]
    [InlineData("rh")]
    [InlineData("rh", "del")]
    [InlineData("is")]
    [InlineData("is", "il")]
    [InlineData("monitor", "setdetails")]
    [InlineData("monitor", "deletedetails")]
    public void An_alias_of_vt_cli_is_understood(params string[] words) =>
        CommandTree.Parse([.. words, "--help"]).UnmatchedTokens.ShouldBeEmpty();

    [Theory]
    [InlineData("file", "x", "-s", "-t", "10")]
    [InlineData("-s", "--threads", "3", "domain", "subdomains", "example.com")]
    [InlineData("scan", "file", "-w", "-o", "x")]
    [InlineData("scan", "url", "x", "--wait", "--open")]
    [InlineData("retrohunt", "list", "-H", "--silent")]
    public void An_option_of_vt_cli_that_has_nothing_to_do_is_understood_and_not_advertised(params string[] arguments)
    {
        var parsed = CommandTree.Parse(arguments);
        UsageError.Of(parsed).ShouldBeNull();
        var page = HelpPage.Of(parsed.CommandResult.Command) + HelpPage.Of(Root);
        new[] { "--silent", "--threads", "--wait", "--open", "--human" }.Where(option => page.Contains(option, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("behaviour", "-s", "CAPA", "x")]
    [InlineData("hunting", "notification", "delete", "-t", "rule")]
    [InlineData("download", "-o", "folder", "x")]
    public void A_letter_that_a_command_has_itself_is_that_of_the_command(params string[] arguments)
    {
        var parsed = CommandTree.Parse(arguments);
        UsageError.Of(parsed).ShouldBeNull();
        (parsed.GetValue(VtCliOptions.Silent), parsed.GetValue(VtCliOptions.Threads)).ShouldBe((false, 0));
    }

    [SharedFact]
    public void No_option_of_the_command_line_of_vtapi3_is_left_out()
    {
        var study = File.ReadAllText(Path.Combine(SharedMaterial.Folder!, "peers", "vt-py-and-vtapi3.md"));
        var start = study.IndexOf("### CLI `python -m vtapi3", StringComparison.Ordinal);
        var options = Flag().Matches(string.Join('\n', study[start..study.IndexOf("### Doc against code", start, StringComparison.Ordinal)].Split('\n').Where(line => line.StartsWith("| -", StringComparison.Ordinal)).Select(line => line.Split('|')[1])))
            .Select(match => match.Value).Distinct().ToList();
        options.Count.ShouldBeGreaterThan(12);
        options.Where(option => !Page(VtApi3).Contains($"`{option}`", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static string Page(string name) => File.ReadAllText(Path.Combine(SharedMaterial.RepositoryRoot, "docs", name));

    private static IEnumerable<string> Calls(string text) => Call().Matches(text).Select(match => match.Groups["call"].Value);

    private static void Check(string call)
    {
        Command command = Root;
        foreach (var word in call.Split(' ').Skip(1))
        {
            if (word.StartsWith('-'))
            {
                var known = Parents(command).SelectMany(above => above.Options.Where(option => above == command || option.Recursive)).SelectMany(option => option.Aliases.Append(option.Name));
                known.ShouldContain(word, call);
            }
            else if (command.Subcommands.FirstOrDefault(child => child.Name == word || child.Aliases.Contains(word)) is { } below)
            {
                command = below;
            }
            else
            {
                // What follows are the arguments.
                command.Arguments.Count.ShouldBeGreaterThan(0, call);
                return;
            }
        }
        command.ShouldNotBe(call.Split(' ').Skip(1).Any(word => !word.StartsWith('-')) ? Root : null, call);
    }

    private static IEnumerable<Command> Parents(Command command)
    {
        for (var current = command; current is not null; current = current.Parents.OfType<Command>().FirstOrDefault()) yield return current;
    }

    private static string Section(string study, string title)
    {
        var start = study.IndexOf(title, StringComparison.Ordinal);
        return study[start..study.IndexOf("\n### ", start + title.Length, StringComparison.Ordinal)];
    }

    // The notes in the last column speak of requests and defects.
    private static string FirstCells(string row) => string.Join('|', row.Replace("\\|", "/", StringComparison.Ordinal).Split('|').Take(3));

    /// <summary>The commands in the first cell of a row: several beside each other, words that stand for each other, and an ellipsis for the words above.</summary>
    private static IEnumerable<string> CommandsOf(string row)
    {
        string[]? first = null;
        foreach (Match span in CodeSpan().Matches(AliasInParentheses().Replace(row.Replace("\\|", "/", StringComparison.Ordinal).Split('|')[1], "")))
        {
            var words = span.Groups["code"].Value.Split(' ').TakeWhile(word => word == "…" || CommandWord().IsMatch(word)).ToArray();
            if (words.Length == 0 || words[^1] == "relationships") continue;
            if (words[0] == "…") words = ["hunting", .. words[1..]];
            if (first is not null && words.Length == 1) words = [.. first[..^1], .. words];
            first ??= words;
            foreach (var last in words[^1].Split('/')) yield return string.Join(' ', [.. words[..^1], last]);
        }
    }

    [GeneratedRegex("`(?<call>vtk [^`]+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Call();

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"(?<![\w-])--?[A-Za-z][\w-]*", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Flag();

    [GeneratedRegex(@"\((?<names>`[a-z ]+`(,`[a-z ]+`)*)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Alias();

    [GeneratedRegex(@"\([^)]*\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AliasInParentheses();

    [GeneratedRegex("^[a-z][a-z_/]*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CommandWord();

    [GeneratedRegex("VTCLI_[A-Z]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EnvironmentVariable();
}
