using System.Net;
using System.Text.Json.Nodes;

namespace VtKit.Graph.Explorer.Tests;

/// <summary>No failure is taken for "there is nothing".</summary>
[Trait("defect", "B14")]
public sealed class FailureTests : IDisposable
{
    private readonly StubService _service = new();
    private readonly ThreatGraph _graph = new();

    public FailureTests()
    {
        for (var i = 0; i < 6; i++) _graph.Add(NodeType.Domain, $"d{i}.example");
    }

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task B14_A_spent_quota_ends_the_run_and_it_can_be_resumed()
    {
        _service.List("/domains/d0.example/subdomains", StubService.Item("domain", "www.d0.example"));
        _service.Instead = path => path.Contains("d1", StringComparison.Ordinal) ? StubService.Error(HttpStatusCode.TooManyRequests, "QuotaExceededError", "Quota exceeded") : null;
        var explorer = Explorer("subdomains", concurrency: 1);

        var report = await explorer.ExpandAllAsync(_graph);

        report.StoppedBecause.ShouldBe(ExploreStop.Quota);
        report.AddedNodes.ShouldHaveSingleItem().Id.ShouldBe("www.d0.example");
        report.Failures.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            failure => failure.Node.Id.ShouldBe("d1.example"),
            failure => failure.Relationship.ShouldBe("subdomains"),
            failure => failure.Status.ShouldBe(HttpStatusCode.TooManyRequests),
            failure => failure.Code.ShouldBe("QuotaExceededError"));
        report.Calls.ShouldBe(_service.Requests.Count);
        _service.Requests.ShouldNotContain(request => request.Contains("d2", StringComparison.Ordinal));

