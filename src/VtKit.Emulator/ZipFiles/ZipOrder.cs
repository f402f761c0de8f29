using System.Globalization;
using System.Security.Cryptography;

namespace VtKit.Emulator;

/// <summary>
/// An archive that somebody asked for. What will be in it is settled when it is asked for; the clock decides how far it is, and it is
/// written when it is downloaded.
/// </summary>
/// <param name="Key">Where it stands in the store.</param>
/// <param name="Id">Its id.</param>
/// <param name="Type">Whether it is of files, or of private files.</param>
/// <param name="Owner">The user or, for private files, the team.</param>
/// <param name="Created">When it was asked for.</param>
/// <param name="Missing">Hashes of no file whose content is there.</param>
/// <param name="Password">What it is encrypted with; null for nothing.</param>
internal sealed record ZipOrder(long Key, string Id, string Type, string Owner, long Created, long Missing, string? Password)
{
    /// <summary>Notes an archive and returns its id.</summary>
    public static string Add(Session store, string type, string owner, IReadOnlyCollection<string> files, int missing, string? password, long nowMs)
    {
        string id;
        do id = RandomNumberGenerator.GetInt32(1_000_000_000, int.MaxValue).ToString(CultureInfo.InvariantCulture);
        while (store.Any("SELECT 1 FROM zip_file WHERE id = $1", id));
        var key = store.Insert("INSERT INTO zip_file(id, type, owner, created, missing, password) VALUES ($1, $2, $3, $4, $5, $6)", id, type, owner, nowMs, missing, password);
        foreach (var sha256 in files) store.Execute("INSERT INTO zip_entry(zip, sha256) VALUES ($1, $2)", key, sha256);
        return id;
    }

    public static ZipOrder? Find(Session store, string id) => store.First(
        "SELECT key, id, type, owner, created, missing, password FROM zip_file WHERE id = $1",
        row => new ZipOrder(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetInt64(5), row.IsDBNull(6) ? null : row.GetString(6)), id);

    /// <summary>An archive of the caller.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public static ZipOrder Require(Session store, ApiRequest request, string type, string id) =>
        Find(store, id) is { } zip && zip.Type == type && zip.Owner == OwnerOf(request.Account, type) ? zip : throw ApiException.NotFound(ObjectTypes.Spoken(type), id);

    public static string OwnerOf(Account account, string type) => type == ObjectType.PrivateZipFile ? account.Team : account.Name;

    public static Action<ObjectWriter>? Find(ObjectWriter writer, string type, string id) =>
        Find(writer.Store, id) is { } zip && zip.Type == type && zip.Owner == OwnerOf(writer.Request.Account, type) ? zip.Write : null;

    /// <summary>The files whose content goes into it.</summary>
    public List<string> Files(Session store) => store.List("SELECT sha256 FROM zip_entry WHERE zip = $1", row => row.GetString(0), Key);

    public bool IsFinished(long nowMs, VtEmulatorOptions options) => Progress(nowMs, options) == 100;

    private void Write(ObjectWriter writer)
    {
        var options = writer.Request.Backend.Options;
        var progress = Progress(writer.Request.NowMs, options);
        writer.Text(Attr.ZipFile.Status, progress == 100 ? Words.ZipStatus.Finished
            : writer.Request.NowMs < Created + QueueMs(options) ? Words.ZipStatus.Starting
            : Words.ZipStatus.Creating);
        writer.Number(Attr.ZipFile.Progress, progress);
        var count = writer.Store.Number("SELECT count(*) FROM zip_entry WHERE zip = $1", Key);
        var seen = (count + Missing) * progress / 100;
        writer.Number(Attr.ZipFile.FilesOk, Math.Min(seen, count));
        writer.Number(Attr.ZipFile.FilesError, Math.Max(0, seen - count));
    }

    /// <summary>How much of it is there, in percent. It takes the time that an analysis takes.</summary>
    private long Progress(long nowMs, VtEmulatorOptions options)
    {
        var into = nowMs - Created - QueueMs(options);
        var whole = (long)options.AnalysisRunTime.TotalMilliseconds;
        return into < 0 ? 0 : into >= whole ? 100 : into * 100 / whole;
    }

    private static long QueueMs(VtEmulatorOptions options) => (long)options.AnalysisQueueTime.TotalMilliseconds;
}
