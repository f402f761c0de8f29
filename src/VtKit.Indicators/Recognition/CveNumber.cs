using System.Diagnostics.CodeAnalysis;

namespace VtKit.Indicators;

/// <summary>The form of CVE numbers: <c>CVE</c>, a year, four or more digits.</summary>
internal static class CveNumber
{
    private const int MaxSequenceLength = 19;

    public const int MaxLength = 9 + MaxSequenceLength;

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out string? cve)
    {
        cve = null;
        if (text.Length < 13 || text.Length > MaxLength || !text.StartsWith("CVE", StringComparison.OrdinalIgnoreCase)) return false;
        if (!IsDash(text[3]) || !IsDash(text[8]) || !IsDigits(text[4..8]) || !IsDigits(text[9..])) return false;
        cve = $"CVE-{text[4..8]}-{text[9..]}";
        return true;
    }

    // Word processors turn hyphens into dashes.
    private static bool IsDash(char c) => c is '-' or (>= '\u2010' and <= '\u2015') or '\u2212';

    private static bool IsDigits(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
