using System.Net;
using System.Text;
using VtKit.Testing.Shared;

namespace VtKit.Tests;

public sealed class ErrorTests
{
    private static async Task<T> Fails<T>(HttpStatusCode status, string body, string type = "application/json", params (string, string)[] headers) where T : Exception
    {
        var stub = new StubHandler().Always(_ =>
        {
            var answer = StubHandler.Answer(status, "", headers);
            answer.Content = new StringContent(body, Encoding.UTF8, type);
            return answer;
        });
        using var client = Make.Client(stub, o => o.Retry.MaxAttempts = 1);
        return await Should.ThrowAsync<T>(client.GetAsync("/files/aa?x=secret"));
    }

    [Theory]
    [InlineData(400, "BadRequestError", typeof(VtApiException))]
    [InlineData(400, "InvalidArgumentError", typeof(VtApiException))]
    [InlineData(400, "NotAvailableYet", typeof(VtApiException))]
    [InlineData(401, "WrongCredentialsError", typeof(VtAuthenticationException))]
    [InlineData(401, "UserNotActiveError", typeof(VtAuthenticationException))]
    [InlineData(403, "ForbiddenError", typeof(VtAuthenticationException))]
    [InlineData(404, "NotFoundError", typeof(VtNotFoundException))]
    [InlineData(409, "AlreadyExistsError", typeof(VtApiException))]
    [InlineData(424, "FailedDependencyError", typeof(VtApiException))]
    [InlineData(429, "QuotaExceededError", typeof(VtQuotaException))]
    [InlineData(429, "TooManyRequestsError", typeof(VtQuotaException))]
    [InlineData(429, "TooManyRequests", typeof(VtQuotaException))]
    [InlineData(503, "TransientError", typeof(VtApiException))]
    [InlineData(504, "DeadlineExceededError", typeof(VtApiException))]
    [InlineData(418, "TeapotError", typeof(VtApiException))]
    [Trait("seed", "41")]
    public async Task Each_error_has_its_type_status_code_and_words(int status, string code, Type type)
    {
        var error = await Fails<VtApiException>((HttpStatusCode)status, StubHandler.Error(code, "Because."));

        error.ShouldBeOfType(type);
        ((int)error.Status).ShouldBe(status);
        error.Code.Value.ShouldBe(code);
        error.ServiceMessage.ShouldBe("Because.");
        error.Method.ShouldBe("GET");
        error.Path.ShouldBe("/files/aa");
        error.Message.ShouldContain("Because.");
        error.Message.ShouldNotContain("secret");
        Encoding.UTF8.GetString(error.RawBody.Span).ShouldBe(StubHandler.Error(code, "Because."));
    }

    [Fact]
    [Trait("seed", "41")]
    public async Task A_wrong_key_and_a_missing_privilege_are_told_apart()
    {
        (await Fails<VtAuthenticationException>(HttpStatusCode.Unauthorized, StubHandler.Error("WrongCredentialsError"))).IsForbidden.ShouldBeFalse();
        (await Fails<VtAuthenticationException>(HttpStatusCode.Forbidden, StubHandler.Error("ForbiddenError"))).IsForbidden.ShouldBeTrue();
    }

    [Fact]
    public async Task Both_spellings_of_too_many_requests_are_one_code() =>
        (await Fails<VtQuotaException>(HttpStatusCode.TooManyRequests, StubHandler.Error("TooManyRequests"))).Code.ShouldBe(VtErrorCode.TooManyRequestsError);

    [Theory]
    [InlineData("Retry-After", "37", 37)]
    [InlineData("Retry-After", "Thu, 15 Jan 2026 12:01:30 GMT", 90)]
    [InlineData("Retry-After", "Thu, 15 Jan 2026 11:00:00 GMT", 0)]
    public async Task Retry_after_is_read_in_seconds_and_as_a_date(string name, string value, int seconds) =>
        (await Fails<VtApiException>(HttpStatusCode.ServiceUnavailable, StubHandler.Error("TransientError"), headers: (name, value))).RetryAfter.ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public async Task A_date_to_retry_after_is_by_the_clock_of_the_server()
    {
        var error = await Fails<VtApiException>(HttpStatusCode.ServiceUnavailable, StubHandler.Error("TransientError"),
            headers: [("Retry-After", "Thu, 15 Jan 2026 18:00:20 GMT"), ("Date", "Thu, 15 Jan 2026 18:00:00 GMT")]);

        error.RetryAfter.ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData(404, "<html>nginx</html>", "text/html")]
    [InlineData(502, "", "text/plain")]
    [InlineData(403, "{\"error\":", "application/json")]
    [InlineData(401, "[]", "application/json")]
    [InlineData(500, "{\"message\":\"x\"}", "application/json")]
    public async Task What_VirusTotal_would_not_say_is_a_protocol_error(int status, string body, string type)
    {
        var error = await Fails<VtProtocolException>((HttpStatusCode)status, body, type);

        error.Status.ShouldBe((HttpStatusCode)status);
        error.Message.ShouldContain("https://www.virustotal.com");
        Encoding.UTF8.GetString(error.RawBody.Span).ShouldBe(body);
    }

    [Fact]
    public async Task A_refusal_for_the_rate_means_what_it_says_in_any_words() =>
        (await Fails<VtQuotaException>(HttpStatusCode.TooManyRequests, "<html>slow down</html>", "text/html")).Code.Value.ShouldBe("");

    [Theory]
    [InlineData("{\"error\":{\"message\":\"x\"}}", "", "x")]
    [InlineData("{\"error\":\"x\"}", "", "x")]
    [InlineData("{\"error\":{\"code\":\"NewError\"}}", "NewError", "")]
    [InlineData("{\"error\":{\"code\":5,\"message\":[1]}}", "5", "")]
    public async Task An_incomplete_error_keeps_what_it_has(string body, string code, string message)
    {
        var error = await Fails<VtApiException>(HttpStatusCode.BadRequest, body);

        error.Code.Value.ShouldBe(code);
        error.ServiceMessage.ShouldBe(message);
    }

    [Theory]
    [InlineData("not json", "text/plain")]
    [InlineData("<html>login</html>", "text/html")]
    [InlineData("", "application/json")]
    [InlineData("{\"data\":{\"type\":\"file\",", "application/json")]
    [InlineData("{\"data\":null}", "application/json")]
    [InlineData("{\"data\":[]}", "application/json")]
    [InlineData("{}", "application/json")]
    public async Task Success_without_an_object_is_a_protocol_error(string body, string type)
    {
        var stub = new StubHandler().Then(_ => new HttpResponseMessage { Content = new StringContent(body, Encoding.UTF8, type) });
        using var client = Make.Client(stub);

        var error = await Should.ThrowAsync<VtProtocolException>(client.GetObjectAsync<VtObject>("/files/aa"));

        error.Status.ShouldBe(HttpStatusCode.OK);
        error.Path.ShouldBe("/files/aa");
    }

    [SharedFact]
    public async Task Every_recorded_error_reads_as_what_it_is()
    {
        var read = 0;
        foreach (var file in Directory.EnumerateFiles(Path.Combine(SharedMaterial.Fixtures!, "errors"), "*_*_*.json"))
        {
            var parts = Path.GetFileNameWithoutExtension(file).Split('_');
            if (!int.TryParse(parts[1], out var status)) continue;
            var body = await File.ReadAllTextAsync(file);
            var error = await Fails<VtApiException>((HttpStatusCode)status, body);
            error.Code.Value.ShouldBe(parts[0], file);
            error.ServiceMessage.ShouldNotBeEmpty(file);
            read++;
        }
        read.ShouldBeGreaterThan(8);
    }
}
