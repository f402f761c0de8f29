using System.Diagnostics.CodeAnalysis;

namespace VtKit.Indicators;

/// <summary>
/// A domain name in the form that VirusTotal uses as its id: ASCII (IDNA, "punycode"), lower case, no trailing dot. Two values are equal when they
/// name the same domain.
/// </summary>
public readonly record struct DomainName : IParsable<DomainName>
{
    private readonly string? _ascii;

    private DomainName(string ascii) => _ascii = ascii;

    /// <summary>The canonical form: ASCII, lower case, no trailing dot; an empty string for <c>default</c>.</summary>
    public string Ascii => _ascii ?? "";

    /// <summary>The form for display, with <c>xn--</c> labels decoded where they can be. Beware of look-alike letters: compare and send <see cref="Ascii"/>.</summary>
    public string Unicode => HostName.ToUnicode(Ascii);

    /// <summary>The last label, in ASCII: <c>com</c> of <c>example.com</c>.</summary>
    public string TopLevel => Ascii[(Ascii.LastIndexOf('.') + 1)..];

    /// <summary>
    /// Reads a domain name. Any case, a trailing dot, letters of any script and ideographic dots are understood; white space around the name is
    /// ignored. At least two labels of at most 63 characters and 253 characters in all; letters, digits, hyphens (not at the ends of a label) and
    /// underscores, which occur in DNS; the last label is alphabetic, so that an IP address or a version number is no domain. Never throws.
    /// </summary>
    /// <remarks>Letters beyond ASCII need ICU: a program with invariant globalization refuses them, for it would encode them wrongly.</remarks>
    /// <param name="text">The text.</param>
    /// <param name="domain">The domain, or <c>default</c> when the text is none.</param>
    /// <returns>Whether the text is a domain name.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out DomainName domain) => TryParse(text, out domain, out _);

    /// <summary>Reads a domain name as <see cref="TryParse(string?, out DomainName)"/> does.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The domain.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="FormatException">The text is no domain name; the message says why.</exception>
    public static DomainName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var domain, out var problem)
            ? domain
            : throw new FormatException($"{Excerpt.Of(text)} is no domain name: {problem}.");
    }

    /// <summary>The canonical form, <see cref="Ascii"/>.</summary>
    public override string ToString() => Ascii;

    /// <summary>Reads a domain name, or tells in a clause why the text is none.</summary>
    internal static bool TryParse([NotNullWhen(true)] string? text, out DomainName domain, [NotNullWhen(false)] out string? problem)
    {
        var ok = HostName.TryCanonicalizeDomain(text, out var ascii, out problem);
        domain = ok ? new DomainName(ascii!) : default;
        return ok;
    }

    static DomainName IParsable<DomainName>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<DomainName>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out DomainName result) => TryParse(s, out result);
}
