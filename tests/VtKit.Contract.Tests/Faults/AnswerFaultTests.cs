using System.Globalization;
using System.Net;

namespace VtKit.Contract.Tests;

/// <summary>Answers that are errors: which exception each becomes, and which are asked for again.</summary>
public sealed class AnswerFaultTests(FaultFixture fixture) : IClassFixture<FaultFixture>
{
    private readonly VtClient _vt = fixture.Vt;

    [Theory]
    [InlineData(400, "BadRequestError", typeof(VtApiException), 1)]
    [InlineData(400, "InvalidArgumentError", typeof(VtApiException), 1)]
    [InlineData(400, "NotAvailableYet", typeof(VtApiException), 1)]
    [InlineData(401, "AuthenticationRequiredError", typeof(VtAuthenticationException), 1)]
    [InlineData(401, "WrongCredentialsError", typeof(VtAuthenticationException), 1)]
    [InlineData(401, "UserNotActiveError", typeof(VtAuthenticationException), 1)]
    [InlineData(403, "ForbiddenError", typeof(VtAuthenticationException), 1)]
    [InlineData(404, "NotFoundError", typeof(VtNotFoundException), 1)]
    [InlineData(409, "AlreadyExistsError", typeof(VtApiException), 1)]
    [InlineData(424, "FailedDependencyError", typeof(VtApiException), 1)]
    [InlineData(429, "QuotaExceededError", typeof(VtQuotaException), 4)]
    [InlineData(429, "TooManyRequestsError", typeof(VtQuotaException), 4)]
    [InlineData(500, "SomethingNobodyDocumented", typeof(VtApiException), 1)]
    [InlineData(502, "TransientError", typeof(VtApiException), 4)]
    [InlineData(503, "TransientError", typeof(VtApiException), 4)]
    [InlineData(504, "DeadlineExceededError", typeof(VtApiException), 4)]
    [Trait("seed", "41")]
    public async Task Each_error_has_its_exception_and_only_passing_ones_are_tried_again(int status, string code, Type type, int attempts)
    {
        await fixture.BeginAsync($$"""{"status": {{status}}, "code": "{{code}}", "message": "As ordered", "times": 0}""");

        var error = await Should.ThrowAsync<VtApiException>(() => _vt.IpAddresses.GetAsync("8.8.8.8"));

        error.ShouldBeOfType(type);
        ((int)error.Status, error.Code.Value, error.ServiceMessage).ShouldBe((status, code, "As ordered"));
        (error.Method, error.Path).ShouldBe(("GET", FaultFixture.Path));
        error.Message.ShouldBe($"As ordered ({code}, {status}, GET {FaultFixture.Path})");
        if (error is VtAuthenticationException refused) refused.IsForbidden.ShouldBe(status == 403);
        (await fixture.Service.RequestsAsync()).ShouldBe(Enumerable.Repeat($"GET {FaultFixture.Path} {status}", attempts));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_read_succeeds_when_the_trouble_passes(int status)
    {
        await fixture.BeginAsync($$"""{"status": {{status}}, "times": 3}""");
        var start = fixture.Service.Clock.GetUtcNow();

        (await _vt.IpAddresses.GetAsync("8.8.8.8")).Id.ShouldBe("8.8.8.8");

        (await fixture.Service.RequestsAsync()).Select(request => request[^3..]).ShouldBe([$"{status}", $"{status}", $"{status}", "200"]);
        // Half a second, one, two; of each, half is chance.
        (fixture.Service.Clock.GetUtcNow() - start).TotalSeconds.ShouldBeInRange(1.75, 3.5);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task A_write_is_not_sent_again_when_it_may_have_been_carried_out(int status)
    {
        await fixture.BeginAsync($$"""{"status": {{status}}}""");

        (await Should.ThrowAsync<VtApiException>(() => _vt.Domains.AddCommentAsync("writes.example", "Once"))).Status.ShouldBe((HttpStatusCode)status);

        (await fixture.Service.RequestsAsync()).ShouldBe([$"POST /domains/writes.example/comments {status}"]);
    }

    [Fact]
    public async Task A_write_that_was_refused_for_its_rate_is_sent_again_once()
    {
        await fixture.BeginAsync("""{"status": 429, "code": "TooManyRequestsError"}""");

        (await _vt.Domains.AddCommentAsync("refused.example", "Once")).Text.ShouldBe("Once");

        (await fixture.Service.RequestsAsync()).ShouldBe(["POST /domains/refused.example/comments 429", "POST /domains/refused.example/comments 200"]);
        (await _vt.Domains.CommentsAsync("refused.example").CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task An_upload_that_was_refused_is_sent_again_from_its_beginning()
    {
        await fixture.BeginAsync("""{"path": "/api/v3/files", "status": 429, "code": "TooManyRequestsError"}""");
        // Scanning has a budget of time, over which a jumping clock would leap.
        fixture.Service.Clock.AutoAdvance = false;
        using var file = new MemoryStream(Samples.Text("a second attempt"));

        var uploading = _vt.Files.UploadAsync(file);
        while (fixture.Service.Clock.Waiting == 0) await Task.Yield();
        fixture.Service.Clock.Advance(TimeSpan.FromSeconds(1));
        await uploading;

        (await _vt.Files.GetAsync(Samples.Sha256(Samples.Text("a second attempt")))).Size.ShouldBe(file.Length);
        (await fixture.Service.RequestsAsync()).Take(2).ShouldBe(["POST /files 429", "POST /files 200"]);
    }

    [Fact]
    public async Task Retry_After_in_seconds_is_waited_for_exactly()
    {
        await fixture.BeginAsync("""{"status": 429, "code": "TooManyRequestsError", "retry_after": 17}""");
        var start = fixture.Service.Clock.GetUtcNow();

        await _vt.IpAddresses.GetAsync("8.8.8.8");

        (fixture.Service.Clock.GetUtcNow() - start).ShouldBe(TimeSpan.FromSeconds(17));
    }

    [Fact]
    public async Task Retry_After_as_a_date_is_read_by_the_servers_own_clock()
    {
        await fixture.BeginAsync();
        var servers = (await _vt.GetAsync(FaultFixture.Path)).Headers.Date.ShouldNotBeNull();
        var date = servers.AddSeconds(30).ToString("r", CultureInfo.InvariantCulture);
        await fixture.BeginAsync($$"""{"status": 503, "retry_after": "{{date}}"}""");
        var start = fixture.Service.Clock.GetUtcNow();

        await _vt.IpAddresses.GetAsync("8.8.8.8");

        // Some seconds of the server's time may have passed between the two answers.
        (fixture.Service.Clock.GetUtcNow() - start).TotalSeconds.ShouldBeInRange(20, 30);
    }

    [Fact]
    public async Task A_Retry_After_that_is_too_long_is_told_and_not_waited_for()
    {
        await fixture.BeginAsync("""{"status": 429, "code": "TooManyRequestsError", "message": "Slow down", "retry_after": 3600, "times": 0}""");

        var error = await Should.ThrowAsync<VtQuotaException>(() => _vt.IpAddresses.GetAsync("8.8.8.8"));

        error.RetryAfter.ShouldBe(TimeSpan.FromHours(1));
        error.Message.ShouldContain("Try again in 3600 s.");
        (await fixture.Service.RequestsAsync()).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(200, "<html>Sign in to the hotel's network</html>", 1)]
    [InlineData(200, "{\\\"data\\\": {\\\"type\\\": \\\"ip_addr", 1)]
    [InlineData(200, "{\\\"data\\\": []}", 1)]
    [InlineData(200, "", 1)]
    [InlineData(403, "<html>Blocked by the proxy</html>", 1)]
    [InlineData(502, "<html>Bad gateway</html>", 4)]
    public async Task What_is_not_the_services_answer_is_told_as_such(int status, string body, int attempts)
    {
        await fixture.BeginAsync($$"""{"status": {{status}}, "body": "{{body}}", "times": 0}""");

        var error = await Should.ThrowAsync<VtProtocolException>(() => _vt.IpAddresses.GetAsync("8.8.8.8"));

        error.Status.ShouldBe((HttpStatusCode)status);
        error.Message.ShouldContain(FaultFixture.Path);
        error.Message.ShouldNotContain('\n');
        (await fixture.Service.RequestsAsync()).Count.ShouldBe(attempts);
    }

    [Fact]
    public async Task A_list_whose_second_page_fails_can_go_on_where_it_stopped()
    {
        for (var number = 1; number <= 15; number++) await _vt.Domains.AddCommentAsync("broken.example", $"Number {number}");
        await fixture.BeginAsync("""{"path": "/api/v3/domains/broken.example/comments", "nth": 2, "status": 500}""");
        var list = _vt.Domains.CommentsAsync("broken.example", new VtListOptions { PageSize = 10 });
        VtResumeToken place = default;
        var read = new List<string>();

        await Should.ThrowAsync<VtApiException>(async () =>
        {
            await foreach (var page in list.Pages())
            {
                read.AddRange(page.Items.Select(comment => comment.Text!));
                place = page.End;
            }
        });
        await foreach (var page in list.Pages(place)) read.AddRange(page.Items.Select(comment => comment.Text!));

        read.ShouldBe(Enumerable.Range(1, 15).Reverse().Select(number => $"Number {number}"));
    }
}
