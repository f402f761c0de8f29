using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>What lies in documents of Microsoft Office, old and new: streams, and macros with their source.</summary>
internal static class OfficeReader
{
    private const int MaxEntries = 1000;
    private const int MaxProject = 32 << 20;

    /// <summary>The directory of a compound file and what it says of itself, in the shape of <c>office_info</c>.</summary>
    public static async ValueTask<JsonObject> DescribeAsync(CompoundStorage storage, CancellationToken cancellationToken)
    {
        var info = new JsonObject();
        info.AddList("entries", [.. storage.Entries.Take(MaxEntries).Select(entry =>
        {
            var shape = new JsonObject
            {
                ["name"] = entry.Name,
                ["type_literal"] = entry.Kind switch { 5 => "root", 1 => "storage", _ => "stream" },
                ["sid"] = entry.Id,
                ["size"] = Math.Max(0, entry.Size),
            };
            if (entry.Class != Guid.Empty) shape["clsid"] = entry.Class.ToString();
            return shape;
        })]);
        await AddAsync("summary_info", "\u0005SummaryInformation", PropertySet.Summary).ConfigureAwait(false);
        await AddAsync("document_summary_info", "\u0005DocumentSummaryInformation", PropertySet.DocumentSummary).ConfigureAwait(false);
        return info;

        async ValueTask AddAsync(string member, string stream, Dictionary<uint, string> names)
        {
            if (storage.Entries.Find(entry => entry.Kind == 2 && entry.Path == stream) is not { } entry) return;
            var properties = PropertySet.Read(await storage.ReadAsync(entry, PropertySet.MaxSize, cancellationToken).ConfigureAwait(false), names);
            if (properties.Count > 0) info[member] = properties;
        }
    }

    /// <summary>The macros of a document that is an archive: they lie in a compound file of their own.</summary>
    public static async ValueTask<Macros?> MacrosAsync(ContentView view, ZipDirectory directory, AnalysisScope scope, CancellationToken cancellationToken)
    {
        await foreach (var entry in directory.EntriesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!entry.Name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)) continue;
            if (await ZipPart.ReadAsync(view, directory, entry, MaxProject, cancellationToken).ConfigureAwait(false) is not { } project)
            {
                scope.Problem("The macros of the document do not unpack.");
                return null;
            }
            var place = await ZipContent.LocateAsync(view, directory, entry, cancellationToken).ConfigureAwait(false);
            var inside = new ContentView(new MemoryStream(project), project.Length);
            var storage = await CompoundStorage.OpenAsync(inside, cancellationToken).ConfigureAwait(false);
            return storage is null ? null : await Macros.ReadAsync(storage, ((long)(place ?? 0), entry.Name), cancellationToken).ConfigureAwait(false);
        }
        return null;
    }
}
