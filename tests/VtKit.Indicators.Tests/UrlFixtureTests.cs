using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using VtKit.Testing.Shared;
using Xunit.Abstractions;

namespace VtKit.Indicators.Tests;

/// <summary>The url objects in the reference bodies hold the service's own ids: each is a vector for our canonical form.</summary>
public class UrlFixtureTests(ITestOutputHelper output)
{
    [SharedFact]
    [Trait("seed", "55")]
    public void Every_url_object_of_the_fixtures_has_the_id_that_we_compute()
    {
        var pairs = Documents().SelectMany(d => UrlObjects(d.Root)).Distinct().ToList();

        var wrong = pairs.Where(p => UrlId.CanonicalSha256(p.Url) != p.Id).ToList();
        var notCanonical = pairs.Where(p => UrlCanonicalizer.Canonicalize(p.Url) != p.Url).ToList();

        output.WriteLine($"{pairs.Count} different pairs of url and id; all match.");
        wrong.ShouldBeEmpty();
        // The service's own text is canonical, so ours must leave it alone, not merely hash it alike.
        notCanonical.ShouldBeEmpty();
        pairs.Count.ShouldBeGreaterThanOrEqualTo(126);
    }

    [SharedFact]
    public void Text_as_it_stands_in_a_scanned_file_gets_the_id_that_the_service_gave_it()
    {
        // Files hold URLs as their authors typed them; the same answers list them as url objects, canonical, with their ids.
        var ids = Documents().SelectMany(d => UrlObjects(d.Root)).Select(p => p.Id).ToHashSet(StringComparer.Ordinal);

        var typed = Documents().SelectMany(d => Strings(d.Root))
            .Where(s => s.Contains("://", StringComparison.Ordinal))
            .Distinct()
            .Where(s => UrlCanonicalizer.TryCanonicalize(s, out var canonical) && canonical != s && ids.Contains(UrlId.CanonicalSha256(s)))
            .ToList();

        foreach (var text in typed) output.WriteLine(text);
        // The one that decides how percent-encoding is treated: encoded when typed, decoded in the service's form, with a raw | among it.
        typed.ShouldContain(s => s.Contains("%7C", StringComparison.Ordinal) && UrlCanonicalizer.Canonicalize(s).Contains('|'));
    }

    [SharedFact]
    [Trait("seed", "54")]
    public void Requests_that_were_recorded_sent_the_look_up_id_and_were_answered_with_the_canonical_hash()
    {
        var count = 0;
        foreach (var line in File.ReadLines(Path.Combine(SharedMaterial.Fixtures!, "INDEX.tsv")))
        {
            var at = line.IndexOf(" /urls/aHR0", StringComparison.Ordinal);
            if (at < 0) continue;
            var sent = line[(at + " /urls/".Length)..].Split('/', ';')[0];
            var url = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(sent));
            UrlId.FromUrl(url).LookupId.ShouldBe(sent);

            using var body = JsonDocument.Parse(File.ReadAllText(Path.Combine(SharedMaterial.Fixtures!, line.Split('\t')[0])));
            if (!body.RootElement.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object || !data.TryGetProperty("id", out var id)) continue;
            var isUrl = data.GetProperty("type").ValueEquals("url") && id.GetString()!.Length == 64;
            var isAnalysis = AnalysisId.TryParse(id.GetString(), out var analysis) && data.GetProperty("type").ValueEquals("analysis");
            if (!isUrl && !isAnalysis) continue;
            UrlId.CanonicalSha256(url).ShouldBe(isUrl ? id.GetString() : analysis.Target);
            count++;
        }
        output.WriteLine($"{count} recorded answers carry the id of the URL that was asked for.");
        count.ShouldBeGreaterThanOrEqualTo(4);
    }

    private static IEnumerable<(string File, JsonElement Root)> Documents()
    {
        var options = new JsonDocumentOptions { MaxDepth = 256 };
        foreach (var file in Directory.EnumerateFiles(SharedMaterial.Fixtures!, "*.json*", SearchOption.AllDirectories))
        {
            List<JsonElement> roots = [];
            try
            {
                roots.Add(JsonDocument.Parse(File.ReadAllText(file), options).RootElement);
            }
            catch (JsonException)
            {
                // A feed: one object per line.
                foreach (var line in File.ReadLines(file).Where(l => l.StartsWith('{'))) roots.Add(JsonDocument.Parse(line, options).RootElement);
            }
            foreach (var root in roots) yield return (file, root);
        }
    }

    private static IEnumerable<(string Url, string Id)> UrlObjects(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
            foreach (var pair in element.EnumerateArray().SelectMany(UrlObjects)) yield return pair;
        if (element.ValueKind != JsonValueKind.Object) yield break;
        if (Text(element, "type") == "url" && Text(element, "id") is { Length: 64 } id && id.All(char.IsAsciiHexDigitLower))
            foreach (var holder in (string[])["attributes", "context_attributes"])
                if (element.TryGetProperty(holder, out var attributes) && Text(attributes, "url") is { } url)
                    yield return (url, id);
        foreach (var pair in element.EnumerateObject().SelectMany(p => UrlObjects(p.Value))) yield return pair;
    }

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Strings(p.Value)),
        _ => [],
    };

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
