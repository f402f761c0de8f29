using System.Text.Json;
using VtKit.Indicators;

namespace VtKit.Emulator;

/// <summary>
/// Files of private scanning. They are in tables of their own, so that no look-up, relationship, feed or search of public things can come
/// across them; a team sees its own. When its time is over a file is not there, and the next change removes it.
/// </summary>
internal static class PrivateFiles
{
    /// <summary>Who may see a row, and until when.</summary>
    public const string ThereSql = "team = $1 AND expires > $2";

    /// <summary>The SHA-256 of a file of the caller's team, from any of its hashes.</summary>
    /// <exception cref="ApiException">The id is no hash, or of no file that is there.</exception>
    public static string Require(Session store, ApiRequest request, string id)
    {
        if (!FileHash.TryParse(id, out var hash)) throw ApiException.NoSuchPath();
        return Sha256Of(store, request.Account, hash, request.NowMs) ?? throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.PrivateFile), id);
    }

    /// <summary>The SHA-256 of a file of a team; null when there is none.</summary>
    public static string? Sha256Of(Session store, Account account, FileHash hash, long nowMs) => store.Text(
        hash.Kind switch
        {
            HashKind.Md5 => $"SELECT sha256 FROM private_file WHERE {ThereSql} AND md5 = $3",
            HashKind.Sha1 => $"SELECT sha256 FROM private_file WHERE {ThereSql} AND sha1 = $3",
            _ => $"SELECT sha256 FROM private_file WHERE {ThereSql} AND sha256 = $3",
        }, account.Team, nowMs, hash.ToString());

    public static bool IsThere(Session store, Account account, string sha256, long nowMs) =>
        store.Any($"SELECT 1 FROM private_file WHERE {ThereSql} AND sha256 = $3", account.Team, nowMs, sha256);

    /// <summary>Whether a team has the content, and not only the report.</summary>
    public static bool IsStored(Session store, string team, string sha256, long nowMs) =>
        store.Any($"SELECT 1 FROM private_file WHERE {ThereSql} AND sha256 = $3 AND stored = 1", team, nowMs, sha256);

    /// <summary>Notes a file that was submitted and returns the id of its analysis.</summary>
    public static string Save(Session store, ApiRequest request, AnalyzedSample sample, PrivateOptions options)
    {
        Purge(store, request.Backend.Blobs, request.NowMs);
        var (facts, account) = (sample.Facts, request.Account);
        store.Execute(
            """
            INSERT INTO private_file(team, sha256, md5, sha1, size, facts, account, stored, region, expires) VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9)
            ON CONFLICT(team, sha256) DO UPDATE SET facts = excluded.facts, stored = 1, account = excluded.account, region = excluded.region, expires = excluded.expires
            """, account.Team, facts.Sha256, facts.Md5, facts.Sha1, facts.Size, sample.FactsJson, account.Name, options.Region, options.Expires(request.Now));
        var key = KeyOf(store, account.Team, facts.Sha256);
        if (!string.IsNullOrEmpty(sample.Name))
        {
            store.Execute("DELETE FROM private_file_name WHERE file = $1 AND name = $2", key, sample.Name);
            store.Execute("INSERT INTO private_file_name(file, name) VALUES ($1, $2)", key, sample.Name);
        }
        return PrivateAnalyses.Add(store, request, ObjectType.PrivateFile, facts.Sha256, facts.Md5, options, options.Expires(request.Now));
    }

    public static Action<ObjectWriter>? Find(ObjectWriter writer, string sha256) => writer.Store.First<Action<ObjectWriter>>(
        $"SELECT key, facts, account, expires FROM private_file WHERE {ThereSql} AND sha256 = $3", row =>
        {
            var (key, facts, account, expires) = (row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3));
            return _ => Write(writer, key, facts, account, expires);
        }, writer.Request.Account.Team, writer.Request.NowMs, sha256);

    /// <summary>Removes a file with its reports, or only its content.</summary>
    public static void Delete(Session store, ApiRequest request, string sha256, bool onlyContent)
    {
        var team = request.Account.Team;
        if (onlyContent)
        {
            store.Execute("UPDATE private_file SET stored = 0 WHERE team = $1 AND sha256 = $2", team, sha256);
            SampleIntake.DropUnused(store, request.Backend.Blobs, sha256);
            return;
        }
        store.Execute("DELETE FROM private_analysis WHERE team = $1 AND type = $2 AND item = $3", team, ObjectType.PrivateFile, sha256);
        Remove(store, request.Backend.Blobs, KeyOf(store, team, sha256), sha256);
    }

    /// <summary>Removes for good whatever has outlived its time.</summary>
    public static void Purge(Session store, BlobStore blobs, long nowMs)
    {
        foreach (var (key, sha256) in store.List("SELECT key, sha256 FROM private_file WHERE expires <= $1", row => (row.GetInt64(0), row.GetString(1)), nowMs))
            Remove(store, blobs, key, sha256);
        store.Execute("DELETE FROM private_url WHERE expires <= $1", nowMs);
        store.Execute("DELETE FROM private_analysis WHERE expires <= $1", nowMs);
    }

    private static void Remove(Session store, BlobStore blobs, long key, string sha256)
    {
        store.Execute("DELETE FROM private_file_name WHERE file = $1", key);
        store.Execute("DELETE FROM private_file WHERE key = $1", key);
        SampleIntake.DropUnused(store, blobs, sha256);
    }

    private static long KeyOf(Session store, string team, string sha256) => store.Number("SELECT key FROM private_file WHERE team = $1 AND sha256 = $2", team, sha256);

    /// <summary>What the file itself tells. There are no verdicts: no other engine gets to see a private file.</summary>
    private static void Write(ObjectWriter writer, long key, string facts, string account, long expires)
    {
        using (var known = JsonDocument.Parse(facts))
            foreach (var fact in known.RootElement.EnumerateObject())
                if (writer.Wants(fact.Name)) fact.WriteTo(writer.Json);
        var names = writer.Store.List("SELECT name FROM private_file_name WHERE file = $1 ORDER BY key DESC", row => row.GetString(0), key);
        writer.Text(Attr.File.MeaningfulName, names.FirstOrDefault());
        writer.Texts(Attr.File.Names, names);
        writer.Text(Attr.PrivateFile.Owner, account);
        writer.Date(Attr.PrivateFile.Expiration, expires);
    }
}
