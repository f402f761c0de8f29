using System.Text;

namespace VtKit.Cli;

/// <summary>Breaks what is said to a person into lines of a terminal, between words; what may be copied stays whole.</summary>
internal static class TalkLines
{
    private const string CommandAtEnd = ": vtk ";

    /// <summary>The lines of a text.</summary>
    /// <param name="text">Neutralised text.</param>
    /// <param name="columns">How wide the terminal is. A word that is wider stands alone, and the terminal wraps it.</param>
    /// <param name="indent">Spaces before all lines but the first.</param>
    public static IEnumerable<string> Of(string text, int columns, int indent)
    {
        var line = new StringBuilder();
        var (used, hasWord) = (0, false);
        foreach (var word in Words(text))
        {
            var width = TerminalText.Width(word);
            if (hasWord && used + 1 + width > columns)
            {
                yield return line.ToString();
                line.Clear().Append(' ', indent);
                used = indent;
            }
            else if (hasWord)
            {
                line.Append(' ');
                used++;
            }
            line.Append(word);
            (used, hasWord) = (used + width, true);
        }
        yield return line.ToString();
    }

    // A command in backticks, or at the end, is one word: in two lines it could not be copied.
    private static IEnumerable<string> Words(string text)
    {
        var command = text.LastIndexOf(CommandAtEnd, StringComparison.Ordinal);
        var (start, quoted) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '`') quoted = !quoted;
            if (text[i] != ' ' || quoted) continue;
            yield return text[start..i];
            start = i + 1;
            if (i == command + 1) break;
        }
        yield return text[start..];
    }
}
