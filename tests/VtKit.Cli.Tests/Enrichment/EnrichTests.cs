using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using VtKit.Emulator;
using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests.Enrichment;

/// <summary><c>vtk enrich</c> against an emulator.</summary>
public sealed partial class EnrichTests : EmulatorTests
{
    private const string Eicar = "44d88612fea8a8f36de82e1278abb02f";

    private int Asked => Emulator.Requests.Count(request => request.Path.StartsWith("/api/v3/", StringComparison.Ordinal) && !request.Path.EndsWith("/overall_quotas", StringComparison.Ordinal));

    private string Out(string name) => Path.Combine(Vtk.Home.FullName, name);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    [Fact]
    public async Task A_text_becomes_a_table_that_opens_in_Excel()
    {
        var list = Vtk.WriteFile("mail.txt", Utf8($"See hxxp://bad[.]example/x?a=1,2 and {Eicar}, again {Eicar.ToUpperInvariant()}; from 10.0.0.1 and 8.8.8.8, http://192.168.1.1/a, me@corp.example, portal.corp.example, unseen[.]example"));

        var result = await Vtk.RunAsync("enrich", list, "--own", "corp.example", "--out", Out("reports.csv"));

        result.Code.ShouldBe(ExitCode.Ok);
        var lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("vtk: 4 indicators; left out: 1 repeated, 2 private or reserved, 1 of your own, 1 that have no report (e-mail addresses, CVE numbers)");
        lines[1].ShouldBe("vtk: 4 look-ups: at once");
        lines[2].ShouldBe($"vtk: 2 found, 2 not found; 4 requests; {Out("reports.csv")}");
        var bytes = await File.ReadAllBytesAsync(Out("reports.csv"));
        bytes[..3].ShouldBe(new byte[] { 0xEF, 0xBB, 0xBF });
        var rows = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        rows[0].ShouldBe(EnrichColumns.Default);
        rows.Length.ShouldBe(5);
        // What is unknown has no counts: nobody takes it for clean.
        rows.ShouldContain("unseen.example,domain,not_found,,,,,,,,,");
        rows.ShouldContain("\"http://bad.example/x?a=1,2\",url,not_found,,,,,,,,,");
        rows.ShouldContain(row => row.StartsWith(Eicar + ",hash,found,1,0,", StringComparison.Ordinal) && row.EndsWith($"{Emulator.BaseAddress}gui/file/275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_policy_gives_each_row_a_verdict_with_its_reasons()
    {
        var list = Vtk.WriteFile("list.txt", Utf8($"{Eicar}\nunseen.example\n"));
        var policy = Vtk.WriteFile("policy.yml", Utf8("engines: { veto: [EICAR] }"));

        var result = await Vtk.RunAsync("enrich", list, "--policy", policy, "--format", "csv");

        result.Code.ShouldBe(ExitCode.Ok, result.Error);
        result.Out.ShouldContain($"{Eicar},hash,found,malicious,EICAR (veto): EICAR-Test-File (+1),1,0,");
        // Not found is never clean.
        result.Out.ShouldContain("unseen.example,domain,not_found,unknown,no report,,");
        (await Vtk.RunAsync("enrich", list, "--policy", Vtk.WriteFile("wrong.yml", Utf8("nonsense: 1")))).Code.ShouldBe(ExitCode.Usage);
    }

    [Fact]
    public async Task JSON_lines_go_in_and_out_with_columns_of_choice()
    {
        Vtk.Input = "{\"url\":\"http:\\/\\/bad.example\\/a\",\"h\":\"" + Eicar + "\"}\n{\"d\":\"\\u0062ad2.example\"}\n";

        var result = await Vtk.RunAsync("enrich", "-", "--format", "jsonl", "--columns", "indicator,outcome,size,$.attributes.last_analysis_results[*].category,names");

        result.Code.ShouldBe(ExitCode.Ok);
        var rows = result.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToDictionary(row => row.GetProperty("indicator").GetString()!);
        rows.Keys.Order(StringComparer.Ordinal).ShouldBe([Eicar, "bad2.example", "http://bad.example/a"]);
        rows[Eicar].GetProperty("size").GetInt64().ShouldBe(68);
        rows[Eicar].GetProperty("$.attributes.last_analysis_results[*].category").ToString().ShouldBe("malicious");
        rows["bad2.example"].GetProperty("size").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Markdown_shows_nothing_that_can_be_clicked()
    {
        var result = await Vtk.RunAsync("enrich", "http://a.example/|x", "--format", "md", "--columns", "indicator,outcome");
        result.Out.ShouldBe("| indicator | outcome |\n| --- | --- |\n| `http://a.example/` | not_found |\n");
    }

    [Fact]
    public async Task A_folder_is_read_but_for_what_is_no_text()
    {
        var folder = Directory.CreateDirectory(Out("case"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "a.txt"), "one.example");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "b.json"), "[\"two.example\"]");
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "c.bin"), [0, .. "three.example"u8]);

        var result = await Vtk.RunAsync("enrich", folder.FullName, "--columns", "indicator");

        result.Out.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).ShouldBe(["indicator", "one.example", "two.example"]);
        result.Code.ShouldBe(ExitCode.NotFound);
    }

    [Fact]
    public async Task A_person_reads_entries_on_a_terminal()
    {
        Vtk.OutIsTerminal = true;
        Vtk.Environment["NO_COLOR"] = "1";
        var policy = Vtk.WriteFile("policy.yml", Utf8("engines: { veto: [EICAR] }"));

        // One at a time: they come in the order in which they are answered.
        (await Vtk.RunAsync("enrich", Eicar)).Out.ShouldMatch($"^1/1         {Eicar}\n            hash · eicar.com · powershell · analysed 20..-..-..\n$");
        (await Vtk.RunAsync("enrich", "unseen[.]example")).Out.ShouldBe("not found   unseen.example\n            domain\n");
        (await Vtk.RunAsync("enrich", "8.8.8.8")).Out.ShouldBe("-           8.8.8.8\n            ip\n");
        (await Vtk.RunAsync("enrich", Eicar, "--policy", policy)).Out.ShouldMatch($"^1/1         {Eicar}\n            hash · malicious · EICAR \\(veto\\): EICAR-Test-File \\(\\+1\\) · eicar.com\n            powershell · analysed ");
        (await Vtk.RunAsync("enrich", Eicar, "--columns", "indicator,size,name,pe_info.imphash")).Out.ShouldBe($"            {Eicar}\n            size 68 · eicar.com\n");
    }

    [Fact]
    public async Task What_is_for_reading_is_not_for_files()
    {
        (await Vtk.RunAsync("enrich", Eicar, "--format", "table", "--out", Out("x.txt"))).ErrorLine.ShouldBe("vtk: --format table is for reading on a terminal: a file is csv, jsonl or md");
        Vtk.OutIsTerminal = true;
        (await Vtk.RunAsync("enrich", Eicar, "--out", Out("x.jsonl"))).Code.ShouldBe(ExitCode.Ok);
        File.ReadAllText(Out("x.jsonl")).ShouldStartWith($"{{\"indicator\":\"{Eicar}\"");
    }

    [Fact]
    public async Task A_formula_in_a_report_is_text()
    {
        var result = await Vtk.RunAsync("enrich", Eicar, "--columns", "indicator,=cmd|' /C calc'!A0");
        result.Code.ShouldBe(ExitCode.Usage);
        EnrichFormat.Of("csv", ["=a"], toFile: false, new Style(enabled: false), 80).Head.ShouldBe("'=a\r\n");
        Encoding.UTF8.GetString(EnrichFormat.Of("csv", ["a", "b", "c"], toFile: false, new Style(enabled: false), 80).Render(Utf8("""["=HYPERLINK(1)", -5, ["+1","x"]]""")).Span).ShouldBe("'=HYPERLINK(1),-5,\"'+1,x\"\r\n");
    }

    [Fact]
    public async Task The_price_comes_first_and_a_dry_run_ends_there()
    {
        Configure("quota = public");
        // How many days it takes depends on how much is left of today.
        Vtk.Time = new FakeTime();
        var list = Vtk.WriteFile("many.txt", Many(812));

        var result = await Vtk.RunAsync("enrich", list, "--dry-run");

        result.Code.ShouldBe(ExitCode.Ok);
        result.Error.ShouldMatch("^vtk: 812 indicators\nvtk: 812 look-ups, 500 left today: 2 days, until 20..-..-.. ..:.. UTC; 4/min\n$");
        result.Out.ShouldBeEmpty();
        Asked.ShouldBe(0);
        Directory.Exists(Path.Combine(Vtk.Home.FullName, ".local", "share", "vtkit", "runs")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_another_client_spent_is_noticed_before_the_price()
    {
        Configure("user = public");
        Vtk.Environment["VTK_API_KEY"] = VtEmulatorKeys.Public;
        using (var other = new HttpClient { BaseAddress = Emulator.BaseAddress })
        {
            other.DefaultRequestHeaders.Add("x-apikey", VtEmulatorKeys.Public);
            // Fifty minutes of somebody else's work.
            for (var i = 0; i < 200; i++)
            {
                if (i % 4 == 0) using (await other.PostAsync("/_emulator/clock", new StringContent("{\"advance_seconds\": 61}", Encoding.UTF8, "application/json"))) { }
                using var answer = await other.GetAsync("/api/v3/files/" + Eicar);
                answer.EnsureSuccessStatusCode();
            }
        }
        var list = Vtk.WriteFile("many.txt", Many(400));

        var result = await Vtk.RunAsync("enrich", list, "--dry-run");

        result.Code.ShouldBe(ExitCode.Ok);
        result.Error.ShouldContain("400 look-ups, 300 left today: ");
        result.Error.ShouldContain("; 4/min. 200 requests of today were made elsewhere with this key\n");
    }

    [Fact]
    public async Task What_is_kept_costs_nothing_and_is_counted_before_the_price()
    {
        Configure("cache = on");
        await Vtk.RunAsync("enrich", "a.example b.example " + Eicar);
        var asked = Asked;

        var result = await Vtk.RunAsync("enrich", "b.example c.example 275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f");

        result.Error.ShouldContain("2 known, which cost nothing; 1 look-up: at once");
        Asked.ShouldBe(asked + 1);
    }

    [Fact]
    public async Task A_person_is_asked_and_may_say_no()
    {
        Vtk.CanAsk = true;
        Vtk.Input = "n\n";
        var list = Vtk.WriteFile("many.txt", Many(30));

        var result = await Vtk.RunAsync("enrich", list);

        result.Code.ShouldBe(ExitCode.Cancelled);
        result.Error.ShouldContain("Begin? [y]es, [N]o:");
        Asked.ShouldBe(0);
        Vtk.Input = "";
        (await Vtk.RunAsync("enrich", list, "--yes")).Code.ShouldBe(ExitCode.NotFound);
        Asked.ShouldBe(30);
    }

    [Fact]
    public async Task Once_does_what_today_allows_and_the_same_command_goes_on()
    {
        Configure("quota = 10/day");
        var list = Vtk.WriteFile("iocs.txt", Many(15));

        var first = await Vtk.RunAsync("enrich", list, "--once", "--out", Out("o.csv"));
        first.Code.ShouldBe(ExitCode.Partial);
        var name = RunName().Match(first.Error).Groups["name"].Value;
        name.ShouldStartWith("iocs-");
        var second = await Vtk.RunAsync("enrich", list, "--once", "--out", Out("o.csv"));
        second.Code.ShouldBe(ExitCode.Partial);
        second.Error.ShouldContain($"going on with {name}: 10 of 15 done");
        (await Vtk.RunAsync("enrich", "list", "--format", "table")).Out.ShouldContain(name + "    10     5");

        await File.WriteAllTextAsync(Vtk.ConfigFile, (await File.ReadAllTextAsync(Vtk.ConfigFile)).Replace("10/day", "100/day", StringComparison.Ordinal));
        var third = await Vtk.RunAsync("enrich", "--resume", name);

        third.Code.ShouldBe(ExitCode.NotFound);
        (await File.ReadAllLinesAsync(Out("o.csv"))).Distinct().Count().ShouldBe(16);
        Asked.ShouldBe(15);
        // For cron a run that is finished is no failure.
        (await Vtk.RunAsync("enrich", list, "--once", "--out", Out("o.csv"))).Code.ShouldBe(ExitCode.Ok);
        var again = await Vtk.RunAsync("enrich", list, "--out", Out("o.csv"));
        (again.Code, again.Error.Contains("is the finished result of this command", StringComparison.Ordinal)).ShouldBe((ExitCode.Error, true));
        (await Vtk.RunAsync("enrich", "remove", name)).Code.ShouldBe(ExitCode.Ok);
        (await Vtk.RunAsync("enrich", "--resume", name)).Code.ShouldBe(ExitCode.NotFound);
    }

    [Fact]
    public async Task A_budget_is_kept_to()
    {
        var list = Vtk.WriteFile("iocs.txt", Many(20));
        var result = await Vtk.RunAsync("enrich", list, "--budget", "7");
        result.Code.ShouldBe(ExitCode.Partial);
        result.Error.ShouldContain("7 look-ups: at once");
        result.Error.ShouldContain("13 pending; 7 requests");
        Asked.ShouldBe(7);
    }

    [Fact]
    public async Task Cancelled_it_says_how_to_go_on()
    {
        using var cancelling = new CancellationTokenSource();
        Vtk.Written = cancelling.Cancel;
        var result = await Vtk.RunAsync(cancelling.Token, "enrich", Vtk.WriteFile("iocs.txt", Many(50)), "--concurrency", "1");

        result.Code.ShouldBe(ExitCode.Cancelled);
        result.Error.ShouldMatch("of 50 done; go on with: vtk enrich --resume iocs-[0-9a-f]{6}\nvtk: cancelled\n$");
    }

    [Theory]
    [InlineData("give a file, a folder or a text")]
    [InlineData("--resume goes on with what the run holds", "a.example", "--resume", "x")]
    [InlineData("there is no format 'xml' here; there are table, csv, jsonl, md", "a.example", "--format", "xml")]
    [InlineData("--columns: 'a b;c' is no column", "a.example", "--columns", "a b;c")]
    [InlineData("--concurrency is at least 1", "a.example", "--concurrency", "0")]
    [InlineData("--own: 'x y' is no domain name", "a.example", "--own", "x y")]
    public async Task What_means_nothing_is_refused(string problem, params string[] arguments)
    {
        var result = await Vtk.RunAsync(["enrich", .. arguments]);
        result.Code.ShouldBe(ExitCode.Usage);
        result.Error.ShouldContain(problem);
        Asked.ShouldBe(0);
    }

    /// <summary>A line of a list that is no indicator is not passed over: it has its outcome, and costs nothing.</summary>
    [Theory]
    [InlineData("hash\n{0}\n44d88612fea8a8f36de82e1278abb02\n300.300.1.1\n\n# a remark\nhttp://\n\"{0}x\"\n", 4)]
    [InlineData("{0}\r\nwhatever\r\n", 1)]
    [InlineData("{0}\nwhatever", 1)]
    [InlineData("{0}\n---\nok\n", 0)]
    // Prose and tables are no lists.
    [InlineData("See {0}\nwhatever\n", 0)]
    [InlineData("name,hash\nwhatever,x\nsome,{0}\n", 0)]
    public async Task A_mistake_in_a_list_has_an_outcome(string list, int mistakes)
    {
        var path = Vtk.WriteFile("list.txt", Utf8(list.Replace("{0}", Eicar, StringComparison.Ordinal)));

        var result = await Vtk.RunAsync("enrich", path, "--columns", "indicator,outcome");

        result.Out.Split("\r\n").Count(row => row.EndsWith(",malformed", StringComparison.Ordinal)).ShouldBe(mistakes);
        result.Out.ShouldContain($"{Eicar},found\r\n");
        result.Error.ShouldContain(mistakes == 0 ? "vtk: 1 indicator\nvtk: 1 look-up: " : $"vtk: 1 indicator, {(mistakes == 1 ? "1 line of a list that is none" : $"{mistakes} lines of a list that are none")}\nvtk: 1 look-up: ");
        (Asked, result.Code).ShouldBe((1, mistakes == 0 ? ExitCode.Ok : ExitCode.Partial));
    }

    [Fact]
    public async Task Nothing_to_look_up_is_said()
    {
        var result = await Vtk.RunAsync("enrich", "nothing here");
        (result.Code, result.ErrorLine).ShouldBe((ExitCode.NotFound, "vtk: 'nothing here' holds no indicators: it was read as text, for there is no such file"));
    }

    private static byte[] Many(int count) => Utf8(string.Join('\n', Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"host{i}.example"))));

    private void Configure(params string[] lines) => File.AppendAllLines(Vtk.ConfigFile, lines);

    [GeneratedRegex("--resume (?<name>[^ \n]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RunName();
}
