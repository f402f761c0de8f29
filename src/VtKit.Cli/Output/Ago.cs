using System.Globalization;

namespace VtKit.Cli;

/// <summary>Spans of time as people say them.</summary>
internal static class Ago
{
    /// <summary>A span in its largest unit and the next: <c>40 s</c>, <c>12 min</c>, <c>3 h 20 min</c>, <c>2 days 4 h</c>.</summary>
    public static string Of(TimeSpan span)
    {
        if (span < TimeSpan.FromMinutes(1)) return Text($"{Math.Max(0, (int)span.TotalSeconds)} s");
        if (span < TimeSpan.FromHours(1)) return Text($"{(int)span.TotalMinutes} min");
        if (span < TimeSpan.FromDays(1)) return Text($"{(int)span.TotalHours} h") + (span.Minutes > 0 ? Text($" {span.Minutes} min") : "");
        return Count.Of((int)span.TotalDays, "day") + (span.Hours > 0 ? Text($" {span.Hours} h") : "");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
