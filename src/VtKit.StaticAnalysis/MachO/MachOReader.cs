using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>Headers, load commands, segments and libraries of a Mach-O file, one element for each architecture.</summary>
/// <seealso href="https://github.com/apple-oss-distributions/xnu/blob/main/EXTERNAL_HEADERS/mach-o/loader.h"/>
internal static class MachOReader
{
    private const uint Magic64 = 0xFEEDFACF;
    private const int MaxArchitectures = 16;
    private const int MaxCommands = 1000;
    private const int MaxCommandBytes = 1 << 20;
    private const int MaxSections = 256;

    private static readonly string?[] Commands =
    [
        null, "LC_SEGMENT", "LC_SYMTAB", "LC_SYMSEG", "LC_THREAD", "LC_UNIXTHREAD", "LC_LOADFVMLIB", "LC_IDFVMLIB", "LC_IDENT", "LC_FVMFILE", "LC_PREPAGE",
        "LC_DYSYMTAB", "LC_LOAD_DYLIB", "LC_ID_DYLIB", "LC_LOAD_DYLINKER", "LC_ID_DYLINKER", "LC_PREBOUND_DYLIB", "LC_ROUTINES", "LC_SUB_FRAMEWORK",
        "LC_SUB_UMBRELLA", "LC_SUB_CLIENT", "LC_SUB_LIBRARY", "LC_TWOLEVEL_HINTS", "LC_PREBIND_CKSUM", "LC_LOAD_WEAK_DYLIB", "LC_SEGMENT_64", "LC_ROUTINES_64",
        "LC_UUID", "LC_RPATH", "LC_CODE_SIGNATURE", "LC_SEGMENT_SPLIT_INFO", "LC_REEXPORT_DYLIB", "LC_LAZY_LOAD_DYLIB", "LC_ENCRYPTION_INFO", "LC_DYLD_INFO",
        "LC_LOAD_UPWARD_DYLIB", "LC_VERSION_MIN_MACOSX", "LC_VERSION_MIN_IPHONEOS", "LC_FUNCTION_STARTS", "LC_DYLD_ENVIRONMENT", "LC_MAIN", "LC_DATA_IN_CODE",
        "LC_SOURCE_VERSION", "LC_DYLIB_CODE_SIGN_DRS", "LC_ENCRYPTION_INFO_64", "LC_LINKER_OPTION", "LC_LINKER_OPTIMIZATION_HINT", "LC_VERSION_MIN_TVOS",
        "LC_VERSION_MIN_WATCHOS", "LC_NOTE", "LC_BUILD_VERSION", "LC_DYLD_EXPORTS_TRIE", "LC_DYLD_CHAINED_FIXUPS", "LC_FILESET_ENTRY",
    ];

    private static readonly string[] Flags =
    [
        "NOUNDEFS", "INCRLINK", "DYLDLINK", "BINDATLOAD", "PREBOUND", "SPLIT_SEGS", "LAZY_INIT", "TWOLEVEL", "FORCE_FLAT", "NOMULTIDEFS", "NOFIXPREBINDING",
        "PREBINDABLE", "ALLMODSBOUND", "SUBSECTIONS_VIA_SYMBOLS", "CANONICAL", "WEAK_DEFINES", "BINDS_TO_WEAK", "ALLOW_STACK_EXECUTION", "ROOT_SAFE", "SETUID_SAFE",
        "NO_REEXPORTED_DYLIBS", "PIE", "DEAD_STRIPPABLE_DYLIB", "HAS_TLV_DESCRIPTORS", "NO_HEAP_EXECUTION", "APP_EXTENSION_SAFE",
    ];

