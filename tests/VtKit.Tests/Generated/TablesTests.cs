namespace VtKit.Tests.Generated;

/// <summary>The endpoint table and the relationship descriptors of the SDK.</summary>
public sealed class TablesTests
{
    [Fact]
    public void Every_endpoint_is_found_again_by_a_path_made_from_it()
    {
        Endpoints.All.Count.ShouldBe(418);
        var wrong = Endpoints.All.Where(e => Endpoints.Match(e.Method, e.Path([.. Enumerable.Range(0, e.Template.Count(c => c == '{')).Select(i => "a" + i)])) != e);
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Costs_come_with_the_rows()
    {
        Endpoints.FilesGet.Cost.ShouldBe(1);
        Endpoints.UsersOverallQuotas.Cost.ShouldBe(0);
        Endpoints.FeedsFilesMinute.Cost.ShouldBe(0);
        Endpoints.Match("GET", "/feeds/file_behaviours/token/pcap")!.Cost.ShouldBe(0);
    }

    [Fact]
    public void Relationships_are_found_by_type_and_name()
    {
        VtRelationships.For("file").ShouldContain(VtRelationships.File.ContactedDomains);
        VtRelationships.Find("domain", "subdomains").ShouldBe(VtRelationships.Domain.Subdomains);
        VtRelationships.Find("domain", "no_such").ShouldBeNull();
        VtRelationships.For("no_such_type").ShouldBeEmpty();
        VtRelationships.All.Select(r => r.ToString()).ShouldBeUnique();
        VtRelationships.All.Count.ShouldBe(279, "285 rows, six of which the threat objects share with plain collections");
    }

    [Fact]
    [Trait("seed", "51")]
    public void Defaults_are_those_of_vtapi3()
    {
        VtRelationships.DefaultFor(VtObjectTypes.File).ShouldBe(VtRelationships.File.Behaviours);
        VtRelationships.DefaultFor(VtObjectTypes.Url).ShouldBe(VtRelationships.Url.LastServingIpAddress);
        VtRelationships.DefaultFor(VtObjectTypes.Domain).ShouldBe(VtRelationships.Domain.Resolutions);
        VtRelationships.DefaultFor(VtObjectTypes.IpAddress).ShouldBe(VtRelationships.IpAddress.Resolutions);
        VtRelationships.DefaultFor(VtObjectTypes.Graph).ShouldBeNull();
    }

    [Fact]
    public void A_relationship_says_what_it_leads_to()
    {
        var one = VtRelationships.Url.NetworkLocation;
        (one.IsToMany, one.Tier, one.SourceType).ShouldBe((false, "public", "url"));
        one.TargetTypes.ShouldBe(["domain", "ip_address"]);
        var many = VtRelationships.File.SimilarFiles;
        (many.IsToMany, many.Tier, many.DefaultLimit, many.MaxLimit).ShouldBe((true, "premium", 10, 40));
        VtRelationships.Collection.AttackTechniques.Tier.ShouldBe("premium", "the row for any kind of collection wins over the one for threat objects");
    }
}
