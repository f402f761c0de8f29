using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;

namespace VtKit.Tests;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Calls_are_seen_by_who_listens_and_tell_no_key_and_no_ids()
    {
        const string hash = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";
        var activities = new ConcurrentQueue<Activity>();
        var measured = new ConcurrentQueue<(string Name, double Value, string Tags)>();
        using var activityListener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "VtKit",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(activityListener);
        using var meterListener = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Meter.Name == "VtKit") listener.EnableMeasurementEvents(instrument); } };
        meterListener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, string.Join(' ', tags.ToArray()))));
        meterListener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured.Enqueue((instrument.Name, value, string.Join(' ', tags.ToArray()))));
        meterListener.Start();
        var stub = new StubHandler()
            .Then(HttpStatusCode.ServiceUnavailable, StubHandler.Error("TransientError"))
            .Then(HttpStatusCode.OK, """{"data":{"type":"file","id":"x"}}""")
            .Then(HttpStatusCode.Unauthorized, StubHandler.Error("WrongCredentialsError", Make.Key))
            .ThenFail(new HttpRequestException(HttpRequestError.SecureConnectionError, "tls"));
        using var client = Make.Client(stub);
        using var parent = new Activity("test").Start();

        await client.Files.GetAsync(hash);
        await Should.ThrowAsync<VtAuthenticationException>(client.GetAsync($"/users/{Make.Key}"));
        await Should.ThrowAsync<VtTransportException>(client.GetAsync("/unheard/of"));

        var own = activities.Where(a => a.TraceId == parent.TraceId).ToArray();
        own.Select(a => a.OperationName).ShouldBe(["GET /files/{id}", "GET /users/{id}", "GET other"]);
        own[0].GetTagItem("vtkit.attempts").ShouldBe(2);
        own[0].GetTagItem("http.response.status_code").ShouldBe(200);
        own[1].Status.ShouldBe(ActivityStatusCode.Error);
        own[2].GetTagItem("error.type").ShouldBe("Tls");
        measured.Select(m => m.Name).Distinct().ShouldBe(["vtkit.retries", "vtkit.request.duration"], ignoreOrder: true);
        var told = string.Join('\n', own.SelectMany(a => a.TagObjects.Select(t => $"{t.Key}={t.Value}").Append(a.OperationName)).Concat(measured.Select(m => m.Tags)));
        told.ShouldNotContain(hash);
        told.ShouldNotContain(Make.Key);
    }
}
