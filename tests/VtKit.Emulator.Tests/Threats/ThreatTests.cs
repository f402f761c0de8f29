namespace VtKit.Emulator.Tests;

public sealed class ThreatTests
{
    private const string Brought =
        """
        {"domains": ["bear.example.com"], "objects": [
            {"type": "threat_actor", "id": "36e8c848", "attributes": {"name": "Golden Bear", "aliases": ["TA1", "Goldie"], "source_region": "AQ", "related_entities_count": 9},
                "relationships": {"related_domains": {"data": [{"type": "domain", "id": "bear.example.com"}]}, "references": {"data": [{"type": "reference", "id": "ref-1"}]}}},
            {"type": "threat_actor", "id": "c93281be", "attributes": {"name": "Another", "related_entities_count": 10}},
            {"type": "reference", "id": "ref-1", "attributes": {"title": "On bears"}, "relationships": {"domains": {"data": [{"type": "domain", "id": "bear.example.com"}]}}}]}
        """;

    [Fact]
    public async Task Actors_are_found_by_id_and_alias_and_lead_to_what_is_theirs()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.AdminAsync(HttpMethod.Post, "/seed", Brought);

        foreach (var id in new[] { "36e8c848", "golden%20bear", "GOLDIE" })
        {
            (await emulator.GetAsync("/threat_actors/" + id))["data"]!["id"]!.GetValue<string>().ShouldBe("36e8c848");
            (await emulator.GetAsync($"/threat_actors/{id}/related_domains"))["data"]!.AsArray().Count.ShouldBe(1);
            (await emulator.GetAsync($"/threat_actors/{id}/relationships/references"))["data"]!.AsArray().Count.ShouldBe(1);
        }
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/threat_actors/nobody")).ShouldBe("404 NotFoundError Threat actor \"nobody\" not found");
        (await emulator.GetAsync("/domains/bear.example.com/related_threat_actors"))["data"]![0]!["id"]!.GetValue<string>().ShouldBe("36e8c848");
        (await emulator.GetAsync("/domains/bear.example.com/related_references"))["data"]![0]!["attributes"]!["title"]!.GetValue<string>().ShouldBe("On bears");
        (await emulator.GetAsync("/references/ref-1/domains"))["data"]![0]!["id"]!.GetValue<string>().ShouldBe("bear.example.com");
        (await emulator.Public.FailAsync(HttpMethod.Get, "/references/ref-1")).ShouldStartWith("403");

        async Task<string> ListAsync(string query) => string.Join(' ', (await emulator.GetAsync("/threat_actors" + query))["data"]!.AsArray().Select(one => (string)one!["id"]!));
        (await ListAsync("?order=name")).ShouldBe("c93281be 36e8c848");
        (await ListAsync("?order=related_entities_count-")).ShouldBe("c93281be 36e8c848");
        (await ListAsync("?filter=goldie")).ShouldBe("36e8c848");
        (await ListAsync("?filter=source_region:aq")).ShouldBe("36e8c848");
    }

    [Fact]
    public async Task A_profile_is_for_its_owner_and_for_those_whom_it_names()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var other = emulator.Client(VtEmulatorKeys.OtherGroup);
        var made = (await emulator.PostAsync("/threat_profiles",
            """{"data": {"type": "threat_profile", "attributes": {"name": "Ours", "interests": {"INTEREST_TYPE_SOURCE_REGION": ["AQ"]}, "recommendation_config": {"max_recs_per_type": 5}}}}"""))["data"]!;
        var id = (string)made["id"]!;
        made["attributes"]!["private"]!.GetValue<bool>().ShouldBeFalse();
        (await emulator.Public.FailAsync(HttpMethod.Get, "/threat_profiles/" + id)).ShouldStartWith("403");
        (await other.FailAsync(HttpMethod.Get, "/threat_profiles/" + id)).ShouldStartWith("404");
        (await other.ReadAsync(HttpMethod.Get, "/threat_profiles"))["data"]!.AsArray().ShouldBeEmpty();
        (await other.FailAsync(HttpMethod.Get, $"/threat_profiles/{id}/recommendations")).ShouldStartWith("404");
        (await other.FailAsync(HttpMethod.Get, $"/threat_profiles/{id}/timeline/associations")).ShouldStartWith("404");

        (await emulator.PostAsync($"/threat_profiles/{id}/relationships/viewers", """{"data": [{"type": "user", "id": "other"}]}"""))["data"]!.ToJsonString().ShouldBe("""[{"type":"user","id":"other"}]""");
        (await other.ReadAsync(HttpMethod.Get, "/threat_profiles?filter=ours&order=name"))["data"]!.AsArray().Count.ShouldBe(1);
        // Interests are replaced as a whole.
        var changed = (await emulator.Premium.ReadAsync(HttpMethod.Patch, "/threat_profiles/" + id, new StringContent(
            """{"data": {"type": "threat_profile", "attributes": {"interests": {"INTEREST_TYPE_MALWARE_ROLE": ["ROLE"]}}}}""")))["data"]!["attributes"]!;
        changed["interests"]!.ToJsonString().ShouldBe("""{"INTEREST_TYPE_MALWARE_ROLE":["ROLE"]}""");
        changed["recommendation_config"]!["max_recs_per_type"]!.GetValue<int>().ShouldBe(5);
        (await emulator.GetAsync($"/threat_profiles/{id}/recommendations"))["data"]!.AsArray().ShouldBeEmpty();
        (await emulator.GetAsync($"/threat_profiles/{id}/timeline/associations?filter=a:b"))["data"]!.AsArray().ShouldBeEmpty();
        (await emulator.Premium.FailAsync(HttpMethod.Post, "/threat_profiles", new StringContent("""{"data": {"type": "threat_profile", "attributes": {"name": "x", "interests": []}}}"""))).ShouldStartWith("400");
        await emulator.Premium.ReadAsync(HttpMethod.Delete, "/threat_profiles/" + id);
        (await other.FailAsync(HttpMethod.Get, "/threat_profiles/" + id)).ShouldStartWith("404");
    }

    [Fact]
    public async Task Threat_lists_are_there_for_their_time_and_empty()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        string Hour(double hours) => emulator.Clock.GetUtcNow().AddHours(hours).ToString("yyyyMMddHH", System.Globalization.CultureInfo.InvariantCulture);

        (await emulator.GetAsync("/threat_lists/malware/latest?type=file&limit=5&query=x&format=json")).ToJsonString().ShouldBe("""{"iocs":[]}""");
        (await emulator.GetAsync($"/threat_lists/phishing/{Hour(-3)}")).ToJsonString().ShouldBe("""{"iocs":[]}""");
        (await emulator.Premium.FailAsync(HttpMethod.Get, $"/threat_lists/phishing/{Hour(-1)}")).ShouldStartWith("400 NotAvailableYet");
        (await emulator.Premium.FailAsync(HttpMethod.Get, $"/threat_lists/phishing/{Hour(-24 * 8)}")).ShouldStartWith("404 NotFoundError");
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/threat_lists/phishing/yesterday")).ShouldStartWith("400 InvalidArgumentError");
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/threat_lists/cats/latest")).ShouldStartWith("404 NotFoundError Threat list \"cats\" not found");
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/threat_lists/malware/latest?type=cat")).ShouldStartWith("400 InvalidArgumentError");
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/threat_lists/malware/latest?limit=0")).ShouldStartWith("400 BadRequestError");
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/threat_lists/malware/latest?format=csv")).ShouldStartWith("501 NotSupportedByEmulator");
        (await emulator.Public.FailAsync(HttpMethod.Get, "/threat_lists/malware/latest")).ShouldStartWith("403 ForbiddenError");
    }
}
