using System.Diagnostics.CodeAnalysis;

namespace VtKit.Indicators;

/// <summary>Decides what a text is. The order matters: what has the narrowest form comes first.</summary>
internal static class Recogniser
{
    private const string Kinds = "a hash (MD5, SHA-1, SHA-256), URL, domain, IP address or CVE number";

    public static Indicator Recognise(string text)
    {
        var typed = TextTrim.Unwrap(TextTrim.Trim(text));
        if (typed.IsEmpty) return Unknown(text, $"Nothing was given: give {Kinds}.");
        if (typed.ContainsAny('\r', '\n')) return Unknown(text, "The text has several lines: give one indicator at a time.");
        var plain = Refanger.Refang(typed.Length == text.Length ? text : typed.ToString());
        return RecogniseExact(text, plain) ?? RecogniseUrl(text, plain) ?? RecogniseName(text, typed, plain);
    }

    /// <summary>What has a form that nothing else has.</summary>
    private static Indicator? RecogniseExact(string text, string plain)
    {
        if (FileHash.TryParse(plain, out var hash)) return new Indicator(IndicatorKind.File, text, hash.ToString()) { Hash = hash };
        if (CveNumber.TryParse(plain, out var cve)) return new Indicator(IndicatorKind.Cve, text, cve);
        var bare = plain is ['[', .., ']'] ? plain.AsSpan(1, plain.Length - 2) : plain;
        if (IpAddress.TryParse(bare, out var address)) return new Indicator(IndicatorKind.IpAddress, text, address.ToString());
        return null;
    }

    private static Indicator? RecogniseUrl(string text, string plain)
    {
        if (plain.Contains("://", StringComparison.Ordinal) && UrlCanonicalizer.TrySplitScheme(plain, out _, out var rest) && rest.Length < plain.Length)
        {
            var space = plain.IndexOf(' ', StringComparison.Ordinal);
            if (space > 0 && plain.AsSpan(space).Contains("://", StringComparison.Ordinal)) return Unknown(text, "The text has several URLs: give one indicator at a time.");
            return UrlCanonicalizer.TryCanonicalize(plain, out var canonical)
                ? Url(text, canonical, UrlId.FromUrl(plain))
                : Unknown(text, $"The URL {Excerpt.Of(plain)} has no valid host: check what stands between \"//\" and the next \"/\".");
        }
        // "http" in base64, in either case: what is shorter or starts otherwise is a word.
        if ((plain.StartsWith("aHR0c", StringComparison.Ordinal) || plain.StartsWith("SFRUU", StringComparison.Ordinal))
            && UrlId.TryParse(plain, out var id) && UrlCanonicalizer.TryCanonicalize(id.Url, out var decoded))
            return Url(text, decoded, id);
        return null;
    }

    /// <summary>What is named by a host: a domain, or a URL without a scheme.</summary>
    private static Indicator RecogniseName(string text, ReadOnlySpan<char> typed, string plain)
    {
        if (Problems.Find(plain) is { } problem) return Unknown(text, problem);

        var hostEnd = plain.AsSpan().IndexOfAny('/', '?', '#');
        if (hostEnd < 0 && !HasPort(plain)) return RecogniseDomain(text, typed, plain);
        return UrlCanonicalizer.TryCanonicalize(plain, out var canonical) && HasWellKnownHost(canonical)
            ? Url(text, canonical, UrlId.FromUrl(plain))
            : Unknown(text, $"{Excerpt.Of(plain)} is neither a URL nor a domain: put http:// before it if it is a URL; if it is a path, hash the file and give its hash.");
    }

    private static Indicator RecogniseDomain(string text, ReadOnlySpan<char> typed, string plain)
    {
        if (!DomainName.TryParse(plain, out var domain, out var problem))
            return Unknown(text, $"{Excerpt.Of(plain)} is not {Kinds}: {problem}.");
        if (FileNameRule.IsFileName(domain))
            return Unknown(text, $"{Excerpt.Of(plain)} is a file name, for .{domain.TopLevel} is no top-level domain: hash the file and give its hash.");
        // Who defangs a name or ends it with a dot knows that it is a domain.
        var isExplicit = plain.EndsWith('.') || !typed.SequenceEqual(plain);
        if (!isExplicit && FileNameRule.CouldBeFileName(domain))
            return Unknown(text, $"{Excerpt.Of(plain)} may be a file name or a domain: write \"{domain}.\", with a dot at the end, for the domain; for a file give its hash.");
        return new Indicator(IndicatorKind.Domain, text, domain.Ascii);
    }

    /// <summary>Whether the host could be on the internet, so that <c>src/main.c</c> is no URL.</summary>
    private static bool HasWellKnownHost(string canonical)
    {
        var host = canonical.AsSpan("http://".Length);
        host = host[..host.IndexOf('/')];
        if (host is ['[', ..]) return true;
        if (host.LastIndexOf(':') is > 0 and var colon) host = host[..colon];
        return IpAddress.TryParse(host, out _) || (DomainName.TryParse(host.ToString(), out var domain) && !FileNameRule.IsFileName(domain));
    }

    private static bool HasPort(string plain)
    {
        var colon = plain.LastIndexOf(':');
        return colon > 0 && colon < plain.Length - 1 && !plain.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9');
    }

    private static Indicator Url(string text, string canonical, UrlId id) => new(IndicatorKind.Url, text, canonical) { UrlId = id };

    private static Indicator Unknown(string text, string problem) => new(IndicatorKind.Unknown, text, "") { Problem = problem };
}
