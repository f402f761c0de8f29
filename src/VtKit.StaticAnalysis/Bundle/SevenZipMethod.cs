using System.Globalization;

namespace VtKit.StaticAnalysis;

/// <summary>The numbers of the methods that a coder of a 7z file may use.</summary>
internal static class SevenZipMethod
{
    public const ulong Copy = 0, Bcj = 0x4, Lzma2 = 0x21, Lzma = 0x030101, X86 = 0x03030103, Deflate = 0x040108;

    /// <summary>As 7-Zip calls a method; of one that it does not know either, its number.</summary>
    public static string Name(ulong method) => method switch
    {
        Copy => "Copy",
        Lzma2 => "LZMA2",
        Lzma => "LZMA",
        Deflate => "Deflate",
        0x3 => "Delta",
        Bcj or X86 => "BCJ",
        0x0303011B => "BCJ2",
        0x5 or 0x03030205 => "PPC",
        0x6 or 0x03030401 => "IA64",
        0x7 or 0x03030501 => "ARM",
        0x8 or 0x03030701 => "ARMT",
        0x9 or 0x03030805 => "SPARC",
        0xA => "ARM64",
        0xB => "RISCV",
        0x030401 => "PPMD",
        0x040109 => "Deflate64",
        0x040202 => "BZip2",
        0x06F10701 => "7zAES",
        _ => method.ToString("X", CultureInfo.InvariantCulture),
    };
}
