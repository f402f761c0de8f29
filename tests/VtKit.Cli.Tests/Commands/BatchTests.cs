namespace VtKit.Cli.Tests;

public sealed class BatchTests : IDisposable
{
    private readonly CliRun _vtk = new();

    public void Dispose() => _vtk.Dispose();

    [Fact]
    public async Task Answers_stand_in_the_order_of_the_questions_and_a_few_are_asked_at_a_time()
    {
        var (running, most) = (0, 0);
        var gate = new Lock();
        await using var service = new StubService(async request =>
        {
            lock (gate) most = Math.Max(most, ++running);
            // Later items are answered sooner.
            var number = int.Parse(request.Target.Split('.')[^1], System.Globalization.CultureInfo.InvariantCulture);
            await Task.Delay(TimeSpan.FromMilliseconds(5 * (5 - number % 5)), TimeProvider.System);
            lock (gate) running--;
            return StubAnswer.Object("ip_address", request.Target.Split('/')[^1]);
        });
        var ids = Enumerable.Range(1, 60).Select(i => $"192.0.2.{i}").ToList();
        _vtk.Input = string.Join("\r\n", ids.Select(id => $"  {id} ")) + "\r\n\r\n";
        var result = await _vtk.At(service.Address).RunAsync("ip", "-", "-I", "--format", "table");
        result.ShouldBe(new CliResult(ExitCode.Ok, string.Concat(ids.Select(id => id + "\n")), ""));
        most.ShouldBeInRange(2, 5);
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
        await using var service = new StubService(async request =>
        {
            if (request.Target.EndsWith('1')) return StubAnswer.Object("ip_address", "192.0.2.1");
            await stop.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
            return StubAnswer.Object("ip_address", "192.0.2.2");
        });
        var result = await _vtk.At(service.Address).RunAsync(stop.Token, "ip", "192.0.2.1", "192.0.2.2");
        result.Code.ShouldBe(ExitCode.Cancelled);
        result.ErrorLine.ShouldBe("vtk: cancelled");
        System.Text.Json.Nodes.JsonNode.Parse(result.Out)!.AsArray().Count.ShouldBeLessThan(2);
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
