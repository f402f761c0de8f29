using System.Buffers;
using System.Text;

namespace VtKit.Cli;

/// <summary>Rows of a Markdown table. Text of others stays text: it opens no link, no tag and no further column.</summary>
internal static class MarkdownText
{
    private static readonly SearchValues<char> Special = SearchValues.Create("\\`*_[]<>|#!~");

    public static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";

    /// <summary>The heading of a table, and the line below it.</summary>
    public static string Head(IReadOnlyCollection<string> columns) => Row(columns.Select(Cell)) + Row(columns.Select(_ => "---"));

    public static string Cell(string text)
    {
        text = TerminalText.Neutralise(text.ReplaceLineEndings(" "));
        // Programs that show Markdown make links of addresses, and of names of hosts; not of code.
        if (MayBecomeLink(text)) return $"`{text.Replace('`', '\'').Replace("|", "\\|", StringComparison.Ordinal)}`";
        if (!text.AsSpan().ContainsAny(Special)) return text;
        var escaped = new StringBuilder(text.Length + 8);
        for (var i = 0; i < text.Length; i++)
        {
            // Within a word an underscore means nothing, and escaped it would not be found by who searches for it.
            var inWord = text[i] == '_' && i > 0 && i + 1 < text.Length && char.IsLetterOrDigit(text[i - 1]) && char.IsLetterOrDigit(text[i + 1]);
            if (!inWord && Special.Contains(text[i])) escaped.Append('\\');
            escaped.Append(text[i]);
        }
        return escaped.ToString();
    }

    private static bool MayBecomeLink(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal) || text.Contains('@')) return true;
        for (var i = 1; i + 1 < text.Length; i++)
            if (text[i] == '.' && char.IsLetterOrDigit(text[i - 1]) && char.IsLetter(text[i + 1]))
                return true;
        return false;
    }
}
