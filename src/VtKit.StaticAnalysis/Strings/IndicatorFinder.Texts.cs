using System.Buffers;
using System.Text.RegularExpressions;
using VtKit.Indicators;

namespace VtKit.StaticAnalysis;

/// <content>What one text holds.</content>
internal sealed partial class IndicatorFinder
{
    /// <summary>How many indicators of each kind are kept.</summary>
    private const int MaxOfKind = 500;

    /// <summary>Characters that may look like indicators in texts that were unpacked, and what each place costs beside them.</summary>
    private const int MaxLooks = 6 << 20;
    private const int LookCost = 64;

    // Shorter ones are chance, in megabytes of machine code.
    private const int MinEmail = 8;
    private const int MaxLocalPart = 64;
    private const int MaxHost = 253;

    // In characters of base64: whole ones of UTF-16, too.
    private const int TwoGroups = 8;

    private static readonly SearchValues<char> LocalPart = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+-");
    private static readonly SearchValues<char> Host = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");

    // The most frequent ones that are no word of a programming language: "System.IO" is not in Chagos.
    private static readonly HashSet<string> TopLevels = new(
        "com net org info biz edu gov mil onion ru cn de uk fr nl br pl jp kr ua eu top xyz online site club shop su".Split(' '), StringComparer.Ordinal);

    /// <summary>
    /// Whether a text has what no indicator is without: a scheme, a point between the end of a label and the beginning of another one, or points with up
    /// to three digits between. The numbers of which drawings are full have neither.
    /// </summary>
    private static bool MayHold(ReadOnlySpan<char> text)
    {
        for (var at = 0; ;)
        {
            var found = text[at..].IndexOfAny('.', ':');
            if (found < 0) return false;
            at += found + 1;
            var rest = text[at..];
            if (text[at - 1] == ':')
            {
                if (rest.StartsWith("//", StringComparison.Ordinal)) return true;
                continue;
            }
            if (rest.Length > 0 && char.IsAsciiLetterLower(rest[0]) && at > 1 && (char.IsAsciiLetterLower(text[at - 2]) || char.IsAsciiDigit(text[at - 2]))) return true;
            var digits = 0;
            while (digits < Math.Min(4, rest.Length) && char.IsAsciiDigit(rest[digits])) digits++;
            if (digits is >= 1 and <= 3 && digits < rest.Length && rest[digits] == '.') return true;
        }
    }

    private void Search(ReadOnlySpan<char> text, long start, int width)
    {
        try
        {
            AddEmails(text, start, width);
            foreach (var place in Candidate().EnumerateMatches(text))
            {
                if (_packedAt is not null && (_looks -= LookCost + place.Length) <= 0) return;
                var offset = start + (long)place.Index * width;
                var match = text.Slice(place.Index, place.Length).ToString();
                if (match.Contains("://", StringComparison.Ordinal)) AddUrl(Closed(match).TrimEnd('.', ',', ';', ':', ']', '!', '?', '\''), offset);
                else if (char.IsAsciiDigit(match[^1])) AddAddress(match, text, place.Index, offset);
                else if (TopLevels.Contains(match[(match.LastIndexOf('.') + 1)..])) AddDomain(match, offset);
            }
        }
        catch (RegexMatchTimeoutException)
        {
            // A text that was made for this; the others are still worth reading.
        }
    }

    /// <summary>A URL ends where something is closed that was opened in front of it: <c>(see http://a.example/)/Type</c>, as PDF files have it.</summary>
    private static string Closed(string url)
    {
        var open = 0;
        for (var i = 0; i < url.Length; i++)
        {
            if (url[i] == '(') open++;
            if (url[i] == ')' && open-- == 0) return url[..i];
        }
        return url;
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
        if (_found.TryGetValue((kind, value), out var first))
        {
            // Of two runs that end close together, the one that began later may be looked at first.
            if (_packedAt is null && (first.IsUnpacked || offset < first.Offset)) _found[(kind, value)] = (offset, false);
            return;
        }
        var count = _counts.GetValueOrDefault(kind);
        if (count == MaxOfKind) return;
        _found.Add((kind, value), (_packedAt ?? offset, _packedAt is not null));
        _counts[kind] = count + 1;
    }

    // Names stand alone: not behind an @, a slash or another part of a name, and in lower case, which names in programs mostly are not.
    [GeneratedRegex(
        """
        (?:(?:[Hh][Tt][Tt][Pp][Ss]?|[Ff][Tt][Pp])://[^\s"'<>`{}|\\^]{3,2048})|
        (?<![\w.@/\\-])(?:(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3})|(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?){0,8}\.[a-z]{2,6}))(?![\w.@(-])
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Candidate();

    private void AddEmails(ReadOnlySpan<char> text, long start, int width)
    {
        for (int at, from = 0; (at = text[from..].IndexOf('@')) >= 0; from += at + 1)
        {
            var sign = from + at;
            var local = text[Math.Max(0, sign - MaxLocalPart)..sign];
            local = local[(local.LastIndexOfAnyExcept(LocalPart) + 1)..];
            var host = text.Slice(sign + 1, Math.Min(MaxHost, text.Length - sign - 1));
            if (host.IndexOfAnyExcept(Host) is >= 0 and var end) host = host[..end];
            if (local.Length < 2 || local.Length + 1 + host.Length < MinEmail || !host.Contains('.')) continue;
            if (_packedAt is not null && (_looks -= LookCost + local.Length + host.Length) <= 0) return;
            var first = sign - local.Length;
            foreach (var found in IndicatorExtractor.Extract(text.Slice(first, local.Length + 1 + host.Length).ToString()))
                if (found.Kind == IndicatorKind.EmailAddress) Keep(found.Kind, found.Value, start + ((first + found.Offset) * width));
        }
    }

    /// <summary>Looks at what stands in base64 in a text: its place is where its first character stands.</summary>
    private void SearchEncoded(ReadOnlySpan<char> text, Run run)
    {
        var skipped = run.EndsGroup;
        run.EndsGroup = 0;
        var packedAt = _packedAt;
        foreach (var span in EncodedText.Spans(text))
        {
            var from = span.Start == 0 ? Math.Min(skipped, span.Length) : 0;
            var encoded = text.Slice(span.Start + from, span.Length - from);
            if (span.Start + span.Length == text.Length && text.Length == MaxRun) run.EndsGroup = -encoded.Length & (TwoGroups - 1);
            if (EncodedText.Decode(encoded) is not { } decoded || !MayHold(decoded)) continue;
            _packedAt = packedAt ?? run.Start + ((long)(span.Start + from) * run.Width);
            Search(decoded, 0, 1);
            _packedAt = packedAt;
        }
    }
}
