using System.Text.RegularExpressions;
using VtKit.Testing.Shared;

namespace VtKit.Emulator.Tests;

public sealed partial class ScenarioTests : IDisposable
{
    private const string Dropper = "44d88612fea8a8f36de82e1278abb02f44d88612fea8a8f36de82e1278abb02f";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_example_of_the_documentation_is_there_from_the_start_and_after_a_reset()
    {
        var yaml = YamlBlock().Match(await File.ReadAllTextAsync(Path.Combine(SharedMaterial.RepositoryRoot, "docs", "emulator.md"))).Groups["yaml"].Value;
        yaml.ShouldNotBeEmpty();
        await using var emulator = await StartAsync(yaml);
        for (var round = 0; round < 2; round++)
        {
            var file = (await emulator.GetAsync("/files/" + Dropper))["data"]!["attributes"]!;
            ((string)file["meaningful_name"]!).ShouldBe("dropper.exe");
            file["size"]!.GetValue<int>().ShouldBe(68);
            ((string)file["last_analysis_results"]!["Engine A"]!["result"]!).ShouldBe("Trojan.Dropper");
            var domain = (await emulator.GetAsync("/domains/login.evil.example"))["data"]!["attributes"]!;
            domain["last_analysis_stats"]!["malicious"]!.GetValue<int>().ShouldBe(12);
            domain["last_analysis_results"]!.AsObject().Count.ShouldBe(90);
            ((string)(await emulator.GetAsync("/whois/ab12"))["data"]!["attributes"]!["registrar_name"]!).ShouldBe("A registrar");
            (await emulator.GetAsync("/domains/login.evil.example/referrer_files"))["data"]!.AsArray().Count.ShouldBe(1);
            await emulator.AdminAsync(HttpMethod.Post, "/reset");
        }
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("# nothing but this\n", true)]
    [InlineData("urls: []\n", true)]
    public async Task A_scenario_may_be_empty(string yaml, bool starts)
    {
        await using var emulator = await StartAsync(yaml);
        starts.ShouldBe((await emulator.GetAsync("/files/" + EmulatorFixture.EicarMd5)).Count > 0);
    }

    [Theory]
    [InlineData("domains:\n  - good.example\n  - 'not a domain'\n", "line 3: Domain \"not a domain\" is not a valid domain pattern")]
    [InlineData("urls:\n- http://a.example/\n- ''\n", "line 3: Unable to canonicalize url")]
    [InlineData("files:\n  - name: x\n", "line 2: Each of \"files\"")]
    [InlineData("verdicts:\n\n  - {type: planet, id: mars, malicious: 1}\n", "line 3: \"planet\" is no type")]
    [InlineData("planets:\n  - mars\n", "line 1: \"planets\" is no member of a scenario: it has files, domains, urls, objects, verdicts")]
    [InlineData("domains: good.example\n", "line 1: \"domains\" is not a list")]
    [InlineData("domains: []\ndomains: []\n", "line 2: \"domains\" stands here twice")]
    [InlineData("files:\n  - name: a\n    name: b\n", "line 3: \"name\" stands here twice")]
    [InlineData("- a\n", "line 1: A scenario has the members")]
    [InlineData("domains:\n  - &a good.example\n  - *a\n", "line 3: A scenario has no aliases")]
    [InlineData("domains: []\n---\ndomains: []\n", "line 2: A scenario is one document")]
    [InlineData("domains:\n  - [a\nurls: x: y\n", "line 2: It is no YAML from here on")]
    [InlineData("domains:\n  - \"a\n", "line 2: ")]
    public async Task A_mistake_stops_the_start_and_is_told_with_its_line(string yaml, string expected)
    {
        var error = await Should.ThrowAsync<VtEmulatorException>(() => StartAsync(yaml));
        error.Reason.ShouldBe(VtEmulatorFailure.ScenarioUnusable);
        error.Message.ShouldContain($"{Path.Combine(_folder.Path, "scenario.yaml")} is wrong in {expected}");
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_named()
    {
        var error = await Should.ThrowAsync<VtEmulatorException>(() => EmulatorFixture.StartAsync(options => options.ScenarioFile = Path.Combine(_folder.Path, "none.yaml")));
        error.Message.ShouldContain("none.yaml cannot be read");
    }

    private async Task<EmulatorFixture> StartAsync(string yaml)
    {
        var path = Path.Combine(_folder.Path, "scenario.yaml");
        await File.WriteAllTextAsync(path, yaml);
        return await EmulatorFixture.StartAsync(options => options.ScenarioFile = path);
    }

    [GeneratedRegex(@"```yaml\r?\n(?<yaml>.*?)```", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex YamlBlock();
}
