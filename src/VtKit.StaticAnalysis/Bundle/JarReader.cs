using System.Text;
using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>What a Java archive says of itself, in the shape of <c>jar_info</c>.</summary>
internal static class JarReader
{
    private const int MaxNames = 100;
    private const int MaxManifest = 256 * 1024;

    public static async ValueTask<JsonObject> ReadAsync(ContentView view, ZipDirectory directory, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        int files = 0, folders = 0, depth = 0;
        string? manifest = null;
        await foreach (var entry in directory.EntriesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (entry.IsDirectory)
            {
                folders++;
                continue;
            }
            files++;
            depth = Math.Max(depth, entry.Name.Count(c => c == '/'));
            if (names.Count < MaxNames) names.Add(entry.Name);
            if (entry.Name == "META-INF/MANIFEST.MF" && manifest is null
                && await ZipPart.ReadAsync(view, directory, entry, MaxManifest, cancellationToken).ConfigureAwait(false) is { } bytes)
                manifest = Encoding.UTF8.GetString(bytes);
        }
        var info = new JsonObject
        {
            [Part.JarInfo.TotalFiles] = files,
            [Part.JarInfo.TotalDirs] = folders,
            [Part.JarInfo.MaxDepth] = depth,
        };
        info.AddTexts(Part.JarInfo.Filenames, names);
        if (manifest is not null) info[Part.JarInfo.Manifest] = manifest;
        return info;
    }
}
