namespace VtKit.Emulator;

/// <summary>
/// Named states of the whole store to come back to: the database as a file beside it, the clock's offset in it. Samples are
/// named by their content and never change, so that they are shared; a reset keeps those that a snapshot needs.
/// </summary>
internal static class Snapshots
{
    private const string Extension = ".db";

    public static Answer List(Backend backend) => Answer.Json(json =>
    {
        json.WriteStartArray("snapshots"u8);
        foreach (var path in Files(backend.SnapshotsPath)) json.WriteStringValue(Path.GetFileNameWithoutExtension(path));
        json.WriteEndArray();
    });

    /// <summary>Writes a snapshot; one of the same name is replaced when the new one is complete.</summary>
    public static async Task<Answer> TakeAsync(string name, Backend backend, CancellationToken cancellationToken)
    {
        DataFolder.CreatePrivate(backend.SnapshotsPath);
        var path = PathOf(backend, name);
        var draft = path + ".new";
        File.Delete(draft);
        await backend.CopyStoreAsync(draft, cancellationToken).ConfigureAwait(false);
        File.Move(draft, path, overwrite: true);
        return List(backend);
    }

    /// <summary>Puts the store back to a snapshot, which stays.</summary>
    /// <exception cref="ApiException">There is none of that name.</exception>
    public static async Task<Answer> RestoreAsync(string name, Backend backend, CancellationToken cancellationToken)
    {
        var path = PathOf(backend, name);
        if (!File.Exists(path)) throw ApiException.NotFound("Snapshot", name);
        await backend.RestoreStoreAsync(path, cancellationToken).ConfigureAwait(false);
        return List(backend);
    }

    /// <summary>The files of all snapshots.</summary>
    public static string[] Files(string folder) => Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*" + Extension).Order(StringComparer.Ordinal)] : [];

    private static string PathOf(Backend backend, string name) => Path.Combine(backend.SnapshotsPath, name + Extension);
}
