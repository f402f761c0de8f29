using System.Text.Json.Nodes;

namespace VtKit.Contract.Tests;

public sealed class CollectionsTests : IAsyncLifetime
{
    private EmulatedService _service = null!;
    private VtClient _vt = null!;

    public async Task InitializeAsync()
    {
        _service = await EmulatedService.StartAsync();
        _vt = _service.Premium;
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    [Covers("Collections.CreateAsync")]
    [Covers("Collections.GetAsync")]
    [Covers("Collections.UpdateAsync")]
    [Covers("Collections.DeleteAsync")]
    [Covers("Collections.ListAsync")]
    public async Task A_collection_is_made_filled_found_and_removed()
    {
        var made = await _vt.Collections.CreateAsync(new VtCollectionEdit
        {
            Name = "Spring", Items = [new VtRef("file", Samples.EicarMd5), new VtRef("domain", "one.example.com")], RawItems = "hxxp://two[.]example[.]com/",
        });
        var collection = await _vt.Collections.GetAsync(made.Id);
        collection.Name.ShouldBe("Spring");
        (collection.FilesCount, collection.UrlsCount, collection.DomainsCount, collection.IpAddressesCount).ShouldBe((1, 1, 1, 0));
        collection.Counters.Iocs.ShouldBe(3);

        await _vt.Collections.UpdateAsync(made.Id, new VtCollectionEdit { Description = "Of one year", RawItems = "203.0.113.7" });
        await _vt.Collections.UpdateAsync(made.Id, new VtCollectionEdit { Private = true });
        collection = await _vt.Collections.GetAsync(made.Id);
        (collection.Name, collection.Description, collection.Private, collection.IpAddressesCount).ShouldBe(("Spring", "Of one year", true, 1));
        await _vt.Collections.CreateAsync(new VtCollectionEdit { Name = "Autumn" });
        (await _vt.Collections.ListAsync(order: "ip_addresses-").ToListAsync()).Select(one => one.Name).ShouldBe(["Spring", "Autumn"]);
        (await _vt.Collections.ListAsync(filter: "name:autumn").ToListAsync()).ShouldHaveSingleItem().Name.ShouldBe("Autumn");

        await _vt.Collections.DeleteAsync(made.Id);
        await Should.ThrowAsync<VtNotFoundException>(() => _vt.Collections.GetAsync(made.Id));
    }

    [Fact]
    [Covers("Collections.AddRelatedAsync")]
    [Covers("Collections.RemoveRelatedAsync")]
    [Covers("Collections.RelatedAsync")]
    [Covers("Collections.RelatedIdsAsync")]
    [Covers("Collections.SearchAsync")]
    [Covers("Collections.OpenReadAsync")]
    [Covers("Collections.OpenRelatedAsync")]
    public async Task Items_go_in_come_out_and_are_searched()
    {
        var id = (await _vt.Collections.CreateAsync(new VtCollectionEdit { Name = "Items" })).Id;

        await _vt.Collections.AddRelatedAsync(id, "domains", [new VtRef("domain", "one.example.com"), new VtRef("domain", "two.example.com")]);
        await _vt.Collections.RemoveRelatedAsync(id, "domains", [new VtRef("domain", "one.example.com")]);
        await _vt.Collections.AddRelatedAsync(id, "files", [new VtRef("file", Samples.UnknownSha256)]);

        (await _vt.Collections.RelatedAsync(id, VtRelationships.Collection.Domains).ToListAsync()).ShouldHaveSingleItem().ShouldBeOfType<VtDomain>().Id.ShouldBe("two.example.com");
        (await _vt.Collections.RelatedIdsAsync(id, "files").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe(Samples.UnknownSha256);
        (await _vt.Collections.SearchAsync(id, "entity:domain").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe("two.example.com");
        (await TextAsync(await _vt.Collections.OpenReadAsync(id, "csv"))).ShouldBe($"relationship,value\r\nfiles,{Samples.UnknownSha256}\r\ndomains,two.example.com\r\n");
        JsonNode.Parse(await TextAsync(await _vt.Collections.OpenRelatedAsync(id, "domains", "json")))!["domains"]![0]!.GetValue<string>().ShouldBe("two.example.com");
    }

    [Fact]
    [Covers("Collections.CommentsAsync")]
    [Covers("Collections.AddCommentAsync")]
    [Covers("Collections.GetSubscriptionPreferencesAsync")]
    [Covers("Collections.SetSubscriptionPreferencesAsync")]
    [Covers("Collections.MitreTreeAsync")]
    [Covers("Collections.OpenAggregationsAsync")]
    public async Task A_collection_is_followed_and_talked_about()
    {
        await _service.PlantAsync(
            """
            {"objects": [
                {"type": "collection", "id": "report--1", "attributes": {"name": "A report"}, "relationships": {
                    "attack_techniques": {"data": [{"type": "attack_technique", "id": "T1059"}]},
                    "domains": {"data": [{"type": "domain", "id": "one.example.com"}, {"type": "domain", "id": "two.example.com"}]}}},
                {"type": "attack_technique", "id": "T1059", "attributes": {"name": "Interpreter"}, "relationships": {"attack_tactics": {"data": {"type": "attack_tactic", "id": "TA0002"}}}},
                {"type": "domain", "id": "one.example.com", "relationships": {"resolutions": {"data": [{"type": "ip_address", "id": "8.8.8.8"}]}}},
                {"type": "domain", "id": "two.example.com", "relationships": {"resolutions": {"data": [{"type": "ip_address", "id": "8.8.8.8"}]}}}]}
            """);

        var comment = await _vt.Collections.AddCommentAsync("report--1", "Read #this");
        (await _vt.Collections.CommentsAsync("report--1").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe(comment.Id);
        await Should.ThrowAsync<VtNotFoundException>(() => _vt.Collections.GetSubscriptionPreferencesAsync("report--1"));
        await _vt.Collections.SetSubscriptionPreferencesAsync("report--1", new JsonObject { ["word"] = "daily" });
        (await _vt.Collections.GetSubscriptionPreferencesAsync("report--1"))["word"].AsString().ShouldBe("daily");
        (await _vt.Collections.GetAsync("report--1")).SubscribersCount.ShouldBe(1);
        (await _vt.Collections.MitreTreeAsync("report--1"))["tactics"].AsList<VtNode>().ShouldHaveSingleItem()["techniques"].AsList<VtNode>().ShouldHaveSingleItem()["name"].AsString().ShouldBe("Interpreter");
        (await TextAsync(await _vt.Collections.OpenAggregationsAsync("report--1", "csv"))).ShouldEndWith("domains,resolutions,8.8.8.8,2\r\n");
    }

    private static async Task<string> TextAsync(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
