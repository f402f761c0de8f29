using System.Net;

namespace VtKit.Tests;

public sealed class OptionsTests
{
    public static TheoryData<string, Action<VtClientOptions>> Wrong => new()
    {
        { "relative base", o => o.BaseAddress = new Uri("/api", UriKind.Relative) },
        { "ftp base", o => o.BaseAddress = new Uri("ftp://x/") },
        { "base with user", o => o.BaseAddress = new Uri("https://jane:x@vt.example/") },
        { "base with query", o => o.BaseAddress = new Uri("https://vt.example/?a=b") },
        { "no connect timeout", o => o.ConnectTimeout = TimeSpan.Zero },
        { "negative read timeout", o => o.ReadTimeout = TimeSpan.FromSeconds(-5) },
        { "endless deadline", o => o.Deadline = TimeSpan.MaxValue },
        { "no attempts", o => o.Retry.MaxAttempts = 0 },
        { "negative delay", o => o.Retry.BaseDelay = TimeSpan.FromSeconds(-1) },
        { "no bytes", o => o.MaxResponseBytes = 0 },
        { "header name", o => o.Headers["x y"] = "z" },
        { "header value", o => o.Headers["x"] = "a\r\nb: c" },
        { "tool", o => o.ToolName = "a\nb" },
        { "application", o => o.ApplicationName = "a\r\nb" },
        { "quota", o => o.Quota = new VtQuota(PerMinute: 0) },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_work_is_refused_at_once(string what, Action<VtClientOptions> spoil) =>
        Should.Throw<ArgumentException>(() => Make.Client(new StubHandler(), spoil)).Message.ShouldNotBeNullOrWhiteSpace(what);

    [Fact]
    public async Task Options_are_copied()
    {
        var stub = new StubHandler().Always(HttpStatusCode.OK);
        var options = Make.Options(o => o.Headers["X-Team"] = "blue");
        using var client = new VtClient(new ClientSettings(options), stub);

        options.ApiKey = "another";
        options.BaseAddress = new Uri("http://evil.example");
        options.Headers["X-Team"] = "red";
        await client.GetAsync("/files/aa");

        var asked = stub.Requests.Single();
        (asked.Key, asked.Url.Host, asked.Headers["X-Team"]).ShouldBe((Make.Key, "www.virustotal.com", "blue"));
    }

    [Fact]
    [Trait("seed", "36")]
    public void Timeouts_are_set_apart_and_may_be_infinite()
    {
        using var client = Make.Client(new StubHandler(), o =>
        {
            o.ConnectTimeout = TimeSpan.FromSeconds(3);
            o.ReadTimeout = Timeout.InfiniteTimeSpan;
            o.Deadline = Timeout.InfiniteTimeSpan;
        });

        client.Settings.ConnectTimeout.ShouldBe(TimeSpan.FromSeconds(3));
        HttpHandlers.Create(client.Settings).ConnectTimeout.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void The_systems_proxy_is_not_used_for_this_machine()
    {
        using var local = HttpHandlers.Create(new ClientSettings(Make.Options(o => o.BaseAddress = new Uri("http://localhost:8080"))));
        using var remote = HttpHandlers.Create(new ClientSettings(Make.Options()));

        local.UseProxy.ShouldBeFalse();
        remote.UseProxy.ShouldBeTrue();
        remote.AllowAutoRedirect.ShouldBeFalse();
    }

    [Fact]
    [Trait("seed", "38")]
    public void The_version_of_the_API_is_known()
    {
        using var client = Make.Client(new StubHandler());

        VtClient.ApiVersion.ShouldBe(3);
        client.BaseAddress.AbsoluteUri.ShouldEndWith($"/api/v{VtClient.ApiVersion}");
    }
}