    private static readonly string[] SectionTypes =
    [
        "S_REGULAR", "S_ZEROFILL", "S_CSTRING_LITERALS", "S_4BYTE_LITERALS", "S_8BYTE_LITERALS", "S_LITERAL_POINTERS", "S_NON_LAZY_SYMBOL_POINTERS",
        "S_LAZY_SYMBOL_POINTERS", "S_SYMBOL_STUBS", "S_MOD_INIT_FUNC_POINTERS", "S_MOD_TERM_FUNC_POINTERS", "S_COALESCED", "S_GB_ZEROFILL", "S_INTERPOSING",
        "S_16BYTE_LITERALS", "S_DTRACE_DOF", "S_LAZY_DYLIB_SYMBOL_POINTERS", "S_THREAD_LOCAL_REGULAR", "S_THREAD_LOCAL_ZEROFILL", "S_THREAD_LOCAL_VARIABLES",
        "S_THREAD_LOCAL_VARIABLE_POINTERS", "S_THREAD_LOCAL_INIT_FUNCTION_POINTERS",
    ];

    public static async ValueTask<JsonArray?> ReadAsync(ContentView view, CancellationToken cancellationToken)
    {
        var head = await view.ReadUpToAsync(0, 8 + 20 * MaxArchitectures, cancellationToken).ConfigureAwait(false);
        if (head.Length < 8) return null;
        var images = new List<JsonObject>();
        if (BinaryPrimitives.ReadUInt32BigEndian(head) != 0xCAFEBABE)
        {
            if (await ImageAsync(view, 0, cancellationToken).ConfigureAwait(false) is { } image) images.Add(image);
        }
        else
        {
            var count = Math.Min(MaxArchitectures, BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(4)));
            for (var i = 0; i < count && 8 + 20 * (i + 1) <= head.Length; i++)
                if (await ImageAsync(view, BinaryPrimitives.ReadUInt32BigEndian(head.AsSpan(8 + 20 * i + 8)), cancellationToken).ConfigureAwait(false) is { } image)
                    images.Add(image);
        }
        return images.Count == 0 ? null : Shape.List(images);
    }

    /// <summary>Whether an image that was read is for processors of 64 bits.</summary>
    public static bool Is64Bit(JsonNode? image) => image?[Part.MachoInfo.Headers]?[Part.MachoHeader.Magic]?.GetValue<string>() == $"0x{Magic64:x}";

    private static async ValueTask<JsonObject?> ImageAsync(ContentView view, ulong at, CancellationToken cancellationToken)
    {
        if (await view.ReadExactlyAsync(at, 28, cancellationToken).ConfigureAwait(false) is not { } header) return null;
        var magic = BinaryPrimitives.ReadUInt32LittleEndian(header);
        var big = magic is 0xCEFAEDFE or 0xCFFAEDFE;
        if (big) magic = BinaryPrimitives.ReverseEndianness(magic);
        if (magic is not (0xFEEDFACE or Magic64)) return null;
        var is64 = magic == Magic64;
        var size = Number(header, 20, big);
        var table = await view.ReadUpToAsync(at + (is64 ? 32u : 28u), (int)Math.Min(size, MaxCommandBytes), cancellationToken).ConfigureAwait(false);
        var subtype = Number(header, 8, big);
        var flags = Number(header, 24, big);
        var info = new JsonObject();
        var headers = new JsonObject
        {
            [Part.MachoHeader.Magic] = $"0x{magic:x}",
            [Part.MachoHeader.FileType] = FileType(Number(header, 12, big)),
            [Part.MachoHeader.CpuType] = Cpu(Number(header, 4, big)),
            [Part.MachoHeader.CpuSubtypeLib64] = (subtype & 0x8000_0000) != 0,
            [Part.MachoHeader.NumCmds] = Number(header, 16, big),
            [Part.MachoHeader.SizeCmds] = size,
        };
        headers.AddTexts(Part.MachoHeader.Flags, [.. Flags.Where((_, bit) => (flags >> bit & 1) != 0)]);
        info[Part.MachoInfo.Headers] = headers;
        ReadCommands(table, Number(header, 16, big), big, info);
        return info;
    }

    private static void ReadCommands(byte[] table, uint claimed, bool big, JsonObject info)
    {
        List<JsonObject> commands = [], segments = [];
        var libraries = new List<string>();
        var at = 0;
        for (var i = 0; i < Math.Min(claimed, MaxCommands) && at + 8 <= table.Length; i++)
        {
            // The highest bit only says that the loader must know the command.
            var command = Number(table, at, big) & 0x7FFF_FFFF;
            var size = Number(table, at + 4, big);
            if (size < 8 || size > table.Length - at) break;
            var bytes = table.AsSpan(at, (int)size);
            commands.Add(new JsonObject { [Part.MachoCommand.Type] = Name(Number(table, at, big)) });
            if (command is 1 or 0x19) segments.Add(Segment(bytes, command == 0x19, big));
            if (command is 0xC or 0x18 or 0x1F or 0x20 or 0x23 && size >= 24 && Number(table, at + 8, big) is var name && name < size)
                libraries.Add(Text(bytes[(int)name..]));
            at += (int)size;
        }
        info.AddList(Part.MachoInfo.Commands, commands);
        info.AddList(Part.MachoInfo.Segments, segments);
        info.AddTexts(Part.MachoInfo.Libs, libraries);
    }

    private static JsonObject Segment(ReadOnlySpan<byte> bytes, bool is64, bool big)
    {
        var segment = new JsonObject { [Part.MachoSegment.Name] = Text(bytes[8..Math.Min(24, bytes.Length)]) };
        var start = is64 ? 72 : 56;
        if (bytes.Length < start) return segment;
        string[] members = [Part.MachoSegment.Vmaddr, Part.MachoSegment.Vmsize, Part.MachoSegment.Fileoff, Part.MachoSegment.Filesize];
        for (var i = 0; i < members.Length; i++) segment[members[i]] = $"0x{(is64 ? Long(bytes, 24 + 8 * i, big) : Number(bytes, 24 + 4 * i, big)):x}";
        var size = is64 ? 80 : 68;
        var count = Math.Min(MaxSections, Number(bytes, start - 8, big));
        var sections = new List<JsonObject>();
        for (var i = 0; i < count && start + size * (i + 1) <= bytes.Length; i++)
        {
            var section = bytes.Slice(start + size * i, size);
            var type = Number(section, is64 ? 64 : 56, big) & 0xFF;
            sections.Add(new JsonObject
            {
                [Part.MachoSection.Name] = Text(section[..16]),
                [Part.MachoSection.Type] = type < SectionTypes.Length ? SectionTypes[type] : $"0x{type:x}",
            });
        }
        segment.AddList(Part.MachoSegment.Sections, sections);
        return segment;
    }

    private static string Name(uint command)
    {
        if (command == 0x8000_0022) return "LC_DYLD_INFO_ONLY";
        command &= 0x7FFF_FFFF;
        return command < Commands.Length && Commands[command] is { } name ? name : $"0x{command:x}";
    }

    private static string FileType(uint type) => type switch
    {
        1 => "relocatable object file",
        2 => "demand paged executable file",
        4 => "core file",
        6 => "dynamically bound shared library",
        7 => "dynamic link editor",
        8 => "dynamically bound bundle file",
        10 => "companion file with only debug sections",
        11 => "x86_64 kexts",
        _ => $"0x{type:x}",
    };

    private static string Cpu(uint type) => type switch
    {
        7 => "i386",
        0x0100_0007 => "x86_64",
        12 => "ARM",
        0x0100_000C => "ARM64",
        18 => "POWERPC",
        0x0100_0012 => "POWERPC64",
        _ => $"0x{type:x}",
    };

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)0);
        return Encoding.Latin1.GetString(end < 0 ? bytes : bytes[..end]);
    }

    private static uint Number(ReadOnlySpan<byte> bytes, int at, bool big) =>
        big ? BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]) : BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong Long(ReadOnlySpan<byte> bytes, int at, bool big) =>
        big ? BinaryPrimitives.ReadUInt64BigEndian(bytes[at..]) : BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
