using VtKit.Emulator;

namespace VtKit.Contract.Tests;

/// <summary>Many look-ups at once, over real HTTP, and what was foretold of them.</summary>
[Trait("seed", "75")]
public sealed class LookupManyTests
{
    [Fact]
    [Covers("Client.LookupManyAsync(IEnumerable)")]
    [Covers("Client.LookupManyAsync(IAsyncEnumerable)")]
    [Covers("Client.EstimateManyAsync")]
    public async Task A_mixed_list()
    {
        await using var service = await EmulatedService.StartAsync();
        string[] texts = [Samples.EicarMd5, "8.8.8[.]8", Samples.UnknownSha256, "hxxp://nobody[.]example/x", "nobody.example", "CVE-2021-44228", "8.8.8.8"];

        foreach (var lookups in new[] { service.Premium.LookupManyAsync(texts), service.Premium.LookupManyAsync(texts.ToAsyncEnumerable()) })
        {
            var all = await lookups.ToListAsync();
            all.Select(lookup => lookup.Id).ShouldBe(texts);
            all.Select(lookup => lookup.Outcome).ShouldBe([
                VtLookupOutcome.Found, VtLookupOutcome.Found, VtLookupOutcome.NotFound, VtLookupOutcome.NotFound, VtLookupOutcome.NotFound, VtLookupOutcome.Malformed, VtLookupOutcome.Found]);
            all[0].Object.ShouldBeOfType<VtFile>().Sha256.ShouldBe(Samples.EicarSha256);
            all[6].Object.ShouldBeSameAs(all[1].Object);
        }

        (await service.RequestsAsync()).Count.ShouldBe(10);
        (await service.Premium.EstimateManyAsync(texts)).ShouldBe(new VtQuotaEstimate(5, 5, 5, null, service.Clock.GetUtcNow()));
    }

    [Fact]
    [Covers("Files.LookupManyAsync(IEnumerable)")]
    [Covers("Files.LookupManyAsync(IAsyncEnumerable)")]
    [Covers("Urls.LookupManyAsync(IEnumerable)")]
    [Covers("Urls.LookupManyAsync(IAsyncEnumerable)")]
    [Covers("Domains.LookupManyAsync(IEnumerable)")]
    [Covers("Domains.LookupManyAsync(IAsyncEnumerable)")]
    [Covers("IpAddresses.LookupManyAsync(IEnumerable)")]
    [Covers("IpAddresses.LookupManyAsync(IAsyncEnumerable)")]
    public async Task Each_area_by_itself()
    {
        await using var service = await EmulatedService.StartAsync();
        var vt = service.Premium;
        await vt.Urls.SubmitAsync("http://seen.example/");

        (await Outcomes(vt.Files.LookupManyAsync([Samples.EicarSha1, Samples.UnknownSha256]))).ShouldBe("Found NotFound");
        (await Outcomes(vt.Files.LookupManyAsync(Later("no hash", Samples.EicarSha256)))).ShouldBe("Malformed Found");
        (await Outcomes(vt.Urls.LookupManyAsync(["http://seen.example", "http://unseen.example/"]))).ShouldBe("Found NotFound");
        (await Outcomes(vt.Urls.LookupManyAsync(Later("no url at all", "HTTP://SEEN.example/")))).ShouldBe("Malformed Found");
        (await Outcomes(vt.Domains.LookupManyAsync(["unseen.example"]))).ShouldBe("NotFound");
        (await Outcomes(vt.Domains.LookupManyAsync(Later("-")))).ShouldBe("Malformed");
        (await Outcomes(vt.IpAddresses.LookupManyAsync(["8.8.8.8", "8.8.8"]))).ShouldBe("Found Malformed");
        (await Outcomes(vt.IpAddresses.LookupManyAsync(Later("2001:4860:4860::8888")))).ShouldBe("Found");
    }

