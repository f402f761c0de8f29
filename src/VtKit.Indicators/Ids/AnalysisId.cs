using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace VtKit.Indicators;

/// <summary>What an analysis is of, as far as its id tells.</summary>
public enum AnalysisKind
{
    /// <summary>No analysis: the kind of <c>default(AnalysisId)</c>.</summary>
    None,

    /// <summary>A file: base64 of <c>md5:epoch</c>, or the older <c>f-sha256-epoch</c>.</summary>
    File,

    /// <summary>A URL: <c>u-sha256-epoch</c>.</summary>
    Url,

    /// <summary>A file or URL scanned in private: base64 of <c>32 hex digits:hash:epoch</c>.</summary>
    Private,
}

/// <summary>
/// The id of an analysis, which tells what was analysed and when it was asked for. The service documents analysis ids as opaque: use this to recognise and
/// to make ids, and send <see cref="ToString"/>, which is the text as it came. The forms are those of the real ids that were seen.
/// </summary>
public readonly record struct AnalysisId : IParsable<AnalysisId>
{
    private readonly string? _text;

    private AnalysisId(string text, AnalysisKind kind, string? target, DateTimeOffset requested)
    {
        _text = text;
        Kind = kind;
        Target = target;
        Requested = requested;
    }

    /// <summary>What was analysed.</summary>
    public AnalysisKind Kind { get; }

    /// <summary>The hash in the id, in lower case: MD5 or SHA-256 of the file, or SHA-256 of the canonical URL; null where a private id holds none.</summary>
    public string? Target { get; }

    /// <summary>When the analysis was asked for, in UTC, to the second.</summary>
    public DateTimeOffset Requested { get; }

    /// <summary>The id that the service would give to the analysis of a URL.</summary>
    /// <param name="urlSha256">The SHA-256 of the canonical URL, 64 hex digits.</param>
    /// <param name="requested">When the analysis was asked for.</param>
    /// <returns>The id, <c>u-sha256-epoch</c>.</returns>
    /// <exception cref="ArgumentException"><paramref name="urlSha256"/> is no SHA-256.</exception>
    public static AnalysisId ForUrl(string urlSha256, DateTimeOffset requested)
    {
        if (!FileHash.TryParse(urlSha256, out var hash) || hash.Kind != HashKind.Sha256)
            throw new ArgumentException("The id of a URL has 64 hex digits.", nameof(urlSha256));
        var seconds = requested.ToUnixTimeSeconds();
        return new AnalysisId(string.Create(CultureInfo.InvariantCulture, $"u-{hash}-{seconds}"), AnalysisKind.Url, hash.ToString(), FromSeconds(seconds));
    }

    /// <summary>The id that the service would give to the analysis of a file.</summary>
    /// <param name="md5">The MD5 of the file.</param>
    /// <param name="requested">When the analysis was asked for.</param>
    /// <returns>The id, base64 of <c>md5:epoch</c>.</returns>
    /// <exception cref="ArgumentException"><paramref name="md5"/> is no MD5.</exception>
    public static AnalysisId ForFile(FileHash md5, DateTimeOffset requested)
    {
        if (md5.Kind != HashKind.Md5) throw new ArgumentException("The id of a file's analysis is made of its MD5.", nameof(md5));
        var seconds = requested.ToUnixTimeSeconds();
        var text = Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{md5}:{seconds}")));
        return new AnalysisId(text, AnalysisKind.File, md5.ToString(), FromSeconds(seconds));
    }

    /// <summary>Reads an id of one of the known forms. Never throws.</summary>
    /// <param name="text">The text; white space around it is ignored.</param>
    /// <param name="id">The id, or <c>default</c> when the text is none.</param>
    /// <returns>Whether the text is the id of an analysis.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out AnalysisId id)
    {
        id = default;
        var trimmed = text.AsSpan().Trim();
        if (trimmed.Length is < 40 or > 200) return false;
        return trimmed is ['u' or 'f', '-', ..] ? TryParseDashed(trimmed, out id) : TryParseBase64(trimmed, out id);
    }

    /// <summary>Reads an id as <see cref="TryParse(string?, out AnalysisId)"/> does.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The id.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="FormatException">The text is no id of a known form.</exception>
    public static AnalysisId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var id)
            ? id
            : throw new FormatException($"{Excerpt.Of(text)} is no id of an analysis: give it as the service's answer to the submission holds it.");
    }

    /// <summary>The id as the service writes it; an empty string for <c>default</c>.</summary>
    public override string ToString() => _text ?? "";

    static AnalysisId IParsable<AnalysisId>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<AnalysisId>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AnalysisId result) => TryParse(s, out result);

    private static bool TryParseDashed(ReadOnlySpan<char> text, out AnalysisId id)
    {
        id = default;
        if (text.Length < 68 || text[66] != '-' || !Hex.IsHex(text[2..66]) || !TryReadEpoch(text[67..], out var requested)) return false;
        var target = text[2..66].ToString().ToLowerInvariant();
        id = new AnalysisId($"{text[0]}-{target}-{text[67..]}", text[0] == 'u' ? AnalysisKind.Url : AnalysisKind.File, target, requested);
        return true;
    }

    private static bool TryParseBase64(ReadOnlySpan<char> text, out AnalysisId id)
    {
        id = default;
        if (!Base64Text.TryDecode(text, out var decoded)) return false;
        var parts = decoded.Split(':');
        if (parts.Length is < 2 or > 3 || parts[0].Length != 32 || !Hex.IsHex(parts[0]) || !TryReadEpoch(parts[^1], out var requested)) return false;
        var isPrivate = parts.Length == 3;
        var hasTarget = FileHash.TryParse(parts[^2], out var target);
        if (!hasTarget && !(isPrivate && parts[1] == "None")) return false;
        id = new AnalysisId(text.ToString(), isPrivate ? AnalysisKind.Private : AnalysisKind.File, hasTarget ? target.ToString() : null, requested);
        return true;
    }

    /// <summary>Seconds since 1970, of this century: comments and votes end in eight hex digits, which may all be decimal.</summary>
    private static bool TryReadEpoch(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length is < 9 or > 10 || !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return false;
        time = FromSeconds(seconds);
        return true;
    }

    private static DateTimeOffset FromSeconds(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds);
}
