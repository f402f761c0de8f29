using System.Globalization;
using System.Text.Json;
using VtKit.SpecGenerator;
using VtKit.Testing.Shared;

namespace VtKit.Architecture.Tests;

/// <summary>What spec/ says, held against the reference material and against real answers.</summary>
public sealed class SpecTablesTests
{
    private static readonly ObjectSpec Objects = ObjectSpec.Read(SpecFolder.Committed);

    [Theory]
    [InlineData("endpoints.tsv", 418)]
    [InlineData("relationships.tsv", 285)]
    [InlineData("errors.tsv", 16)]
    public void Tables_have_every_row(string file, int count)
    {
        SpecFolder.Rows(file).Count.ShouldBe(count);
    }

    [SharedFact]
    public void Endpoints_are_those_of_the_reference()
    {
        var expected = Reference("endpoints.tsv").Select(r => $"{r["method"]} {r["path"]} {r["tier"]} {r["sources"].Split(" | ")[0]}");
        var actual = SpecFolder.Rows("endpoints.tsv").Select(r => $"{r["method"]} {r["path"]} {r["tier"]} {r["confidence"]}");
        actual.Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal));
    }

    [SharedFact]
    public void Relationships_are_those_of_the_reference()
    {
        var expected = Reference("relationships.tsv")
            .Where(r => !r["relationship"].StartsWith('('))
            .Select(r => $"{r["object type"].Split(' ')[0]} {(r["object type"].Contains('|', StringComparison.Ordinal) ? "threat" : "")} {r["relationship"]} {r["cardinality"]}");
        var actual = SpecFolder.Rows("relationships.tsv").Select(r => $"{r["source"]} {(r["kinds"].Length > 0 ? "threat" : "")} {r["relationship"]} {r["cardinality"]}");
        actual.Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal));
    }

    [SharedFact]
    public void Every_attribute_seen_in_answers_is_described_with_a_type_that_fits()
    {
        var wrong = new List<string>();
        foreach (var row in Reference("attributes-seen.tsv"))
        {
            var attribute = Objects.Types.FirstOrDefault(t => t.Name == row["type"])?.Attributes.FirstOrDefault(a => a.Name == row["attribute"]);
            var seen = row["json types"].Split(',').Except(["null"]).ToList();
            if (attribute is null) wrong.Add($"{row["type"]}.{row["attribute"]} is not described");
            else if (!seen.TrueForAll(json => Holds(attribute.Type.Kind).Contains(json))) wrong.Add($"{row["type"]}.{row["attribute"]} is {attribute.Type.Kind}, seen as {row["json types"]}");
        }
        wrong.ShouldBeEmpty();
    }

    [SharedFact]
    public void Every_described_attribute_reads_what_real_answers_hold()
    {
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        var read = 0;
        foreach (var file in Directory.EnumerateFiles(SharedMaterial.Fixtures!, "*.json", SearchOption.AllDirectories))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { MaxDepth = 200 });
            read += CheckObjects(document.RootElement, wrong);
        }
        wrong.ShouldBeEmpty();
        read.ShouldBeGreaterThan(90_000, "values of described attributes in the fixtures");
    }

    [Fact]
    public void Free_calls_are_feeds_usage_and_the_page_that_needs_no_key()
    {
        var free = SpecFolder.Rows("endpoints.tsv").Where(r => r["cost"] == "0").ToList();
        free.Where(r => !r["name"].StartsWith("feeds.", StringComparison.Ordinal)).Select(r => r["name"])
            .ShouldBe(["groups.api_usage", "users.api_usage", "users.overall_quotas", "widget.html"], ignoreOrder: true);
        SpecFolder.Rows("endpoints.tsv").Count(r => r["name"].StartsWith("feeds.", StringComparison.Ordinal) && r["cost"] != "0").ShouldBe(0);
    }

    [Fact]
    public void Collections_of_types_are_paths_of_the_table()
    {
        var paths = SpecFolder.Rows("endpoints.tsv").Select(r => r["path"]).ToList();
        Objects.Types.Where(t => t.Path.Length > 0 && !paths.Exists(p => p == "/" + t.Path || p.StartsWith($"/{t.Path}/", StringComparison.Ordinal)))
            .Select(t => t.Name).ShouldBeEmpty();
    }

    private static List<Dictionary<string, string>> Reference(string file) => SpecFolder.RowsOf(Path.Combine(SharedMaterial.Folder!, "reference", file));

    private static string[] Holds(string kind) => kind switch
    {
        "string" or "enum" => ["string"],
        "text" => ["string", "int", "float", "bool"],
        "int" => ["int"],
        "number" => ["int", "float"],
        "bool" => ["bool"],
        "date" => ["int", "string"],
        "strings" or "list" or "list-json" => ["array"],
        "json" => ["object", "array"],
        _ => ["object"],
    };

    private static int CheckObjects(JsonElement value, SortedSet<string> wrong)
    {
        var read = 0;
        if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray()) read += CheckObjects(item, wrong);
        if (value.ValueKind != JsonValueKind.Object) return read;
        if (value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && value.TryGetProperty("id", out _)
            && value.TryGetProperty("attributes", out var attributes) && attributes.ValueKind == JsonValueKind.Object
            && Objects.Types.FirstOrDefault(t => t.Name == type.GetString()) is { } shape)
            read += CheckAttributes(attributes, shape, wrong);
        foreach (var member in value.EnumerateObject()) read += CheckObjects(member.Value, wrong);
        return read;
    }

    private static int CheckAttributes(JsonElement value, ShapeRow shape, SortedSet<string> wrong)
    {
        var read = 0;
        foreach (var member in value.EnumerateObject())
        {
            if (shape.Attributes.FirstOrDefault(a => a.Name == member.Name || a.Also == member.Name) is not { } attribute || member.Value.ValueKind == JsonValueKind.Null) continue;
            read++;
            if (!Fits(member.Value, attribute.Type.Kind))
            {
                wrong.Add($"{shape.Name}.{attribute.Name} is {attribute.Type.Kind}, but an answer has {member.Value.ValueKind} {Short(member.Value)}");
                continue;
            }
            var inner = Objects.Views.FirstOrDefault(v => attribute.Type.IsView && v.Name == attribute.Type.Of);
            IEnumerable<JsonElement> parts = (inner is null ? "" : attribute.Type.Kind) switch
            {
                "view" => [member.Value],
                "list" => member.Value.EnumerateArray(),
                "map" => member.Value.EnumerateObject().Select(m => m.Value),
                _ => [],
            };
            foreach (var part in parts)
            {
                if (part.ValueKind == JsonValueKind.Object) read += CheckAttributes(part, inner!, wrong);
                else wrong.Add($"{shape.Name}.{attribute.Name} holds {part.ValueKind} {Short(part)} where {inner!.Name} is described");
            }
        }
        return read;
    }

    private static bool Fits(JsonElement value, string kind) => kind switch
    {
        "string" or "enum" => value.ValueKind == JsonValueKind.String,
        "text" => value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False,
        "int" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "bool" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "date" => value.ValueKind == JsonValueKind.Number
                  || (value.ValueKind == JsonValueKind.String && long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)),
        "strings" => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String),
        "list" or "list-json" => value.ValueKind == JsonValueKind.Array,
        "map-int" => value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(m => m.Value.TryGetInt64(out _)),
        "map-string" => value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(m => Fits(m.Value, "text")),
        "json" => true,
        _ => value.ValueKind == JsonValueKind.Object,
    };

    private static string Short(JsonElement value) => value.GetRawText() is var text && text.Length > 60 ? text[..60] : text;
}
