using System.Globalization;

namespace VtKit.Emulator;

/// <summary>
/// The suffixes below which registries sell names (<c>com</c>, <c>co.in</c>), by the rules of publicsuffix.org. The list changes every week, so it is not part of VtKit: the machine's is read, which
/// many systems keep for their browsers and download programs. Private suffixes (<c>blogspot.com</c>) do not count, as recorded reports of the service show.
/// </summary>
internal sealed class PublicSuffixes
{
    private const string EndOfRegistries = "===END ICANN DOMAINS===";
    private const string Comment = "//";

    // Where Debian's, Fedora's, Alpine's and Homebrew's packages of that name put it.
    private static readonly string[] Places =
    [
        "/usr/share/publicsuffix/public_suffix_list.dat", "/usr/local/share/publicsuffix/public_suffix_list.dat", "/opt/homebrew/share/publicsuffix/public_suffix_list.dat",
    ];

    private static readonly Lazy<PublicSuffixes?> Machine = new(OfMachine);

    private readonly HashSet<string> _rules = new(StringComparer.Ordinal);

    /// <summary>Reads a list.</summary>
    /// <param name="list">Rules, a line each, as publicsuffix.org describes them.</param>
    public PublicSuffixes(TextReader list)
    {
        var names = new IdnMapping();
        while (list.ReadLine()?.Trim() is { } line && !line.Contains(EndOfRegistries, StringComparison.Ordinal))
            if (line.Length > 0 && !line.StartsWith(Comment, StringComparison.Ordinal)) _rules.Add(string.Join('.', line.Split('.').Select(label => label is "*" ? label : names.GetAscii(label))));
    }

    /// <summary>The machine's list; null where it has none.</summary>
    public static PublicSuffixes? Known => Machine.Value;

    /// <summary>The suffix of a domain.</summary>
    /// <param name="domain">A domain in its canonical form.</param>
    public string SuffixOf(string domain)
    {
        // The longest rule counts; where there is none, the last label.
        for (var at = 0; at >= 0; at = Next(domain, at))
        {
            var name = domain[at..];
            var above = Next(domain, at) is > 0 and var next ? domain[next..] : null;
            if (above is not null && _rules.Contains("!" + name)) return above;
            if (_rules.Contains(name) || above is null || _rules.Contains("*." + above)) return name;
        }
        return domain;
    }

    /// <summary>The domain that was registered, above this one; null for one that was registered itself, or is a suffix.</summary>
    /// <param name="domain">A domain in its canonical form.</param>
    public string? RegisteredAbove(string domain)
    {
        var suffix = SuffixOf(domain);
        if (suffix.Length >= domain.Length - 1) return null;
        var registered = domain[(domain.LastIndexOf('.', domain.Length - suffix.Length - 2) + 1)..];
        return registered.Length < domain.Length ? registered : null;
    }

    private static int Next(string domain, int at) => domain.IndexOf('.', at) is >= 0 and var dot ? dot + 1 : -1;

    private static PublicSuffixes? OfMachine()
    {
        foreach (var place in Places)
        {
            try
            {
                using var list = new StreamReader(place);
                return new PublicSuffixes(list);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // Not there, or no list: without it less is known, and that is said.
            }
        }
        return null;
    }
}
