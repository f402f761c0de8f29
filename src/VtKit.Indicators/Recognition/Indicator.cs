namespace VtKit.Indicators;

/// <summary>What an <see cref="Indicator"/> is.</summary>
public enum IndicatorKind
{
    /// <summary>Nothing that can be looked up; <see cref="Indicator.Problem"/> says why.</summary>
    Unknown,

    /// <summary>A file, by its MD5, SHA-1 or SHA-256.</summary>
    File,

    /// <summary>A URL.</summary>
    Url,

    /// <summary>A domain name.</summary>
    Domain,

    /// <summary>An IPv4 or IPv6 address.</summary>
    IpAddress,

    /// <summary>A vulnerability, by its CVE number.</summary>
    Cve,

    /// <summary>An e-mail address. Only <see cref="IndicatorExtractor"/> finds them: VirusTotal has no look-up for one.</summary>
    EmailAddress,
}

/// <summary>The answer to "what is this string?": what an analyst typed or pasted, defanged or not, recognised and brought to canonical form.</summary>
public sealed record Indicator
{
    internal Indicator(IndicatorKind kind, string text, string value)
    {
        Kind = kind;
        Text = text;
        Value = value;
    }

    /// <summary>What it is.</summary>
    public IndicatorKind Kind { get; }

    /// <summary>The text as it was given.</summary>
    public string Text { get; }

    /// <summary>
    /// The canonical form, equal for equal indicators: a hash in lower case, a domain in ASCII, an IP address in canonical text, a CVE number in upper case, an e-mail address in lower case, the
    /// canonical form of a URL (<see cref="UrlCanonicalizer"/>, for this machine's use: a look-up sends <see cref="LookupId"/>). Empty when unknown.
    /// </summary>
    public string Value { get; }

    /// <summary>The id to send in a look-up: <see cref="Value"/>, but for a URL the base64url of the text as typed, refanged. Null when unknown, and for an e-mail address.</summary>
    public string? LookupId => Kind switch
    {
        IndicatorKind.Unknown or IndicatorKind.EmailAddress => null,
        IndicatorKind.Url => UrlId?.LookupId,
        _ => Value,
    };

    /// <summary>The hash, when this is a file; otherwise null.</summary>
    public FileHash? Hash { get; internal init; }

    /// <summary>The id of the URL, when this is a URL; otherwise null.</summary>
    public UrlId? UrlId { get; internal init; }

    /// <summary>Why nothing was recognised, and what to give instead, in one line; null when something was.</summary>
    public string? Problem { get; internal init; }

    /// <summary>
    /// Tells what a text is. Understood are MD5, SHA-1 and SHA-256; URLs, with <c>http</c> assumed where a host is followed by a port, path or query;
    /// domains; IPv4 and IPv6; CVE numbers; base64url ids of http and https URLs; each also defanged (<see cref="Refang"/>), and in quotes or angle
    /// brackets. 64 hex digits are a file, though they may name a URL as well. Never throws; takes time in proportion to the length.
    /// </summary>
    /// <remarks>
    /// What has the form of a domain is one, unless it looks like a file name. A name is a file's when it ends in an extension that is no top-level domain
    /// (<c>invoice.exe</c>). It could be either when it ends in <c>cab</c>, <c>dot</c>, <c>java</c>, <c>md</c>, <c>mov</c>, <c>ps</c>, <c>py</c>, <c>sh</c> or <c>zip</c> and has two labels or
    /// a number before that (<c>readme.md</c>, <c>tool-1.2.zip</c>): then it is unknown, unless it was typed defanged or with a dot at the end (<c>readme.md.</c>), as nobody types a file name. Extensions that are
    /// far more often domains (<c>com</c>, <c>pl</c>, <c>rs</c>, <c>ai</c>) are domains.
    /// </remarks>
    /// <param name="text">The text; null is unknown.</param>
    /// <returns>The indicator; of kind <see cref="IndicatorKind.Unknown"/>, with <see cref="Problem"/>, when the text is none.</returns>
    public static Indicator Recognise(string? text) => Recogniser.Recognise(text ?? "");

    /// <summary>Tells what a text is, as <see cref="Recognise"/> does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indicator">The indicator, also when it is unknown: then its <see cref="Problem"/> says why.</param>
    /// <returns>Whether the text is an indicator.</returns>
    public static bool TryRecognise(string? text, out Indicator indicator)
    {
        indicator = Recognise(text);
        return indicator.Kind != IndicatorKind.Unknown;
    }

    /// <summary>
    /// Undoes what people do to indicators so that nobody clicks them: <c>hxxp</c>, <c>[.]</c>, <c>(.)</c>, <c>{.}</c>, <c>[dot]</c>, <c>\.</c>, <c>[:]//</c>, <c>[://]</c>,
    /// <c>[at]</c>, full-width dots, and invisible characters. Text that is not defanged comes back as it is, without white space around it; so does the part of a URL after the host, unless the host
    /// is defanged. Undoes <see cref="Defang"/> exactly. Never throws.
    /// </summary>
    /// <param name="text">One indicator.</param>
    /// <returns>The text, refanged.</returns>
    public static string Refang(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Refanger.Refang(text);
    }

    /// <summary>
    /// Makes an indicator that nobody clicks by accident: <c>hxxp[://]</c>, and <c>[.]</c> for dots. A hash or CVE number has nothing to defang.
    /// <see cref="Refang"/> brings a canonical indicator back exactly.
    /// </summary>
    /// <param name="text">One indicator, in canonical form.</param>
    /// <returns>The text, defanged.</returns>
    public static string Defang(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Defanger.Defang(text);
    }

    /// <summary>The canonical form, or the text as given when unknown.</summary>
    public override string ToString() => Kind == IndicatorKind.Unknown ? Text : Value;
}
