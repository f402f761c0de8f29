using Microsoft.Extensions.Logging;

namespace VtKit.DependencyInjection;

/// <summary>Logs calls: method, path template, status, time, attempts. No key, no id, nothing of the data.</summary>
internal static partial class CallLog
{
    /// <summary>The category of the logger; that of a named client ends in its name.</summary>
    public const string Category = "VtKit.VtClient";

    public static void Write(ILogger logger, VtCall call)
    {
        var level = LevelOf(call);
        if (!logger.IsEnabled(level)) return;
        var milliseconds = (long)call.Duration.TotalMilliseconds;
        if (call.Status is { } status) Answered(logger, level, call.Method, call.Template, (int)status, milliseconds, call.Attempts);
        else NotAnswered(logger, level, call.Method, call.Template, call.Failure, milliseconds, call.Attempts);
    }

    // That the service does not know something is an answer like any other, and who gives a call up knows it.
    private static LogLevel LevelOf(VtCall call) =>
        (int?)call.Status is >= 200 and < 300 or 404 || call.Failure == "Cancelled" ? LogLevel.Debug : LogLevel.Warning;

    [LoggerMessage(EventId = 1, EventName = "Answered", Message = "VirusTotal {Method} {Template} answered {Status} in {Milliseconds} ms (attempts: {Attempts})")]
    private static partial void Answered(ILogger logger, LogLevel level, string method, string template, int status, long milliseconds, int attempts);

    [LoggerMessage(EventId = 2, EventName = "NotAnswered", Message = "VirusTotal {Method} {Template} got no answer: {Failure} after {Milliseconds} ms (attempts: {Attempts})")]
    private static partial void NotAnswered(ILogger logger, LogLevel level, string method, string template, string? failure, long milliseconds, int attempts);
}
