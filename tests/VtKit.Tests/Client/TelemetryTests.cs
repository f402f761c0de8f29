using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using VtKit.Testing.Shared;

namespace VtKit.Tests;

/// <summary>Meters are heard from the whole process: these tests run alone.</summary>
[CollectionDefinition("telemetry", DisableParallelization = true)]
public sealed class TelemetryCollection;

[Collection("telemetry")]
public sealed class TelemetryTests
{
    private const string Hash = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";
    private const string File = """{"data":{"type":"file","id":"x"}}""";

    [Fact]
    public async Task Calls_are_seen_by_who_listens_and_tell_no_key_and_no_ids()
    {
        using var heard = new Listener();
        var stub = new StubHandler()
            .Then(HttpStatusCode.ServiceUnavailable, StubHandler.Error("TransientError"))
            .Then(HttpStatusCode.OK, File)
            .Then(HttpStatusCode.Unauthorized, StubHandler.Error("WrongCredentialsError", Make.Key))
            .ThenFail(new HttpRequestException(HttpRequestError.SecureConnectionError, "tls"));
        using var client = Make.Client(stub);
        using var parent = new Activity("test").Start();

        await client.Files.GetAsync(Hash);
        await Should.ThrowAsync<VtAuthenticationException>(client.GetAsync($"/users/{Make.Key}"));
        await Should.ThrowAsync<VtTransportException>(client.GetAsync("/unheard/of"));

        var own = heard.Activities.Where(a => a.TraceId == parent.TraceId).ToArray();
        own.Select(a => a.OperationName).ShouldBe(["GET /files/{id}", "GET /users/{id}", "GET other"]);
        own[0].GetTagItem("vtkit.attempts").ShouldBe(2);
        own[0].GetTagItem("vtkit.endpoint").ShouldBe("files.get");
        own[0].GetTagItem("http.response.status_code").ShouldBe(200);
        own[0].Events.Single().Name.ShouldBe("retry");
        own[0].Status.ShouldBe(ActivityStatusCode.Unset);
        own[1].Status.ShouldBe(ActivityStatusCode.Error);
        own[1].GetTagItem("error.type").ShouldBe("401");
        own[2].GetTagItem("error.type").ShouldBe("Tls");
        var told = string.Join('\n', own.SelectMany(a => a.TagObjects.Concat(a.Events.SelectMany(e => e.Tags)).Select(t => $"{t.Key}={t.Value}").Append(a.OperationName)).Concat(heard.Measured.Select(m => m.ToString())));
        told.ShouldNotContain(Hash);
        told.ShouldNotContain(Make.Key);
    }

    [Fact]
    public async Task What_is_sent_comes_and_is_spent_is_counted()
    {
        using var heard = new Listener();
        var stub = new StubHandler()
            .Then(HttpStatusCode.ServiceUnavailable, "12345")
            .Then(HttpStatusCode.OK, File)
            .Then(HttpStatusCode.NotFound, StubHandler.Error("NotFoundError"))
            .Then(HttpStatusCode.OK, """{"data":{}}""")
            .ThenFail(new HttpRequestException(HttpRequestError.SecureConnectionError, "tls"));
        using var client = Make.Client(stub);

        await client.Files.GetAsync(Hash);
        await Should.ThrowAsync<VtNotFoundException>(client.Files.GetAsync(Hash));
        await client.PostAsync("/unheard/of", "{}"u8.ToArray());
        await Should.ThrowAsync<VtTransportException>(client.GetAsync("/users/me/overall_quotas"));

        const string file = "http.request.method=GET url.template=/files/{id}";
        const string other = "http.request.method=POST url.template=other";
        const string quotas = "http.request.method=GET url.template=/users/{id}/overall_quotas";
        heard.Of("vtkit.requests").ShouldBe(
        [
            (1, $"{file} http.response.status_code=503 error.type=503"), (1, $"{file} http.response.status_code=200"),
            (1, $"{file} http.response.status_code=404 error.type=404"), (1, $"{other} http.response.status_code=200"), (1, $"{quotas} error.type=Tls"),
        ]);
        heard.Of("vtkit.request.duration").Select(m => m.Tags).ShouldBe(
        [
            $"{file} http.response.status_code=200", $"{file} http.response.status_code=404 error.type=404", $"{other} http.response.status_code=200", $"{quotas} error.type=Tls",
        ]);
        heard.Of("vtkit.retries").ShouldBe([(1, $"{file} error.type=503")]);
        // Every attempt has its price, and the question for the quota has none.
        heard.Of("vtkit.quota.consumed").ShouldBe([(1, file), (1, file), (1, file), (1, other)]);
        heard.Of("vtkit.bytes").ShouldBe(
        [
            (5, $"{file} network.io.direction=receive"), (File.Length, $"{file} network.io.direction=receive"),
            (StubHandler.Error("NotFoundError").Length, $"{file} network.io.direction=receive"),
            (2, $"{other} network.io.direction=transmit"), (11, $"{other} network.io.direction=receive"),
        ]);
    }

