using System.Globalization;

namespace VtKit.Cli;

/// <summary>Times as people write them for a feed: a moment in UTC, so long ago, or a place that an earlier run printed.</summary>
internal static class FeedTime
{
    private const string Help = "write it as 2026-01-15T10:00 (UTC), 2026-01-15, now, or as an age such as 90m, 6h, 2d";

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm'Z'", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm", "yyyy-MM-dd", "yyyyMMddHHmm"];

    /// <summary>Reads a time; null where there is none.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public static DateTimeOffset? Parse(string option, string? text, DateTimeOffset now)
    {
        if (text is null) return null;
        if (text == "now") return now;
        if (DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)) return moment;
        if (text.Length > 1 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            TimeSpan? age = text[^1] switch
            {
                'm' => TimeSpan.FromMinutes(count),
                'h' => TimeSpan.FromHours(count),
                'd' when count <= 36_500 => TimeSpan.FromDays(count),
                _ => null,
            };
            if (age is { } ago) return now - ago;
        }
        throw CliException.Usage($"{option}: '{text}' is no time; {Help}");
    }
}
