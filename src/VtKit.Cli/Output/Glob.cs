using System.Text;
using System.Text.RegularExpressions;

namespace VtKit.Cli;

/// <summary>
/// A pattern for the dotted path of a value: <c>*</c> and <c>?</c> stay within one name, <c>**</c> crosses them; <c>[a-z]</c>,
/// <c>[!a]</c>, <c>{one,other}</c>; a backslash takes the next character as it is. What matches a container matches all below it.
/// </summary>
internal sealed class Glob
{
    /// <summary>Stands between the names of a path. A dot may be part of a name, and this may not.</summary>
    public const char Separator = '\0';

    private readonly Regex _regex;

    private Glob(Regex regex) => _regex = regex;

    /// <summary>Whether a path, its names parted by <see cref="Separator"/>, matches.</summary>
    public bool Matches(string path) => _regex.IsMatch(path);

    /// <exception cref="CliException">The text is no pattern.</exception>
    public static Glob Parse(string option, string text)
    {
        if (text.Length == 0) throw Bad(option, text, "it is empty");
        // Linear in the length of what it is matched with, whatever the pattern.
        return new Glob(new Regex($@"\A(?:{Translate(option, text)})(?:\0.*)?\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline));
    }

    /// <summary>The patterns of an option: given several times, or parted by commas that stand in no braces.</summary>
    public static IEnumerable<string> Split(IEnumerable<string> values)
    {
        foreach (var value in values)
        {
            var (start, depth) = (0, 0);
            for (var i = 0; i < value.Length; i++)
            {
                if (value[i] == '\\') i++;
                else if (value[i] == '{') depth++;
                else if (value[i] == '}') depth--;
                else if (value[i] == ',' && depth == 0)
                {
                    yield return value[start..i];
                    start = i + 1;
                }
            }
            yield return value[start..];
        }
    }

    private static string Translate(string option, string text)
    {
        var regex = new StringBuilder();
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '*' when i + 1 < text.Length && text[i + 1] == '*':
                    regex.Append(".*");
                    i++;
                    break;
                case '*':
                    regex.Append(@"[^\0]*");
                    break;
                case '?':
                    regex.Append(@"[^\0]");
                    break;
                case '.':
                    regex.Append(@"[\0.]");
                    break;
                case '{':
                    depth++;
                    regex.Append("(?:");
                    break;
                case '}' when depth > 0:
                    depth--;
                    regex.Append(')');
                    break;
                case '}':
                    throw Bad(option, text, "a } has no { before it");
                case ',' when depth > 0:
                    regex.Append('|');
                    break;
                case '[':
                    i = TranslateClass(option, text, i, regex);
                    break;
                case '\\' when i + 1 < text.Length:
                    regex.Append(Regex.Escape(text[++i].ToString()));
                    break;
                case '\\':
                    throw Bad(option, text, "nothing follows its last backslash");
                default:
                    regex.Append(Regex.Escape(text[i].ToString()));
                    break;
            }
        }
        return depth == 0 ? regex.ToString() : throw Bad(option, text, "a { is not closed");
    }

    // Returns the place of the closing bracket.
    private static int TranslateClass(string option, string text, int open, StringBuilder regex)
    {
        var end = text.IndexOf(']', open + 1);
        if (end < 0) throw Bad(option, text, "a [ is not closed");
        var members = text[(open + 1)..end];
        var negated = members.StartsWith('!');
        if (negated) members = members[1..];
        if (members.Length == 0) throw Bad(option, text, "a [] holds nothing");
        regex.Append(negated ? @"[^\0" : "[");
        for (var i = 0; i < members.Length; i++)
        {
            if (i + 2 < members.Length && members[i + 1] == '-')
            {
                if (members[i] > members[i + 2]) throw Bad(option, text, $"{members[i]}-{members[i + 2]} runs backwards");
                regex.Append(CharacterOf(members[i])).Append('-').Append(CharacterOf(members[i + 2]));
                i += 2;
            }
            else
            {
                regex.Append(CharacterOf(members[i]));
            }
        }
        regex.Append(']');
        return end;
    }

    private static string CharacterOf(char c) => $@"\u{(int)c:x4}";

    private static CliException Bad(string option, string text, string problem) =>
        CliException.Usage($"{option}: '{text}' is no pattern: {problem}. Patterns are as in names, last_analysis_*.**, pe_info.sections.{{name,md5}}");
}
