using System.CommandLine;

namespace VtKit.Cli.Tests;

public sealed class UsageTests : IDisposable
{
    private readonly CliRun _vtk = new() { Input = "k\n" };

    public void Dispose() => _vtk.Dispose();

    [Theory]
    [InlineData("there is no command 'flie', but there is 'file': see vtk --help", "flie", "x")]
    [InlineData("there is no command 'nonsense': see vtk --help", "nonsense")]
    [InlineData("there is no command 'flie', but there is 'file': see vtk --help", "help", "flie")]
    [InlineData("there is no command 'ad', but there is 'add': see vtk graph --help", "help", "graph", "ad")]
    [InlineData("there is no option '--key': see vtk file --help", "file", "x", "--key=SECRET")]
    [InlineData("there is no option '--key': see vtk file --help", "--key", "SECRET", "file", "x")]
    [InlineData("there is no option '--fromat', but there is '--format': see vtk file --help", "file", "x", "--fromat", "json")]
    [InlineData("there is no option '-z': see vtk scan file --help", "scan", "file", "-z", "x")]
    [InlineData("one of file, url is needed: see vtk scan --help", "scan")]
    [InlineData("give at least one hash, or - to read them from stdin: see vtk file --help", "file")]
    [InlineData("give one hash: vtk file comments <hash>", "file", "comments")]
    [InlineData("give one hash: vtk file comments <hash>", "file", "comments", "a", "b")]
    [InlineData("there is no format 'xml'; there are table, json, jsonl, yaml, csv, md, raw", "file", "x", "--format", "xml", "--api-key", "-")]
    [InlineData("--connect-timeout: 'soon' is no time; write seconds, such as 30, or 500ms, 2m (at most 24h)", "ip", "8.8.8.8", "--connect-timeout", "soon")]
    [InlineData("--base-url: 'localhost' is no address; write it as https://host:port", "ip", "8.8.8.8", "--base-url", "localhost")]
    [InlineData("--local and --base-url exclude each other: --local knows its own address", "ip", "8.8.8.8", "--local", "--base-url", "http://127.0.0.1:1")]
    [InlineData("--data and --in-memory exclude each other", "emulator", "--data", "x", "--in-memory")]
    [InlineData("A port is between 0 and 65535: see vtk emulator --help", "emulator", "--port", "70000")]
    [InlineData("--limit is 0 or more: see vtk domain urls --help", "domain", "urls", "example.com", "--limit", "-1")]
    [InlineData("--limit: 'ten' is no number that can be used here: see vtk domain urls --help", "domain", "urls", "example.com", "--limit", "ten")]
    [InlineData("--concurrency: '99999999999' is no number that can be used here: see vtk enrich --help", "enrich", "x", "--concurrency", "99999999999")]
    [InlineData("--cursor is no place in a list: give what an earlier call printed after --cursor", "domain", "urls", "example.com", "--cursor", "abc")]
    public async Task A_wrong_command_line_is_one_line_that_says_what_is_right(string says, params string[] arguments)
    {
        var result = await _vtk.RunAsync(arguments);
        result.ErrorLine.ShouldBe("vtk: " + says);
        result.Code.ShouldBe(ExitCode.Usage);
        result.Out.ShouldBeEmpty();
    }

    [Fact]
    public void No_number_where_one_belongs_is_refused_by_every_command()
    {
        // An option that many commands share is one option.
        var options = NumbersOf(CommandTree.Build(["--help"]), []).DistinctBy(one => one.Option).ToList();
        options.Count.ShouldBeGreaterThan(15);
        foreach (var (path, option) in options)
            foreach (var text in new[] { "ten", "99999999999", "1.5" })
                UsageError.Of(CommandTree.Parse([.. path, $"{option.Name}={text}"])).ShouldBe($"{option.Name}: '{text}' is no number that can be used here: see {string.Join(' ', ["vtk", .. path])} --help");
    }

    private static IEnumerable<(string[] Path, Option Option)> NumbersOf(Command command, string[] path) =>
        command.Options.Where(option => (Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType) == typeof(int)).Select(option => (path, option))
            .Concat(command.Subcommands.SelectMany(child => NumbersOf(child, [.. path, child.Name])));

