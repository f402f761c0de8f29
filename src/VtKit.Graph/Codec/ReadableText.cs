using System.Text;
using System.Text.Unicode;

namespace VtKit.Graph;

/// <summary>Makes text that every string of it can be read from: half a surrogate pair, escaped or not, becomes U+FFFD.</summary>
internal static class ReadableText
{
    private static readonly byte[] Replacement = "\\ufffd"u8.ToArray();

    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> utf8, out bool isMended)
    {
        isMended = false;
        if (utf8.Span.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        if (!Utf8.IsValid(utf8.Span))
        {
            isMended = true;
            utf8 = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(utf8.Span));
        }
        byte[]? mended = null;
        var span = utf8.Span;
        for (var i = span.IndexOf((byte)'\\'); i >= 0 && i < span.Length - 1; i += NextEscape(span[i..]))
        {
            var unit = Escaped(span[i..]);
            if (unit is < 0xD800 or > 0xDFFF)
            {
                i += 2;
                continue;
            }
            if (unit < 0xDC00 && Escaped(span[(i + 6)..]) is >= 0xDC00 and <= 0xDFFF)
            {
                i += 12;
                continue;
            }
            mended ??= span.ToArray();
            Replacement.CopyTo(mended, i);
            i += 6;
        }
        isMended |= mended is not null;
        return mended ?? utf8;
    }

    private static int NextEscape(ReadOnlySpan<byte> rest)
    {
        var next = rest.IndexOf((byte)'\\');
        return next < 0 ? rest.Length : next;
    }

    /// <summary>The UTF-16 unit of an escape that stands at the beginning, or -1.</summary>
    private static int Escaped(ReadOnlySpan<byte> text)
    {
        if (text.Length < 6 || text[0] != '\\' || text[1] != 'u') return -1;
        return int.TryParse(text[2..6], System.Globalization.NumberStyles.AllowHexSpecifier, null, out var unit) ? unit : -1;
    }
}
