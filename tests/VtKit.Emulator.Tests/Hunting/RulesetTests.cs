using System.Text.Json.Nodes;
using VtKit.Testing.Shared;

namespace VtKit.Emulator.Tests;

public sealed class RulesetTests
{
    [YaraFact]
    public async Task A_ruleset_is_made_changed_in_parts_and_removed()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var made = (await emulator.Premium.ReadAsync(HttpMethod.Post, Hunts.Rulesets, Hunts.Ruleset(new() { ["name"] = "A", ["rules"] = Hunts.Marker + " rule Second { condition: true }" })))["data"]!;
        var id = (string)made["id"]!;
        id.ShouldMatch("^[0-9]{16}$");
        ((string)made["links"]!["self"]!).ShouldEndWith("/api/v3/intelligence/hunting_rulesets/" + id);
        var attributes = made["attributes"]!;
        attributes["enabled"]!.GetValue<bool>().ShouldBeFalse();
        attributes["limit"]!.GetValue<int>().ShouldBe(100);
        attributes["notification_emails"]!.AsArray().ShouldBeEmpty();
        attributes["number_of_rules"]!.GetValue<int>().ShouldBe(2);
        attributes["rule_names"]!.ToJsonString().ShouldBe("""["Marker","Second"]""");
        attributes["creation_date"]!.GetValue<long>().ShouldBe(emulator.Clock.GetUtcNow().ToUnixTimeSeconds());

        emulator.Clock.Advance(TimeSpan.FromMinutes(1));
        var changed = (await emulator.Premium.ReadAsync(HttpMethod.Patch, $"{Hunts.Rulesets}/{id}", Hunts.Ruleset(new() { ["enabled"] = true, ["rules"] = "rule Other { condition: false }" })))["data"]!["attributes"]!;
        ((string)changed["name"]!).ShouldBe("A");
        changed["enabled"]!.GetValue<bool>().ShouldBeTrue();
        changed["rule_names"]!.ToJsonString().ShouldBe("""["Other"]""");
        (changed["modification_date"]!.GetValue<long>() - changed["creation_date"]!.GetValue<long>()).ShouldBe(60);

