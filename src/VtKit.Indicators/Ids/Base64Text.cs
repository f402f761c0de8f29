using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace VtKit.Indicators;

/// <summary>Text inside base64, of either alphabet and with or without padding, as ids carry it.</summary>
internal static class Base64Text
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes to well-formed UTF-8 text without control characters.</summary>
    public static bool TryDecode(ReadOnlySpan<char> encoded, [NotNullWhen(true)] out string? text)
    {
        text = null;
        encoded = encoded.TrimEnd('=');
        if (encoded.IsEmpty) return false;
        var url = encoded.ContainsAny('+', '/') ? encoded.ToString().Replace('+', '-').Replace('/', '_') : encoded;
        // The decoder skips white space, an id holds none.
        if (url.ContainsAnyExceptInRange('-', 'z') || !Base64Url.IsValid(url)) return false;
        try
        {
            text = StrictUtf8.GetString(Base64Url.DecodeFromChars(url));
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return false;
        }
        foreach (var c in text)
            if (char.IsControl(c)) return false;
        return true;
    }
}
