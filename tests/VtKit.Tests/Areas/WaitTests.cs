using System.Net;
using VtKit.Testing.Shared;

namespace VtKit.Tests;

public sealed class WaitTests
{
    private static string Analysis(string status) => "{\"data\":{\"type\":\"analysis\",\"id\":\"n\",\"attributes\":{\"status\":\"" + status + "\"}},\"meta\":{\"file_info\":{\"sha256\":\"aa\"}}}";

    private sealed class Seen : IProgress<VtWaitProgress>
    {
        public List<VtWaitProgress> All { get; } = [];
        public void Report(VtWaitProgress value) => All.Add(value);
    }

    [Fact]
    public async Task It_asks_at_once_and_then_in_growing_intervals()
    {
        var time = new FakeTime { AutoAdvance = true };
        var stub = new StubHandler().Then(HttpStatusCode.OK, Analysis("queued"));
        for (var i = 0; i < 6; i++) stub.Then(HttpStatusCode.OK, Analysis("in-progress"));
        stub.Then(HttpStatusCode.OK, Analysis("completed"));
        using var client = Make.Client(stub, time: time);
        var seen = new Seen();

        var analysis = await client.Analyses.WaitAsync("n", new VtWaitOptions { FirstInterval = TimeSpan.FromSeconds(10), Growth = 2, MaxInterval = TimeSpan.FromSeconds(60), Progress = seen });

        analysis.IsCompleted.ShouldBeTrue();
        analysis.Subject.FileInfo.Sha256.ShouldBe("aa");
        seen.All.Select(p => p.Waited.TotalSeconds).ShouldBe([0, 10, 30, 70, 130, 190, 250, 310]);
        seen.All.Select(p => p.Status).Distinct().ShouldBe(["queued", "in-progress", "completed"]);
        seen.All.Select(p => p.Polls).ShouldBe(Enumerable.Range(1, 8));
    }

    [Fact]
    public async Task What_is_complete_already_is_not_waited_for()
    {
        var time = new FakeTime();
        using var client = Make.Client(new StubHandler().Then(HttpStatusCode.OK, Analysis("completed")), time: time);

        await client.Analyses.WaitAsync("n");

        time.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task Past_the_deadline_the_error_names_the_analysis_to_wait_for_again()
    {
        var time = new FakeTime { AutoAdvance = true };
        var stub = new StubHandler().Always(HttpStatusCode.OK, Analysis("queued"));
        using var client = Make.Client(stub, time: time);

        var error = await Should.ThrowAsync<VtTimeoutException>(client.Analyses.WaitAsync("NjY0==", new VtWaitOptions { Deadline = TimeSpan.FromSeconds(12) }));

        error.AnalysisId.ShouldBe("NjY0==");
        error.Message.ShouldContain("NjY0==");
        error.Status.ShouldBe("queued");
        error.Waited.ShouldBe(TimeSpan.FromSeconds(12));
        // At 0 and 5 seconds, and once more when the time is up.
        stub.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Passing_faults_and_refusals_are_waited_out()
    {
        var time = new FakeTime { AutoAdvance = true };
        var start = time.GetUtcNow();
        var stub = new StubHandler()
            .Then(HttpStatusCode.ServiceUnavailable, StubHandler.Error("TransientError"), ("Retry-After", "120"))
            .Then(HttpStatusCode.TooManyRequests, StubHandler.Error("TooManyRequestsError"))
            .ThenFail(new IOException("reset"))
            .Then(_ => new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StringContent("<html>") })
            .Then(HttpStatusCode.OK, Analysis("completed"));
        using var client = Make.Client(stub, o => o.Retry.MaxAttempts = 1, time);

        await client.Analyses.WaitAsync("n", new VtWaitOptions { FirstInterval = TimeSpan.FromSeconds(1), Growth = 1 });

        stub.Requests.Count.ShouldBe(5);
        (time.GetUtcNow() - start).ShouldBe(TimeSpan.FromSeconds(123));
    }

    [Theory]
    [InlineData(404, "NotFoundError")]
    [InlineData(401, "WrongCredentialsError")]
    public async Task What_waiting_cannot_cure_is_thrown_and_knows_the_analysis(int status, string code)
    {
        var stub = new StubHandler().Always((HttpStatusCode)status, StubHandler.Error(code));
        using var client = Make.Client(stub);

        (await Should.ThrowAsync<VtApiException>(client.Analyses.WaitAsync("n"))).AnalysisId.ShouldBe("n");

        stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_day_that_is_spent_ends_the_wait_and_a_minute_does_not()
    {
        var time = new FakeTime { AutoAdvance = true };
        var stub = new StubHandler().Always(HttpStatusCode.OK, Analysis("queued"));
        using var client = Make.Client(stub, o => { o.Quota = new VtQuota(PerMinute: 1, PerDay: 3); o.QuotaMode = VtQuotaMode.Throw; }, time);

        var error = await Should.ThrowAsync<VtQuotaException>(client.Analyses.WaitAsync("n", new VtWaitOptions { FirstInterval = TimeSpan.FromSeconds(20), Growth = 1 }));

        error.Window.ShouldBe(VtQuotaWindow.Day);
        error.AnalysisId.ShouldBe("n");
        stub.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait()
    {
        var time = new FakeTime();
        using var client = Make.Client(new StubHandler().Always(HttpStatusCode.OK, Analysis("queued")), time: time);
        using var cancel = new CancellationTokenSource();

        var waiting = client.Analyses.WaitAsync("n", null, cancel.Token);
        time.Waiting.ShouldBe(1);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }

    [Fact]
    [Trait("seed", "69")]
    public async Task Scan_and_wait_goes_from_file_to_verdict()
    {
        var time = new FakeTime { AutoAdvance = true };
        var stub = new StubHandler()
            .Then(HttpStatusCode.OK, """{"data":{"type":"analysis","id":"n"}}""")
            .Then(HttpStatusCode.OK, Analysis("queued"))
            .Then(HttpStatusCode.OK, Analysis("completed"));
        using var client = Make.Client(stub, time: time);

        var analysis = await client.Files.ScanAndWaitAsync(new MemoryStream([1, 2, 3]));

        analysis.IsCompleted.ShouldBeTrue();
        stub.Requests.Select(r => $"{r.Method} {r.Url.AbsolutePath}").ShouldBe(["POST /api/v3/files", "GET /api/v3/analyses/n", "GET /api/v3/analyses/n"]);
    }
}
