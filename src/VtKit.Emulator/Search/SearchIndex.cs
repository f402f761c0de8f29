using System.Net;
using System.Text.Json;
using VtKit.Indicators;

namespace VtKit.Emulator;

/// <summary>
/// Keeps the tables of searches in step with the store. Triggers note which items have changed; each write takes those up before it ends,
/// and a search the rest: what came before there was an index, and analyses that the clock has completed since.
/// </summary>
internal static class SearchIndex
{
    /// <summary>How many items are taken up at a time: an upload changes fewer, and a turn at the store stays short.</summary>
    public const int Batch = 250;

    private static readonly string[] Columns =
    [
        "size", "positives", "max_positives", "timeouts", "unsupported", "reputation", "submissions", "sources", "first_submission", "last_submission",
        "last_analysis", "last_modification", "created", "sections", "entry_point", "port", "depth", "address", "since", "due",
    ];

    private static readonly string[] TextColumns = ["name", "label", "engine", "counted", "metadata", "comment", "imports", "exports", "magic", "url", "path", "signature", "androguard", "subject"];

    private static readonly string InsertItem =
        $"INSERT INTO search_item(key, type, id, {string.Join(", ", Columns)}) VALUES ($1, $2, $3, {string.Join(", ", Columns.Select((_, at) => $"${at + 4}"))})";

    private static readonly string InsertText =
        $"INSERT INTO search_text(rowid, {string.Join(", ", TextColumns)}) VALUES ($1, {string.Join(", ", TextColumns.Select((_, at) => $"${at + 2}"))})";

    /// <summary>Takes up what has changed, a batch of it.</summary>
    /// <returns>Whether that was all.</returns>
    public static bool CatchUp(Session store, long nowMs)
    {
        var changed = store.List("SELECT type, id FROM search_changed LIMIT $1", row => (Type: row.GetString(0), Id: row.GetString(1)), Batch);
        foreach (var (type, id) in changed)
        {
            Update(store, type, id, nowMs);
            store.Execute("DELETE FROM search_changed WHERE type = $1 AND id = $2", type, id);
        }
        return changed.Count < Batch;
    }

    /// <summary>Takes up all that has changed, also by the clock alone, in turns that others get between.</summary>
    public static async Task CatchUpAsync(Backend backend, long nowMs, CancellationToken cancellationToken)
    {
        if (!await backend.ReadAsync(store => IsBehind(store, nowMs), cancellationToken).ConfigureAwait(false)) return;
        await backend.WriteAsync(store =>
        {
            store.Execute("INSERT OR IGNORE INTO search_changed SELECT type, id FROM search_item WHERE due IS NOT NULL AND due <= $1", nowMs);
            return store.Execute("INSERT OR IGNORE INTO search_changed SELECT type, id FROM search_item WHERE since IS NOT NULL AND since > $1", nowMs);
        }, cancellationToken).ConfigureAwait(false);
        // Each write takes up a batch.
        while (await backend.WriteAsync(store => store.Any("SELECT 1 FROM search_changed"), cancellationToken).ConfigureAwait(false)) { }
    }

    private static bool IsBehind(Session store, long nowMs) => store.Any("SELECT 1 FROM search_changed")
        || store.Any("SELECT 1 FROM search_item WHERE due IS NOT NULL AND due <= $1", nowMs)
        || store.Any("SELECT 1 FROM search_item WHERE since IS NOT NULL AND since > $1", nowMs);

    /// <summary>Reads one item anew.</summary>
    private static void Update(Session store, string type, string id, long nowMs)
    {
        if (store.Number("SELECT key FROM search_item WHERE type = $1 AND id = $2", type, id) is > 0 and var former) Remove(store, former);
        if (store.Number("SELECT key FROM item WHERE type = $1 AND id = $2", type, id) is not (> 0 and var key) || Read(store, type, id, nowMs) is not { } document) return;
        store.Execute(InsertItem, [key, type, id, .. Columns.Select(column => document.Columns.GetValueOrDefault(column))]);
        store.Execute(InsertText, [key, .. TextColumns.Select(document.Text)]);
        foreach (var (name, value) in document.Values)
        {
            store.Execute("INSERT OR IGNORE INTO search_value(name, value) VALUES ($1, $2)", name, value);
            store.Execute("INSERT INTO search_term(value, key) SELECT id, $3 FROM search_value WHERE name = $1 AND value = $2", name, value, key);
        }
        foreach (var engine in document.Engines) store.Execute("INSERT OR IGNORE INTO search_engine(name) VALUES ($1)", engine);
    }

