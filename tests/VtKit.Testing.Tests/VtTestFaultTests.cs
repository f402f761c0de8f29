using System.Net;

namespace VtKit.Testing.Tests;

public sealed class VtTestFaultTests : IAsyncLifetime
{
    private VtTestServer _server = null!;
    private VtClient _once = null!;

    public async Task InitializeAsync()
    {
        _server = await VtTestServer.StartAsync();
        _once = _server.CreateClient(options => options.Retry.MaxAttempts = 1);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task It_strikes_the_requests_that_it_is_for()
    {
        await _server.When(HttpMethod.Get, "/ip_addresses/8.8.*").After(1).Times(2).FailAsync(HttpStatusCode.ServiceUnavailable);
        await _server.When(HttpMethod.Post, "/ip_addresses/*").FailAsync(HttpStatusCode.ServiceUnavailable);
        foreach (var address in new[] { "9.9.9.9", "8.8.8.1", "8.8.8.2", "8.8.8.3", "8.8.8.4" }) await TryAsync(address);
        _server.Requests.Select(request => request.Status).ShouldBe([200, 200, 503, 503, 200]);
    }

    [Fact]
    public async Task Always_lasts_until_it_is_cleared()
    {
        await _server.When().Always().FailAsync(HttpStatusCode.BadGateway);
        for (var i = 0; i < 5; i++) await TryAsync();
        await _server.ClearFaultsAsync();
        await TryAsync();
        _server.Requests.Select(request => request.Status).ShouldBe([502, 502, 502, 502, 502, 200]);
    }

    [Fact]
    public async Task An_error_has_the_code_and_message_given()
    {
        await _server.When().FailAsync(HttpStatusCode.NotFound, VtErrorCode.NotFoundError, "Gone fishing");
        var error = await Should.ThrowAsync<VtNotFoundException>(_once.IpAddresses.GetAsync("8.8.8.8"));
        (error.Code, error.ServiceMessage).ShouldBe((VtErrorCode.NotFoundError, "Gone fishing"));
    }

    [Fact]
    public async Task A_refusal_may_say_when_to_come_again_or_not()
    {
        await _server.When().RefuseAsync(TimeSpan.FromSeconds(90));
        await _server.When().RefuseAsync();
        await _server.When().RefuseAsync(code: VtErrorCode.TooManyRequestsError);
        var told = await Should.ThrowAsync<VtQuotaException>(_once.IpAddresses.GetAsync("8.8.8.8"));
        (told.RetryAfter, told.Code).ShouldBe((TimeSpan.FromSeconds(90), VtErrorCode.QuotaExceededError));
        (await Should.ThrowAsync<VtQuotaException>(_once.IpAddresses.GetAsync("8.8.8.8"))).RetryAfter.ShouldBeNull();
        (await Should.ThrowAsync<VtApiException>(_once.IpAddresses.GetAsync("8.8.8.8"))).Code.ShouldBe(VtErrorCode.TooManyRequestsError);
    }

    [Fact]
    public async Task Broken_answers_are_broken_on_the_wire()
    {
        await _server.When().TruncateAsync();
        (await Should.ThrowAsync<VtTransportException>(_once.IpAddresses.GetAsync("8.8.8.8"))).Fault.ShouldBe(VtTransportFault.Interrupted);
        await _server.When().BreakAsync();
        (await Should.ThrowAsync<VtTransportException>(_once.IpAddresses.GetAsync("8.8.8.8"))).Fault.ShouldBe(VtTransportFault.Interrupted);
        await _server.When().CorruptAsync();
        await Should.ThrowAsync<VtProtocolException>(_once.IpAddresses.GetAsync("8.8.8.8"));
        await _server.When().AnswerAsync(HttpStatusCode.OK, "<html>");
        await Should.ThrowAsync<VtProtocolException>(_once.IpAddresses.GetAsync("8.8.8.8"));
        _server.Requests.Select(request => request.Status).ShouldBe([200, 0, 200, 200]);
    }

    [Fact]
    public async Task A_late_answer_is_late_by_the_machines_clock()
    {
        await _server.When().Times(2).DelayAsync(TimeSpan.FromSeconds(30));
        var impatient = _server.CreateClient(options => options.ReadTimeout = TimeSpan.FromMilliseconds(100));
        (await Should.ThrowAsync<VtTransportException>(impatient.IpAddresses.GetAsync("8.8.8.8"))).Fault.ShouldBe(VtTransportFault.ReadTimeout);
    }

    [Fact]
    public async Task An_empty_page_goes_on()
    {
        await _server.Client.IpAddresses.AddCommentAsync("8.8.8.8", "one");
        await _server.When("/ip_addresses/*/comments").EmptyPageAsync();
        var comments = new List<VtComment>();
        await foreach (var comment in _server.Client.IpAddresses.CommentsAsync("8.8.8.8")) comments.Add(comment);
        comments.Single().Text.ShouldBe("one");
    }

    [Fact]
    public async Task Nonsense_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => _server.When().Times(0));
        Should.Throw<ArgumentOutOfRangeException>(() => _server.When().After(-1));
        Should.Throw<ArgumentException>(() => _server.When(""));
        await Task.CompletedTask;
    }

    private async Task TryAsync(string address = "8.8.8.8")
    {
        try
        {
            await _once.IpAddresses.GetAsync(address);
        }
        catch (VtApiException)
        {
            // The log says what happened.
        }
    }
}