    [Fact]
    [Covers("Quota.EstimateAsync")]
    [Covers("Files.EstimateManyAsync")]
    [Covers("Urls.EstimateManyAsync")]
    [Covers("Domains.EstimateManyAsync")]
    [Covers("IpAddresses.EstimateManyAsync")]
    public async Task What_was_foretold_comes_true_on_a_key_that_is_used_elsewhere_too()
    {
        await using var service = await EmulatedService.StartAsync();
        // Somebody else with the same key: the ledger here knows nothing of it.
        await service.Client(VtEmulatorKeys.Public).IpAddresses.GetAsync("8.8.8.8");
        var vt = service.Client(VtEmulatorKeys.Public, options => (options.Quota, options.UserId) = (new VtQuota(PerDay: 4), "public"));

        (await vt.Quota.EstimateAsync(3)).ShouldBe(new VtQuotaEstimate(3, 3, 3, null, service.Clock.GetUtcNow()));
        (await vt.Files.EstimateManyAsync([Samples.EicarMd5])).FitsAll.ShouldBeTrue();
        (await vt.Urls.EstimateManyAsync(["http://a.example/", "http://a.example"])).Requests.ShouldBe(1);
        (await vt.Domains.EstimateManyAsync(["a.example", "no domain"])).Requests.ShouldBe(1);
        var addresses = Enumerable.Range(1, 5).Select(i => $"8.8.4.{i}").ToList();
        var told = await vt.IpAddresses.EstimateManyAsync(addresses);

        (told.FitBeforeWall, told.Wall).ShouldBe((3, VtQuotaWindow.Day));
        (await Outcomes(vt.IpAddresses.LookupManyAsync(addresses))).ShouldBe("Found Found Found Quota Quota");
    }

    [Fact]
    [Covers("Client.CountCachedAsync")]
    public async Task What_was_kept_is_counted_and_costs_nothing()
    {
        await using var service = await EmulatedService.StartAsync();
        var vt = service.Client(VtEmulatorKeys.Premium, options => options.Cache = new KeptInMemory());
        string[] texts = [Samples.EicarMd5, "8.8.8.8", "nobody.example"];

        (await vt.CountCachedAsync(texts)).ShouldBe(0);
        await vt.IpAddresses.GetAsync("8.8.8.8");

        (await vt.CountCachedAsync(texts)).ShouldBe(1);
        (await service.RequestsAsync()).Count.ShouldBe(1);
    }

    private sealed class KeptInMemory : VtResponseCache
    {
        private readonly Dictionary<VtCacheKey, VtCachedResponse> _kept = [];

        public override ValueTask<VtCachedResponse?> FindAsync(VtCacheKey key, DateTimeOffset now, bool alsoStale = false, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(_kept.GetValueOrDefault(key));

        public override ValueTask KeepAsync(VtCacheKey key, IReadOnlyList<string> otherIds, VtCachedResponse response, CancellationToken cancellationToken = default)
        {
            _kept[key] = response;
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task The_first_refusal_of_the_service_is_the_last_request()
    {
        await using var service = await EmulatedService.StartAsync();
        var vt = service.Client(VtEmulatorKeys.OneADay, options => options.UserId = "one-a-day");

        var outcomes = await Outcomes(vt.IpAddresses.LookupManyAsync(Enumerable.Range(1, 20).Select(i => $"8.8.4.{i}"), new VtLookupOptions { Concurrency = 1 }));

        outcomes.ShouldBe("Found " + string.Join(' ', Enumerable.Repeat("Quota", 19)));
        (await service.RequestsAsync()).ShouldBe(["GET /ip_addresses/8.8.4.1 200", "GET /ip_addresses/8.8.4.2 429", "GET /users/one-a-day/overall_quotas 200"]);
    }

    [Fact]
    public async Task The_ledger_learns_at_the_start_what_others_have_used()
    {
        await using var service = await EmulatedService.StartAsync();
        await service.Client(VtEmulatorKeys.OneADay).IpAddresses.GetAsync("8.8.8.8");
        await service.ForgetRequestsAsync();
        var vt = service.Client(VtEmulatorKeys.OneADay, options => (options.Quota, options.UserId, options.ReconcileAtStart) = (new VtQuota(PerDay: 1), "one-a-day", true));

        (await Outcomes(vt.IpAddresses.LookupManyAsync(["8.8.4.1", "8.8.4.2"]))).ShouldBe("Quota Quota");

        (await service.RequestsAsync()).ShouldBe(["GET /users/one-a-day/overall_quotas 200"]);
    }

    private static async Task<string> Outcomes<T>(IAsyncEnumerable<VtLookup<T>> lookups) where T : VtObject =>
        string.Join(' ', await lookups.Select(lookup => lookup.Outcome).ToListAsync());

    private static IAsyncEnumerable<string> Later(params string[] ids) => ids.ToAsyncEnumerable();
}
