using System.Text.Json.Nodes;

namespace VtKit.Emulator.Tests;

public sealed class GroupTests
{
    private const string Group = "/groups/premium-group";

    [Fact]
    public async Task An_administrator_changes_a_group_and_the_trail_tells()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        var group = (await PatchAsync(fixture, Group, "group", """{"organization": "ACME", "contact_emails": ["a@example.com"]}"""))["data"]!;
        ((string?)group["id"], (string?)group["attributes"]!["organization"]).ShouldBe(("premium-group", "ACME"));
        group["attributes"]!["quotas"]!["api_requests_daily"]!["used"]!.GetValue<long>().ShouldBeGreaterThan(0);
        (await fixture.Premium.FailAsync(HttpMethod.Patch, Group, Body("group", """{"quotas": {}}"""))).ShouldStartWith("400 InvalidArgumentError");

        await fixture.PostAsync(Group + "/relationships/users", """{"data": [{"type": "user", "id": "one-a-day"}]}""");
        await fixture.PostAsync(Group + "/relationships/users", """{"data": [{"type": "user", "id": "one-a-day"}]}""");

        var entries = (await fixture.GetAsync(Group + "/activity_log_entries"))["data"]!.AsArray();
        // What changed nothing was not a change.
        entries.Select(entry => (string?)entry!["attributes"]!["action"]).ShouldBe(["users_added", "group_updated"]);
        ((string?)entries[0]!["attributes"]!["ip"]).ShouldBe("127.0.0.1");
        var id = (string)entries[0]!["id"]!;
        ((string?)(await fixture.GetAsync($"/activity_log_entries/{id}/target"))["data"]!["id"]).ShouldBe("one-a-day");
        ((string?)(await fixture.GetAsync($"/activity_log_entries/{id}/user"))["data"]!["id"]).ShouldBe("premium");
        ((string?)(await fixture.GetAsync($"/activity_log_entries/{id}/group"))["data"]!["id"]).ShouldBe("premium-group");
        var day = fixture.Clock.GetUtcNow();
        (await CountAsync($"user:premium date:{day:yyyy-MM-dd}")).ShouldBe(2);
        (await CountAsync($"date:{day.AddDays(1):yyyy-MM-dd}+")).ShouldBe(0);
        (await CountAsync("user:other")).ShouldBe(0);
        (await fixture.Premium.FailAsync(HttpMethod.Get, Group + "/activity_log_entries?filter=colour:red")).ShouldStartWith("400 BadRequestError");

