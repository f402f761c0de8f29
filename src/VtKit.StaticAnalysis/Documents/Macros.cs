using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace VtKit.StaticAnalysis;

/// <summary>The macros of a VBA project.</summary>
internal sealed partial record Macros(IReadOnlyList<MacroModule> Modules)
{
    private const int MaxModules = 200;
    private const int MaxStream = 4 << 20;
    private const int MaxSource = 1 << 20;

    /// <summary>What the macros do by themselves, in the service's words.</summary>
    public IReadOnlyList<string> Properties => [.. Modules.SelectMany(module => module.Properties).Distinct(StringComparer.Ordinal)];

    /// <summary>The project inside a compound file, or null. A module is any stream beside <c>dir</c> whose packed text follows its code.</summary>
    /// <param name="storage">The compound file.</param>
    /// <param name="packed">Where it lies packed in the analysed file, and its name there; null when it is that file.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async ValueTask<Macros?> ReadAsync(CompoundStorage storage, (long Place, string Name)? packed, CancellationToken cancellationToken)
    {
        var modules = new List<MacroModule>();
        var found = false;
        foreach (var entry in storage.Entries)
        {
            var slash = entry.Path.LastIndexOf('/');
            var parent = slash < 0 ? "" : entry.Path[..slash];
            if (entry.Kind != 2 || !(parent == "VBA" || parent.EndsWith("/VBA", StringComparison.Ordinal))) continue;
            if (entry.Name is "dir") found = true;
            if (entry.Name is "dir" or "_VBA_PROJECT" || entry.Name.StartsWith("__SRP_", StringComparison.Ordinal) || modules.Count == MaxModules) continue;
            if (Source(await storage.ReadAsync(entry, MaxStream, cancellationToken).ConfigureAwait(false)) is { } source)
                modules.Add(new MacroModule(entry.Path, entry.Name, source, AutoRun(source), packed?.Place ?? storage.PlaceOf(entry)) { File = packed?.Name });
        }
        return found || modules.Count > 0 ? new Macros(modules) : null;
    }

    private static List<string> AutoRun(string source) => [.. AutoNames().Matches(source).Select(match => match.Groups["name"].Value)
        .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase)];

    /// <summary>The text, found by the attribute that every module begins with; it says where the packed container starts.</summary>
    internal static string? Source(ReadOnlySpan<byte> stream)
    {
        // Packed text begins with: container mark, chunk header, flags of the first eight tokens, then the words themselves.
        for (var at = 0; at < stream.Length;)
        {
            var next = stream[at..].IndexOf("\0Attribut"u8);
            if (next < 0) return null;
            var start = at + next - 3;
            if (start >= 0 && stream[start] == 1 && (BinaryPrimitives.ReadUInt16LittleEndian(stream[(start + 1)..]) & 0x7000) == 0x3000)
                return Encoding.Latin1.GetString(VbaCompression.Unpack(stream[start..], MaxSource));
            at += next + 1;
        }
        return null;
    }

    /// <summary>Adds the macros to <c>office_info</c> or <c>openxml_info</c>.</summary>
    public void AddTo(JsonObject info)
    {
        var ole = new JsonObject { ["num_macros"] = Modules.Count };
        ole.AddList("macros", [.. Modules.Select(Describe)]);
        // The service has no member for the names, only for what they amount to.
        ole.AddTexts("auto_run", [.. Modules.SelectMany(module => module.AutoRun).Distinct(StringComparer.OrdinalIgnoreCase)]);
        info["ole"] = ole;
    }

    private static JsonObject Describe(MacroModule module)
    {
        var shape = new JsonObject
        {
            ["vba_filename"] = module.Name,
            ["stream_path"] = module.Path,
            ["vba_code"] = module.Source,
            ["length"] = module.Source.Length,
        };
        if (module.File is not null) shape["subfilename"] = module.File;
        shape.AddTexts("properties", module.Properties);
        return shape;
    }

    [GeneratedRegex(
        @"\b(?:Sub|Function)\s+(?<name>Auto_?(?:Open|Close|Exec|Exit|New)|Document_(?:Open|Close|New|BeforeClose)|Workbook_(?:Open|Activate|BeforeClose|Close)|DocumentOpen|DocumentBeforeClose)\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex AutoNames();
}

/// <summary>One module of a VBA project.</summary>
/// <param name="Path">Its stream.</param>
/// <param name="Name">Its name.</param>
/// <param name="Source">Its text.</param>
/// <param name="AutoRun">The names in it under which macros start by themselves.</param>
/// <param name="Place">Where its packed form begins in the analysed file.</param>
internal sealed record MacroModule(string Path, string Name, string Source, IReadOnlyList<string> AutoRun, long Place)
{
    /// <summary>The file of the archive that holds the project; null when there is no archive.</summary>
    public string? File { get; init; }

    /// <summary>What its names amount to: some start when a document is closed, all others when one is opened.</summary>
    public IReadOnlyList<string> Properties =>
        [.. AutoRun.Select(name => EndsWith(name, "Close") || EndsWith(name, "Exit") ? "auto-close" : "auto-open").Distinct(StringComparer.Ordinal)];

    private static bool EndsWith(string name, string end) => name.EndsWith(end, StringComparison.OrdinalIgnoreCase);
}
