using System.Text;
using System.Text.Json;
using VtKit.Testing.Shared;

namespace VtKit.Tests;

/// <summary>Real answers read through their views and come back as they were.</summary>
public sealed class FixtureTests
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    public static TheoryData<string> Folders => SharedMaterial.Fixtures is { } fixtures
        ? [.. Directory.GetDirectories(fixtures).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)]
        : ["none"];

    [SharedTheory]
    [MemberData(nameof(Folders))]
    [Trait("seed", "64")]
    [Trait("seed", "80")]
    [Trait("seed", "86")]
    public void Every_object_reads_and_serialises_back_equal(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(SharedMaterial.Fixtures!, folder), "*.json"))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), Deep);
            foreach (var json in Objects(document.RootElement))
            {
                var raw = Encoding.UTF8.GetBytes(json.GetRawText());
                var item = VtObjectTypes.Narrow(VtObject.Parse<VtObject>(raw));
                Getters.ReadAll(item);
                item.Utf8Json.ToArray().ShouldBe(raw, file);
                item.ToJson().ShouldBe(json.GetRawText(), file);
                using var indented = JsonDocument.Parse(item.ToJson(indented: true), Deep);
                JsonElement.DeepEquals(indented.RootElement, json).ShouldBeTrue(file);
            }
        }
    }

    [SharedFact]
    public void The_types_that_have_areas_are_among_them()
    {
        var found = Directory.EnumerateFiles(SharedMaterial.Fixtures!, "*.json", SearchOption.AllDirectories)
            .SelectMany(file => Objects(JsonDocument.Parse(File.ReadAllBytes(file), Deep).RootElement).Where(o => o.TryGetProperty("attributes", out _)))
            .GroupBy(o => o.GetProperty("type").GetString()!)
            .ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);

        foreach (var type in new[] { "file", "url", "domain", "ip_address", "analysis", "comment", "vote", "resolution", "file_behaviour" })
            found.GetValueOrDefault(type).ShouldBeGreaterThan(0, type);
    }

    [SharedFact]
    [Trait("seed", "84")]
    [Trait("seed", "85")]
    public void A_report_reads_as_people_expect()
    {
        var path = Directory.EnumerateFiles(Path.Combine(SharedMaterial.Fixtures!, "files"), "*.json")
            .First(f => File.ReadAllText(f).Contains("\"last_analysis_stats\"", StringComparison.Ordinal) && File.ReadAllText(f).Contains("\"last_analysis_date\"", StringComparison.Ordinal));
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var json = Objects(document.RootElement).First(o => o.GetProperty("type").GetString() == "file" && o.TryGetProperty("attributes", out var a) && a.TryGetProperty("last_analysis_date", out _));
        var attributes = json.GetProperty("attributes");

        var file = VtObject.Parse<VtFile>(Encoding.UTF8.GetBytes(json.GetRawText()));

        file.LastAnalysisStats.Malicious.ShouldBe(attributes.GetProperty("last_analysis_stats").GetProperty("malicious").GetInt64());
        file.LastAnalysisDate!.Value.ToUnixTimeSeconds().ShouldBe(attributes.GetProperty("last_analysis_date").GetInt64());
        file["last_analysis_date"].AsInt64().ShouldBe(attributes.GetProperty("last_analysis_date").GetInt64());
        Getters.ReadAll(file).ShouldBeGreaterThan(200);
        file.LastAnalysisResults.Count.ShouldBe(attributes.GetProperty("last_analysis_results").EnumerateObject().Count());
    }

    internal static IEnumerable<JsonElement> Objects(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Array)
            foreach (var item in json.EnumerateArray().SelectMany(Objects)) yield return item;
        if (json.ValueKind != JsonValueKind.Object) yield break;
        if (json.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && json.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String)
            yield return json;
        foreach (var member in json.EnumerateObject())
            foreach (var item in Objects(member.Value)) yield return item;
    }
}
