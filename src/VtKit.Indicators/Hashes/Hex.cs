using System.Buffers;

namespace VtKit.Indicators;

/// <summary>Hex digits as text.</summary>
internal static class Hex
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> UpperDigits = SearchValues.Create("ABCDEF");

    public static bool IsHex(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(Digits);

    /// <summary>The lower-case form of <paramref name="part"/>, a slice of <paramref name="whole"/>; the same string where nothing changes.</summary>
    public static string ToLower(string whole, ReadOnlySpan<char> part)
    {
        if (part.Length == whole.Length && !part.ContainsAny(UpperDigits)) return whole;
        return string.Create(part.Length, part, static (target, source) => source.ToLowerInvariant(target));
    }
}
