using System.Text.RegularExpressions;
using VtKit.Indicators;

namespace VtKit.StaticAnalysis;

/// <summary>
/// Finds URLs, domains and IPv4 addresses in the texts of a file: runs of printable ASCII, and of the same characters in UTF-16. What only may be
/// an indicator is left out: most of what has the form of a domain in a program is the name of a class or a file, and four numbers are a version.
/// </summary>
internal sealed partial class IndicatorFinder
{
    /// <summary>How far into a file texts are looked at.</summary>
    private const long MaxBytes = 16L << 20;

    /// <summary>How many indicators of each kind are kept.</summary>
    private const int MaxOfKind = 500;

    private const int MinRun = 7;
    private const int MaxRun = 4096;

    // The most frequent ones that are no word of a programming language: "System.IO" is not in Chagos.
    private static readonly HashSet<string> TopLevels = new(
        "com net org info biz edu gov mil onion ru cn de uk fr nl br pl jp kr ua eu top xyz online site club shop su".Split(' '), StringComparer.Ordinal);

    private readonly Dictionary<(IndicatorKind Kind, string Value), long> _found = [];
    private readonly Dictionary<IndicatorKind, int> _counts = [];

    // One run for each place a character of two bytes can start at, and one for single bytes.
    private readonly Run[] _wide = [new(), new()];
    private readonly Run _narrow = new();
    private long _offset;
    private byte _before;

    public static async ValueTask<IReadOnlyList<FoundIndicator>> FindAsync(ContentView view, CancellationToken cancellationToken)
    {
        var finder = new IndicatorFinder();
        await view.StreamAsync(0, Math.Min(view.Length, MaxBytes), finder.Add, cancellationToken).ConfigureAwait(false);
        finder.End(finder._narrow);
        foreach (var run in finder._wide) finder.End(run);
        return [.. finder._found.Select(one => new FoundIndicator(one.Key.Kind, one.Key.Value, one.Value)).OrderBy(one => one.Offset)];
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            Take(_narrow, b, 0, _offset);
            // A pair of bytes ends here: its high byte is zero in the texts that are looked for.
            if (_offset > 0) Take(_wide[_offset & 1], _before, b, _offset - 1);
            _before = b;
            _offset++;
        }
    }

    private void Take(Run run, byte low, byte high, long offset)
    {
        if (high == 0 && low is >= 0x20 and < 0x7F)
        {
            if (run.Length == 0) run.Start = offset;
            run.Text[run.Length++] = (char)low;
            if (run.Length == MaxRun) End(run);
        }
        else if (run.Length > 0)
        {
            End(run);
        }
    }

    private void End(Run run)
    {
        var text = run.Text.AsSpan(0, run.Length);
        run.Length = 0;
        // Most runs hold nothing: they cost no memory.
        if (text.Length >= MinRun && (text[1..^1].Contains('.') || text.Contains("://", StringComparison.Ordinal)))
            Search(text, run.Start, ReferenceEquals(run, _narrow) ? 1 : 2);
    }

    private void Search(ReadOnlySpan<char> text, long start, int width)
    {
        try
        {
            foreach (var place in Candidate().EnumerateMatches(text))
            {
                var offset = start + (long)place.Index * width;
                var match = text.Slice(place.Index, place.Length).ToString();
                if (match.Contains("://", StringComparison.Ordinal)) AddUrl(match.TrimEnd('.', ',', ';', ':', ')', ']', '!', '?', '\''), offset);
                else if (char.IsAsciiDigit(match[^1])) AddAddress(match, text, place.Index, offset);
                else if (TopLevels.Contains(match[(match.LastIndexOf('.') + 1)..])) AddDomain(match, offset);
            }
        }
        catch (RegexMatchTimeoutException)
        {
            // A text that was made for this; the others are still worth reading.
        }
    }

    private void AddUrl(string text, long offset)
    {
        if (!UrlCanonicalizer.TryCanonicalize(text, out var url) || Uri.TryCreate(url, UriKind.Absolute, out var parsed) is false) return;
        Keep(IndicatorKind.Url, url, offset);
        if (IpAddress.TryParse(parsed.Host.Trim('[', ']'), out var address)) Keep(IndicatorKind.IpAddress, address.ToString(), offset);
        else if (DomainName.TryParse(parsed.Host, out var domain)) Keep(IndicatorKind.Domain, domain.Ascii, offset);
    }

    private void AddAddress(string text, ReadOnlySpan<char> run, int index, long offset)
    {
        var isVersion = text.Split('.').Count(part => part == "0") > 1 || run.Slice(Math.Max(0, index - 12), Math.Min(12, index)).Contains("ersion", StringComparison.OrdinalIgnoreCase);
        if (!isVersion && IpAddress.TryParse(text, out var address) && address.IsPublic) Keep(IndicatorKind.IpAddress, address.ToString(), offset);
    }

    private void AddDomain(string text, long offset)
    {
        if (DomainName.TryParse(text, out var domain)) Keep(IndicatorKind.Domain, domain.Ascii, offset);
    }

    private void Keep(IndicatorKind kind, string value, long offset)
    {
        var count = _counts.GetValueOrDefault(kind);
        if (count == MaxOfKind || !_found.TryAdd((kind, value), offset)) return;
        _counts[kind] = count + 1;
    }

    // Names stand alone: not behind an @, a slash or another part of a name, and in lower case, which names in programs mostly are not.
    [GeneratedRegex(
        """
        (?:(?:[Hh][Tt][Tt][Pp][Ss]?|[Ff][Tt][Pp])://[^\s"'<>`{}|\\^]{3,2048})|
        (?<![\w.@/\\-])(?:(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3})|(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?){0,8}\.[a-z]{2,6}))(?![\w.@(-])
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Candidate();

    private sealed class Run
    {
        public char[] Text { get; } = new char[MaxRun];

        public int Length { get; set; }

        public long Start { get; set; }
    }
}
