using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>
/// The results of engines that a test lays down: as they are to appear (<c>"results"</c>), by number (<c>"malicious": 3, "suspicious": 1, "of": 70</c>),
/// by name (<c>"engines": [{"name": "A", "category": "malicious", "result": "Trojan"}]</c>), or any of these together.
/// </summary>
internal static class SeedVerdict
{
    private const int MostEngines = 1000;
    private const string Method = "blacklist";

    /// <summary>The results as JSON.</summary>
    /// <exception cref="ApiException">They cannot be understood.</exception>
    public static string Read(JsonElement verdict, string? type)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteNumbered(json, verdict, type);
            foreach (var engine in Named(verdict))
                Write(json, engine.Text("name") ?? throw Unclear(), engine.Text("category") ?? throw Unclear(), engine.Text("result"));
            foreach (var engine in Results(verdict)) engine.WriteTo(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteNumbered(Utf8JsonWriter json, JsonElement verdict, string? type)
    {
        var (malicious, suspicious) = (verdict.Number("malicious") ?? 0, verdict.Number("suspicious") ?? 0);
        var of = verdict.Number("of") ?? malicious + suspicious;
        if (malicious < 0 || suspicious < 0 || of > MostEngines || malicious + suspicious > of)
            throw ApiException.BadRequest($"\"malicious\" and \"suspicious\" are parts of \"of\", which is at most {MostEngines}");
        for (var i = 1; i <= of; i++)
        {
            // The last one stands in the place of the engine that looks at every file, so that the sum is right.
            var name = i == of && type == ObjectType.File ? Eicar.Name : string.Create(CultureInfo.InvariantCulture, $"Engine {i:00}");
            if (i <= malicious) Write(json, name, Part.AnalysisStats.Malicious, "malware");
            else if (i <= malicious + suspicious) Write(json, name, Part.AnalysisStats.Suspicious, "suspicious");
            else if (type == ObjectType.File) Write(json, name, Part.AnalysisStats.Undetected, null);
            else Write(json, name, Part.AnalysisStats.Harmless, "clean");
        }
    }

    private static readonly StaticAnalysis.EicarEngine Eicar = new();

    private static void Write(Utf8JsonWriter json, string name, string category, string? result)
    {
        json.WriteStartObject(name);
        json.WriteString(Part.EngineResult.Category, category);
        json.WriteString(Part.EngineResult.EngineName, name);
        json.WriteString(Part.EngineResult.Method, Method);
        json.WriteString(Part.EngineResult.Result, result);
        json.WriteEndObject();
    }

    private static JsonElement[] Named(JsonElement verdict) => verdict.Member("engines") switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray()],
        _ => throw Unclear(),
    };

    private static JsonProperty[] Results(JsonElement verdict) => verdict.Member("results") switch
    {
        null when verdict.Number("of") is null && verdict.Number("malicious") is null && verdict.Number("suspicious") is null && verdict.Member("engines") is null => throw Unclear(),
        null => [],
        { ValueKind: JsonValueKind.Object } results when results.EnumerateObject().All(engine => engine.Value.ValueKind == JsonValueKind.Object) => [.. results.EnumerateObject()],
        _ => throw Unclear(),
    };

    private static ApiException Unclear() => ApiException.BadRequest(
        "Each of \"verdicts\" needs \"type\", \"id\" and one of: \"malicious\" and \"of\" as numbers; \"engines\", a list of {\"name\", \"category\", \"result\"}; \"results\", an object of engines, each an object with \"category\"");
}
