using System.Net;
using VtKit.Testing.Shared;

namespace VtKit.Tests;

/// <summary>What is asked before each attempt.</summary>
public sealed class BeforeAttemptTests
{
    [Fact]
    public async Task Retries_redirects_and_pages_are_attempts_of_their_own()
    {
        using var wire = new StubHandler()
            .Then(HttpStatusCode.ServiceUnavailable)
            .Then(HttpStatusCode.Found, "{}", ("Location", "/api/v3/domains/b.example/subdomains"))
            .Then(HttpStatusCode.OK, """{"data":[{"type":"domain","id":"x.b.example"}],"meta":{"cursor":"c"}}""")
            .Then(HttpStatusCode.OK, """{"data":[]}""");
        using var vt = Client(wire);
        var attempts = 0;
        using var counted = vt.WithBeforeAttempt(() => attempts++);

        await foreach (var _ in counted.IterateAsync<VtDomain>("/domains/a.example/subdomains")) { }

        attempts.ShouldBe(4);
        wire.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task What_it_throws_ends_the_call_and_nothing_is_sent()
    {
        using var wire = new StubHandler().Always(HttpStatusCode.ServiceUnavailable);
        using var vt = Client(wire);
        var left = 2;
        var counted = vt.WithBeforeAttempt(() => _ = left-- > 0 ? 0 : throw new InvalidOperationException("Enough."));

        (await Should.ThrowAsync<InvalidOperationException>(() => counted.GetAsync("/files/x"))).Message.ShouldBe("Enough.");

        wire.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task It_shares_everything_with_its_client_and_lives_as_long()
    {
        using var wire = new StubHandler().Always(HttpStatusCode.OK);
        var vt = Client(wire);
        var (outer, inner) = (0, 0);
        var counted = vt.WithBeforeAttempt(() => outer++).WithBeforeAttempt(() => inner++);

        await counted.GetAsync("/files/x");
        await vt.GetAsync("/files/x");
        (outer, inner).ShouldBe((1, 1));

        counted.Dispose();
        await counted.GetAsync("/files/x");
        vt.Dispose();
        await Should.ThrowAsync<ObjectDisposedException>(() => counted.GetAsync("/files/x"));
    }

    private static VtClient Client(StubHandler wire) =>
        new(new VtClientOptions { ApiKey = new string('2', 64), TimeProvider = new FakeTime { AutoAdvance = true }, Deadline = Timeout.InfiniteTimeSpan }, new HttpClient(wire, disposeHandler: false));
}