    [Fact]
    public async Task Bytes_of_a_download_count_as_they_come()
    {
        using var heard = new Listener();
        using var client = Make.Client(new StubHandler().Then(HttpStatusCode.OK, new string('x', 300_000)));
        using var target = new MemoryStream();

        await client.DownloadAsync("/intelligence/zip_files/1/download", target);

        heard.Of("vtkit.bytes").Sum(m => m.Value).ShouldBe(300_000);
        heard.Of("vtkit.bytes").Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Waiting_for_quota_is_told()
    {
        using var heard = new Listener();
        var clock = new FakeTime { AutoAdvance = true };
        using var client = Make.Client(new StubHandler().Always(HttpStatusCode.OK, File), options =>
        {
            options.TimeProvider = clock;
            options.Quota = new VtQuota(PerMinute: 1);
        });
        using var parent = new Activity("test").Start();

        await client.Files.GetAsync(Hash);
        await client.Files.GetAsync(Hash);

        heard.Of("vtkit.quota.waits").ShouldBe([(1, "")]);
        heard.Of("vtkit.quota.wait.duration").ShouldBe([(60, "")]);
        heard.Activities.Last(a => a.TraceId == parent.TraceId).Events.Single().Name.ShouldBe("quota wait");
        // A call has taken as long as its caller's clock says.
        heard.Of("vtkit.request.duration").Select(m => m.Value).ShouldBe([0, 60]);
    }

    [Fact]
    public async Task A_caller_may_be_told_of_each_call()
    {
        var calls = new List<VtCall>();
        var stub = new StubHandler()
            .Then(HttpStatusCode.ServiceUnavailable, "{}").Then(HttpStatusCode.OK, File)
            .Then(HttpStatusCode.Unauthorized, StubHandler.Error("WrongCredentialsError", Make.Key))
            .ThenFail(new HttpRequestException(HttpRequestError.SecureConnectionError, "tls"));
        using var client = Make.Client(stub, options => options.OnCall = calls.Add);

        await client.Files.GetAsync(Hash);
        await Should.ThrowAsync<VtAuthenticationException>(client.GetAsync($"/users/{Make.Key}"));
        await Should.ThrowAsync<VtTransportException>(client.GetAsync("/unheard/of"));

        calls.Select(call => call with { Duration = default }).ShouldBe(
        [
            new VtCall("GET", "/files/{id}", "files.get", HttpStatusCode.OK, null, default, 2),
            new VtCall("GET", "/users/{id}", "users.get", HttpStatusCode.Unauthorized, null, default, 1),
            new VtCall("GET", "other", null, null, "Tls", default, 1),
        ]);
    }

    [Fact]
    public async Task A_caller_may_be_told_of_each_pause()
    {
        var pauses = new List<VtPause>();
        var stub = new StubHandler().Then(HttpStatusCode.ServiceUnavailable, "{}", ("Retry-After", "7")).Then(HttpStatusCode.OK, File).Then(HttpStatusCode.OK, File);
        using var client = Make.Client(stub, options =>
        {
            options.TimeProvider = new FakeTime { AutoAdvance = true };
            options.Quota = new VtQuota(PerMinute: 2);
            options.OnPause = pauses.Add;
        });

        await client.Files.GetAsync(Hash);
        await client.Files.GetAsync(Hash);

        // The minute begins with the first attempt.
        pauses.ShouldBe([new VtPause("GET", "/files/{id}", TimeSpan.FromSeconds(7), "503"), new VtPause("GET", "/files/{id}", TimeSpan.FromSeconds(53), null)]);
    }

    [Fact]
    public async Task Who_throws_when_told_changes_nothing()
    {
        using var client = Make.Client(new StubHandler().Then(HttpStatusCode.ServiceUnavailable, "{}").Then(HttpStatusCode.OK, File), options =>
        {
            options.OnCall = _ => throw new InvalidOperationException("mine");
            options.OnPause = _ => throw new InvalidOperationException("mine");
        });
        (await client.Files.GetAsync(Hash)).Id.ShouldBe("x");
    }

    /// <summary>Hears all that VtKit tells.</summary>
    private sealed class Listener : IDisposable
    {
        private readonly ActivityListener _activities;
        private readonly MeterListener _meters;

        public Listener()
        {
            _activities = new ActivityListener
            {
                ShouldListenTo = source => source.Name == VtTelemetry.ActivitySourceName,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = Activities.Enqueue,
            };
            ActivitySource.AddActivityListener(_activities);
            _meters = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Meter.Name == VtTelemetry.MeterName) listener.EnableMeasurementEvents(instrument); } };
            _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
            _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
            _meters.Start();
        }

        public ConcurrentQueue<Activity> Activities { get; } = new();

        public ConcurrentQueue<(string Name, double Value, string Tags)> Measured { get; } = new();

        public List<(double Value, string Tags)> Of(string name) => [.. Measured.Where(m => m.Name == name).Select(m => (m.Value, m.Tags))];

        public void Dispose()
        {
            _activities.Dispose();
            _meters.Dispose();
        }

        private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            Measured.Enqueue((instrument.Name, value, string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
    }
}
