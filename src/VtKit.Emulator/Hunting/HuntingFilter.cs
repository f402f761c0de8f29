using System.Globalization;
using System.Text.RegularExpressions;

namespace VtKit.Emulator;

/// <summary>What a <c>filter</c> of a list asks for: <c>name:value</c>, separated by spaces, values with spaces in quotes. All have to be met.</summary>
internal static partial class HuntingFilter
{
    private const int MaxTerms = 20;

    /// <summary>The terms of the request's filter; the name of a bare word is empty.</summary>
    /// <exception cref="ApiException">One has another name than the list knows.</exception>
    public static List<(string Name, string Value)> Read(ApiRequest request, params string[] names)
    {
        var terms = new List<(string, string)>();
        foreach (Match term in Term().Matches(request.Query("filter") ?? ""))
        {
            var name = term.Groups["name"].Value;
            if (!names.Contains(name, StringComparer.Ordinal))
                throw ApiException.BadRequest(name.Length == 0 ? $"Filter \"{term.Value}\" is not of the form name:value" : $"Filter \"{name}\" is not supported");
            if (terms.Count == MaxTerms) throw ApiException.BadRequest($"The filter has more than {MaxTerms} terms");
            terms.Add((name, term.Groups["quoted"].Success ? term.Groups["quoted"].Value : term.Groups["plain"].Value));
        }
        return terms;
    }

    /// <summary>The milliseconds that a date stands for: a second or a day of them, or all from it (<c>+</c>) or until it (<c>-</c>).</summary>
    /// <exception cref="ApiException">It is no date.</exception>
    public static (long From, long To) ReadDate(string value)
    {
        var text = value.TrimEnd('+', '-');
        var (start, length) = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch) && epoch < 1L << 40 ? (epoch * 1000, 1000L)
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? (date.ToUnixTimeMilliseconds(), text.Contains('T', StringComparison.Ordinal) ? 1000L : 86_400_000L)
            : throw ApiException.BadRequest($"\"{value}\" is not a date: give seconds since 1970, or YYYY-MM-DD");
        return value.EndsWith('+') ? (start, long.MaxValue) : value.EndsWith('-') ? (0, start + length) : (start, start + length);
    }

    [GeneratedRegex("""(?:(?<name>[a-z_]+):)?(?:"(?<quoted>[^"]*)"|(?<plain>\S+))""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Term();
}
