using System.Globalization;
using System.Text;

namespace VtKit.Graph;

/// <summary>What is written in a drawing: short, and nothing in it that hides or turns text around.</summary>
internal static class LabelText
{
    private const int MostCharacters = 24, MostOfHash = 13, MostOfTooltip = 300;

    /// <summary>The label of a node: hashes are cut in the middle, other texts where they are long.</summary>
    public static string Of(GraphNode node)
    {
        var name = node.DisplayName;
        return Shorten(name, name.Length >= 32 && name.All(char.IsAsciiHexDigit) ? MostOfHash : MostCharacters);
    }

    /// <summary>A link's relationship in words.</summary>
    public static string Of(GraphLink link) => Shorten(link.Type.Replace('_', ' '), MostCharacters);

    public static string Tooltip(string text) => Shorten(text, MostOfTooltip);

    /// <summary>At most so many characters; what is too much is left out in the middle.</summary>
    public static string Shorten(string text, int most)
    {
        // What is far from both ends is not shown in any case; cleaning it would only take time.
        if (text.Length > 8 * most) text = string.Concat(text.AsSpan(0, 4 * most), text.AsSpan(text.Length - (4 * most)));
        var runes = Clean(text);
        var result = new StringBuilder();
        if (runes.Count <= most) runes.ForEach(rune => result.Append(rune.ToString()));
        else
        {
            var head = most / 2;
            for (var i = 0; i < head; i++) result.Append(runes[i].ToString());
            result.Append('\u2026');
            for (var i = runes.Count - (most - head - 1); i < runes.Count; i++) result.Append(runes[i].ToString());
        }
        return result.ToString().Trim();
    }

    /// <summary>The width in common fonts without serifs, rather too much than too little.</summary>
    public static double Width(string text, double fontSize)
    {
        var width = 0.0;
        foreach (var rune in text.EnumerateRunes())
            width += rune.Value switch
            {
                'i' or 'j' or 'l' or '.' or ',' or ':' or ';' or '|' or '!' or '\'' => 0.29,
                ' ' or 'f' or 'r' or 't' or '/' or '(' or ')' or '[' or ']' or '-' => 0.36,
                'm' or 'w' or 'M' or 'W' or '@' or '%' or '\u2026' => 0.93,
                >= 'A' and <= 'Z' => 0.69,
                < 0x1100 => 0.58,
                _ => 1.05,
            };
        return width * fontSize;
    }

    /// <summary>Spaces for what breaks lines, and a mark in the place of what is unseen: control characters, and those that turn the direction of text.</summary>
    private static List<Rune> Clean(string text)
    {
        var runes = new List<Rune>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            runes.Add(rune.Value is '\n' or '\r' or '\t' || category is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator ? new Rune(' ')
                : category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned ? Rune.ReplacementChar
                : rune);
        }
        return runes;
    }
}
