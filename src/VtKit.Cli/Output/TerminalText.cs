using System.Globalization;
using System.Text;

namespace VtKit.Cli;

/// <summary>
/// Makes text of others fit for a terminal. A report holds what strangers wrote: file names, comments, page titles. Control
/// characters could move the cursor or change the title, and direction overrides make <c>exe.txt</c> of <c>txt.exe</c>.
/// </summary>
internal static class TerminalText
{
    /// <summary>The text with everything that does not show shown as an escape, on one line.</summary>
    public static string Neutralise(string text)
    {
        var hidden = false;
        foreach (var rune in text.EnumerateRunes())
            if (IsHidden(rune)) { hidden = true; break; }
        if (!hidden) return text;

        var shown = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsHidden(rune)) shown.Append(rune);
            else if (rune.Value == '\n') shown.Append("\\n");
            else if (rune.Value == '\t') shown.Append("\\t");
            else if (rune.Value == '\r') shown.Append("\\r");
            else shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
        }
        return shown.ToString();
    }

    /// <summary>Whether a terminal would act on this character, or show nothing for it.</summary>
    public static bool IsHidden(Rune rune) => rune.Value switch
    {
        < 0x20 or (>= 0x7F and <= 0x9F) => true,
        < 0x300 => rune.Value == 0xAD,
        0xFFFC => true,
        // Halves of surrogate pairs enumerate as the replacement character, which shows.
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned,
    };

    /// <summary>How many columns neutralised text takes.</summary>
    public static int Width(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes()) width += Width(rune);
        return width;
    }

    /// <summary>The text cut to so many columns, with an ellipsis where something was cut off.</summary>
    public static string Fit(string text, int columns)
    {
        if (text.Length <= columns && Width(text) <= columns || Width(text) <= columns) return text;
        var cut = new StringBuilder(columns);
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var width = Width(rune);
            if (used + width > columns - 1) break;
            cut.Append(rune);
            used += width;
        }
        return cut.Append('…').ToString();
    }

    /// <summary>The text filled with spaces to so many columns.</summary>
    public static string Pad(string text, int columns, bool right = false)
    {
        var missing = columns - Width(text);
        if (missing <= 0) return text;
        return right ? new string(' ', missing) + text : text + new string(' ', missing);
    }

    /// <summary>Neutralised text in lines of so many columns, broken at spaces where there are any, and anywhere where there are none.</summary>
    public static IEnumerable<string> Wrap(string text, int columns)
    {
        var line = new StringBuilder();
        var used = 0;
        var lastSpace = -1;
        foreach (var rune in text.EnumerateRunes())
        {
            var wide = Width(rune);
            if (used + wide > columns)
            {
                var cut = lastSpace > columns / 2 ? lastSpace : line.Length;
                yield return line.ToString(0, cut).TrimEnd();
                var rest = line.ToString(cut, line.Length - cut).TrimStart();
                line.Clear().Append(rest);
                used = Width(rest);
                lastSpace = -1;
            }
            if (rune.Value == ' ') lastSpace = line.Length;
            line.Append(rune);
            used += wide;
        }
        yield return line.ToString();
    }

    private static int Width(Rune rune)
    {
        if (rune.Value < 0x300) return 1;
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark) return 0;
        return IsWide(rune.Value) ? 2 : 1;
    }

    // The blocks of East Asian Wide characters and pictographs (Unicode Standard Annex #11).
    private static bool IsWide(int value) => value is
        (>= 0x1100 and <= 0x115F) or (>= 0x2E80 and <= 0x303E) or (>= 0x3041 and <= 0xA4CF) or (>= 0xA960 and <= 0xA97C)
        or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFE30 and <= 0xFE6F) or (>= 0xFF01 and <= 0xFF60)
        or (>= 0xFFE0 and <= 0xFFE6) or (>= 0x1F300 and <= 0x1F64F) or (>= 0x1F680 and <= 0x1F6FF)
        or (>= 0x1F900 and <= 0x1F9FF) or (>= 0x20000 and <= 0x3FFFD);
}