        _service.Instead = null;
        var asked = _service.Requests.Count;
        (await explorer.ResumeAsync(_graph, report.Resume!)).StoppedBecause.ShouldBe(ExploreStop.Done);
        _service.Requests.Skip(asked).Select(request => request.Split('/')[4]).ShouldBe(["d1.example", "d2.example", "d3.example", "d4.example", "d5.example"]);
    }

    [Fact]
    public async Task B14_A_key_that_the_service_does_not_take_ends_the_run()
    {
        _service.Instead = _ => StubService.Error(HttpStatusCode.Unauthorized, "WrongCredentialsError");

        var report = await Explorer("subdomains").ExpandAllAsync(_graph);

        report.StoppedBecause.ShouldBe(ExploreStop.Unauthorized);
        report.Failures.ShouldHaveSingleItem().Status.ShouldBe(HttpStatusCode.Unauthorized);
        report.Resume.ShouldNotBeNull();
    }

    [Fact]
    public async Task B14_What_the_key_may_not_read_is_told_once_and_not_tried_again_for_the_type()
    {
        _service.List("/domains/d3.example/siblings", StubService.Item("domain", "x.example"));
        _service.Instead = path => path.EndsWith("/subdomains", StringComparison.Ordinal) ? StubService.Error(HttpStatusCode.Forbidden, "ForbiddenError") : null;

        var report = await Explorer("subdomains siblings", concurrency: 1).ExpandAllAsync(_graph);

        report.StoppedBecause.ShouldBe(ExploreStop.Done);
        report.Failures.ShouldHaveSingleItem().ShouldSatisfyAllConditions(failure => failure.Code.ShouldBe("ForbiddenError"), failure => failure.Relationship.ShouldBe("subdomains"));
        report.AddedNodes.ShouldHaveSingleItem();
        report.Calls.ShouldBe(7);
    }

    [Fact]
    public async Task B14_Only_an_object_that_is_not_there_has_nothing()
    {
        _service.Instead = path => path.Contains("d0", StringComparison.Ordinal) ? StubService.Error(HttpStatusCode.NotFound, "NotFoundError")
            : path.Contains("d1", StringComparison.Ordinal) ? new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("<html>proxy</html>") }
            : path.Contains("d2", StringComparison.Ordinal) ? StubService.Error(HttpStatusCode.BadRequest, "BadRequestError") : null;

        var report = await Explorer("subdomains").ExpandAllAsync(_graph);

        report.Absent.ShouldHaveSingleItem().Id.ShouldBe("d0.example");
        report.Failures.Select(failure => (failure.Node.Id, failure.Code)).ShouldBe([("d1.example", "NotVirusTotal"), ("d2.example", "BadRequestError")]);
    }

    [Fact]
    public async Task B14_A_server_that_is_down_is_asked_again_within_the_budget_and_then_told_of()
    {
        _service.Instead = path => path.Contains("d0", StringComparison.Ordinal) ? StubService.Error(HttpStatusCode.ServiceUnavailable, "TransientError") : null;

        var report = await Explorer("subdomains").ExpandAllAsync(_graph);

        report.Failures.ShouldHaveSingleItem().Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        report.Calls.ShouldBe(4 + 5);
        _service.Requests.Count.ShouldBe(9);

        var few = new GraphExplorer(_service.Client(), new ExploreOptions { MaxCalls = 2, Concurrency = 1, Relationships = relationship => relationship.Name == "subdomains" });
        var stopped = await few.ExpandAllAsync(_graph);
        stopped.StoppedBecause.ShouldBe(ExploreStop.Calls);
        stopped.Failures.ShouldBeEmpty();
        _service.Requests.Count.ShouldBe(11);
    }

    [Fact]
    public async Task B14_A_connection_that_fails_is_told_of_and_counted()
    {
        _service.Instead = path => path.Contains("d0", StringComparison.Ordinal) ? throw new HttpRequestException(HttpRequestError.ConnectionError) : null;

        var report = await Explorer("subdomains").ExpandAllAsync(_graph);

        var failure = report.Failures.ShouldHaveSingleItem();
        failure.Status.ShouldBeNull();
        failure.Code.ShouldNotBeEmpty();
        report.Calls.ShouldBe(_service.Requests.Count);
    }

    [Fact]
    [Trait("defect", "B10")]
    public async Task B10_Empty_pages_with_cursors_come_to_an_end()
    {
        var pages = 0;
        _service.Instead = _ => StubService.Json(HttpStatusCode.OK, new JsonObject { ["data"] = new JsonArray(), ["meta"] = new JsonObject { ["cursor"] = $"c{Interlocked.Increment(ref pages)}" } });

        var report = await Explorer("subdomains").ExpandAsync(_graph, NodeKey.Create(NodeType.Domain, "d0.example"));

        report.Calls.ShouldBe(3);
        report.Failures.ShouldHaveSingleItem().Code.ShouldBe("EndlessList");
    }

    [Fact]
    [Trait("defect", "B10")]
    public async Task B10_The_same_page_over_and_over_comes_to_an_end()
    {
        _service.Instead = _ => StubService.Json(HttpStatusCode.OK, new JsonObject { ["data"] = new JsonArray(StubService.Item("domain", "x.example")), ["meta"] = new JsonObject { ["cursor"] = "same" } });

        var report = await Explorer("subdomains").ExpandAsync(_graph, NodeKey.Create(NodeType.Domain, "d0.example"));

        report.Calls.ShouldBe(2);
        report.AddedNodes.ShouldHaveSingleItem();
        report.Failures.ShouldHaveSingleItem().Code.ShouldBe("EndlessList");
    }

    [Fact]
    public async Task Redirects_are_requests_too()
    {
        _service.Instead = path => path.Contains("d0", StringComparison.Ordinal)
            ? new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri("/api/v3/domains/d1.example/subdomains?limit=40", UriKind.Relative) } }
            : null;
        var node = NodeKey.Create(NodeType.Domain, "d0.example");

        (await Explorer("subdomains").ExpandAsync(_graph, node)).Calls.ShouldBe(2);
        var stopped = await new GraphExplorer(_service.Client(), new ExploreOptions { MaxCalls = 1 }).ExpandAsync(_graph, node, "subdomains");

        stopped.StoppedBecause.ShouldBe(ExploreStop.Calls);
        _service.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_cancelled_run_keeps_what_it_found_and_says_where_to_go_on()
    {
        _service.List("/domains/d0.example/subdomains", StubService.Item("domain", "www.d0.example"));
        using var cancelling = new CancellationTokenSource();
        _service.Before = async (path, token) =>
        {
            if (!path.Contains("d1", StringComparison.Ordinal)) return;
            await cancelling.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        };
        var explorer = Explorer("subdomains", concurrency: 1);

        var report = await explorer.ExpandAllAsync(_graph, cancellationToken: cancelling.Token);

        report.StoppedBecause.ShouldBe(ExploreStop.Cancelled);
        report.AddedNodes.ShouldHaveSingleItem();
        report.Calls.ShouldBe(2);
        _service.Before = null;
        (await explorer.ResumeAsync(_graph, report.Resume!)).Calls.ShouldBe(5);
        (await explorer.ExpandAllAsync(_graph, cancellationToken: cancelling.Token)).ShouldSatisfyAllConditions(
            none => none.StoppedBecause.ShouldBe(ExploreStop.Cancelled), none => none.Calls.ShouldBe(0));
    }

    [Fact]
    [Trait("defect", "B19")]
    public async Task B19_No_more_requests_are_under_way_than_allowed_and_progress_is_told()
    {
        var (now, most) = (0, 0);
        var full = new TaskCompletionSource();
        _service.Before = async (_, token) =>
        {
            var here = Interlocked.Increment(ref now);
            lock (full) most = Math.Max(most, here);
            if (here == 3) full.TrySetResult();
            await full.Task.WaitAsync(token);
            Interlocked.Decrement(ref now);
        };
        var told = new List<ExploreProgress>();
        var explorer = new GraphExplorer(_service.Client(), new ExploreOptions { Concurrency = 3, Relationships = relationship => relationship.Name is "subdomains" or "siblings", Progress = new Teller(told) });

        var report = await explorer.ExpandAllAsync(_graph);

        most.ShouldBe(3);
        told.Select(progress => progress.Done).ShouldBe(Enumerable.Range(1, 12));
        told[^1].ShouldBe(new ExploreProgress(report.Calls, 0, 0, 1, 12, 12));
    }

    [Fact]
    public async Task What_the_own_ledger_refuses_was_not_sent_and_is_not_counted()
    {
        var client = _service.Client(options =>
        {
            options.Quota = new VtQuota { PerDay = 2 };
            options.QuotaMode = VtQuotaMode.Throw;
        });

        var report = await new GraphExplorer(client, new ExploreOptions { Concurrency = 1, Relationships = relationship => relationship.Name == "subdomains" }).ExpandAllAsync(_graph);

        report.StoppedBecause.ShouldBe(ExploreStop.Quota);
        report.Calls.ShouldBe(2);
        _service.Requests.Count.ShouldBe(2);
    }

    private GraphExplorer Explorer(string relationships, int concurrency = 8) =>
        new(_service.Client(), new ExploreOptions { Concurrency = concurrency, Relationships = relationship => relationships.Split(' ').Contains(relationship.Name) });

    private sealed class Teller(List<ExploreProgress> told) : IProgress<ExploreProgress>
    {
        public void Report(ExploreProgress value) => told.Add(value);
    }
}
