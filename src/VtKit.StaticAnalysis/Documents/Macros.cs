using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace VtKit.StaticAnalysis;

/// <summary>The macros of a VBA project: their source, and the names under which they start by themselves.</summary>
internal sealed partial record Macros(IReadOnlyList<(string Path, string Name, string Source)> Modules, IReadOnlyList<string> AutoRun)
{
    private const int MaxModules = 200;
    private const int MaxStream = 4 << 20;
    private const int MaxSource = 1 << 20;

    /// <summary>The project inside a compound file, or null. A module is any stream beside <c>dir</c> whose packed text follows its code.</summary>
    public static async ValueTask<Macros?> ReadAsync(CompoundStorage storage, CancellationToken cancellationToken)
    {
        var modules = new List<(string, string, string)>();
        var found = false;
        foreach (var entry in storage.Entries)
        {
            var slash = entry.Path.LastIndexOf('/');
            var parent = slash < 0 ? "" : entry.Path[..slash];
            if (entry.Kind != 2 || !(parent == "VBA" || parent.EndsWith("/VBA", StringComparison.Ordinal))) continue;
            if (entry.Name is "dir") found = true;
            if (entry.Name is "dir" or "_VBA_PROJECT" || entry.Name.StartsWith("__SRP_", StringComparison.Ordinal) || modules.Count == MaxModules) continue;
            if (Source(await storage.ReadAsync(entry, MaxStream, cancellationToken).ConfigureAwait(false)) is { } source) modules.Add((entry.Path, entry.Name, source));
        }
        if (!found && modules.Count == 0) return null;
        var names = modules.SelectMany(module => AutoNames().Matches(module.Item3).Select(match => match.Groups["name"].Value))
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase).ToList();
        return new Macros(modules, names);
    }

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
    public void AddTo(JsonObject info) => info.AddList("macros", [.. Modules.Select(module => new JsonObject
    {
        ["vba_filename"] = module.Name,
        ["stream_path"] = module.Path,
        ["vba_code"] = module.Source,
        ["length"] = module.Source.Length,
    })]);

    [GeneratedRegex(
        @"\b(?:Sub|Function)\s+(?<name>Auto_?(?:Open|Close|Exec|Exit|New)|Document_(?:Open|Close|New|BeforeClose)|Workbook_(?:Open|Activate|BeforeClose|Close)|DocumentOpen|DocumentBeforeClose)\b",
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex AutoNames();
}
