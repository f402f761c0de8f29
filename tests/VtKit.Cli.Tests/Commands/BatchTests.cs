namespace VtKit.Cli.Tests;

public sealed class BatchTests : IDisposable
{
    private readonly CliRun _vtk = new();

    public void Dispose() => _vtk.Dispose();

    [Fact]
    public async Task Answers_stand_in_the_order_of_the_questions_and_a_few_are_asked_at_a_time()
    {
        const int atATime = 5;
        var waiting = new List<(string Id, TaskCompletionSource<StubAnswer> Answer)>();
        await using var service = new StubService(request =>
        {
            var answer = new TaskCompletionSource<StubAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (waiting)
            {
                waiting.Add((request.Target.Split('/')[^1], answer));
                if (waiting.Count < atATime) return answer.Task;
                // The last to come is the first to be answered.
                for (var i = atATime - 1; i >= 0; i--) waiting[i].Answer.SetResult(StubAnswer.Object("ip_address", waiting[i].Id));
                waiting.Clear();
                return answer.Task;
            }
        });
        var ids = Enumerable.Range(1, 12 * atATime).Select(i => $"192.0.2.{i}").ToList();
        _vtk.Input = string.Join("\r\n", ids.Select(id => $"  {id} ")) + "\r\n\r\n";
        var result = await _vtk.At(service.Address).RunAsync("ip", "-", "-I", "--format", "table");
        result.ShouldBe(new CliResult(ExitCode.Ok, string.Concat(ids.Select(id => id + "\n")), ""));
    }

    [Theory]
    [InlineData(0, "ok ok")]
    [InlineData(3, "missing missing")]
    [InlineData(3, "missing")]
    [InlineData(6, "ok missing")]
    [InlineData(6, "ok bad")]
    [InlineData(1, "bad")]
    [InlineData(1, "bad missing")]
    [InlineData(2, "wat")]
    [InlineData(6, "ok wat")]
    [InlineData(4, "forbidden")]
    [InlineData(4, "ok forbidden missing")]
    [InlineData(4, "key")]
    [InlineData(5, "quota")]
    [InlineData(5, "ok forbidden quota")]
    public async Task The_exit_code_is_the_worst_of_all(int code, string items)
    {
        await using var service = Service();
        string[] domains = [.. items.Split(' ').Select((item, i) => item == "wat" ? "a b" : $"{item}{i}.example.com")];
        var result = await _vtk.At(service.Address).RunAsync(["domain", .. domains, "--format", "jsonl"]);
        ((int)result.Code).ShouldBe(code, result.Error);
    }

    [Fact]
    public async Task One_that_fails_does_not_stop_the_others()
    {
        await using var service = Service();
        var result = await _vtk.At(service.Address).RunAsync("domain", "ok1.example.com", "bad.example.com", "missing.example.com", "a b", "ok2.example.com", "-I", "--format", "table");
        result.Out.ShouldBe("ok1.example.com\nok2.example.com\n");
        var lines = result.Error.TrimEnd().Split('\n');
        lines.Length.ShouldBe(3);
        lines[0].ShouldContain("bad.example.com");
        lines[1].ShouldBe("vtk: missing.example.com: not found: the service has never seen it");
        lines[2].ShouldContain("'a b' is no domain name");
    }

    [Theory]
    [InlineData("quota", ExitCodes.Quota, "QuotaExceededError")]
    [InlineData("key", ExitCodes.Auth, "WrongCredentialsError")]
    public async Task What_would_fail_for_all_stops_and_is_said_once(string kind, int code, string says)
    {
        await using var service = Service();
        var items = Enumerable.Range(0, 200).Select(i => i < 10 ? $"ok{i}.example.com" : $"{kind}{i}.example.com");
        _vtk.Input = string.Join('\n', items);
        var result = await _vtk.At(service.Address).RunAsync("domain", "-", "--format", "jsonl");
        ((int)result.Code).ShouldBe(code);
        result.ErrorLine.ShouldStartWith("vtk: stopped after ");
        result.ErrorLine.ShouldContain("the rest was not tried");
        result.ErrorLine.ShouldContain(says);
        service.Requests.Count.ShouldBeLessThan(60);
        result.Out.Split('\n').Count(line => line.Contains("\"id\":\"ok", StringComparison.Ordinal)).ShouldBe(10);
    }

    [Fact]
    public async Task An_output_that_is_cut_short_is_whole()
    {
        using var stop = new CancellationTokenSource();
        var never = new TaskCompletionSource<StubAnswer>();
        await using var service = new StubService(request =>
            request.Target.EndsWith('1') ? Task.FromResult(StubAnswer.Object("ip_address", "192.0.2.1")) : never.Task);
        _vtk.Written = stop.Cancel;
        var result = await _vtk.At(service.Address).RunAsync(stop.Token, "ip", "192.0.2.1", "192.0.2.2");
        never.SetCanceled(CancellationToken.None);
        result.Code.ShouldBe(ExitCode.Cancelled);
        result.ErrorLine.ShouldBe("vtk: cancelled");
        System.Text.Json.Nodes.JsonNode.Parse(result.Out)!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    [Trait("seed", "59")]
    public async Task The_key_is_found_wherever_it_may_be()
    {
        await using var service = Service();
        _vtk.At(service.Address);
        _vtk.Environment.Clear();
        async Task<string> KeyOf(params string[] more)
        {
            (await _vtk.RunAsync(["domain", "ok.example.com", .. more])).Code.ShouldBe(ExitCode.Ok);
            return service.Requests.Last().Headers["x-apikey"];
        }

        await _vtk.RunAsync("config", "set", "api-key", "default1");
        await _vtk.RunAsync("config", "set", "api-key", "work1234", "--profile", "work");
        await _vtk.RunAsync("config", "set", "base-url", service.Address.ToString(), "--profile", "work");
        (await KeyOf()).ShouldBe("default1");
        foreach (var variable in CliEnvironment.KeyVariables.Reverse())
        {
            _vtk.Environment[variable] = variable.ToLowerInvariant();
            (await KeyOf()).ShouldBe(variable.ToLowerInvariant());
        }
        (await KeyOf("--profile", "work")).ShouldBe("work1234");
        (await KeyOf("--api-key", "option12", "--profile", "work")).ShouldBe("option12");
        _vtk.Input = "stdin123\n";
        (await KeyOf("--api-key", "-")).ShouldBe("stdin123");
    }

    private static StubService Service() => new(request =>
    {
        var id = request.Target.Split('/')[^1];
        return id switch
        {
            _ when id.StartsWith("ok", StringComparison.Ordinal) => StubAnswer.Object("domain", id),
            _ when id.StartsWith("missing", StringComparison.Ordinal) => StubAnswer.Error(404, "NotFoundError", "Domain not found"),
            _ when id.StartsWith("forbidden", StringComparison.Ordinal) => StubAnswer.Error(403, "ForbiddenError", "You may not"),
            _ when id.StartsWith("key", StringComparison.Ordinal) => StubAnswer.Error(401, "WrongCredentialsError", $"Wrong API key: {request.Headers["x-apikey"]}"),
            _ when id.StartsWith("quota", StringComparison.Ordinal) => StubAnswer.Error(429, "QuotaExceededError", "Spent", "Retry-After: 3600\r\n"),
            _ => StubAnswer.Error(400, "BadRequestError", "Bad"),
        };
    });

    private static class ExitCodes
    {
        public const int Quota = (int)ExitCode.Quota;
        public const int Auth = (int)ExitCode.Auth;
    }
}
