using System.Text;

namespace VtKit.Emulator;

/// <summary>A file or folder of a publisher's software collection. The path of a folder ends in a slash. Its results are those of engines that detect it.</summary>
internal sealed record MonitorItem(
    long Key, string Id, string Owner, string Path, string? Sha256, string? Md5, string? Sha1, long? Size, long Created, string? Details, long? Analysed, long? FirstDetection, string Results)
{
    public bool IsFolder => Sha256 is null;
}

/// <summary>Software collections in the store: one for each user.</summary>
internal static class MonitorItems
{
    private const string Columns = "key, id, owner, path, sha256, md5, sha1, size, created, details, analysed, first_detection, results";

    /// <summary>What no engine detects.</summary>
    public const string NoDetections = "{}";

    public static MonitorItem? Find(Session store, string id) => store.First($"SELECT {Columns} FROM monitor_item WHERE id = $1", Read, id);

    /// <summary>An item of the caller's collection.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public static MonitorItem Require(Session store, ApiRequest request, string id) =>
        Find(store, id) is { } item && item.Owner == request.Account.Name ? item : throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.MonitorItem), id);

    /// <summary>As <see cref="Require"/>, with content.</summary>
    /// <exception cref="ApiException">There is none, or it is a folder.</exception>
    public static MonitorItem RequireFile(Session store, ApiRequest request, string id) =>
        Require(store, request, id) is { IsFolder: false } item ? item : throw ApiException.BadRequest($"\"{id}\" is a folder");

    /// <summary>Makes a folder and those above it, as far as they are not there, and returns its id.</summary>
    public static string AddFolder(Session store, ApiRequest request, string path)
    {
        for (var end = path.IndexOf('/', 1); end > 0; end = path.IndexOf('/', end + 1))
            store.Execute("INSERT OR IGNORE INTO monitor_item(id, owner, path, created) VALUES ($1, $2, $3, $4)",
                IdOf(request.Account.Name, path[..(end + 1)]), request.Account.Name, path[..(end + 1)], request.NowMs);
        return IdOf(request.Account.Name, path);
    }

    /// <summary>Puts a file into the collection, in the place of one that has its path.</summary>
    public static string Save(Session store, ApiRequest request, string path, AnalyzedSample sample)
    {
        AddFolder(store, request, path[..(path.LastIndexOf('/') + 1)]);
        var id = IdOf(request.Account.Name, path);
        var before = Find(store, id);
        var (facts, results) = (sample.Facts, Detections.Of(sample.ResultsJson));
        var detected = results != NoDetections;
        store.Execute(
            """
            INSERT INTO monitor_item(id, owner, path, sha256, md5, sha1, size, created, analysed, first_detection, results) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10)
            ON CONFLICT(id) DO UPDATE SET sha256 = excluded.sha256, md5 = excluded.md5, sha1 = excluded.sha1, size = excluded.size, analysed = excluded.analysed,
                first_detection = coalesce(first_detection, excluded.first_detection), results = excluded.results
            """, id, request.Account.Name, path, facts.Sha256, facts.Md5, facts.Sha1, facts.Size, request.NowMs, detected ? request.NowMs : null, results);
        if (before?.Sha256 is { } old && old != facts.Sha256) SampleIntake.DropUnused(store, request.Backend.Blobs, old);
        Detections.AddAnalysis(store, request, facts.Sha256, sample.ResultsJson);
        MonitorEvents.Add(store, request, request.Account.Name, id, path, Words.MonitorAction.Upload, "FILE");
        var wasDetected = before is { Results: not NoDetections };
        if (detected && !wasDetected) MonitorEvents.Add(store, request, request.Account.Name, id, path, Words.MonitorAction.Detected, "ANALYSIS");
        if (!detected && wasDetected) MonitorEvents.Add(store, request, request.Account.Name, id, path, Words.MonitorAction.Clean, "ANALYSIS");
        return id;
    }

    /// <summary>Removes a file, or a folder with all that is below it.</summary>
    public static void Delete(Session store, ApiRequest request, MonitorItem item)
    {
        var all = item.IsFolder
            ? store.List($"SELECT {Columns} FROM monitor_item WHERE owner = $1 AND path >= $2 AND path < $3", Read, item.Owner, item.Path, item.Path[..^1] + "0")
            : [item];
        foreach (var one in all)
        {
            store.Execute("DELETE FROM monitor_item WHERE key = $1", one.Key);
            if (one.Sha256 is not { } sha256) continue;
            SampleIntake.DropUnused(store, request.Backend.Blobs, sha256);
            MonitorEvents.Add(store, request, one.Owner, one.Id, one.Path, Words.MonitorAction.Delete, "FILE");
        }
    }

    public static Action<ObjectWriter>? Find(ObjectWriter writer, string id) =>
        // Engine vendors get to see what is detected.
        Find(writer.Store, id) is not { } item || (item.Owner != writer.Request.Account.Name && item.Results == NoDetections) ? null : _ =>
        {
            writer.Text(Attr.MonitorItem.Path, item.Path);
            writer.Text(Attr.MonitorItem.ItemType, item.IsFolder ? Words.MonitorItemType.Folder : Words.MonitorItemType.File);
            writer.Date(Attr.MonitorItem.CreationDate, item.Created);
            writer.Text(Attr.MonitorItem.CreatorId, item.Owner);
            writer.Text(Attr.MonitorItem.Details, item.Details);
            if (item.IsFolder) return;
            Detections.WriteHash(writer, item);
            writer.Date(Attr.MonitorItem.FirstDetectionDate, item.FirstDetection);
            writer.Texts(Attr.MonitorItem.Tags, Detections.Tags(item.Results));
        };

    /// <summary>A path of a collection: from its root, without steps up, each folder once.</summary>
    /// <exception cref="ApiException">It is none.</exception>
    public static string ReadPath(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) throw ApiException.BadRequest("The form field \"path\" is missing");
        var path = text.StartsWith('/') ? text : "/" + text;
        var names = path.TrimEnd('/').Split('/')[1..];
        return path != "/" && !names.Any(name => name is "" or "." or ".." || name.Contains('\\', StringComparison.Ordinal) || name.Any(char.IsControl)) && !path.EndsWith("//", StringComparison.Ordinal)
            ? path
            : throw ApiException.BadRequest($"\"{text}\" is no path of a software collection");
    }

    public static MonitorItem Read(Microsoft.Data.Sqlite.SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), Text(row, 4), Text(row, 5), Text(row, 6), Number(row, 7), row.GetInt64(8),
        Text(row, 9), Number(row, 10), Number(row, 11), row.GetString(12));

    /// <summary>The newest item of a hash that engines detect; null when there is none.</summary>
    public static MonitorItem? DetectedOf(Session store, string sha256) =>
        store.First($"SELECT {Columns} FROM monitor_item WHERE sha256 = $1 AND results <> '{NoDetections}' ORDER BY analysed DESC, key DESC", Read, sha256);

    private static string IdOf(string owner, string path) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"vtmonitor-v1://{owner}{path}"));

    private static string? Text(Microsoft.Data.Sqlite.SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static long? Number(Microsoft.Data.Sqlite.SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
