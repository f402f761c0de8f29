using System.Net;
using System.Net.Sockets;
using VtKit.Testing.Shared;

namespace VtKit.Tests;

public sealed class RetryTests
{
    private static readonly string Transient = StubHandler.Error("TransientError");

    private static HttpRequestException Refused() => new(HttpRequestError.ConnectionError, "refused", new SocketException((int)SocketError.ConnectionRefused));
    private static HttpRequestException Cut() => new(HttpRequestError.ResponseEnded, "cut");

    [Theory]
    [InlineData("GET", 429, "TooManyRequestsError", true)]
    [InlineData("GET", 429, "TooManyRequests", true)]
    [InlineData("GET", 502, "x", true)]
    [InlineData("GET", 503, "TransientError", true)]
    [InlineData("GET", 504, "DeadlineExceededError", true)]
    [InlineData("GET", 500, "x", false)]
    [InlineData("GET", 404, "NotFoundError", false)]
    [InlineData("GET", 400, "NotAvailableYet", false)]
    [InlineData("DELETE", 503, "TransientError", true)]
    [InlineData("POST", 429, "TooManyRequestsError", true)]
    [InlineData("POST", 503, "TransientError", false)]
    [InlineData("POST", 504, "DeadlineExceededError", false)]
    [InlineData("PATCH", 503, "TransientError", false)]
    [InlineData("PATCH", 429, "TooManyRequestsError", true)]
    public async Task Only_what_is_safe_is_sent_again(string method, int status, string code, bool again)
    {
        var stub = new StubHandler().Then((HttpStatusCode)status, StubHandler.Error(code)).Always(HttpStatusCode.OK);
        using var client = Make.Client(stub);

        var response = await client.SendAsync(new VtRequest(new HttpMethod(method), "/files/aa/comments") { Body = method is "GET" or "DELETE" ? null : "{}"u8.ToArray() });

        stub.Requests.Count.ShouldBe(again ? 2 : 1);
        ((int)response.Status).ShouldBe(again ? 200 : status);
        stub.Requests.ShouldAllBe(r => r.Text == stub.Requests[0].Text && r.Key == Make.Key);
    }

    public static TheoryData<string, Exception, bool> Faults => new()
    {
        { "GET", Refused(), true },
        { "GET", Cut(), true },
        { "GET", new IOException("reset"), true },
        { "GET", new HttpRequestException(HttpRequestError.NameResolutionError, "who"), true },
        { "GET", new HttpRequestException(HttpRequestError.SecureConnectionError, "tls"), false },
        { "POST", Refused(), true },
        { "POST", Cut(), false },
        { "POST", new IOException("reset"), false },
        { "PATCH", Cut(), false },
        { "DELETE", Cut(), true },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_write_is_sent_again_only_where_nothing_was_sent(string method, Exception fault, bool again)
    {
        var stub = new StubHandler().ThenFail(fault).Always(HttpStatusCode.OK);
        using var client = Make.Client(stub);

        var call = client.SendAsync(new VtRequest(new HttpMethod(method), "/files/aa/comments"));
        if (again) await call;
        else await Should.ThrowAsync<VtTransportException>(call);

        stub.Requests.Count.ShouldBe(again ? 2 : 1);
    }

    [Fact]
    public async Task It_gives_up_after_the_attempts_that_are_allowed()
    {
        var stub = new StubHandler().Always(HttpStatusCode.ServiceUnavailable, Transient);
        using var client = Make.Client(stub, o => o.Retry.MaxAttempts = 3);

        var error = await Should.ThrowAsync<VtApiException>(client.GetAsync("/files/aa"));

        stub.Requests.Count.ShouldBe(3);
        error.Code.ShouldBe(VtErrorCode.TransientError);
    }

    [Fact]
    public async Task Delays_double_and_half_of_each_is_chance()
    {
        var time = new FakeTime { AutoAdvance = true };
        var moments = new List<DateTimeOffset>();
        var stub = new StubHandler().Always(_ =>
        {
            moments.Add(time.GetUtcNow());
            return StubHandler.Answer(HttpStatusCode.ServiceUnavailable, Transient);
        });
        using var client = Make.Client(stub, o => { o.Retry.MaxAttempts = 6; o.Retry.BaseDelay = TimeSpan.FromSeconds(1); o.Retry.MaxDelay = TimeSpan.FromSeconds(6); }, time);

        await Should.ThrowAsync<VtApiException>(client.GetAsync("/files/aa"));

        var delays = moments.Zip(moments.Skip(1), (a, b) => (b - a).TotalSeconds).ToArray();
        double[] full = [1, 2, 4, 6, 6];
        for (var i = 0; i < full.Length; i++) delays[i].ShouldBeInRange(full[i] / 2, full[i]);
        delays.Distinct().Count().ShouldBe(5);
    }

    [Theory]
    [InlineData("17")]
    [InlineData("Thu, 15 Jan 2026 12:00:17 GMT")]
    public async Task Retry_after_is_obeyed(string value)
    {
        var time = new FakeTime { AutoAdvance = true };
        var start = time.GetUtcNow();
        var stub = new StubHandler().Then(HttpStatusCode.ServiceUnavailable, Transient, ("Retry-After", value)).Always(HttpStatusCode.OK);
        using var client = Make.Client(stub, time: time);

        await client.GetAsync("/files/aa");

        (time.GetUtcNow() - start).ShouldBe(TimeSpan.FromSeconds(17));
    }

    [Fact]
    public async Task A_service_that_asks_for_too_long_is_not_waited_for()
    {
        var stub = new StubHandler().Always(HttpStatusCode.ServiceUnavailable, Transient, ("Retry-After", "3600"));
        using var client = Make.Client(stub);

        (await Should.ThrowAsync<VtApiException>(client.GetAsync("/files/aa"))).RetryAfter.ShouldBe(TimeSpan.FromHours(1));

        stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_delay_that_does_not_fit_the_deadline_is_not_begun()
    {
        var stub = new StubHandler().Always(HttpStatusCode.ServiceUnavailable, Transient, ("Retry-After", "30"));
        using var client = Make.Client(stub, o => o.Deadline = TimeSpan.FromSeconds(20));

        await Should.ThrowAsync<VtApiException>(client.GetAsync("/files/aa"));

        stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Silence_is_borne_twice()
    {
        var stub = new StubHandler().Always(_ => throw new TaskCanceledException("timeout", new TimeoutException()));
        using var client = Make.Client(stub);

        (await Should.ThrowAsync<VtTransportException>(client.GetAsync("/files/aa"))).Fault.ShouldBe(VtTransportFault.ConnectTimeout);

        stub.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_between_attempts()
    {
        var time = new FakeTime();
        var stub = new StubHandler().Always(HttpStatusCode.ServiceUnavailable, Transient);
        using var client = Make.Client(stub, time: time);
        using var cancel = new CancellationTokenSource();

        var call = client.GetAsync("/files/aa", null, cancel.Token);
        time.Waiting.ShouldBe(1);
        await cancel.CancelAsync();

        (await Should.ThrowAsync<OperationCanceledException>(call)).CancellationToken.ShouldBe(cancel.Token);
        time.Waiting.ShouldBe(0);
    }
}
