using System.Text;

namespace VtKit.Indicators;

/// <summary>What a message may show of a text that somebody else wrote.</summary>
internal static class Excerpt
{
    private const int MaxLength = 60;

    /// <summary>The text in quotes, shortened, with everything that could upset a terminal or a log replaced.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        var shown = text.Length <= MaxLength ? text : text[..MaxLength];
        var builder = new StringBuilder(MaxLength + 5).Append('"');
        foreach (var rune in shown.EnumerateRunes())
        {
            var hidden = Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.Format
                or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator
                or System.Globalization.UnicodeCategory.PrivateUse or System.Globalization.UnicodeCategory.OtherNotAssigned;
            if (hidden) builder.Append('\uFFFD');
            else builder.Append(rune);
        }
        if (shown.Length < text.Length) builder.Append("...");
        return builder.Append('"').ToString();
    }
}
