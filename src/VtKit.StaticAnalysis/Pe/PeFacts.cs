using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>The structure of a Windows executable, as the service's <c>pe_info</c> describes it.</summary>
public sealed record PeFacts
{
    /// <summary>Target machine: <c>IMAGE_FILE_MACHINE_*</c>, for example 332 (x86) or 34404 (x64).</summary>
    public required int MachineType { get; init; }

    /// <summary>Build time as the linker wrote it, seconds since 1970; null when it is zero. Easily forged.</summary>
    public long? Timestamp { get; init; }

    /// <summary>Address of the first instruction, relative to the image; null when it is zero.</summary>
    public long? EntryPoint { get; init; }

    /// <summary>Whether the optional header is that of a 64-bit image (PE32+).</summary>
    public bool Is64Bit { get; init; }

    /// <summary>Whether the file is a library.</summary>
    public bool IsDll { get; init; }

    /// <summary>Whether the file has a .NET header.</summary>
    public bool IsDotNet { get; init; }

    /// <summary>The subsystem: <c>IMAGE_SUBSYSTEM_*</c>, for example 2 (windowed) or 3 (console).</summary>
    public int Subsystem { get; init; }

    /// <summary>
    /// MD5 over the imported library and function names in their order, computed like pefile's <c>get_imphash</c>; null
    /// when nothing is imported, or more than <see cref="AnalysisOptions.MaxSymbols"/>.
    /// </summary>
    public string? Imphash { get; init; }

    /// <summary>The section table in file order.</summary>
    public IReadOnlyList<PeSection> Sections { get; init; } = [];

    /// <summary>The imported libraries in file order.</summary>
    public IReadOnlyList<PeImport> Imports { get; init; } = [];

    /// <summary>The names of the exported functions, sorted.</summary>
    public IReadOnlyList<string> Exports { get; init; } = [];

    /// <summary>The resources in the order of their tree; at most 1,000.</summary>
    public IReadOnlyList<PeResource> Resources { get; init; } = [];

    /// <summary>The debug directory.</summary>
    public IReadOnlyList<PeDebugEntry> Debug { get; init; } = [];

    /// <summary>MD5 over what Microsoft's linker noted about the tools that were used, unmasked; null when there is no such note.</summary>
    public string? RichHash { get; init; }

    /// <summary>The tools of that note, one line each.</summary>
    public IReadOnlyList<string> CompilerProducts { get; init; } = [];

    /// <summary>SHA-256 of what a signature covers: the file without its checksum and without the signature.</summary>
    public string? Authentihash { get; init; }

    /// <summary>Whether the signature fits the file, which says nothing about who is to be trusted; null when there is none that can be read.</summary>
    public bool? SignatureFits { get; init; }

    /// <summary>What follows the last section, or null.</summary>
    public PeOverlay? Overlay { get; init; }

    /// <summary>The service's <c>signature_info</c>, <c>dot_net_assembly</c> and <c>dot_net_guids</c>, by these names.</summary>
    internal Dictionary<string, JsonNode> Structures { get; } = new(StringComparer.Ordinal);

    /// <summary>SHA-256 of the overlay.</summary>
    internal string? OverlaySha256 { get; init; }
}

/// <summary>One section of a Windows executable.</summary>
/// <param name="Name">The name, up to eight characters.</param>
/// <param name="VirtualAddress">Where it is loaded, relative to the image.</param>
/// <param name="VirtualSize">Its size in memory, bytes.</param>
/// <param name="RawSize">Its size in the file as the header claims, bytes.</param>
/// <param name="Flags">Rights: <c>r</c>, <c>w</c>, <c>x</c>, and <c>s</c> for shared.</param>
/// <param name="Entropy">Shannon entropy, 0 to 8, two decimals; null when the content was not read.</param>
/// <param name="Md5">MD5 of the content in the file; null when the content was not read.</param>
/// <param name="Chi2">Chi-squared against evenly spread bytes, two decimals, -1 when the section is empty; null when the content was not read.</param>
public sealed record PeSection(
    string Name, long VirtualAddress, long VirtualSize, long RawSize, string Flags, double? Entropy, string? Md5, double? Chi2);

/// <summary>One library that a Windows executable imports from.</summary>
/// <param name="LibraryName">The name as written in the file.</param>
/// <param name="Functions">The functions, sorted without regard to case; <c>Ord(n)</c> where only a number is given and no name is known.</param>
public sealed record PeImport(string LibraryName, IReadOnlyList<string> Functions);

/// <summary>The bytes that follow the last section of a Windows executable.</summary>
/// <param name="Offset">Where they start in the file.</param>
/// <param name="Size">How many they are.</param>
/// <param name="Md5">Their MD5.</param>
/// <param name="Entropy">Their Shannon entropy, 0 to 8.</param>
/// <param name="Chi2">Chi-squared against evenly spread bytes, two decimals.</param>
/// <param name="FileType">What kind of content they look like, in the words of <see cref="BundleFacts.FileTypes"/>.</param>
public sealed record PeOverlay(long Offset, long Size, string Md5, double Entropy, double Chi2, string FileType);

/// <summary>One resource of a Windows executable.</summary>
/// <param name="Type">Its type: <c>RT_ICON</c>, or a name of the author's choice.</param>
/// <param name="Name">Its number or name.</param>
/// <param name="Language">Its language in the words of the service (<c>ENGLISH US</c>).</param>
/// <param name="FileType">What kind of content it looks like, in the words of <see cref="BundleFacts.FileTypes"/>.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">SHA-256 of it.</param>
/// <param name="Entropy">Entropy in bits per byte.</param>
/// <param name="Chi2">Chi-squared against evenly spread bytes, two decimals; -1 for an empty one.</param>
public sealed record PeResource(string Type, string Name, string Language, string FileType, long Size, string Sha256, double Entropy, double Chi2)
{
    /// <summary>Where it lies in the file.</summary>
    internal long Offset { get; init; }
}

/// <summary>One entry of the debug directory.</summary>
/// <param name="Type">Its type as a number.</param>
/// <param name="TypeName">Its type (<c>IMAGE_DEBUG_TYPE_CODEVIEW</c>).</param>
/// <param name="Timestamp">When it was made, seconds since 1970.</param>
/// <param name="Offset">Where it lies in the file.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record PeDebugEntry(long Type, string TypeName, long Timestamp, long Offset, long Size)
{
    /// <summary>Where the symbols are, in an entry that says so; null otherwise.</summary>
    public PeCodeView? CodeView { get; init; }
}

/// <summary>Which symbols belong to a Windows executable.</summary>
/// <param name="Signature">The form: <c>RSDS</c>, or <c>NB10</c> of old linkers.</param>
/// <param name="Guid">Identifier of the symbols; null with <c>NB10</c>.</param>
/// <param name="Timestamp">When they were made, seconds since 1970, with <c>NB10</c>; null otherwise.</param>
/// <param name="Age">How often they were written.</param>
/// <param name="Name">Path of the file where it was made, which may name a user or a project.</param>
public sealed record PeCodeView(string Signature, Guid? Guid, long? Timestamp, long Age, string Name);
