namespace VtKit.StaticAnalysis;

/// <summary>The structure of an ELF file, as the service's <c>elf_info</c> describes it.</summary>
public sealed record ElfFacts
{
    /// <summary>The file header.</summary>
    public required ElfHeader Header { get; init; }

    /// <summary>The section table in file order.</summary>
    public IReadOnlyList<ElfSection> Sections { get; init; } = [];

    /// <summary>The program headers in file order.</summary>
    public IReadOnlyList<ElfSegment> Segments { get; init; } = [];

    /// <summary>The libraries that the file asks for (<c>DT_NEEDED</c>), in file order.</summary>
    public IReadOnlyList<string> SharedLibraries { get; init; } = [];

    /// <summary>Symbols that the file needs from elsewhere.</summary>
    public IReadOnlyList<ElfSymbol> Imports { get; init; } = [];

    /// <summary>Symbols that the file offers to others.</summary>
    public IReadOnlyList<ElfSymbol> Exports { get; init; } = [];

    /// <summary>Packers whose marks the file shows, such as <c>UPX</c>, in alphabetical order.</summary>
    public IReadOnlyList<string> Packers { get; init; } = [];
}

/// <summary>The header of an ELF file; texts are those that <c>readelf -h</c> prints, as the service does.</summary>
/// <param name="Class"><c>ELF32</c> or <c>ELF64</c>.</param>
/// <param name="Data">The byte order in words.</param>
/// <param name="HeaderVersion"><c>1 (current)</c> in every valid file.</param>
/// <param name="OsAbi">The operating system interface in words.</param>
/// <param name="AbiVersion">Version of that interface.</param>
/// <param name="Type">The kind of object, such as <c>EXEC (Executable file)</c>.</param>
/// <param name="Machine">The processor in words.</param>
/// <param name="ObjectVersion">Object version in hexadecimal, <c>0x1</c> in every valid file.</param>
/// <param name="EntryPoint">Address of the first instruction.</param>
/// <param name="ProgramHeaderCount">Number of program headers that the header claims.</param>
/// <param name="SectionHeaderCount">Number of section headers that the header claims.</param>
public sealed record ElfHeader(
    string Class, string Data, string HeaderVersion, string OsAbi, int AbiVersion, string Type, string Machine,
    string ObjectVersion, ulong EntryPoint, long ProgramHeaderCount, long SectionHeaderCount);

/// <summary>One section of an ELF file.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type as <c>readelf -S</c> prints it, such as <c>PROGBITS</c>.</param>
/// <param name="VirtualAddress">Where it is loaded.</param>
/// <param name="PhysicalOffset">Where it starts in the file.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Flags">Flag letters as <c>readelf -S</c> prints them, such as <c>WA</c>.</param>
public sealed record ElfSection(string Name, string Type, ulong VirtualAddress, ulong PhysicalOffset, ulong Size, string Flags);

/// <summary>One segment of an ELF file.</summary>
/// <param name="Type">The type as <c>readelf -l</c> prints it, such as <c>LOAD</c>.</param>
/// <param name="Sections">The names of the sections inside it.</param>
public sealed record ElfSegment(string Type, IReadOnlyList<string> Sections);

/// <summary>One imported or exported symbol of an ELF file.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The type as <c>readelf -s</c> prints it, such as <c>FUNC</c>.</param>
public sealed record ElfSymbol(string Name, string Type);
