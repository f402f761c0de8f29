using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace VtKit.Indicators;

/// <summary>
/// Our own reading of VirusTotal's canonical form of a URL, the text whose SHA-256 the service uses as the id of a URL. It serves as identity and
/// cache key on this machine; a look-up sends the URL as it was typed (<see cref="UrlId"/>) and leaves canonicalisation to the service. What is
/// known of the service's rules and what is assumed stands in <c>docs/url-identity.md</c>.
/// </summary>
public static class UrlCanonicalizer
{
    /// <summary>Longer than any scheme there is.</summary>
    internal const int MaxSchemeLength = 32;

    private static readonly SearchValues<char> SchemeCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

    // Rejects what is not UTF-8 in a host name, where a replacement character would make different hosts equal.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>
    /// The canonical form: scheme (<c>http</c> when there is none) and host in lower case, IDNA host without trailing dot, IPv4 as four decimal numbers, no default
    /// port, no fragment, all percent-encoding decoded and only what is no printable ASCII, <c>#</c> and <c>%</c> encoded again, <c>.</c> and <c>..</c> resolved and runs of slashes
    /// made one in the path, a path that is at least <c>/</c>. Applying it again changes nothing. Never throws; takes time in proportion to the length.
    /// </summary>
    /// <param name="url">The URL as typed.</param>
    /// <param name="canonical">The canonical form, or null when the text is no URL with a host.</param>
    /// <returns>Whether the text is a URL with a host.</returns>
    public static bool TryCanonicalize([NotNullWhen(true)] string? url, [NotNullWhen(true)] out string? canonical)
    {
        canonical = null;
        var typed = TrimEnds(url.AsSpan());
        if (!TrySplitScheme(typed, out var scheme, out var rest)) return false;
        var fragment = rest.IndexOf('#');
        if (fragment >= 0) rest = rest[..fragment];
        if (rest.IsEmpty) return false;

        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(rest.Length));
        try
        {
            var length = Encoding.UTF8.GetBytes(rest, buffer);
            length = RemoveLineBreaks(buffer.AsSpan(0, length));
            length = PercentEncoding.DecodeFully(buffer.AsSpan(0, length));
            return TryBuild(scheme, buffer.AsSpan(0, length), out canonical);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The canonical form, as <see cref="TryCanonicalize"/> gives it.</summary>
    /// <param name="url">The URL as typed.</param>
    /// <returns>The canonical form.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="url"/> is null.</exception>
    /// <exception cref="FormatException">The text is no URL with a host.</exception>
    public static string Canonicalize(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        return TryCanonicalize(url, out var canonical)
            ? canonical
            : throw new FormatException($"{Excerpt.Of(url)} is no URL with a host: give one such as http://example.com/path.");
    }

    /// <summary>Splits <c>scheme://rest</c>; where there is no scheme, it is <c>http</c>.</summary>
    internal static bool TrySplitScheme(ReadOnlySpan<char> typed, out string scheme, out ReadOnlySpan<char> rest)
    {
        scheme = "http";
        rest = typed;
        if (typed.StartsWith("//"))
        {
            rest = typed[2..];
            return true;
        }
        var length = typed.IndexOfAnyExcept(SchemeCharacters);
        if (length is <= 0 or > MaxSchemeLength || typed[length] != ':') return true;
        var name = typed[..length];
        if (typed[(length + 1)..].StartsWith("//") && char.IsAsciiLetter(name[0]))
        {
            scheme = name switch { "http" => "http", "https" => "https", _ => name.ToString().ToLowerInvariant() };
            rest = typed[(length + 3)..];
            return true;
        }
        // "http:/example.com" is a damaged URL, not a host called http with an empty port.
        return !name.Equals("http", StringComparison.OrdinalIgnoreCase) && !name.Equals("https", StringComparison.OrdinalIgnoreCase);
    }

    private static bool TryBuild(string scheme, Span<byte> text, [NotNullWhen(true)] out string? canonical)
    {
        canonical = null;
        var authorityEnd = text.IndexOfAny((byte)'/', (byte)'?');
        var authority = authorityEnd < 0 ? text : text[..authorityEnd];
        var tail = authorityEnd < 0 ? [] : text[authorityEnd..];

        var at = authority.LastIndexOf((byte)'@');
        if (!TrySplitPort(authority[(at + 1)..], out var host, out var port) || !TryCanonicalizeHost(host, out var canonicalHost)) return false;

        var result = new StringBuilder(scheme.Length + text.Length + 16).Append(scheme).Append("://");
        if (at > 0)
        {
            PercentEncoding.Append(result, authority[..at]);
            result.Append('@');
        }
        result.Append(canonicalHost);
        if (port >= 0 && port != DefaultPort(scheme)) result.Append(CultureInfo.InvariantCulture, $":{port}");

        var query = tail.IndexOf((byte)'?');
        var path = query < 0 ? tail : tail[..query];
        PercentEncoding.Append(result, path[..NormalizePath(path)]);
        if (path.IsEmpty) result.Append('/');
        if (query >= 0) PercentEncoding.Append(result, tail[query..]);
        canonical = result.ToString();
        return true;
    }

    private static bool TrySplitPort(ReadOnlySpan<byte> hostAndPort, out ReadOnlySpan<byte> host, out int port)
    {
        port = -1;
        host = hostAndPort;
        var colon = hostAndPort.LastIndexOf((byte)':');
        if (colon < 0 || hostAndPort[colon..].Contains((byte)']')) return true;
        host = hostAndPort[..colon];
        var digits = hostAndPort[(colon + 1)..].TrimStart((byte)'0');
        if (digits.Length > 5) return false;
        // Nothing after the colon, or nothing but zeros.
        if (digits.IsEmpty) port = colon + 1 == hostAndPort.Length ? -1 : 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit)) return false;
            port = Math.Max(port, 0) * 10 + (digit - '0');
        }
        return port <= ushort.MaxValue;
    }

    private static bool TryCanonicalizeHost(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? host)
    {
        host = null;
        if (bytes.IsEmpty || bytes.Length > HostName.MaxLength * 4) return false;
        string typed;
        try
        {
            typed = StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
        if (typed[0] == '[')
        {
            if (typed[^1] != ']' || !IpAddress.TryParseIPv6(typed.AsSpan(1, typed.Length - 2), out var v6)) return false;
            host = v6.IsIPv6 ? $"[{v6}]" : v6.ToString();
            return true;
        }
        if (!HostName.TryCanonicalizeUrlHost(typed, out host)) return false;
        switch (LooseIPv4.Read(host, out var v4))
        {
            case LooseIPv4.Result.Address:
                host = v4.ToString();
                return true;
            case LooseIPv4.Result.Broken:
                return false;
            default:
                return true;
        }
    }

    private static int DefaultPort(string scheme) => scheme switch { "http" => 80, "https" => 443, "ftp" => 21, _ => -1 };

    /// <summary>Resolves <c>.</c> and <c>..</c> and collapses runs of slashes, in place; returns the new length. The path is empty or starts with a slash.</summary>
    private static int NormalizePath(Span<byte> path)
    {
        var length = 0;
        for (var i = 0; i < path.Length;)
        {
            // Here path[i] is a slash; the segment after it ends before the next one.
            var start = i + 1;
            var end = path[start..].IndexOf((byte)'/');
            end = end < 0 ? path.Length : start + end;
            var segment = path[start..end];
            var isLast = end == path.Length;
            i = end;
            if (segment is [(byte)'.', (byte)'.'])
                length = Math.Max(path[..length].LastIndexOf((byte)'/'), 0);
            else if (segment is not ([] or [(byte)'.']))
            {
                path[length++] = (byte)'/';
                segment.CopyTo(path[length..]);
                length += segment.Length;
                continue;
            }
            if (isLast) path[length++] = (byte)'/';
        }
        return length;
    }

    private static int RemoveLineBreaks(Span<byte> text)
    {
        var length = 0;
        foreach (var b in text)
            if (b is not ((byte)'\t' or (byte)'\r' or (byte)'\n'))
                text[length++] = b;
        return length;
    }

    private static ReadOnlySpan<char> TrimEnds(ReadOnlySpan<char> text)
    {
        while (text is [<= ' ' or '\u00A0' or '\uFEFF', ..]) text = text[1..];
        while (text is [.., <= ' ' or '\u00A0' or '\uFEFF']) text = text[..^1];
        return text;
    }
}
