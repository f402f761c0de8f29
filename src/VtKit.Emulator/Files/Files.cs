using System.Globalization;
using System.Text.Json;
using VtKit.Indicators;
using VtKit.StaticAnalysis;

namespace VtKit.Emulator;

/// <summary>Files in the store.</summary>
internal static class Files
{
    /// <summary>The SHA-256 of a file that is there, from any of its hashes.</summary>
    /// <exception cref="ApiException">The id is no hash, or of no file that is there.</exception>
    public static string Require(Session store, string id)
    {
        if (!FileHash.TryParse(id, out var hash)) throw ApiException.NoSuchPath();
        return Sha256Of(store, hash) ?? throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.File), id);
    }

    public static Action<ObjectWriter>? Find(Session store, string sha256) =>
        store.Text("SELECT facts FROM file WHERE sha256 = $1", sha256) is { } facts ? writer => Write(writer, sha256, facts) : null;

    /// <summary>Whether the content is there, to be scanned again or downloaded.</summary>
    public static bool IsStored(Session store, string sha256) => store.Any("SELECT 1 FROM file WHERE sha256 = $1 AND stored = 1", sha256);

    /// <summary>Saves an analysed sample and those inside it, as one change.</summary>
    /// <param name="store">The store, in a transaction.</param>
    /// <param name="sample">What was analysed.</param>
    /// <param name="submitter">Who submitted it; null for what nobody did (a file inside another one, the test file).</param>
    /// <param name="now">When.</param>
    /// <param name="options">How long analyses take.</param>
    /// <returns>The id of the analysis.</returns>
    public static string Save(Session store, AnalyzedSample sample, Account? submitter, DateTimeOffset now, VtEmulatorOptions options)
    {
        var facts = sample.Facts;
        store.Execute(
            """
            INSERT INTO file(sha256, md5, sha1, size, facts, stored) VALUES ($1, $2, $3, $4, $5, 1)
            ON CONFLICT(sha256) DO UPDATE SET md5 = excluded.md5, sha1 = excluded.sha1, size = excluded.size, facts = excluded.facts, stored = 1
            """, facts.Sha256, facts.Md5, facts.Sha1, facts.Size, sample.FactsJson);
        AddName(store, facts.Sha256, sample.Name);
        if (submitter is not null) Items.Submit(store, ObjectType.File, facts.Sha256, submitter.Name, now.ToUnixTimeMilliseconds(), sample.Name);
        else Items.See(store, ObjectType.File, facts.Sha256, now.ToUnixTimeMilliseconds());
        EmbeddedIndicators.Save(store, facts, now.ToUnixTimeMilliseconds());
        SaveSubject(store, facts);
        foreach (var member in sample.Members)
        {
            FileChildren.Add(store, facts.Sha256, member);
            if (member.Sample is not null) Save(store, member.Sample, null, now, options);
        }
        return AddAnalysis(store, facts.Sha256, facts.Md5, sample.ResultsJson, now, options);
    }

    /// <summary>Notes a file of which nothing is there but what a test says of it: it exists, and its content is nowhere.</summary>
    /// <param name="store">The store, in a transaction.</param>
    /// <param name="file">What is said: the SHA-256, and perhaps other hashes, the size and a name.</param>
    /// <param name="now">When.</param>
    /// <param name="options">How long analyses take.</param>
    public static void Save(Session store, DescribedFile file, DateTimeOffset now, VtEmulatorOptions options)
    {
        store.Execute("INSERT OR IGNORE INTO file(sha256, md5, sha1, size, facts, stored) VALUES ($1, $2, $3, $4, $5, 0)",
            file.Sha256, file.Md5 ?? "", file.Sha1 ?? "", file.Size ?? 0, file.ToJson());
        AddName(store, file.Sha256, file.Name);
        Items.See(store, ObjectType.File, file.Sha256, now.ToUnixTimeMilliseconds());
        AnalyseUnstored(store, file.Sha256, now, options);
    }

    /// <summary>Analyses a file whose content is nowhere: only verdicts that were laid down can stand in that.</summary>
    public static string AnalyseUnstored(Session store, string sha256, DateTimeOffset now, VtEmulatorOptions options) =>
        AddAnalysis(store, sha256, store.Text("SELECT md5 FROM file WHERE sha256 = $1", sha256) ?? "", "{}", now, options);

    /// <summary>Saves a repeated analysis of a file that is there.</summary>
    public static string SaveAnalysis(Session store, AnalyzedSample sample, DateTimeOffset now, VtEmulatorOptions options)
    {
        store.Execute("UPDATE file SET facts = $2 WHERE sha256 = $1", sample.Facts.Sha256, sample.FactsJson);
        EmbeddedIndicators.Save(store, sample.Facts, now.ToUnixTimeMilliseconds());
        SaveSubject(store, sample.Facts);
        return AddAnalysis(store, sample.Facts.Sha256, sample.Facts.Md5, sample.ResultsJson, now, options);
    }

    // Reports have no place for it, but searches ask for it.
    private static void SaveSubject(Session store, FileFacts facts)
    {
        if (facts.Mail?.Subject is { } subject) store.Execute("INSERT OR REPLACE INTO mail_subject(sha256, subject) VALUES ($1, $2)", facts.Sha256, subject);
    }

    private static string AddAnalysis(Session store, string sha256, string md5, string results, DateTimeOffset now, VtEmulatorOptions options) =>
        Analysis.Add(store, ObjectType.File, sha256, IdOfAnalysis(sha256, md5, now), results, now, options);

    // Where no MD5 is known, the older form stands in, which needs none.
    private static string IdOfAnalysis(string sha256, string md5, DateTimeOffset now) =>
        md5.Length > 0 ? AnalysisId.ForFile(FileHash.Parse(md5), now).ToString() : string.Create(CultureInfo.InvariantCulture, $"f-{sha256}-{now.ToUnixTimeSeconds()}");

    /// <summary>Adds a name by which somebody knows a file; none for an empty one.</summary>
    public static void AddName(Session store, string sha256, string? name)
    {
        if (string.IsNullOrEmpty(name)) return;
        // The newest name last: it is the one that the report shows first.
        store.Execute("DELETE FROM file_name WHERE sha256 = $1 AND name = $2", sha256, name);
        store.Execute("INSERT INTO file_name(sha256, name) VALUES ($1, $2)", sha256, name);
    }

    /// <summary>The SHA-256 of a file that is there; null when none with the hash is.</summary>
    public static string? Sha256Of(Session store, FileHash hash) => hash.Kind switch
    {
        HashKind.Md5 => store.Text("SELECT sha256 FROM file WHERE md5 = $1", hash.ToString()),
        HashKind.Sha1 => store.Text("SELECT sha256 FROM file WHERE sha1 = $1", hash.ToString()),
        _ => store.Text("SELECT sha256 FROM file WHERE sha256 = $1", hash.ToString()),
    };

    private static void Write(ObjectWriter writer, string sha256, string facts)
    {
        using (var known = JsonDocument.Parse(facts))
            foreach (var fact in known.RootElement.EnumerateObject())
                if (writer.Wants(fact.Name)) fact.WriteTo(writer.Json);
        var names = writer.Store.List("SELECT name FROM file_name WHERE sha256 = $1 ORDER BY key DESC", row => row.GetString(0), sha256);
        writer.Text(Attr.File.MeaningfulName, names.FirstOrDefault());
        writer.Texts(Attr.File.Names, names);
        var item = Items.Find(writer.Store, ObjectType.File, sha256);
        if (item is { TimesSubmitted: > 0 })
        {
            writer.Number(Attr.File.TimesSubmitted, item.TimesSubmitted);
            writer.Number(Attr.File.UniqueSources, Items.UniqueSources(writer.Store, ObjectType.File, sha256));
            writer.Date(Attr.File.FirstSubmissionDate, item.FirstSubmission);
            writer.Date(Attr.File.LastSubmissionDate, item.LastSubmission);
        }
        // The service tells only those who may download.
        if (writer.Request.Account.Premium && writer.Wants(Attr.File.Downloadable))
            writer.Json.WriteBoolean(Attr.File.Downloadable, IsStored(writer.Store, sha256));
        Objects.WriteShared(writer, ObjectType.File, sha256);
    }
}