        async Task<int> CountAsync(string filter) => (await fixture.GetAsync($"{Group}/activity_log_entries?filter={Uri.EscapeDataString(filter)}"))["data"]!.AsArray().Count;
    }

    [Fact]
    public async Task Members_come_and_go()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        (await IdsAsync(fixture, Group + "/relationships/users")).ShouldBe(["premium"]);
        await fixture.PostAsync(Group + "/relationships/users", """{"data": [{"type": "user", "id": "public"}]}""");
        await fixture.PostAsync(Group + "/relationships/administrators", """{"data": [{"type": "user", "id": "public"}]}""");

        (await IdsAsync(fixture, Group + "/users")).ShouldBe(["public", "premium"]);
        ((bool?)(await fixture.GetAsync(Group + "/relationships/administrators/public"))["data"]).ShouldBe(true);
        ((bool?)(await fixture.GetAsync(Group + "/relationships/users/other"))["data"]).ShouldBe(false);
        // Who belongs to a group sees that, and nothing of the group. Whose quota counts is another matter.
        using var user = fixture.Client(VtEmulatorKeys.Public);
        ((string?)(await user.ReadAsync(HttpMethod.Get, "/users/public/groups"))["data"]![0]!["id"]).ShouldBe("premium-group");
        (await user.ReadAsync(HttpMethod.Get, "/users/public/api_quota_group"))["data"].ShouldBeNull();

        await fixture.Premium.ReadAsync(HttpMethod.Delete, Group + "/relationships/users/public");
        ((bool?)(await fixture.GetAsync(Group + "/relationships/administrators/public"))["data"]).ShouldBe(false);
        (await fixture.Premium.FailAsync(HttpMethod.Delete, Group + "/relationships/users/public")).ShouldBe("404 NotFoundError User \"public\" not found");
        (await fixture.Premium.FailAsync(HttpMethod.Post, Group + "/relationships/users", new StringContent("""{"data": [{"type": "user", "id": "nobody"}]}"""))).ShouldBe("404 NotFoundError User \"nobody\" not found");
        (await fixture.Premium.FailAsync(HttpMethod.Post, Group + "/relationships/users", new StringContent("""{"data": [{"type": "group", "id": "other-group"}]}"""))).ShouldStartWith("400 BadRequestError");
        (await IdsAsync(fixture, Group + "/users")).ShouldBe(["premium"]);
    }

    [Fact]
    public async Task A_group_is_for_its_administrators()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        using var other = fixture.Client(VtEmulatorKeys.OtherGroup);

        foreach (var path in new[] { Group, Group + "/users", Group + "/relationships/users", Group + "/api_usage", Group + "/activity_log_entries" })
        {
            (await other.FailAsync(HttpMethod.Get, path)).ShouldStartWith("403 ForbiddenError");
            await fixture.GetAsync(path);
        }
        (await fixture.Public.FailAsync(HttpMethod.Get, Group)).ShouldStartWith("403 ForbiddenError");
        (await other.FailAsync(HttpMethod.Post, Group + "/relationships/administrators", new StringContent("""{"data": [{"type": "user", "id": "other"}]}"""))).ShouldStartWith("403 ForbiddenError");
        (await fixture.Premium.FailAsync(HttpMethod.Get, "/groups/nobody")).ShouldBe("404 NotFoundError Group \"nobody\" not found");
        (await fixture.GetAsync(Group + "/api_usage"))["data"]!["total"]!["groups"]!.GetValue<long>().ShouldBeGreaterThan(0);
        await PatchAsync(fixture, Group, "group", """{"industry": "Testing"}""");
        var entry = (string)(await fixture.GetAsync(Group + "/activity_log_entries"))["data"]![0]!["id"]!;
        (await other.FailAsync(HttpMethod.Get, $"/activity_log_entries/{entry}")).ShouldStartWith("404");
    }

    [Fact]
    public async Task Only_oneself_sees_ones_privileges_and_their_group()
    {
        await using var fixture = await EmulatorFixture.StartAsync();

        var own = (await fixture.GetAsync("/users/premium"))["data"]!["attributes"]!["privileges"]!["private"]!;
        ((bool?)own["granted"], (string?)own["inherited_from"], (string?)own["inherited_via"]).ShouldBe((true, "premium-group", "api_quota_group"));
        ((bool?)(await fixture.Public.ReadAsync(HttpMethod.Get, "/users/public"))["data"]!["attributes"]!["privileges"]!["private"]!["granted"]).ShouldBe(false);
        (await fixture.GetAsync("/users/other"))["data"]!["attributes"]!.AsObject().ContainsKey("privileges").ShouldBeFalse();
        ((string?)(await fixture.GetAsync("/users/premium/intelligence_quota_group"))["data"]!["id"]).ShouldBe("premium-group");
        (await fixture.Premium.FailAsync(HttpMethod.Get, "/users/other/groups")).ShouldStartWith("403");
    }

    [Fact]
    public async Task Users_change_themselves_and_administrators_their_members()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        ((string?)(await PatchAsync(fixture, "/users/premium", "user", """{"first_name": "Ada", "preferences": {"ui": 1}}"""))["data"]!["attributes"]!["first_name"]).ShouldBe("Ada");
        (await fixture.Premium.FailAsync(HttpMethod.Patch, "/users/public", Body("user", """{"first_name": "Eve"}"""))).ShouldStartWith("403 ForbiddenError");
        (await fixture.Premium.FailAsync(HttpMethod.Patch, "/users/premium", Body("user", """{"apikey": "x"}"""))).ShouldStartWith("400 InvalidArgumentError");
        (await fixture.Premium.FailAsync(HttpMethod.Patch, "/users/premium", Body("user", """{"first_name": 5}"""))).ShouldStartWith("400 BadRequestError");
        await fixture.PostAsync(Group + "/relationships/users", """{"data": [{"type": "user", "id": "public"}]}""");
        await PatchAsync(fixture, "/users/public", "user", """{"first_name": "Eve"}""");

        ((string?)(await fixture.GetAsync("/users/public"))["data"]!["attributes"]!["first_name"]).ShouldBe("Eve");
    }

    [Fact]
    public async Task A_removed_user_is_gone_until_a_reset_brings_the_store_back()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        await fixture.PostAsync(Group + "/relationships/users", """{"data": [{"type": "user", "id": "public"}]}""");
        (await fixture.Premium.FailAsync(HttpMethod.Delete, "/users/public")).ShouldStartWith("400 BadRequestError Send a x-user-password header");
        using var sure = fixture.Client(VtEmulatorKeys.Premium);
        sure.DefaultRequestHeaders.Add("x-user-password", "secret");
        (await sure.FailAsync(HttpMethod.Delete, "/users/other")).ShouldStartWith("403");

        await sure.ReadAsync(HttpMethod.Delete, "/users/public");

        (await fixture.Premium.FailAsync(HttpMethod.Get, "/users/public")).ShouldBe("404 NotFoundError User \"public\" not found");
        (await fixture.Public.FailAsync(HttpMethod.Get, $"/files/{EmulatorFixture.EicarSha256}")).ShouldStartWith("401 WrongCredentialsError");
        (await IdsAsync(fixture, Group + "/users")).ShouldBe(["premium"]);
        await fixture.AdminAsync(HttpMethod.Post, "/reset");
        await fixture.Public.ReadAsync(HttpMethod.Get, "/users/public");
        (await IdsAsync(fixture, Group + "/users")).ShouldBe(["premium"]);
    }

    [Fact]
    public async Task Service_accounts_belong_to_their_group()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        using var other = fixture.Client(VtEmulatorKeys.OtherGroup);
        const string Robot = """{"data": [{"type": "service_account", "id": "robot"}]}""";
        await fixture.PostAsync(Group + "/relationships/service_accounts", Robot);

        (await IdsAsync(fixture, Group + "/relationships/service_accounts")).ShouldBe(["robot"]);
        var account = (await fixture.GetAsync("/service_accounts/robot?relationships=groups"))["data"]!;
        ((string?)account["attributes"]!["status"], (string?)account["relationships"]!["groups"]!["data"]![0]!["id"]).ShouldBe(("active", "premium-group"));
        (await fixture.Premium.FailAsync(HttpMethod.Post, Group + "/relationships/service_accounts", new StringContent(Robot))).ShouldStartWith("409 AlreadyExistsError");
        (await other.FailAsync(HttpMethod.Get, "/service_accounts/robot")).ShouldStartWith("404 NotFoundError");
    }

    [Fact]
    public async Task Changes_survive_a_restart()
    {
        using var folder = new TemporaryFolder();
        await using (var fixture = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path))
            await fixture.Premium.ReadAsync(HttpMethod.Delete, Group + "/relationships/users/premium");
        await using var again = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path);

        (await again.Premium.FailAsync(HttpMethod.Get, Group)).ShouldStartWith("403");
    }

    private static Task<JsonObject> PatchAsync(EmulatorFixture fixture, string path, string type, string attributes) => fixture.Premium.ReadAsync(HttpMethod.Patch, path, Body(type, attributes));

    private static StringContent Body(string type, string attributes) => new($$"""{"data": {"type": "{{type}}", "attributes": {{attributes}} } }""");

    private static async Task<string[]> IdsAsync(EmulatorFixture fixture, string path) => [.. (await fixture.GetAsync(path))["data"]!.AsArray().Select(one => (string)one!["id"]!)];
}
