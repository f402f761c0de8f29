using System.Net;
using VtKit.Testing.Shared;

namespace VtKit.Tests;

public sealed class CacheTests
{
    private const string Md5 = "44d88612fea8a8f36de82e1278abb02f";
    private const string Sha1 = "3395856ce81f2b7382dee72602f798b642f14140";
    private const string Sha256 = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";
    private const string Report = $$$$"""{"data":{"type":"file","id":"{{{{Sha256}}}}","attributes":{"md5":"{{{{Md5}}}}","sha1":"{{{{Sha1}}}}","sha256":"{{{{Sha256}}}}","odd":[1.50,"ż"]}}}""";

    private readonly FakeTime _time = new() { AutoAdvance = true };
    private readonly MemoryCache _cache = new();

    [Fact]
    public async Task A_file_is_asked_for_once_whichever_hash_names_it()
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK, Report);
        var calls = new List<VtCall>();
        using var client = Make.Client(stub, options => { options.Cache = _cache; options.OnCall = calls.Add; options.Quota = VtQuota.Public; }, _time);

        await client.Files.GetAsync(Md5);
        _time.Advance(TimeSpan.FromMinutes(90));
        foreach (var hash in new[] { Md5, Sha1, Sha256, Sha256.ToUpperInvariant() }) (await client.Files.GetAsync(hash)).Md5.ShouldBe(Md5);

        stub.Requests.Count.ShouldBe(1);
        (await client.Quota.GetUsageAsync()).Day.ShouldBe(1);
        calls.Select(call => (call.Attempts, call.CacheAge)).ShouldBe([(1, null), .. Enumerable.Repeat((0, (TimeSpan?)TimeSpan.FromMinutes(90)), 4)]);
    }

    [Fact]
    public async Task An_answer_comes_back_byte_for_byte_with_its_age()
    {
        using var client = Make.Client(new StubHandler().Then(HttpStatusCode.OK, Report), options => options.Cache = _cache, _time);

        (await client.GetAsync($"/files/{Md5}")).CacheAge.ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(5));
        var kept = await client.GetAsync($"/files/{Md5}");

        kept.CacheAge.ShouldBe(TimeSpan.FromSeconds(5));
        System.Text.Encoding.UTF8.GetString(kept.Body.Span).ShouldBe(Report);
    }

    [Fact]
    public async Task A_URL_is_known_by_its_canonical_form()
    {
        const string id = "1111111111111111111111111111111111111111111111111111111111111111";
        var stub = new StubHandler().Then(HttpStatusCode.OK, $$$$"""{"data":{"type":"url","id":"{{{{id}}}}","attributes":{}}}""");
        using var client = Make.Client(stub, options => options.Cache = _cache, _time);

        await client.Urls.GetAsync("http://EXAMPLE.com");
        await client.Urls.GetAsync("http://example.com/");
        await client.Urls.GetAsync(id);

        stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_query_is_another_question()
    {
        var stub = new StubHandler().Always(HttpStatusCode.OK, Report);
        using var client = Make.Client(stub, options => options.Cache = _cache, _time);

        await client.Files.GetAsync(Md5);
        await client.Files.GetAsync(Md5, new VtReadOptions { Relationships = ["contacted_domains"] });
        await client.Files.GetAsync(Md5, new VtReadOptions { Relationships = ["contacted_domains"] });
        await client.Files.GetAsync(Md5, new VtReadOptions { Attributes = ["md5"] });

        stub.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task That_something_is_unknown_is_kept_without_the_key()
    {
        var stub = new StubHandler().Then(HttpStatusCode.NotFound, StubHandler.Error("NotFoundError", $"not for {Make.Key}"));
        using var client = Make.Client(stub, options => options.Cache = _cache, _time);

        for (var i = 0; i < 3; i++) await Should.ThrowAsync<VtNotFoundException>(client.Files.GetAsync(Md5));

        stub.Requests.Count.ShouldBe(1);
        foreach (var answer in _cache.Kept.Values) System.Text.Encoding.UTF8.GetString(answer.Body.Span).ShouldNotContain(Make.Key);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests, "QuotaExceededError")]
    [InlineData(HttpStatusCode.Unauthorized, "WrongCredentialsError")]
    [InlineData(HttpStatusCode.Forbidden, "ForbiddenError")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "TransientError")]
    [InlineData(HttpStatusCode.NotFound, "SomethingElse")]
    public async Task No_other_error_is_ever_kept(HttpStatusCode status, string code)
    {
        var stub = new StubHandler().Always(status, StubHandler.Error(code));
        using var client = Make.Client(stub, options => { options.Cache = _cache; options.Retry.MaxAttempts = 1; }, _time);

        for (var i = 0; i < 2; i++) await Should.ThrowAsync<VtException>(client.Files.GetAsync(Md5));

        stub.Requests.Count.ShouldBe(2);
        _cache.Kept.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("<html>Please log in</html>")]
    [InlineData("{\"data\":{\"type\":\"domain\",\"id\":\"a.example\"}}")]
    [InlineData("{\"data\":[]}")]
    public async Task What_is_no_report_of_a_file_is_not_kept_as_one(string body)
    {
        using var client = Make.Client(new StubHandler().Always(HttpStatusCode.OK, body), options => options.Cache = _cache, _time);

        await client.SendAsync(new VtRequest(HttpMethod.Get, $"/files/{Md5}"));

        _cache.Kept.ShouldBeEmpty();
    }

    [Fact]
    public async Task Lists_writes_and_requests_with_headers_of_their_own_pass_by()
    {
        var stub = new StubHandler().Always(HttpStatusCode.OK, """{"data":[]}""");
        using var client = Make.Client(stub, options => options.Cache = _cache, _time);

        await client.GetAsync($"/files/{Md5}/comments");
        await client.PostAsync($"/files/{Md5}/analyse");
        await client.SendAsync(new VtRequest(HttpMethod.Get, $"/files/{Md5}") { Headers = [KeyValuePair.Create("x-a", "b")] });

        _cache.Asked.ShouldBe(0);
    }

    [Fact]
    public async Task Another_key_and_another_service_have_answers_of_their_own()
    {
        var stub = new StubHandler().Always(HttpStatusCode.OK, Report);
        using var one = Make.Client(stub, options => options.Cache = _cache, _time);
        using var key = Make.Client(stub, options => { options.Cache = _cache; options.ApiKey = new string('9', 64); }, _time);
        using var service = Make.Client(stub, options => { options.Cache = _cache; options.BaseAddress = new Uri("http://127.0.0.1:8080"); }, _time);

        foreach (var client in new[] { one, key, service, one }) await client.Files.GetAsync(Md5);

        stub.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Refresh_asks_and_keeps()
    {
        var stub = new StubHandler().Always(HttpStatusCode.OK, Report);
        using var fresh = Make.Client(stub, options => { options.Cache = _cache; options.CacheMode = VtCacheMode.Refresh; }, _time);
        await fresh.Files.GetAsync(Md5);
        await fresh.Files.GetAsync(Md5);
        stub.Requests.Count.ShouldBe(2);
        (await fresh.CountCachedAsync([Md5])).ShouldBe(0);

        using var client = Make.Client(stub, options => options.Cache = _cache, _time);
        await client.Files.GetAsync(Sha256);
        stub.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Offline_nothing_is_sent_whatever_is_asked()
    {
        using (var online = Make.Client(new StubHandler().Always(HttpStatusCode.OK, Report), options => options.Cache = _cache, _time)) await online.Files.GetAsync(Md5);
        _cache.Stale = true;
        using var client = Make.Client(new StubHandler(), options => { options.Cache = _cache; options.CacheMode = VtCacheMode.Offline; }, _time);

        (await client.Files.GetAsync(Sha1)).Md5.ShouldBe(Md5);
        (await Should.ThrowAsync<VtOfflineException>(client.Domains.GetAsync("example.com"))).Message.ShouldContain("/domains/example.com");
        await Should.ThrowAsync<VtOfflineException>(client.Users.OverallQuotasAsync("jane"));
        await Should.ThrowAsync<VtOfflineException>(client.PostAsync("/files", null));
        Should.Throw<ArgumentException>(() => new VtClient(new VtClientOptions { ApiKey = Make.Key, CacheMode = VtCacheMode.Offline }));
    }

    [Fact]
    public async Task Who_asks_the_same_at_the_same_time_asks_once()
    {
        using var go = new SemaphoreSlim(0);
        var sent = 0;
        using var client = new VtClient(new ClientSettings(Make.Options(options => options.Cache = _cache, _time)), new Held(async () =>
        {
            Interlocked.Increment(ref sent);
            await go.WaitAsync();
            return StubHandler.Answer(HttpStatusCode.OK, Report);
        }));

        var asking = Enumerable.Range(0, 8).Select(_ => client.Files.GetAsync(Md5)).ToList();
        go.Release();
        foreach (var one in asking) (await one).Md5.ShouldBe(Md5);

        sent.ShouldBe(1);
    }

    [Fact]
    public async Task One_who_gives_up_does_not_take_the_others_along()
    {
        using var first = new SemaphoreSlim(0);
        using var giving = new CancellationTokenSource();
        var sent = 0;
        using var client = new VtClient(new ClientSettings(Make.Options(options => options.Cache = _cache, _time)), new Held(async () =>
        {
            if (Interlocked.Increment(ref sent) == 1) await first.WaitAsync(giving.Token);
            return StubHandler.Answer(HttpStatusCode.OK, Report);
        }));

        var leader = client.Files.GetAsync(Md5, null, giving.Token);
        var follower = client.Files.GetAsync(Md5);
        await giving.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(leader);
        (await follower).Md5.ShouldBe(Md5);
    }

    [Fact]
    public async Task An_estimate_leaves_out_what_the_cache_knows()
    {
        using var client = Make.Client(new StubHandler().Then(HttpStatusCode.OK, Report), options => { options.Cache = _cache; options.Quota = VtQuota.Public; }, _time);
        await client.Files.GetAsync(Md5);

        (await client.CountCachedAsync([Md5, Sha256, Md5, "a.example", "nonsense"])).ShouldBe(2);
        (await client.EstimateManyAsync([Md5, Sha1, "a.example", "b.example"])).Requests.ShouldBe(2);
        (await client.Files.EstimateManyAsync([Md5, new string('0', 32)])).Requests.ShouldBe(1);
    }

    private sealed class Held(Func<Task<HttpResponseMessage>> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => answer();
    }

    /// <summary>The smallest cache that keeps what it is given.</summary>
    private sealed class MemoryCache : VtResponseCache
    {
        public Dictionary<VtCacheKey, VtCachedResponse> Kept { get; } = [];

        public bool Stale { get; set; }

        public int Asked { get; private set; }

        public override ValueTask<VtCachedResponse?> FindAsync(VtCacheKey key, DateTimeOffset now, bool alsoStale = false, CancellationToken cancellationToken = default)
        {
            Asked++;
            return ValueTask.FromResult(Stale && !alsoStale ? null : Kept.GetValueOrDefault(key));
        }

        public override ValueTask KeepAsync(VtCacheKey key, IReadOnlyList<string> otherIds, VtCachedResponse response, CancellationToken cancellationToken = default)
        {
            foreach (var id in otherIds.Prepend(key.Id)) Kept[key with { Id = id }] = response;
            return ValueTask.CompletedTask;
        }
    }
}
