using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>
/// An analysis. Its results are there from the start; the clock decides how much of it shows, so that nothing has to run
/// while a client waits.
/// </summary>
internal sealed record Analysis(string Id, string Type, string Item, long Queued, long Started, long Done, string Results)
{
    private const string Columns = "id, type, item, queued, started, done, results";

    private static readonly string[] FileCategories =
    [
        Part.AnalysisStats.Malicious, Part.AnalysisStats.Suspicious, Part.AnalysisStats.Undetected, Part.AnalysisStats.Harmless,
        Part.AnalysisStats.Timeout, Part.AnalysisStats.ConfirmedTimeout, Part.AnalysisStats.Failure, Part.AnalysisStats.TypeUnsupported,
    ];

    /// <summary>What URLs, domains and addresses count: the first five of those of files.</summary>
    private static readonly string[] OtherCategories = FileCategories[..5];

    /// <summary>Adds an analysis. Two of one thing in one second have the same id, as at the service: then the later results stand.</summary>
    public static string Add(Session store, string type, string item, string id, string results, DateTimeOffset now, VtEmulatorOptions options)
    {
        var queued = now.ToUnixTimeMilliseconds();
        var started = queued + (long)options.AnalysisQueueTime.TotalMilliseconds;
        var done = started + (long)options.AnalysisRunTime.TotalMilliseconds;
        store.Execute(
            """
            INSERT INTO analysis(id, type, item, queued, started, done, results) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT(id) DO UPDATE SET results = excluded.results
            """, id, type, item, queued, started, done, Script.Over(store, type, item, results));
        return id;
    }

    public static Analysis? Find(Session store, string id) =>
        store.First($"SELECT {Columns} FROM analysis WHERE id = $1", Read, id);

    /// <summary>The newest analysis that is completed by now.</summary>
    public static Analysis? LastCompleted(Session store, string type, string item, long nowMs) =>
        store.First($"SELECT {Columns} FROM analysis WHERE type = $1 AND item = $2 AND done <= $3 ORDER BY queued DESC, key DESC LIMIT 1", Read, type, item, nowMs);

    /// <summary>Whether an analysis of some object of a type is not completed by now.</summary>
    public static bool IsAnyPending(Session store, string type, long nowMs) => store.Any("SELECT 1 FROM analysis WHERE type = $1 AND done > $2", type, nowMs);

    public string Status(long nowMs) => nowMs < Started ? Words.AnalysisStatus.Queued : nowMs < Done ? Words.AnalysisStatus.InProgress : Words.AnalysisStatus.Completed;

    /// <summary>Writes the counters and the verdicts; both empty while the analysis is not completed.</summary>
    public void WriteVerdicts(ObjectWriter writer, string statsName, string resultsName, bool completed)
    {
        using var results = JsonDocument.Parse(completed ? Results : "{}");
        if (writer.Wants(statsName))
        {
            writer.Json.WriteStartObject(statsName);
            foreach (var category in Type == ObjectType.File ? FileCategories : OtherCategories)
                writer.Json.WriteNumber(category, results.RootElement.EnumerateObject().Count(engine => CategoryOf(engine.Value) == category));
            writer.Json.WriteEndObject();
        }
        if (writer.Wants(resultsName))
        {
            writer.Json.WritePropertyName(resultsName);
            results.RootElement.WriteTo(writer.Json);
        }
    }

    /// <summary>How many engines found something, and how many looked.</summary>
    public (int Found, int Of) Ratio()
    {
        using var results = JsonDocument.Parse(Results);
        return Ratio(results.RootElement);
    }

    /// <summary>As <see cref="Ratio()"/>, for results as they are written in a report.</summary>
    public static (int Found, int Of) Ratio(JsonElement results)
    {
        if (results.ValueKind != JsonValueKind.Object) return default;
        var categories = results.EnumerateObject().Select(engine => CategoryOf(engine.Value)).ToList();
        return (categories.Count(category => category == Part.AnalysisStats.Malicious || category == Part.AnalysisStats.Suspicious),
            categories.Count(category => category is not (Part.AnalysisStats.TypeUnsupported or Part.AnalysisStats.Failure or Part.AnalysisStats.Timeout or Part.AnalysisStats.ConfirmedTimeout)));
    }

    private static string? CategoryOf(JsonElement verdict) =>
        verdict.ValueKind == JsonValueKind.Object && verdict.TryGetProperty(Part.EngineResult.Category, out var category) && category.ValueKind == JsonValueKind.String
            ? category.GetString()
            : null;

    private static Analysis Read(Microsoft.Data.Sqlite.SqliteDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetString(6));
}
