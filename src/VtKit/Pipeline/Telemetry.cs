using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace VtKit;

/// <summary>What is told of calls to who listens, in tags that are templates and codes: no key, no ids, nothing of the data. docs/guides/telemetry.md lists it.</summary>
internal static class Telemetry
{
    public const string Method = "http.request.method";
    public const string Template = "url.template";
    public const string Status = "http.response.status_code";
    public const string Error = "error.type";

    private static readonly ActivitySource Source = new(VtTelemetry.ActivitySourceName);

    /// <summary>Whether the program has meters at all; vtk is published without. The instruments are only made where it has.</summary>
    [FeatureSwitchDefinition("System.Diagnostics.Metrics.Meter.IsSupported")]
    private static bool HasMeters => !AppContext.TryGetSwitch("System.Diagnostics.Metrics.Meter.IsSupported", out var has) || has;

    public static bool IsWatched => Source.HasListeners() || (HasMeters && Instruments.Duration.Enabled);

    /// <summary>The template of the path, which holds no id.</summary>
    public static string TemplateOf(ApiMessage message) => message.Endpoint?.Template ?? "other";

    public static Activity? Begin(ApiMessage message)
    {
        if (!Source.HasListeners()) return null;
        var template = TemplateOf(message);
        return Source.StartActivity($"{message.Method} {template}", ActivityKind.Client, default(ActivityContext),
        [
            new(Method, message.Method.Method), new(Template, template), new("vtkit.endpoint", message.Endpoint?.Name),
            new("server.address", message.Target.Host), new("server.port", message.Target.Port),
        ]);
    }

    public static void End(Activity? activity, VtCall call)
    {
        if (activity is not null)
        {
            if (call.Status is { } status) activity.SetTag(Status, (int)status);
            if (ErrorOf(call) is { } error)
            {
                activity.SetTag(Error, error);
                activity.SetStatus(ActivityStatusCode.Error);
            }
            activity.SetTag("vtkit.attempts", call.Attempts);
            if (call.CacheAge is { } age) activity.SetTag("vtkit.cache.age", age.TotalSeconds);
        }
        if (HasMeters && Instruments.Duration.Enabled)
            Instruments.Duration.Record(call.Duration.TotalSeconds, Tags(call.Method, call.Template, (int?)call.Status, ErrorOf(call)));
    }

    /// <summary>One exchange with a server is over, by an answer or a fault.</summary>
    public static void Exchanged(ApiMessage message, HttpResponseMessage? response, Exception? fault)
    {
        if (!HasMeters) return;
        if (Instruments.Requests.Enabled)
        {
            var error = fault is not null ? Name(fault) : response!.IsSuccessStatusCode ? null : Text((int)response.StatusCode);
            Instruments.Requests.Add(1, Tags(message.Method.Method, TemplateOf(message), (int?)response?.StatusCode, error));
        }
        if (response is null || !Instruments.Bytes.Enabled) return;
        if (message.Content?.Headers.ContentLength is > 0 and var sent) Moved(message, sent, "transmit");
        Received(message, message.Body.Length);
    }

    /// <summary>Bytes of an answer have come, as they are after decompression.</summary>
    public static void Received(ApiMessage message, int bytes)
    {
        if (bytes > 0 && HasMeters && Instruments.Bytes.Enabled) Moved(message, bytes, "receive");
    }

    public static void Retried(ClientSettings settings, ApiMessage message, string reason, TimeSpan delay)
    {
        if (delay > TimeSpan.Zero) Pauses(settings, message, reason, delay);
        Note("retry", [new KeyValuePair<string, object?>(Error, reason), new KeyValuePair<string, object?>("vtkit.delay", delay.TotalSeconds)]);
        if (HasMeters && Instruments.Retries.Enabled)
            Instruments.Retries.Add(1, new(Method, message.Method.Method), new(Template, TemplateOf(message)), new(Error, reason));
    }

