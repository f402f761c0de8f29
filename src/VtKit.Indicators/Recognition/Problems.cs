using System.Buffers;

namespace VtKit.Indicators;

/// <summary>Texts that are nearly indicators, and what to give instead.</summary>
internal static class Problems
{
    private static readonly SearchValues<char> IPv4Characters = SearchValues.Create("0123456789.");
    private static readonly SearchValues<char> IPv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>The problem, in one line, or null when the text may be a domain or a URL.</summary>
    public static string? Find(string text) => Clause(text) is { } clause ? $"{Excerpt.Of(text)} {clause}" : null;

    private static string? Clause(string text)
    {
        if (text.AsSpan().ContainsAny(' ', '\t')) return "holds white space: give one indicator at a time.";
        if (text.Length >= 24 && Hex.IsHex(text))
            return $"has {text.Length} hex digits: a hash has 32 (MD5), 40 (SHA-1) or 64 (SHA-256). Check that it is whole.";
        if (AnalysisId.TryParse(text, out _)) return "is the id of an analysis: look it up as an analysis.";
        if (IsPath(text)) return "is a path: hash the file and give its hash.";
        if (text.StartsWith("*.", StringComparison.Ordinal)) return "is a pattern: give the domain without \"*.\".";
        if (ProblemOfAddress(text) is { } problem) return problem;
        var at = text.IndexOf('@');
        return at >= 0 && !text.AsSpan(0, at).ContainsAny('/', '?', '#')
            ? "is an e-mail address: give its domain, or put http:// before it if it is a URL."
            : null;
    }

    private static bool IsPath(string text) =>
        text.Contains('\\', StringComparison.Ordinal) || text[0] is '/' or '~' || text.StartsWith("./", StringComparison.Ordinal)
        || text.StartsWith("../", StringComparison.Ordinal);

    private static string? ProblemOfAddress(string text)
    {
        var slash = text.IndexOf('/');
        if (slash > 0 && IpAddress.TryParse(text.AsSpan(0, slash), out var network)
            && byte.TryParse(text.AsSpan(slash + 1), out var prefix) && prefix <= (network.IsIPv6 ? 128 : 32))
            return "is a network: give one address of it, or put http:// before it if it is a URL.";

        var zone = text.IndexOf('%');
        if (zone > 0 && IpAddress.TryParse(text.AsSpan(0, zone), out _)) return "names a network interface: give the address without \"%\" and what follows.";

        if (text.Contains("::", StringComparison.Ordinal) || text.AsSpan().Count(':') > 2)
            return text.AsSpan().ContainsAnyExcept(IPv6Characters) ? null : "is no valid IPv6 address: check its groups.";

        var isNumeric = text.Contains('.', StringComparison.Ordinal) && !text.AsSpan().ContainsAnyExcept(IPv4Characters);
        return isNumeric ? "is no valid IPv4 address: write four decimal numbers from 0 to 255, without leading zeros." : null;
    }
}
