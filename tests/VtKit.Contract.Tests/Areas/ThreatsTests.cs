using System.Globalization;
using System.Text.Json.Nodes;
using VtKit.Emulator;

namespace VtKit.Contract.Tests;

/// <summary>Saved searches, threat profiles, threat lists, and the threats that are brought in.</summary>
public sealed class ThreatsTests : IAsyncLifetime
{
    private EmulatedService _service = null!;
    private VtClient _vt = null!;
    private VtClient _other = null!;

    public async Task InitializeAsync()
    {
        _service = await EmulatedService.StartAsync();
        _vt = _service.Premium;
        _other = _service.Client(VtEmulatorKeys.OtherGroup);
        await _service.PlantAsync(
            """
            {"domains": ["bear.example.com"], "objects": [
                {"type": "threat_actor", "id": "actor-1", "attributes": {"name": "Golden Bear", "aliases": ["TA1"]}, "relationships": {"related_domains": {"data": [{"type": "domain", "id": "bear.example.com"}]}}},
                {"type": "reference", "id": "reference-1", "attributes": {"title": "On bears"}, "relationships": {"threat_actors": {"data": [{"type": "threat_actor", "id": "actor-1"}]}}}]}
            """);
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    [Covers("SavedSearches.CreateAsync")]
    [Covers("SavedSearches.GetAsync")]
    [Covers("SavedSearches.UpdateAsync")]
    [Covers("SavedSearches.DeleteAsync")]
    [Covers("SavedSearches.ListAsync")]
    [Covers("SavedSearches.ShareAsync")]
    [Covers("SavedSearches.UnshareAsync")]
    [Covers("SavedSearches.RelatedAsync")]
    [Covers("SavedSearches.RelatedIdsAsync")]
    public async Task A_search_is_kept_and_shared()
    {
        var id = (await _vt.SavedSearches.CreateAsync(new VtSavedSearchEdit { Name = "Macros", SearchQuery = "tag:macros", Private = true, Tags = ["office"] })).Id;
        await _vt.SavedSearches.UpdateAsync(id, new VtSavedSearchEdit { Description = "Weekly" });
        var search = await _vt.SavedSearches.GetAsync(id);
        (search.Name, search.SearchQuery, search.Description, search.Private).ShouldBe(("Macros", "tag:macros", "Weekly", true));
        search.Tags.ShouldBe(["office"]);
        (await _other.SavedSearches.ListAsync().ToListAsync()).ShouldBeEmpty();

        (await _vt.SavedSearches.ShareAsync(id, "viewers", [new VtRef("user", "other")])).Id.ShouldBe(id);
        (await _other.SavedSearches.ListAsync(filter: "shared_with_me:true").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe(id);
        (await _vt.SavedSearches.RelatedAsync(id, "viewers").ToListAsync()).ShouldHaveSingleItem().ShouldBeOfType<VtUser>().Id.ShouldBe("other");
        (await _vt.SavedSearches.RelatedIdsAsync(id, "owner").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe("premium");
        await _vt.SavedSearches.UnshareAsync(id, "viewers", [new VtRef("user", "other")]);
        await Should.ThrowAsync<VtNotFoundException>(() => _other.SavedSearches.GetAsync(id));
        await _vt.SavedSearches.DeleteAsync(id);
        await Should.ThrowAsync<VtNotFoundException>(() => _vt.SavedSearches.GetAsync(id));
    }

    [Fact]
    [Covers("ThreatProfiles.CreateAsync")]
    [Covers("ThreatProfiles.GetAsync")]
    [Covers("ThreatProfiles.UpdateAsync")]
    [Covers("ThreatProfiles.DeleteAsync")]
    [Covers("ThreatProfiles.ListAsync")]
    [Covers("ThreatProfiles.AddRelatedAsync")]
    [Covers("ThreatProfiles.RecommendationsAsync")]
    [Covers("ThreatProfiles.TimelineAssociationsAsync")]
    public async Task A_profile_is_kept_and_shared()
    {
        var id = (await _vt.ThreatProfiles.CreateAsync(new VtThreatProfileEdit { Name = "Ours", EnableRecommendations = true })).Id;
        await _vt.ThreatProfiles.UpdateAsync(id, new VtThreatProfileEdit { Interests = new JsonObject { ["INTEREST_TYPE_SOURCE_REGION"] = new JsonArray("AQ") } });
        var profile = await _vt.ThreatProfiles.GetAsync(id);
        (profile.Name, profile.EnableRecommendations).ShouldBe(("Ours", true));
        profile.Interests["INTEREST_TYPE_SOURCE_REGION"].AsStrings().ShouldBe(["AQ"]);
        await Should.ThrowAsync<VtNotFoundException>(() => _other.ThreatProfiles.GetAsync(id));

        await _vt.ThreatProfiles.AddRelatedAsync(id, "editors", [new VtRef("user", "other")]);
        (await _other.ThreatProfiles.ListAsync(order: "name").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe(id);
        (await _other.ThreatProfiles.RecommendationsAsync(id).ToListAsync()).ShouldBeEmpty();
        (await _other.ThreatProfiles.TimelineAssociationsAsync(id).ToListAsync()).ShouldBeEmpty();
        await _other.ThreatProfiles.DeleteAsync(id);
        await Should.ThrowAsync<VtNotFoundException>(() => _vt.ThreatProfiles.GetAsync(id));
    }

    [Fact]
    [Covers("ThreatActors.ListAsync")]
    [Covers("ThreatActors.GetAsync")]
    [Covers("ThreatActors.RelatedAsync")]
    [Covers("ThreatActors.RelatedIdsAsync")]
    [Covers("References.GetAsync")]
    [Covers("References.RelatedAsync")]
    public async Task Actors_and_references_lead_to_each_other()
    {
        (await _vt.ThreatActors.ListAsync(filter: "bear").ToListAsync()).ShouldHaveSingleItem().Name.ShouldBe("Golden Bear");
        (await _vt.ThreatActors.GetAsync("ta1")).Id.ShouldBe("actor-1");
        (await _vt.ThreatActors.RelatedAsync("TA1", "related_domains").ToListAsync()).ShouldHaveSingleItem().ShouldBeOfType<VtDomain>();
        (await _vt.ThreatActors.RelatedIdsAsync("actor-1", "related_domains").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe("bear.example.com");
        (await _vt.References.GetAsync("reference-1")).Title.ShouldBe("On bears");
        (await _vt.References.RelatedAsync("reference-1", "threat_actors").ToListAsync()).ShouldHaveSingleItem().ShouldBeOfType<VtThreatActor>().Id.ShouldBe("actor-1");
    }

    [Fact]
    [Covers("ThreatLists.LatestAsync")]
    [Covers("ThreatLists.HourAsync")]
    public async Task Threat_lists_have_nothing_in_them()
    {
        (await _vt.ThreatLists.LatestAsync("malware", type: "file", limit: 5)).ShouldBeEmpty();
        string Hour(int hours) => _service.Clock.GetUtcNow().AddHours(hours).ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
        (await _vt.ThreatLists.HourAsync("malware", Hour(-3))).ShouldBeEmpty();
        (await Should.ThrowAsync<VtApiException>(() => _vt.ThreatLists.HourAsync("malware", Hour(0)))).Code.Value.ShouldBe("NotAvailableYet");
    }
}