    /// <summary>An attempt goes out at its price.</summary>
    public static void Charged(ApiMessage message)
    {
        if (HasMeters && Instruments.QuotaConsumed.Enabled)
            Instruments.QuotaConsumed.Add(message.Cost, new(Method, message.Method.Method), new KeyValuePair<string, object?>(Template, TemplateOf(message)));
    }

    public static void WaitsForQuota(ClientSettings settings, ApiMessage message, TimeSpan wait)
    {
        Pauses(settings, message, null, wait);
        Note("quota wait", [new KeyValuePair<string, object?>("vtkit.delay", wait.TotalSeconds)]);
        if (HasMeters) Instruments.QuotaWaits.Add(1);
    }

    /// <summary>The ledger has let a request through, after a wait in line and for the window. Less than a millisecond is no wait.</summary>
    public static void WaitedForQuota(TimeSpan waited)
    {
        if (waited.TotalMilliseconds >= 1 && HasMeters) Instruments.QuotaWaitDuration.Record(waited.TotalSeconds);
    }

    /// <summary>What happened, as a word for tags and logs.</summary>
    public static string Name(Exception e) => e switch
    {
        VtTransportException fault => fault.Fault.ToString(),
        OperationCanceledException => "Cancelled",
        _ => e.GetType().Name,
    };

    public static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static string? ErrorOf(VtCall call) => call.Failure ?? ((int?)call.Status is { } status and not (>= 200 and < 300) ? Text(status) : null);

    private static void Moved(ApiMessage message, long bytes, string direction) =>
        Instruments.Bytes.Add(bytes, new(Method, message.Method.Method), new(Template, TemplateOf(message)), new("network.io.direction", direction));

    private static void Pauses(ClientSettings settings, ApiMessage message, string? error, TimeSpan delay)
    {
        if (settings.OnPause is { } told) Tell(told, new VtPause(message.Method.Method, TemplateOf(message), delay, error));
    }

    /// <summary>Tells the program what happened. Watching a call must not change how it ends.</summary>
    public static void Tell<T>(Action<T>? told, T what)
    {
        try
        {
            told?.Invoke(what);
        }
        catch (Exception)
        {
            // What a log throws is not the call's.
        }
    }

    // Around the call there may be activities of others, which are not ours to write on.
    private static void Note(string what, ActivityTagsCollection tags)
    {
        if (Activity.Current is { } activity && activity.Source == Source) activity.AddEvent(new ActivityEvent(what, tags: tags));
    }

    private static TagList Tags(string method, string template, int? status, string? error)
    {
        var tags = new TagList { { Method, method }, { Template, template } };
        if (status is not null) tags.Add(Status, status);
        if (error is not null) tags.Add(Error, error);
        return tags;
    }
}

/// <summary>Watches each call, where somebody listens.</summary>
internal sealed class TelemetryHandler(ClientSettings settings, PipelineHandler next) : PipelineHandler(next)
{
    public override Task<Answer> SendAsync(ApiMessage message, CancellationToken cancellationToken) =>
        settings.OnCall is not null || Telemetry.IsWatched ? SendWatchedAsync(message, cancellationToken) : Next.SendAsync(message, cancellationToken);

    private async Task<Answer> SendWatchedAsync(ApiMessage message, CancellationToken cancellationToken)
    {
        var started = settings.Time.GetTimestamp();
        using var activity = Telemetry.Begin(message);
        Answer answer = default;
        string? failure = null;
        try
        {
            return answer = await Next.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = Telemetry.Name(e);
            throw;
        }
        finally
        {
            var call = new VtCall(message.Method.Method, Telemetry.TemplateOf(message), message.Endpoint?.Name, answer.Response?.StatusCode, failure, settings.Time.GetElapsedTime(started), message.Attempt, message.CacheAge);
            Telemetry.End(activity, call);
            Telemetry.Tell(settings.OnCall, call);
        }
    }
}
