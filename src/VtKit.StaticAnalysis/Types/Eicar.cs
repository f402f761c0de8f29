namespace VtKit.StaticAnalysis;

/// <summary>Recognises EICAR's test file by the definition of 1 May 2003.</summary>
internal static class Eicar
{
    /// <summary>The longest file that can be the test file.</summary>
    public const int MaxLength = 128;

    // Kept in two halves, so that scanners do not take this program for the test file.
    private static readonly byte[] Text =
        [.. @"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD"u8, .. "-ANTIVIRUS-TEST-FILE!$H+H*"u8];

    /// <summary>Whether this is the whole content of a test file.</summary>
    public static bool Is(ReadOnlySpan<byte> content)
    {
        if (content.Length > MaxLength || !content.StartsWith(Text)) return false;
        // Space, tab, line feed, carriage return and Ctrl-Z are the only ones that the definition allows.
        return content[Text.Length..].IndexOfAnyExcept(" \t\n\r\u001a"u8) < 0;
    }
}