    [Fact]
    public async Task An_argument_as_long_as_a_file_is_not_repeated_whole()
    {
        var line = (await _vtk.RunAsync("file", new string('a', 100_000), "--local")).ErrorLine;
        line.Length.ShouldBeLessThan(2100);
        line.ShouldEndWith("' is no hash: an MD5 has 32 hex digits, a SHA-1 40, a SHA-256 64");
    }

    [Fact]
    public async Task An_unknown_profile_says_how_to_make_it()
    {
        var result = await _vtk.RunAsync("file", "x", "--profile", "work");
        result.Code.ShouldBe(ExitCode.Usage);
        result.ErrorLine.ShouldContain("there is no profile 'work'");
        result.ErrorLine.ShouldContain("vtk config set api-key --profile work");
    }

    [Theory]
    [Trait("seed", "58")]
    [InlineData("file", "44d88612fea8a8f36de82e1278abb02f")]
    [InlineData("lookup", "8.8.8.8")]
    [InlineData("scan", "url", "http://example.com/")]
    public async Task No_key_is_told_with_the_ways_to_have_one(params string[] arguments)
    {
        var result = await _vtk.RunAsync(arguments);
        result.Code.ShouldBe(ExitCode.Auth);
        result.ErrorLine.ShouldBe("vtk: no API key: set VTK_API_KEY, or run `vtk init`, or use --local for an emulator that needs none");
    }

    [Theory]
    [InlineData("file", "wat", "'wat' is no hash: an MD5 has 32 hex digits, a SHA-1 40, a SHA-256 64")]
    [InlineData("domain", "a b", "'a b' is no domain name; `vtk lookup` takes anything that can be looked up")]
    [InlineData("ip", "1.2.3.400", "'1.2.3.400' is no IP address; `vtk lookup` takes anything that can be looked up")]
    [InlineData("analysis", "../users/x?", "is no id of an analysis")]
    [InlineData("analysis", "%zz", "is no id of an analysis")]
    [InlineData("domain", "../users/x", "is no domain name")]
    [InlineData("file", "a?b=c", "is no hash")]
    [InlineData("lookup", "wat", "\"wat\" is not a hash")]
    [InlineData("url", "http://", "'http://' is no URL: write it as http://host/path")]
    [InlineData("url", "", "'' is no URL")]
    public async Task A_malformed_item_is_refused_before_anything_is_sent(string command, string item, string says)
    {
        await using var service = new StubService(_ => StubAnswer.Object("file", "x"));
        var result = await _vtk.At(service.Address).RunAsync(command, item);
        result.Code.ShouldBe(ExitCode.Usage);
        result.ErrorLine.ShouldContain(says);
        service.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("not a url")]
    [InlineData("http://")]
    [InlineData("")]
    public async Task What_is_no_url_is_not_scanned(string url)
    {
        await using var service = new StubService(_ => StubAnswer.Error(400, "InvalidArgumentError", "Unable to canonicalize url"));
        var result = await _vtk.At(service.Address).RunAsync("scan", "url", url);
        result.Code.ShouldBe(ExitCode.Usage);
        result.ErrorLine.ShouldContain("url", Case.Insensitive);
        result.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_argument_that_begins_with_an_at_sign_is_no_file_of_arguments()
    {
        var result = await _vtk.RunAsync("file", "@" + _vtk.WriteFile("arguments", "--local"u8.ToArray()), "--api-key", "-");
        result.Code.ShouldBe(ExitCode.Usage);
        result.ErrorLine.ShouldContain("is no hash");
    }

    [Fact]
    public async Task What_begins_with_a_dash_can_stand_after_two()
    {
        var result = await _vtk.RunAsync("file", "--api-key", "-", "--", "-x");
        result.ErrorLine.ShouldContain("'-x' is no hash");
    }

    [Fact]
    public async Task A_file_given_for_a_hash_says_which_command_takes_files()
    {
        var result = await _vtk.RunAsync("file", _vtk.WriteFile("sample", [1]), "--api-key", "-");
        result.ErrorLine.ShouldContain("`vtk lookup` looks it up by its hash");
        result.Code.ShouldBe(ExitCode.Usage);
    }
}
