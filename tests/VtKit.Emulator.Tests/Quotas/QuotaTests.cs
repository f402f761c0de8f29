using System.Net;

namespace VtKit.Emulator.Tests;

public sealed class QuotaTests
{
    private const string Spent = "429 QuotaExceededError Quota exceeded";
    private static readonly string Path = "/ip_addresses/8.8.8.8";

    [Fact]
    [Trait("seed", "42")]
    public async Task The_minute_slides()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await CallAsync(emulator.Public, 2);
        emulator.Clock.Advance(TimeSpan.FromSeconds(30));
        await CallAsync(emulator.Public, 2);
        (await emulator.Public.FailAsync(HttpMethod.Get, Path)).ShouldBe(Spent);
        emulator.Clock.Advance(TimeSpan.FromSeconds(30) - TimeSpan.FromMilliseconds(1));
        (await emulator.Public.FailAsync(HttpMethod.Get, Path)).ShouldBe(Spent);
        // A minute after the first two: these two are free again, the later two are not.
        emulator.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await CallAsync(emulator.Public, 2);
        (await emulator.Public.FailAsync(HttpMethod.Get, Path)).ShouldBe(Spent);
    }

    [Fact]
    public async Task A_refused_call_costs_nothing_and_tells_no_time()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await CallAsync(emulator.Public, 4);
        for (var i = 0; i < 20; i++) await emulator.Public.FailAsync(HttpMethod.Get, Path);
        using var refused = await emulator.Public.GetAsync(EmulatorFixture.Api(Path));
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter.ShouldBeNull();
        (await UsedAsync(emulator.Public, "public", "api_requests_daily")).ShouldBe(4);
        emulator.Clock.Advance(TimeSpan.FromMinutes(1));
        await CallAsync(emulator.Public, 4);
    }

    [Fact]
    [Trait("seed", "42")]
    public async Task The_day_ends_at_midnight_utc()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var client = emulator.Client(VtEmulatorKeys.OneADay);
        await MoveToAsync(emulator, "2026-01-15T23:59:58Z");
        await CallAsync(client, 1);
        emulator.Clock.Advance(TimeSpan.FromSeconds(1.999));
        (await client.FailAsync(HttpMethod.Get, Path)).ShouldBe(Spent);
        emulator.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await CallAsync(client, 1);
        (await client.FailAsync(HttpMethod.Get, Path)).ShouldBe(Spent);
    }

    [Fact]
    public async Task Five_hundred_a_day()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await MoveToAsync(emulator, "2026-01-15T00:00:00Z");
        for (var i = 0; i < 125; i++)
        {
            await CallAsync(emulator.Public, 4);
            emulator.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        (await emulator.Public.FailAsync(HttpMethod.Get, Path)).ShouldBe(Spent);
        await MoveToAsync(emulator, "2026-01-16T00:00:00Z");
        await CallAsync(emulator.Public, 1);
    }

    [Fact]
    public async Task The_month_ends_on_the_first()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var client = emulator.Client(VtEmulatorKeys.OneADay);
        // 31 a month, one a day: a month of 31 days just fits, so the next month must start anew.
        await MoveToAsync(emulator, "2026-01-01T12:00:00Z");
        for (var day = 1; day <= 31; day++)
        {
            await CallAsync(client, 1);
            (await UsedAsync(client, "one-a-day", "api_requests_monthly")).ShouldBe(day);
            emulator.Clock.Advance(TimeSpan.FromDays(1));
        }
        (await UsedAsync(client, "one-a-day", "api_requests_monthly")).ShouldBe(0);
        await CallAsync(client, 1);
    }

    [Fact]
    public async Task Premium_has_no_window_and_quota_calls_are_free()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await CallAsync(emulator.Premium, 30);
        await CallAsync(emulator.Public, 4);
        for (var i = 0; i < 10; i++) await emulator.Public.ReadAsync(HttpMethod.Get, "/users/public/overall_quotas");
        for (var i = 0; i < 10; i++) await emulator.Public.ReadAsync(HttpMethod.Get, "/users/public/api_usage");
    }

    [Fact]
    public async Task A_look_up_that_finds_nothing_costs_like_one_that_does()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        for (var i = 0; i < 4; i++) (await emulator.Public.FailAsync(HttpMethod.Get, "/domains/unseen.example")).ShouldStartWith("404");
        (await emulator.Public.FailAsync(HttpMethod.Get, "/domains/unseen.example")).ShouldBe(Spent);
    }

    [Fact]
    public async Task What_never_reaches_an_endpoint_costs_nothing()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        for (var i = 0; i < 10; i++)
        {
            (await emulator.Public.FailAsync(HttpMethod.Get, "/nowhere")).ShouldStartWith("404");
            (await emulator.Public.FailAsync(HttpMethod.Get, "/files/behaviour_summary")).ShouldStartWith("501");
            (await emulator.Public.FailAsync(HttpMethod.Get, $"/files/{EmulatorFixture.EicarMd5}/download_url")).ShouldStartWith("403");
            (await emulator.Public.FailAsync(HttpMethod.Get, Path + "?nonsense=1")).ShouldStartWith("400");
        }
        await CallAsync(emulator.Public, 4);
    }

    [Fact]
    public async Task Keys_do_not_share_windows_and_concurrent_calls_never_overspend()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var statuses = await Task.WhenAll(Enumerable.Range(0, 40).Select(async _ =>
        {
            using var response = await emulator.Public.GetAsync(EmulatorFixture.Api(Path));
            return response.StatusCode;
        }));
        statuses.Count(status => status == HttpStatusCode.OK).ShouldBe(4);
        statuses.Count(status => status == HttpStatusCode.TooManyRequests).ShouldBe(36);
        using var other = emulator.Client(VtEmulatorKeys.OneADay);
        await CallAsync(other, 1);
    }

    [Fact]
    public async Task Usage_is_told_by_day_and_endpoint()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await CallAsync(emulator.Premium, 3);
        emulator.Clock.Advance(TimeSpan.FromDays(1));
        await CallAsync(emulator.Premium, 2);
        await emulator.GetAsync("/files/" + EmulatorFixture.EicarMd5);
        var usage = (await emulator.GetAsync("/users/premium/api_usage"))["data"]!;
        usage["daily"]!["2026-01-15"]!["ip_addresses"]!.GetValue<int>().ShouldBe(3);
        usage["daily"]!["2026-01-16"]!["ip_addresses"]!.GetValue<int>().ShouldBe(2);
        usage["daily"]!["2026-01-16"]!["files"]!.GetValue<int>().ShouldBe(1);
        usage["total"]!["ip_addresses"]!.GetValue<int>().ShouldBe(5);
        var first = (await emulator.GetAsync("/users/premium/api_usage?start_date=20260115&end_date=20260115"))["data"]!;
        first["total"]!.AsObject().Count.ShouldBe(1);
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/users/premium/api_usage?start_date=20250101&end_date=20260115")).ShouldStartWith("400 BadRequestError");
    }

    [Fact]
    public async Task The_quotas_tell_user_and_group()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await CallAsync(emulator.Premium, 3);
        var quotas = (await emulator.GetAsync($"/users/{VtEmulatorKeys.Premium}/overall_quotas"))["data"]!;
        quotas["api_requests_daily"]!["user"]!["used"]!.GetValue<int>().ShouldBe(3);
        quotas["api_requests_daily"]!["group"]!["used"]!.GetValue<int>().ShouldBe(3);
        quotas["api_requests_hourly"]!["user"]!["used"]!.GetValue<int>().ShouldBe(3);
        var ofPublic = (await emulator.Public.ReadAsync(HttpMethod.Get, "/users/public/overall_quotas"))["data"]!;
        ofPublic["api_requests_daily"]!["user"]!["allowed"]!.GetValue<int>().ShouldBe(500);
        ofPublic["api_requests_monthly"]!["user"]!["allowed"]!.GetValue<int>().ShouldBe(15_500);
        ofPublic["api_requests_daily"]!["group"].ShouldBeNull();
        (await emulator.Public.FailAsync(HttpMethod.Get, "/users/premium/overall_quotas")).ShouldStartWith("403 ForbiddenError");
    }

    private static async Task CallAsync(HttpClient client, int times)
    {
        for (var i = 0; i < times; i++) await client.ReadAsync(HttpMethod.Get, Path);
    }

    private static async Task<int> UsedAsync(HttpClient client, string user, string quota) =>
        (await client.ReadAsync(HttpMethod.Get, $"/users/{user}/overall_quotas"))["data"]![quota]!["user"]!["used"]!.GetValue<int>();

    private static async Task MoveToAsync(EmulatorFixture emulator, string time) => await emulator.AdminAsync(HttpMethod.Post, "/clock", $$"""{"set": "{{time}}"}""");
}
