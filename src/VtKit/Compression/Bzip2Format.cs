namespace VtKit;

/// <summary>The fixed numbers of the bzip2 format.</summary>
internal static class Bzip2Format
{
    /// <summary>What a block begins with: π in decimal digits, 48 bits at any bit of the stream.</summary>
    public const ulong BlockMark = 0x3141_5926_5359;

    /// <summary>What the end of a stream begins with: √π, likewise.</summary>
    public const ulong EndMark = 0x1772_4538_5090;

    public const int MarkBits = 48;

    /// <summary>An end mark with its checksum.</summary>
    public const int EndBits = 80;

    /// <summary>A stream's header: <c>BZh</c> and its level.</summary>
    public const int HeaderBytes = 4;

    /// <summary>The most that a block holds before its runs are spread, at level 9.</summary>
    public const int MaxBlock = 900_000;

    public const int MaxTables = 6;
    public const int MaxCodeBits = 20;
    public const int MaxSymbols = 258;

    /// <summary>Symbols that one selector stands for.</summary>
    public const int GroupSize = 50;

    /// <summary>More selectors than symbols of a full block need are read and have no use.</summary>
    public const int MaxSelectors = 2 + (MaxBlock / GroupSize);

    /// <summary>
    /// More than a block can take in compressed form: each byte of it at most one symbol of 20 bits, and the tables. What lies beyond
    /// this after a mark, with no other mark in between, is not kept.
    /// </summary>
    public const int MaxCompressedBlock = 2_500_000;

    /// <summary>Whether these bytes are the header of a stream.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> bytes) =>
        bytes is [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..];
}