        (await emulator.Premium.ReadAsync(HttpMethod.Delete, $"{Hunts.Rulesets}/{id}")).Count.ShouldBe(0);
        (await emulator.Premium.FailAsync(HttpMethod.Get, $"{Hunts.Rulesets}/{id}")).ShouldStartWith("404 NotFoundError ");
    }

    [YaraTheory]
    [InlineData("rule A { condition: tru }", "Error compiling rules: rule \"A\" in line 1: undefined identifier \"tru\"")]
    [InlineData("\n\nrule A {", "syntax error")]
    [InlineData("", "There is no rule")]
    [InlineData("rule A { condition: true }\ninclude \"/etc/passwd\"", "line 2: include directives are not supported")]
    [InlineData("include\t\"/etc/hostname\"", "line 1: include directives are not supported")]
    [InlineData("/* */ include \"/etc/hostname\"", "syntax error")]
    [InlineData("import \"console\"\nrule A { condition: console.log(\"x\") }", "line 2: the module \"console\" is not supported")]
    [InlineData("import /**/ \"conso\\x6ce\"\nrule A { condition: console\n/**/ . log(\"x\") }", "line 2: the module \"console\" is not supported")]
    public async Task Rules_that_do_not_compile_are_refused_in_the_compilers_words(string rules, string expected)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var error = await emulator.Premium.FailAsync(HttpMethod.Post, Hunts.Rulesets, Hunts.Ruleset(new() { ["name"] = "A", ["rules"] = rules }));
        error.ShouldStartWith("400 BadRequestError ");
        error.ShouldContain(expected);
        error.ShouldNotContain("/tmp");
        error.ShouldNotContain("passwd");
        (await emulator.Premium.FailAsync(HttpMethod.Post, Hunts.Jobs, Hunts.Job(new() { ["rules"] = rules }))).ShouldBe(error);
        (await emulator.GetAsync(Hunts.Rulesets))["data"]!.AsArray().ShouldBeEmpty();
    }

    [YaraTheory]
    [InlineData("""{"name": "", "rules": "rule A { condition: true }"}""", "400 BadRequestError")]
    [InlineData("""{"name": "A"}""", "400 BadRequestError The attribute \"rules\" is missing")]
    [InlineData("""{"name": "A", "rules": 5}""", "400 BadRequestError The attribute \"rules\" is not a text")]
    [InlineData("""{"name": "A", "rules": "rule A { condition: true }", "limit": -1}""", "400 BadRequestError The attribute \"limit\"")]
    [InlineData("""{"name": "A", "rules": "rule A { condition: true }", "enabled": "yes"}""", "400 BadRequestError The attribute \"enabled\"")]
    [InlineData("""{"name": "A", "rules": "rule A { condition: true }", "notification_emails": "a@example.com"}""", "400 BadRequestError The attribute \"notification_emails\"")]
    [InlineData("""{"name": "A", "rules": "rule A { condition: true }", "match_object_type": "planet"}""", "400 BadRequestError The attribute \"match_object_type\"")]
    [InlineData("""{"name": "A", "rules": "rule A { condition: true }", "rule_names": []}""", "400 InvalidArgumentError")]
    [InlineData("""{"name": "A", "rules": "import \"vt\" rule A { condition: vt.metadata.new_file }"}""", "501 NotSupportedByEmulator")]
    public async Task Attributes_without_a_good_value_are_refused(string attributes, string expected)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        (await emulator.Premium.FailAsync(HttpMethod.Post, Hunts.Rulesets, Hunts.Ruleset(JsonNode.Parse(attributes)!.AsObject()))).ShouldStartWith(expected);
    }

    [Fact]
    public async Task Without_yara_no_rules_are_taken()
    {
        using var empty = new TemporaryFolder();
        await using var emulator = await EmulatorFixture.StartAsync(options => options.YaraFolder = empty.Path);
        var expected = "501 NotSupportedByEmulator The emulator compiles and matches rules with YARA, which is not installed here: install the package \"yara\".";
        (await emulator.Premium.FailAsync(HttpMethod.Post, Hunts.Rulesets, Hunts.Ruleset(new() { ["name"] = "A", ["rules"] = Hunts.Marker }))).ShouldBe(expected);
        (await emulator.Premium.FailAsync(HttpMethod.Post, Hunts.Jobs, Hunts.Job(new() { ["rules"] = Hunts.Marker }))).ShouldBe(expected);
        // The rest works.
        (await emulator.GetAsync(Hunts.Rulesets))["data"]!.AsArray().ShouldBeEmpty();
        await emulator.UploadAsync("a marker".Utf8());
    }

    [YaraFact]
    public async Task Names_are_taken_once_by_each_user()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var other = emulator.Client(VtEmulatorKeys.OtherGroup);
        var first = await emulator.Premium.AddRulesetAsync("A");
        var second = await emulator.Premium.AddRulesetAsync("B");
        await other.AddRulesetAsync("A");
        (await emulator.Premium.FailAsync(HttpMethod.Post, Hunts.Rulesets, Hunts.Ruleset(new() { ["name"] = "A", ["rules"] = Hunts.Marker }))).ShouldStartWith("409 AlreadyExistsError ");
        (await emulator.Premium.FailAsync(HttpMethod.Patch, $"{Hunts.Rulesets}/{second}", Hunts.Ruleset(new() { ["name"] = "A" }))).ShouldStartWith("409 AlreadyExistsError ");
        await emulator.Premium.ReadAsync(HttpMethod.Patch, $"{Hunts.Rulesets}/{first}", Hunts.Ruleset(new() { ["name"] = "A" }));
    }

    [YaraFact]
    public async Task Others_neither_see_nor_change_a_ruleset_until_they_are_editors()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var other = emulator.Client(VtEmulatorKeys.OtherGroup);
        var id = await emulator.Premium.AddRulesetAsync();
        var path = $"{Hunts.Rulesets}/{id}";
        (await other.FailAsync(HttpMethod.Get, path)).ShouldStartWith("404 ");
        (await other.FailAsync(HttpMethod.Patch, path, Hunts.Ruleset(new() { ["enabled"] = false }))).ShouldStartWith("404 ");
        (await other.FailAsync(HttpMethod.Delete, path)).ShouldStartWith("404 ");
        (await other.ReadAsync(HttpMethod.Get, Hunts.Rulesets))["data"]!.AsArray().ShouldBeEmpty();
        (await emulator.Public.FailAsync(HttpMethod.Get, path)).ShouldStartWith("403 ");

        (await emulator.Premium.FailAsync(HttpMethod.Post, $"{path}/relationships/editors", Hunts.Descriptors(("user", "nobody")))).ShouldStartWith("404 ");
        (await emulator.Premium.FailAsync(HttpMethod.Post, $"{path}/relationships/editors", Hunts.Descriptors(("file", "x")))).ShouldStartWith("400 ");
        (await emulator.GetAsync($"{path}/relationships/editors/other-group"))["data"]!.GetValue<bool>().ShouldBeFalse();
        (await emulator.Premium.ReadAsync(HttpMethod.Post, $"{path}/relationships/editors", Hunts.Descriptors(("group", "other-group"))))["data"]!.ToJsonString()
            .ShouldBe("""[{"type":"group","id":"other-group"}]""");
        (await emulator.GetAsync($"{path}/relationships/editors/other-group"))["data"]!.GetValue<bool>().ShouldBeTrue();
        Hunts.Ids(await emulator.GetAsync($"{path}/relationships/editors")).ShouldBe(["other-group"]);

        Hunts.Ids(await other.ReadAsync(HttpMethod.Get, Hunts.Rulesets)).ShouldBe([id]);
        (await other.ReadAsync(HttpMethod.Patch, path, Hunts.Ruleset(new() { ["enabled"] = false })))["data"]!["attributes"]!["enabled"]!.GetValue<bool>().ShouldBeFalse();
        (await other.FailAsync(HttpMethod.Delete, path)).ShouldStartWith("403 ");
        (await other.FailAsync(HttpMethod.Post, $"{path}/relationships/owner", Hunts.Descriptors(("user", "other")))).ShouldStartWith("403 ");
        (await other.FailAsync(HttpMethod.Delete, $"{path}/relationships/editors/other-group")).ShouldStartWith("403 ");

        await emulator.Premium.ReadAsync(HttpMethod.Delete, $"{path}/relationships/editors/other-group");
        (await emulator.Premium.FailAsync(HttpMethod.Delete, $"{path}/relationships/editors/other-group")).ShouldStartWith("404 ");
        (await other.FailAsync(HttpMethod.Get, path)).ShouldStartWith("404 ");
    }

    [YaraFact]
    public async Task A_ruleset_is_handed_on_with_what_it_matched()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var other = emulator.Client(VtEmulatorKeys.OtherGroup);
        var id = await emulator.Premium.AddRulesetAsync();
        await emulator.UploadAsync("a marker".Utf8());
        (await emulator.Premium.FailAsync(HttpMethod.Post, $"{Hunts.Rulesets}/{id}/relationships/owner", Hunts.Descriptors(("group", "other-group")))).ShouldStartWith("400 ");
        await emulator.Premium.ReadAsync(HttpMethod.Post, $"{Hunts.Rulesets}/{id}/relationships/owner", new StringContent("""{"data": {"type": "user", "id": "other"}}"""));
        (await emulator.Premium.FailAsync(HttpMethod.Get, $"{Hunts.Rulesets}/{id}")).ShouldStartWith("404 ");
        (await emulator.GetAsync(Hunts.Notifications))["data"]!.AsArray().ShouldBeEmpty();
        Hunts.Id(await other.ReadAsync(HttpMethod.Get, $"{Hunts.Rulesets}/{id}/owner")).ShouldBe("other");
        (await other.ReadAsync(HttpMethod.Get, Hunts.Notifications))["data"]!.AsArray().Count.ShouldBe(1);
    }

    [YaraFact]
    public async Task Lists_are_filtered_ordered_and_paged()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var ids = new List<string>();
        foreach (var name in new[] { "netwatch b", "alpha", "netwatch a" })
        {
            ids.Add(await emulator.Premium.AddRulesetAsync(name, name == "alpha" ? "rule Alpha { condition: true }" : Hunts.Marker));
            emulator.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        await emulator.Premium.ReadAsync(HttpMethod.Patch, $"{Hunts.Rulesets}/{ids[0]}", Hunts.Ruleset(new() { ["enabled"] = false }));
        async Task<int[]> ListAsync(string query) => [.. Hunts.Ids(await emulator.GetAsync($"{Hunts.Rulesets}?{query}")).Select(id => ids.IndexOf(id))];

        (await ListAsync("")).ShouldBe([2, 1, 0]);
        (await ListAsync("filter=enabled:true")).ShouldBe([2, 1]);
        (await ListAsync("filter=name:%22netwatch%20*%22")).ShouldBe([2, 0]);
        (await ListAsync("filter=name:netwatch%20enabled:false")).ShouldBe([]);
        (await ListAsync("filter=rules:marker")).ShouldBe([2, 0]);
        (await ListAsync("filter=rules:mark")).ShouldBe([]);
        (await ListAsync("order=name")).ShouldBe([1, 2, 0]);
        (await ListAsync("order=name-")).ShouldBe([0, 2, 1]);
        (await ListAsync("order=creation_date%2B")).ShouldBe([0, 1, 2]);
        (await ListAsync("order=modification_date-")).ShouldBe([0, 2, 1]);
        (await emulator.Premium.FailAsync(HttpMethod.Get, Hunts.Rulesets + "?order=size")).ShouldStartWith("400 ");
        (await emulator.Premium.FailAsync(HttpMethod.Get, Hunts.Rulesets + "?filter=colour:red")).ShouldStartWith("400 ");
        var page = await emulator.GetAsync(Hunts.Rulesets + "?order=name&limit=2");
        Hunts.Ids(page).Select(id => ids.IndexOf(id)).ShouldBe([1, 2]);
        Hunts.Ids(await emulator.GetAsync(Hunts.Rulesets + "?order=name&limit=2&cursor=" + page["meta"]!["cursor"])).Select(id => ids.IndexOf(id)).ShouldBe([0]);
        Hunts.Ids(await emulator.GetAsync("/users/premium/hunting_rulesets")).Select(id => ids.IndexOf(id)).ShouldBe([2, 1, 0]);
    }

    [YaraFact]
    public async Task All_rulesets_go_when_a_header_names_their_owner()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var other = emulator.Client(VtEmulatorKeys.OtherGroup);
        await emulator.Premium.AddRulesetAsync();
        await other.AddRulesetAsync();
        (await emulator.Premium.FailAsync(HttpMethod.Delete, Hunts.Rulesets)).ShouldStartWith("400 ");
        emulator.Premium.DefaultRequestHeaders.Add("x-confirm-delete", "premium");
        var operation = await emulator.Premium.ReadAsync(HttpMethod.Delete, Hunts.Rulesets);
        ((string)operation["data"]!["type"]!).ShouldBe("operation");
        var path = "/operations/" + Hunts.Id(operation);
        (await emulator.GetAsync(path))["data"]!["attributes"]!.ToJsonString().ShouldBe("""{"status":"finished"}""");
        (await other.FailAsync(HttpMethod.Get, path)).ShouldStartWith("404 ");
        (await emulator.GetAsync(Hunts.Rulesets))["data"]!.AsArray().ShouldBeEmpty();
        (await other.ReadAsync(HttpMethod.Get, Hunts.Rulesets))["data"]!.AsArray().Count.ShouldBe(1);
    }
}
