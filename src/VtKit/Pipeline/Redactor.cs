using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace VtKit;

/// <summary>Takes the API key out of whatever may be shown.</summary>
internal sealed class Redactor(string key)
{
    private const string Mask = "***";
    private readonly byte[] _key = Encoding.ASCII.GetBytes(key);

    /// <summary>Whether a text holds the key.</summary>
    public bool Hides(string text) => Next(text, 0) >= 0;

    /// <summary>The text without the key.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public string? Redact(string? text)
    {
        if (text is null || Next(text, 0) < 0) return text;
        var clean = new StringBuilder(text.Length);
        var from = 0;
        for (var at = Next(text, 0); at >= 0; at = Next(text, from))
        {
            clean.Append(text, from, at - from).Append(Mask);
            from = at + key.Length;
        }
        return clean.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>The bytes without the key.</summary>
    public ReadOnlyMemory<byte> Redact(ReadOnlyMemory<byte> utf8) =>
        ContainsIgnoringCase(utf8.Span) ? Encoding.UTF8.GetBytes(Redact(Encoding.UTF8.GetString(utf8.Span))) : utf8;

    private bool ContainsIgnoringCase(ReadOnlySpan<byte> utf8)
    {
        for (var i = 0; i + _key.Length <= utf8.Length; i++)
            if (Ascii.EqualsIgnoreCase(utf8.Slice(i, _key.Length), _key))
                return true;
        return false;
    }

    // A short key, as test servers have them, is only hidden where it stands alone: "k" is in every word.
    private int Next(string text, int from)
    {
        for (var at = text.IndexOf(key, from, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(key, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + key.Length;
            if (key.Length >= 8 || !((at > 0 && char.IsLetterOrDigit(text[at - 1])) || (end < text.Length && char.IsLetterOrDigit(text[end])))) return at;
        }
        return -1;
    }
}
