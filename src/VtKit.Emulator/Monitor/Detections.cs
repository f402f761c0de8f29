using System.Globalization;
using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>What engines say of files of software collections.</summary>
internal static class Detections
{
    /// <summary>The verdicts of those engines that detect something.</summary>
    public static string Of(string results) => Records.Write(json =>
    {
        using var all = JsonDocument.Parse(results);
        foreach (var verdict in all.RootElement.EnumerateObject())
            if (verdict.Value.Text(Part.EngineResult.Category) is Words.EngineCategory.Malicious or Words.EngineCategory.Suspicious) verdict.WriteTo(json);
    });

    /// <summary>The tags of an item: that it is detected, and by whom.</summary>
    public static List<string> Tags(string detections)
    {
        using var json = JsonDocument.Parse(detections);
        var engines = json.RootElement.EnumerateObject().Select(engine => engine.Name).ToList();
        return engines.Count == 0 ? [] : ["detected", .. engines];
    }

    /// <summary>Writes what an item and its hash have in common.</summary>
    public static void WriteHash(ObjectWriter writer, MonitorItem item)
    {
        writer.Text(Attr.MonitorItem.Sha256, item.Sha256);
        writer.Text(Attr.MonitorItem.Sha1, item.Sha1);
        writer.Text(Attr.MonitorItem.Md5, item.Md5);
        writer.Number(Attr.MonitorItem.Size, item.Size ?? 0);
        writer.Date(Attr.MonitorItem.LastAnalysisDate, item.Analysed);
        using var results = JsonDocument.Parse(item.Results);
        writer.Number(Attr.MonitorItem.LastDetectionsCount, results.RootElement.EnumerateObject().Count());
        if (!writer.Wants(Attr.MonitorItem.LastAnalysisResults)) return;
        writer.Json.WritePropertyName(Attr.MonitorItem.LastAnalysisResults);
        results.RootElement.WriteTo(writer.Json);
    }

    /// <summary>Keeps an analysis. It is of the hash, whoever has a file of it.</summary>
    public static void AddAnalysis(Session store, ApiRequest request, string sha256, string results)
    {
        var tags = Tags(Of(results));
        var id = string.Create(CultureInfo.InvariantCulture, $"{sha256}-{request.Now.ToUnixTimeSeconds()}");
        Records.Put(store, ObjectType.MonitorAnalysis, id, owner: null, request.NowMs, Records.Write(json =>
        {
            json.WritePropertyName(Attr.MonitorAnalysis.AnalysisResults);
            json.WriteRawValue(results);
            json.WriteNumber(Attr.MonitorAnalysis.Date, request.Now.ToUnixTimeSeconds());
            json.WriteNumber(Attr.MonitorAnalysis.DetectionsCount, Math.Max(0, tags.Count - 1));
            json.WriteString(Attr.MonitorAnalysis.Sha256, sha256);
            json.WriteStartArray(Attr.MonitorAnalysis.Tags);
            foreach (var tag in tags) json.WriteStringValue(tag);
            json.WriteEndArray();
        }));
    }

    /// <summary>The analyses of a hash.</summary>
    public static ListQuery Analyses(string? sha256) => new(
        "SELECT key, type, id, NULL AS file_name FROM record WHERE type = $1 AND id >= $2 AND id < $3", ObjectType.MonitorAnalysis, sha256 + "-", sha256 + ".");
}
