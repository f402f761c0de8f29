using System.Text;
using System.Text.Json.Nodes;

namespace VtKit.Enrichment.Tests;

/// <summary>Reports as a test needs them.</summary>
internal static class Reports
{
    public static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A file of which engines say something: <c>Name=category</c> or <c>Name=category:result</c>.</summary>
    public static VtFile File(params string[] engines) => With(new JsonObject(), engines);

    public static VtFile With(JsonObject attributes, params string[] engines)
    {
        var results = new JsonObject();
        foreach (var engine in engines)
        {
            var (name, said) = (engine.Split('=')[0], engine.Split('=')[1].Split(':'));
            results[name] = new JsonObject { ["engine_name"] = name, ["category"] = said[0], ["result"] = said.Length > 1 ? said[1] : null };
        }
        attributes["last_analysis_results"] = results;
        attributes["last_analysis_date"] ??= (Now - TimeSpan.FromDays(1)).ToUnixTimeSeconds();
        var report = new JsonObject { ["type"] = "file", ["id"] = new string('a', 64), ["attributes"] = attributes };
        return VtObject.Parse<VtFile>(Encoding.UTF8.GetBytes(report.ToJsonString()));
    }
}
