using System.Text.RegularExpressions;

namespace VtKit.StaticAnalysis;

/// <summary>
/// Rules of people who are not trusted. Two things in the language reach beyond the rules: <c>include</c>, which reads files of this machine, and the
/// module <c>console</c>, which writes among the matches that the program prints.
/// </summary>
internal static partial class YaraText
{
    /// <summary>
    /// The rules in a spelling in which neither word works: its last letter is an escape. Inside texts and regular expressions, where these
    /// words are good, that means the same; anywhere else it is a syntax error. No parser has to agree with YARA's about where that is.
    /// </summary>
    public static string Harmless(string rules) => Reaching().Replace(rules, word => word.Value.StartsWith('i') ? @"includ\x65" + word.Value[7..] : @"consol\x65");

    /// <summary>What is wrong with rules that do not compile because of that; null when it is something else.</summary>
    public static string? Refusal(string rules) =>
        Include().Match(rules) is { Success: true } include ? $"line {Line(rules, include)}: include directives are not supported"
        : Console().Match(rules) is { Success: true } console ? $"line {Line(rules, console)}: the module \"console\" is not supported"
        : null;

    /// <summary>The names of the rules in rules that compile, in their order.</summary>
    public static IReadOnlyList<string> RuleNames(string rules) =>
        [.. Token().Matches(rules).Select(match => match.Groups["rule"].Value).Where(name => name.Length > 0)];

    private static int Line(string rules, Match match) => rules.AsSpan(0, match.Index).Count('\n') + 1;

    // A name behind $, #, @ or ! is that of a string, which no module has.
    [GeneratedRegex("""include(?=\s*")|(?<![A-Za-z0-9_$#@!])console(?![A-Za-z0-9_])""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Reaching();

    [GeneratedRegex("""^\s*include\s*(?=")""", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Include();

    [GeneratedRegex("""(?<![A-Za-z0-9_$#@!"])console(?=[\s]*[./])""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Console();

    // Texts, comments and regular expressions are stepped over, so that only the rules themselves are left.
    [GeneratedRegex("""
        "(?:\\.|[^"\\\n])*"|//[^\n]*|/\*[\s\S]*?\*/|/(?:\\.|[^/\\\n])+/|\brule\s+(?<rule>[A-Za-z_][A-Za-z0-9_]*)
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Token();
}
