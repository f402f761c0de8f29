using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;

namespace VtKit;

/// <summary>
/// A place in a feed: a minute, and how many lines of its package are done. Reading on from it gives each later object once. Its text
/// can be kept anywhere: <c>files-202601151200-17</c>.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct VtFeedCursor
{
    internal const string MinuteFormat = "yyyyMMddHHmm";

    /// <summary>Makes a place.</summary>
    /// <param name="kind">The feed.</param>
    /// <param name="minute">A moment within the minute, in any time zone.</param>
    /// <param name="line">How many lines of the minute's package to pass over.</param>
    public VtFeedCursor(VtFeedKind kind, DateTimeOffset minute, int line = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(line);
        _ = FeedRows.Of(kind);
        Kind = kind;
        Minute = MinuteOf(minute);
        Line = line;
    }

    /// <summary>The feed.</summary>
    public VtFeedKind Kind { get; }

    /// <summary>The minute, UTC.</summary>
    public DateTimeOffset Minute { get; }

    /// <summary>How many lines of its package are done.</summary>
    public int Line { get; }

    /// <summary>Reads the text of a place.</summary>
    /// <param name="text">What <see cref="ToString"/> gave. A cursor of vt-py becomes one with the feed's name and a dash before it.</param>
    /// <exception cref="FormatException">The text is no such place.</exception>
    public static VtFeedCursor Parse(string text) => TryParse(text, out var cursor)
        ? cursor
        : throw new FormatException("This is no place in a feed: it looks like files-202601151200-17.");

    /// <summary>Reads the text of a place. Never throws.</summary>
    /// <param name="text">What <see cref="ToString"/> gave; the number of lines may be left out.</param>
    /// <param name="cursor">The place.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out VtFeedCursor cursor)
    {
        cursor = default;
        var parts = text?.Split('-') ?? [];
        if (parts.Length is not (2 or 3) || FeedRows.Named(parts[0]) is not { } rows) return false;
        var line = 0;
        if (parts.Length == 3 && !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out line)) return false;
        if (!DateTimeOffset.TryParseExact(parts[1], MinuteFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var minute)) return false;
        cursor = new VtFeedCursor(rows.Kind, minute, line);
        return true;
    }

    /// <summary>The place as text.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{FeedRows.Of(Kind).Name}-{Minute.ToString(MinuteFormat, CultureInfo.InvariantCulture)}-{Line}");

    internal static DateTimeOffset MinuteOf(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    /// <summary>The place after one more line.</summary>
    internal VtFeedCursor After(int lines) => new(Kind, Minute, Line + lines);

    /// <summary>The beginning of the next minute.</summary>
    internal VtFeedCursor NextMinute => new(Kind, Minute.AddMinutes(1));
}
