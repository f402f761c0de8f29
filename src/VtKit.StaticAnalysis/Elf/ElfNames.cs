namespace VtKit.StaticAnalysis;

/// <summary>The words that <c>readelf</c> has for the numbers of an ELF file; the service writes the same ones.</summary>
internal static class ElfNames
{
    public static string Type(ushort type) => type switch
    {
        0 => "NONE (None)",
        1 => "REL (Relocatable file)",
        2 => "EXEC (Executable file)",
        3 => "DYN (Shared object file)",
        4 => "CORE (Core file)",
        >= 0xFF00 => $"Processor Specific: ({type:x})",
        >= 0xFE00 => $"OS Specific: ({type:x})",
        _ => $"<unknown>: {type:x}",
    };

    public static string OsAbi(byte abi) => abi switch
    {
        0 => "UNIX - System V",
        1 => "UNIX - HP-UX",
        2 => "UNIX - NetBSD",
        3 => "UNIX - Linux",
        6 => "UNIX - Solaris",
        7 => "UNIX - AIX",
        8 => "UNIX - IRIX",
        9 => "UNIX - FreeBSD",
        10 => "UNIX - TRU64",
        11 => "Novell - Modesto",
        12 => "UNIX - OpenBSD",
        97 => "ARM",
        255 => "Standalone App",
        _ => $"<unknown: {abi:x}>",
    };

    public static string Machine(ushort machine) => machine switch
    {
        0 => "None",
        2 => "Sparc",
        3 => "Intel 80386",
        4 => "MC68000",
        8 => "MIPS R3000",
        15 => "HPPA",
        18 => "Sparc v8+",
        20 => "PowerPC",
        21 => "PowerPC64",
        22 => "IBM S/390",
        40 => "ARM",
        42 => "Renesas / SuperH SH",
        43 => "Sparc v9",
        50 => "Intel IA-64",
        62 => "Advanced Micro Devices X86-64",
        83 => "Atmel AVR 8-bit microcontroller",
        93 => "ARC International ARCompact processor",
        183 => "AArch64",
        243 => "RISC-V",
        247 => "Linux BPF",
        258 => "LoongArch",
        _ => $"<unknown>: 0x{machine:x}",
    };

    /// <summary>The shorter words of <c>file(1)</c>.</summary>
    public static string MagicMachine(ushort machine) => machine switch
    {
        0 => "no machine",
        2 => "SPARC",
        3 => "Intel 80386",
        4 => "Motorola m68k",
        8 => "MIPS",
        15 => "PA-RISC",
        20 => "PowerPC or cisco 4500",
        21 => "64-bit PowerPC or cisco 7500",
        22 => "IBM S/390",
        40 => "ARM",
        42 => "Renesas SH",
        43 => "SPARC V9",
        50 => "IA-64",
        62 => "x86-64",
        183 => "ARM aarch64",
        243 => "UCB RISC-V",
        247 => "eBPF",
        258 => "LoongArch",
        _ => $"*unknown arch 0x{machine:x}*",
    };

    public static string MagicAbi(byte abi) => abi switch
    {
        0 => "SYSV",
        1 => "HP-UX",
        2 => "NetBSD",
        3 => "GNU/Linux",
        6 => "Solaris",
        8 => "IRIX",
        9 => "FreeBSD",
        10 => "Tru64",
        11 => "Novell Modesto",
        12 => "OpenBSD",
        97 => "ARM",
        255 => "embedded",
        _ => $"*unknown abi {abi}*",
    };

