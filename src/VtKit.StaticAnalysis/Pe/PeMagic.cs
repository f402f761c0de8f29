using System.Buffers.Binary;

namespace VtKit.StaticAnalysis;

/// <summary>Types and lines of magic of the files that start with MZ.</summary>
internal static class PeMagic
{
    public static async ValueTask<Sniffed> DescribeAsync(ContentView view, PeHeader header, CancellationToken cancellationToken)
    {
        // What is wrong with the section table is told by the reader of the facts.
        var image = await PeImage.ReadAsync(view, header, new AnalysisScope(new AnalysisOptions()), cancellationToken).ConfigureAwait(false);
        var magic = string.Concat(
            header.Is64Bit ? "PE32+ executable" : "PE32 executable",
            header.IsDll ? " (DLL)" : "",
            Subsystem(header.Subsystem),
            " " + Machine(header.Machine),
            header.IsDebugStripped ? " (stripped to external PDB)" : "",
            PeReader.IsDotNet(image) ? " Mono/.Net assembly" : "",
            ", for MS Windows",
            image.Sections.Any(s => s.Name == "UPX0") ? ", UPX compressed" : "");
        return new Sniffed(header.IsDll ? FileTypes.PeDll : FileTypes.PeExe, magic);
    }

    /// <summary>Looks at the beginning alone: enough to tell the kinds apart, without their details.</summary>
    public static Sniffed? Sniff(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("MZ"u8) && !head.StartsWith("ZM"u8)) return null;
        // Text that starts with these letters has no header behind them.
        if (head.Length < 28) return null;
        if (head.Length >= 64)
        {
            var at = BinaryPrimitives.ReadUInt32LittleEndian(head[60..]);
            if (at <= head.Length - 64)
            {
                var next = head[(int)at..];
                if (next.StartsWith("PE\0\0"u8))
                    return new Sniffed((next[23] & 0x20) != 0 ? FileTypes.PeDll : FileTypes.PeExe, "PE32 executable");
                if (next.StartsWith("NE"u8))
                    return new Sniffed((next[13] & 0x80) != 0 ? FileTypes.NeDll : FileTypes.NeExe, "MS-DOS executable, NE for MS Windows 3.x");
                if (next.StartsWith("LE"u8) || next.StartsWith("LX"u8)) return new Sniffed(FileTypes.Mz, "MS-DOS executable, LE executable");
            }
        }
        // A text may start with these letters: a program has a header size, and bytes that no text has.
        return BinaryPrimitives.ReadUInt16LittleEndian(head[8..]) is >= 2 and < 0x1000 && TextShape.Read(head[..28], isWhole: false) is null
            ? new Sniffed(FileTypes.Mz, "MS-DOS executable, MZ for MS-DOS") : null;
    }

    private static string Subsystem(ushort value) => value switch
    {
        1 => " (native)",
        2 => " (GUI)",
        3 => " (console)",
        7 => " (POSIX)",
        9 => " (Windows CE)",
        10 => " (EFI application)",
        11 => " (EFI boot service driver)",
        12 => " (EFI runtime driver)",
        13 => " (EFI ROM)",
        14 => " (XBOX)",
        16 => " (Windows boot application)",
        _ => "",
    };

    private static string Machine(ushort value) => value switch
    {
        0x14c => "Intel 80386",
        0x162 => "MIPS R3000",
        0x166 => "MIPS R4000",
        0x184 => "Alpha",
        0x1a2 => "Hitachi SH3",
        0x1a6 => "Hitachi SH4",
        0x1c0 => "ARM",
        0x1c2 => "ARM Thumb",
        0x1c4 => "ARMv7 Thumb",
        0x1f0 => "PowerPC",
        0x200 => "Intel Itanium",
        0x284 => "Alpha 64-bit",
        0xebc => "EFI byte code",
        0x5032 => "RISC-V 32-bit",
        0x5064 => "RISC-V 64-bit",
        0x6264 => "LoongArch 64-bit",
        0x8664 => "x86-64",
        0xaa64 => "Aarch64",
        _ => $"Unknown processor type 0x{value:x}",
    };
}
