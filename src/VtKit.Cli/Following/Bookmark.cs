using System.Globalization;
using System.Text;

namespace VtKit.Cli;

/// <summary>
/// How far a list has been followed: the newest date, the keys of what came within a while before it, and the length of the
/// file that holds it all. The while is for what the service lists late.
/// </summary>
internal sealed class Bookmark
{
    private static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    private const string Begun = "begun";
    private const string Beginning = "beginning";

    private readonly Dictionary<string, DateTimeOffset> _seen;

    private Bookmark(DateTimeOffset newest, long length, bool hasBegun, Dictionary<string, DateTimeOffset> seen) =>
        (Newest, Length, HasBegun, _seen) = (newest, length, hasBegun, seen);

    public Bookmark() : this(DateTimeOffset.MinValue, 0, hasBegun: false, []) { }

    /// <summary>The date of the newest item that is written; <see cref="DateTimeOffset.MinValue"/> where none is.</summary>
    public DateTimeOffset Newest { get; private set; }

    /// <summary>How long the file is at this place; 0 for stdout.</summary>
    public long Length { get; set; }

    /// <summary>Whether what the first look found is written.</summary>
    public bool HasBegun { get; set; }

    /// <summary>Whether an item is written already.</summary>
    public bool Has(FollowedItem item) => _seen.ContainsKey(item.Key);

    /// <summary>Whether all that is as old as this is written.</summary>
    public bool IsPast(FollowedItem item) => Newest != DateTimeOffset.MinValue && IsPast(item, Newest);

    /// <summary>Whether an item is so much older than a newest one that nothing later is listed after it.</summary>
    public static bool IsPast(FollowedItem item, DateTimeOffset? newest) => item.Date < newest - Overlap;

    /// <summary>Keeps that an item is written.</summary>
    public void Add(FollowedItem item)
    {
        var date = item.Date ?? Newest;
        _seen[item.Key] = date;
        if (date <= Newest) return;
        Newest = date;
        foreach (var (key, old) in _seen)
            if (old < Newest - Overlap)
                _seen.Remove(key);
    }

    /// <summary>Reads a bookmark; null where there is no such file.</summary>
    /// <exception cref="CliException">The file is no bookmark, or cannot be read.</exception>
    public static Bookmark? Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Unusable(path, $"cannot be read: {e.Message}", e);
        }
        if (lines is [var first, .. var rest] && ReadNumbers(first) is var (newest, length, hasBegun))
        {
            var seen = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
            foreach (var line in rest)
            {
                var space = line.IndexOf(' ', StringComparison.Ordinal);
                if (space < 0 || ReadSeconds(line[..space]) is not { } date) throw NoBookmark(path);
                seen[line[(space + 1)..]] = date;
            }
            return new Bookmark(newest, length, hasBegun, seen);
        }
        throw NoBookmark(path);
    }

    /// <summary>Writes the bookmark whole, or not at all.</summary>
    public void Save(string path)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Newest.ToUnixTimeSeconds()} {Length} {(HasBegun ? Begun : Beginning)}\n");
        foreach (var (key, date) in _seen) text.Append(CultureInfo.InvariantCulture, $"{date.ToUnixTimeSeconds()} {key.ReplaceLineEndings(" ")}\n");
        OutputFile.Replace(path, CliConsole.Utf8.GetBytes(text.ToString()));
    }

    private static (DateTimeOffset Newest, long Length, bool HasBegun)? ReadNumbers(string line) =>
        line.Split(' ') is [var seconds, var length, Begun or Beginning] and [_, _, var state]
        && ReadSeconds(seconds) is { } newest && long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? (newest, bytes, state == Begun)
            : null;

    private static DateTimeOffset? ReadSeconds(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)
        && seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    private static CliException NoBookmark(string path) => InputFile.Unusable(path, "is no bookmark: remove it to begin anew, or name another file");
}
