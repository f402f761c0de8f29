using System.Text;

namespace VtKit.Indicators;

/// <summary>Percent-encoding as canonical URLs use it.</summary>
internal static class PercentEncoding
{
    private const string UpperDigits = "0123456789ABCDEF";

    /// <summary>
    /// Decodes in place until nothing is left to decode, so that <c>%2541</c> ends as <c>A</c>, and returns the new length. One pass: a decoded byte can
    /// only complete an escape that ends with it, so looking back after each byte finds them all, and hostile nesting costs no more than plain text.
    /// </summary>
    public static int DecodeFully(Span<byte> text)
    {
        var length = 0;
        foreach (var next in text)
        {
            text[length++] = next;
            while (length >= 3 && text[length - 3] == '%' && char.IsAsciiHexDigit((char)text[length - 2]) && char.IsAsciiHexDigit((char)text[length - 1]))
            {
                text[length - 3] = (byte)(Value(text[length - 2]) << 4 | Value(text[length - 1]));
                length -= 2;
            }
        }
        return length;
    }

    /// <summary>Appends bytes as text, escaping what is no printable ASCII, <c>#</c> and <c>%</c>.</summary>
    public static void Append(StringBuilder target, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (b is > 0x20 and < 0x7F and not ((byte)'#' or (byte)'%')) target.Append((char)b);
            else target.Append('%').Append(UpperDigits[b >> 4]).Append(UpperDigits[b & 15]);
        }
    }

    private static int Value(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