    private static void Remove(Session store, long key)
    {
        store.Execute("DELETE FROM search_item WHERE key = $1", key);
        store.Execute("DELETE FROM search_text WHERE rowid = $1", key);
        store.Execute("DELETE FROM search_term WHERE key = $1", key);
    }

    private static SearchDocument? Read(Session store, string type, string id, long nowMs)
    {
        var document = new SearchDocument();
        switch (type)
        {
            case ObjectType.File:
                if (!FileDocument.Read(store, document, id)) return null;
                break;
            case ObjectType.Url:
                if (Urls.TextOf(store, id) is not { } url) return null;
                UrlDocument.Read(document, url);
                break;
            case ObjectType.Domain:
                document.Words("name", id, "domain");
                document.Value("domain", id);
                document.Number("depth", "depth", id.Count(c => c == '.') + 1);
                UrlDocument.AddDomain(document, id, itself: false);
                break;
            case ObjectType.IpAddress:
                document.Words("name", id, "ip");
                document.Columns["address"] = SearchValues.Address(IPAddress.Parse(id));
                if (!IpAddress.Parse(id).IsPublic) document.Value("tag", "private");
                break;
            default:
                return null;
        }
        ReadCommunity(store, document, type, id);
        ReadSubmissions(store, document, type, id);
        ReadAnalyses(store, document, type, id, nowMs);
        if (Objects.LastModified(store, type, id, nowMs) is { } modified) document.Number("last_modification", "last_modification_date", modified);
        if (type == ObjectType.File && document.Columns.TryGetValue("created", out var created) && document.Columns.TryGetValue("first_submission", out var first) && created is not null && first is not null)
            document.Has("subspan");
        return document;
    }

    private static void ReadCommunity(Session store, SearchDocument document, string type, string id)
    {
        foreach (var (account, text) in store.List("SELECT account, text FROM comment WHERE type = $1 AND item = $2", row => (row.GetString(0), row.GetString(1)), type, id))
        {
            document.Value("comment_author", account);
            document.Words("comment", text);
        }
        document.Number("reputation", "reputation", store.Number("SELECT sum(value) FROM vote WHERE type = $1 AND item = $2", type, id));
    }

    private static void ReadSubmissions(Session store, SearchDocument document, string type, string id)
    {
        document.Columns["submissions"] = document.Columns["sources"] = 0L;
        if (Items.Find(store, type, id) is not { TimesSubmitted: > 0 } item) return;
        document.Number("submissions", "submissions", item.TimesSubmitted);
        document.Number("sources", "sources", Items.UniqueSources(store, type, id));
        document.Number("first_submission", "first_submission_date", item.FirstSubmission);
        document.Number("last_submission", "last_submission_date", item.LastSubmission);
    }

    private static void ReadAnalyses(Session store, SearchDocument document, string type, string id, long nowMs)
    {
        document.Columns["due"] = store.First("SELECT min(done) FROM analysis WHERE type = $1 AND item = $2 AND done > $3", row => row.IsDBNull(0) ? null : row.GetValue(0), type, id, nowMs);
        if (Analysis.LastCompleted(store, type, id, nowMs) is not { } last) return;
        document.Columns["since"] = store.Number("SELECT max(done) FROM analysis WHERE type = $1 AND item = $2 AND done <= $3", type, id, nowMs);
        document.Number("last_analysis", "last_analysis_date", last.Queued);
        EngineDocument.Read(document, last.Results);
        // What a URL was ever called by most.
        if (type != ObjectType.Url) return;
        var most = store.List("SELECT results FROM analysis WHERE type = $1 AND item = $2 AND done <= $3", row => row.GetString(0), type, id, nowMs).Max(EngineDocument.Positives);
        document.Number("max_positives", "max_url_positives", most);
    }
}
