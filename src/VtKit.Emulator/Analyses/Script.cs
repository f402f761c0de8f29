using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VtKit.Emulator;

/// <summary>
/// Verdicts that a test laid down for an object ("three of seventy"): they stand beside those of real engines in each
/// analysis of it, and in place of an engine of the same name.
/// </summary>
internal static class Script
{
    public static void Set(Session store, string type, string item, string results)
    {
        var before = store.Text("SELECT results FROM script WHERE type = $1 AND item = $2", type, item) ?? "{}";
        store.Execute("INSERT INTO script(type, item, results) VALUES ($1, $2, $3) ON CONFLICT(type, item) DO UPDATE SET results = excluded.results",
            type, item, results);
        foreach (var (key, earlier) in store.List("SELECT key, results FROM analysis WHERE type = $1 AND item = $2",
            row => (row.GetInt64(0), row.GetString(1)), type, item))
            store.Execute("UPDATE analysis SET results = $2 WHERE key = $1", key, Merge(Without(earlier, before), results));
    }

    /// <summary>The results of engines with what was laid down for the object over them.</summary>
    public static string Over(Session store, string type, string item, string results) =>
        store.Text("SELECT results FROM script WHERE type = $1 AND item = $2", type, item) is { } script ? Merge(results, script) : results;

    /// <summary>The results without the engines of an earlier script.</summary>
    private static string Without(string results, string script)
    {
        var left = JsonNode.Parse(results)!.AsObject();
        foreach (var (engine, _) in JsonNode.Parse(script)!.AsObject()) left.Remove(engine);
        return Text(left);
    }

    private static string Merge(string engines, string script)
    {
        var merged = JsonNode.Parse(engines)!.AsObject();
        foreach (var (engine, verdict) in JsonNode.Parse(script)!.AsObject()) merged[engine] = verdict?.DeepClone();
        return Text(merged);
    }

    private static string Text(JsonObject json)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text)) json.WriteTo(writer);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
