using System.Globalization;
using System.Text;

namespace VtKit.Graph;

/// <summary>What a message may show of a text that somebody else wrote.</summary>
internal static class Excerpt
{
    private const int MaxLength = 80;

    public static string Of(string text)
    {
        var builder = new StringBuilder(MaxLength + 5).Append('"');
        foreach (var rune in text.AsSpan(0, Math.Min(text.Length, MaxLength)).EnumerateRunes())
        {
            var hidden = Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            builder.Append(hidden ? "\uFFFD" : rune.ToString());
        }
        return builder.Append(text.Length > MaxLength ? "...\"" : "\"").ToString();
    }
}