    public static string SectionType(uint type, ushort machine) => type switch
    {
        0 => "NULL",
        1 => "PROGBITS",
        2 => "SYMTAB",
        3 => "STRTAB",
        4 => "RELA",
        5 => "HASH",
        6 => "DYNAMIC",
        7 => "NOTE",
        8 => "NOBITS",
        9 => "REL",
        10 => "SHLIB",
        11 => "DYNSYM",
        14 => "INIT_ARRAY",
        15 => "FINI_ARRAY",
        16 => "PREINIT_ARRAY",
        17 => "GROUP",
        18 => "SYMTAB SECTION INDICES",
        19 => "RELR",
        0x6FFF_FFF5 => "GNU_ATTRIBUTES",
        0x6FFF_FFF6 => "GNU_HASH",
        0x6FFF_FFF7 => "GNU_LIBLIST",
        0x6FFF_FFFD => "VERDEF",
        0x6FFF_FFFE => "VERNEED",
        0x6FFF_FFFF => "VERSYM",
        0x7000_0001 when machine == 40 => "ARM_EXIDX",
        0x7000_0001 when machine == 62 => "X86_64_UNWIND",
        0x7000_0003 when machine == 40 => "ARM_ATTRIBUTES",
        0x7000_0003 when machine == 243 => "RISCV_ATTRIBUTE",
        0x7000_0006 when machine == 8 => "MIPS_REGINFO",
        0x7000_002A when machine == 8 => "MIPS_ABIFLAGS",
        >= 0x8000_0000 => $"LOUSER+0x{type - 0x8000_0000:x}",
        >= 0x7000_0000 => $"LOPROC+0x{type - 0x7000_0000:x}",
        >= 0x6000_0000 => $"LOOS+0x{type - 0x6000_0000:x}",
        _ => $"<unknown>: {type:x}",
    };

    public static string SegmentType(uint type, ushort machine) => type switch
    {
        0 => "NULL",
        1 => "LOAD",
        2 => "DYNAMIC",
        3 => "INTERP",
        4 => "NOTE",
        5 => "SHLIB",
        6 => "PHDR",
        7 => "TLS",
        0x6474_E550 => "GNU_EH_FRAME",
        0x6474_E551 => "GNU_STACK",
        0x6474_E552 => "GNU_RELRO",
        0x6474_E553 => "GNU_PROPERTY",
        0x6474_E554 => "GNU_SFRAME",
        0x7000_0000 when machine == 8 => "REGINFO",
        0x7000_0001 when machine == 40 => "EXIDX",
        0x7000_0003 when machine == 8 => "ABIFLAGS",
        0x7000_0003 when machine == 243 => "RISCV_ATTRIBUTES",
        >= 0x7000_0000 and <= 0x7FFF_FFFF => $"LOPROC+0x{type - 0x7000_0000:x}",
        >= 0x6000_0000 and <= 0x6FFF_FFFF => $"LOOS+0x{type - 0x6000_0000:x}",
        _ => $"<unknown>: {type:x}",
    };

    public static string SymbolType(int type) => type switch
    {
        0 => "NOTYPE",
        1 => "OBJECT",
        2 => "FUNC",
        3 => "SECTION",
        4 => "FILE",
        5 => "COMMON",
        6 => "TLS",
        10 => "IFUNC",
        _ => $"<unknown>: {type}",
    };

    /// <summary>The letters of a section's flags, lowest bit first.</summary>
    public static string SectionFlags(ulong flags, ushort machine)
    {
        var letters = "";
        for (var bit = 0; bit < 64; bit++)
        {
            if ((flags & (1UL << bit)) == 0) continue;
            var letter = bit switch
            {
                0 => 'W',
                1 => 'A',
                2 => 'X',
                4 => 'M',
                5 => 'S',
                6 => 'I',
                7 => 'L',
                8 => 'O',
                9 => 'G',
                10 => 'T',
                11 => 'C',
                21 => 'R',
                28 when machine == 62 => 'l',
                31 => 'E',
                >= 28 and < 32 => 'p',
                >= 20 and < 28 => 'o',
                _ => 'x',
            };
            // The three letters for unnamed bits stand for any number of them.
            if (letter is not ('p' or 'o' or 'x') || !letters.Contains(letter, StringComparison.Ordinal)) letters += letter;
        }
        return letters;
    }
}
