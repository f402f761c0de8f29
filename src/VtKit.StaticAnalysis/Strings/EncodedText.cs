using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>Text that stands in base64 in another text, as commands and settings are often passed on: one run of its characters, which give ASCII or UTF-16.</summary>
internal static class EncodedText
{
    /// <summary>Fewer characters than a short address takes are not looked at.</summary>
    public const int MinLength = 20;

    // So much is unpacked to see whether it is text: names of programs have the characters of base64, too.
    private const int ProbeLength = 16;
    private const int ProbeBytes = ProbeLength / 4 * 3;

    private static readonly SearchValues<char> Characters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");

    private static readonly SearchValues<byte> Text = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(one => (byte)one), (byte)'\t', (byte)'\r', (byte)'\n']);

    /// <summary>Where runs of characters of base64 stand, without what fills up the last group.</summary>
    public static SpanEnumerator Spans(ReadOnlySpan<char> text) => new(text);

    /// <summary>What a run gives; null when that is no text.</summary>
    public static string? Decode(ReadOnlySpan<char> encoded)
    {
        if (encoded.Length < MinLength) return null;
        Span<byte> probe = stackalloc byte[ProbeBytes];
        if (!System.Convert.TryFromBase64Chars(encoded[..ProbeLength], probe, out var probed)) return null;
        var isWide = IsWide(probe[..probed]);
        if (!isWide && !IsText(probe[..probed])) return null;
        // The last group may be short: without what fills it up it gives nothing here, and costs no more than two characters.
        var whole = encoded.Length / 4 * 4;
        var rest = encoded.Length - whole;
        var bytes = new byte[encoded.Length / 4 * 3 + 3];
        var padded = rest >= 2 ? string.Concat(encoded, "==".AsSpan(0, 4 - rest)) : encoded[..whole].ToString();
        if (!System.Convert.TryFromBase64String(padded, bytes, out var count)) return null;
        return isWide ? new string(MemoryMarshal.Cast<byte, char>(bytes.AsSpan(0, count))) : Encoding.Latin1.GetString(bytes, 0, count);
    }

    private static bool IsText(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept(Text);

    private static bool IsWide(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i + 1 < bytes.Length; i += 2)
            if (bytes[i + 1] != 0 || !Text.Contains(bytes[i])) return false;
        return true;
    }

    /// <summary>Goes through the runs of a text.</summary>
    internal ref struct SpanEnumerator(ReadOnlySpan<char> text)
    {
        private readonly ReadOnlySpan<char> _text = text;
        private int _at;

        public (int Start, int Length) Current { get; private set; }

        public readonly SpanEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_text.Length - _at >= MinLength)
            {
                var start = _text[_at..].IndexOfAny(Characters);
                if (start < 0) return false;
                start += _at;
                var length = _text[start..].IndexOfAnyExcept(Characters);
                if (length < 0) length = _text.Length - start;
                _at = start + length;
                if (length < MinLength) continue;
                Current = (start, length);
                return true;
            }
            return false;
        }
    }
}
