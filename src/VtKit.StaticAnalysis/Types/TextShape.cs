using System.Globalization;
using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>How the beginning of a text is encoded and broken into lines, told in the words of <c>file(1)</c>.</summary>
internal sealed record TextShape(string Encoding, string Content, string Lines)
{
    private const int LongLine = 300;

    /// <summary>The encoding, then what is special about the lines.</summary>
    public string Describe(bool executable = false) => Encoding + (executable ? " executable" : "") + Lines;

    /// <summary>Looks at the beginning of some content.</summary>
    /// <param name="head">The first bytes.</param>
    /// <param name="isWhole">Whether these are all bytes.</param>
    /// <returns>The shape, or null when this is no text.</returns>
    public static TextShape? Read(ReadOnlySpan<byte> head, bool isWhole)
    {
        if (head.IsEmpty) return null;
        if (head is [0xFF, 0xFE, ..]) return Wide(head[2..], System.Text.Encoding.Unicode, "Unicode text, UTF-16, little-endian text");
        if (head is [0xFE, 0xFF, ..]) return Wide(head[2..], System.Text.Encoding.BigEndianUnicode, "Unicode text, UTF-16, big-endian text");
        var hasMark = head is [0xEF, 0xBB, 0xBF, ..];
        if (hasMark) head = head[3..];
        bool wide = false, extended = false;
        foreach (var value in head)
        {
            // Bell to carriage return, and escape, occur in text; the other control characters and DEL do not.
            if (value is < 0x20 and not (>= 7 and <= 13) and not 0x1B or 0x7F) return null;
            wide |= value >= 0x80;
            extended |= value is >= 0x80 and < 0xA0 and not 0x85;
        }
        if (hasMark || (wide && IsUtf8(head, isWhole)))
            return Make(hasMark ? "Unicode text, UTF-8 (with BOM) text" : "Unicode text, UTF-8 text", System.Text.Encoding.UTF8.GetString(head));
        var encoding = !wide ? "ASCII text" : extended ? "Non-ISO extended-ASCII text" : "ISO-8859 text";
        return Make(encoding, System.Text.Encoding.Latin1.GetString(head));
    }

    private static TextShape? Wide(ReadOnlySpan<byte> bytes, Encoding encoding, string name)
    {
        var text = encoding.GetString(bytes[..(bytes.Length & ~1)]);
        foreach (var c in text)
            if (c is < ' ' and not (>= '\a' and <= '\r') and not '\u001b' or '\uFFFE' or '\uFFFF')
                return null;
        return Make(name, text);
    }

    private static bool IsUtf8(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        while (!bytes.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(bytes, out _, out var consumed);
            // The look at the beginning may end within a character.
            if (status == System.Buffers.OperationStatus.NeedMoreData) return !isWhole;
            if (status != System.Buffers.OperationStatus.Done) return false;
            bytes = bytes[consumed..];
        }
        return true;
    }

    private static TextShape Make(string encoding, string content)
    {
        int crlf = 0, lf = 0, cr = 0, length = 0, longest = 0;
        var escapes = false;
        for (var i = 0; i < content.Length; i++)
        {
            var c = content[i];
            escapes |= c == '\u001b';
            if (c is not ('\r' or '\n'))
            {
                longest = Math.Max(longest, ++length);
                continue;
            }
            length = 0;
            if (c == '\n') lf++;
            else if (i + 1 < content.Length && content[i + 1] == '\n')
            {
                crlf++;
                i++;
            }
            else cr++;
        }
        var lines = new StringBuilder();
        if (longest > LongLine) lines.Append(CultureInfo.InvariantCulture, $", with very long lines ({longest}u)");
        if (crlf + lf + cr == 0) lines.Append(", with no line terminators");
        else if (crlf + cr > 0)
        {
            string?[] kinds = [crlf > 0 ? "CRLF" : null, cr > 0 ? "CR" : null, lf > 0 ? "LF" : null];
            lines.Append(", with ").AppendJoin(", ", kinds.Where(kind => kind is not null)).Append(" line terminators");
        }
        if (escapes) lines.Append(", with escape sequences");
        return new TextShape(encoding, content, lines.ToString());
    }
}
