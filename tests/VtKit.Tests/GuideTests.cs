using System.Net;
using System.Text;
using VtKit.Testing.Shared;

namespace VtKit.Tests;

/// <summary>The examples of the guides to paths, bulk look-ups and quota, run.</summary>
public sealed class GuideTests
{
    [Fact]
    public void Paths()
    {
        var file = VtObject.Parse<VtFile>(Encoding.UTF8.GetBytes("""
            {"type":"file","id":"x","attributes":{"pe_info":{"sections":[{"md5":"1","name":"UPX0","entropy":7.9},{"md5":"2","name":".rsrc","entropy":7.5}]},
            "sandbox_verdicts":{"Zenbox":{"sandbox_name":"Zenbox","category":"malicious"}},"names":["a"]}}
            """));
        var found = new List<string>();
        var (typed, problem) = ("$.attributes.names[1", "");

        var hashes = file.Select("$.attributes.pe_info.sections[*].md5").Select(node => node.AsString());
        var sandboxes = file.Select("$.attributes.sandbox_verdicts.*.sandbox_name").Select(node => node.AsString());
        var heavy = file.Select("$.attributes.pe_info.sections[?@.entropy > 7 && !(@.name == '.rsrc')].name");
        var packed = file.Select("$..[?search(@.name, '^UPX') || count(@.packers.*) > 1]");
        VtJsonPath path = "$..[?@.category == 'malicious']";
        foreach (var match in path.Locate(file.Attributes)) found.Add(match.Path);
        if (!VtJsonPath.TryParse(typed, out var wanted)) problem = Complaint(() => VtJsonPath.Parse(typed));

        hashes.ShouldBe(["1", "2"]);
        sandboxes.ShouldBe(["Zenbox"]);
        heavy.Single().AsString().ShouldBe("UPX0");
        packed.Single()["md5"].AsString().ShouldBe("1");
        found.ShouldBe(["$['sandbox_verdicts']['Zenbox']"]);
        wanted.ShouldBeNull();
        problem.ShouldBe("No JSONPath, at character 21: Here comes a comma or the closing bracket ].");
    }

    [Fact]
    public async Task BulkLookups()
    {
        using var service = new LookupService();
        using var client = service.Client();
        var outcomes = new List<VtLookupOutcome>();
        var domains = new[] { "a.example", "b.example" };
        service.Answers["b.example"] = () => LookupService.Error(503, "TransientError");
        var list = Path.GetTempFileName();
        await File.WriteAllTextAsync(list, "44d88612fea8a8f36de82e1278abb02f\n");

        await foreach (var lookup in client.Files.LookupManyAsync(File.ReadLines(list)))
            Console.WriteLine($"{lookup.Id} {lookup.Outcome} {lookup.Object?.LastAnalysisStats.Malicious}");
        await foreach (var lookup in client.LookupManyAsync(["hxxp://evil[.]example/x", "8.8.8[.]8", "44d88612fea8a8f36de82e1278abb02f", "CVE-2021-44228"]))
            outcomes.Add(lookup.Outcome);
        var options = new VtLookupOptions { Concurrency = 4, Window = 32, Read = new VtReadOptions { Relationships = ["contacted_domains"] } };
        var left = new List<string>();
        await foreach (var lookup in client.Domains.LookupManyAsync(domains))
            if (lookup.Outcome is VtLookupOutcome.Quota or VtLookupOutcome.Transient) left.Add(lookup.Id);

        File.Delete(list);
        outcomes.ShouldBe([VtLookupOutcome.Found, VtLookupOutcome.Found, VtLookupOutcome.Found, VtLookupOutcome.Malformed]);
        left.ShouldBe(["b.example"]);
        await foreach (var lookup in client.Files.LookupManyAsync([LookupService.Hash(1)], options)) lookup.Outcome.ShouldBe(VtLookupOutcome.Found);
        service.Queries.Last().ShouldContain("relationships=contacted_domains");
    }

    [Fact]
    public async Task Quotas()
    {
        var key = Make.Key;
        var options = new VtClientOptions { ApiKey = key, Quota = VtQuota.Public, UserId = "jane", ReconcileAtStart = true };
        options.TimeProvider = new FakeTime();
        using var client = new VtClient(new ClientSettings(options), new StubHandler().Always(HttpStatusCode.OK,
            """{"data":{"api_requests_daily":{"user":{"allowed":500,"used":20}},"api_requests_monthly":{"user":{"allowed":15500,"used":900}}}}"""));
        string[] indicators = ["8.8.8.8", "8.8.8[.]8", "no indicator"];

        var estimate = await client.Quota.EstimateAsync(2_000);
        Console.WriteLine($"{estimate.FitNow} now, {estimate.FitBeforeWall} before the {estimate.Wall} is spent; the last at {estimate.EndsAt:u}");
        var lookups = await client.EstimateManyAsync(indicators);
        if (!lookups.FitsAll) Console.WriteLine($"Of {lookups.Requests} look-ups {lookups.FitBeforeWall} fit until the {lookups.Wall} ends.");

        (estimate.FitNow, estimate.FitBeforeWall, estimate.Wall).ShouldBe((4, 480, VtQuotaWindow.Day));
        (lookups.Requests, lookups.FitsAll).ShouldBe((1, true));
    }

    private static string Complaint(Action action) => Should.Throw<VtJsonPathException>(action).Message;
}
