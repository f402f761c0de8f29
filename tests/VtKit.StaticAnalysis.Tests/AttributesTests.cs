using System.Text.Json;
using System.Text.RegularExpressions;
using VtKit.Testing.Shared;

namespace VtKit.StaticAnalysis.Tests;

public class AttributesTests
{
    // Documented by the service, with examples, but in none of the recorded reports of public files.
    private static readonly string[] OnlyDocumented = ["elf_info.shared_libraries[]", "elf_info.segment_list[]"];

    [Fact]
    public async Task What_is_unknown_is_not_written()
    {
        var written = Write(await Samples.AnalyzeAsync(Samples.Random(1, 100)));
        written.EnumerateObject().Select(member => member.Name).ShouldBe(
            ["md5", "sha1", "sha256", "ssdeep", "tlsh", "size", "type_description", "type_tags", "magic", "tags"]);
        written.GetProperty("type_description").GetString().ShouldBe("unknown");
        written.GetProperty("type_tags").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task The_build_time_of_a_program_is_its_creation_date()
    {
        var written = Write(await Samples.AnalyzeAsync(new PeBuilder().Section(".text", [1]).Build()));
        written.GetProperty("creation_date").GetInt64().ShouldBe(1_700_000_000);
        written.GetProperty("pe_info").GetProperty("timestamp").GetInt64().ShouldBe(1_700_000_000);
    }

    [Fact]
    public async Task A_claim_that_exceeds_64_bits_is_a_floating_point_number_as_in_the_report_of_a_real_bomb()
    {
        byte[] huge = [1, 0, 8, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];
        var zip = new ZipBuilder().Add("a", []).AddEntry(new ZipBuilder.Entry("b"u8.ToArray()) { Size = uint.MaxValue, Extra = huge, Offset = uint.MaxValue });
        var size = Write(await Samples.AnalyzeAsync(zip.Build())).GetProperty("bundle_info").GetProperty("uncompressed_size");
        size.TryGetInt64(out _).ShouldBeFalse();
        size.GetDouble().ShouldBe(ulong.MaxValue);
    }

    [Fact]
    public async Task Documents_that_are_archives_inside_get_no_bundle_info()
    {
        var facts = await Samples.AnalyzeAsync(new ZipBuilder().Add("[Content_Types].xml", [1]).Add("word/document.xml", [1]).Build());
        facts.Bundle!.Children.Count.ShouldBe(2);
        Write(facts).TryGetProperty("bundle_info", out _).ShouldBeFalse();
    }

    [SharedFact]
    public async Task The_test_file_comes_out_like_its_real_report()
    {
        var report = Reports().Single(r => r.Name == "powershell_275a021bbf_tereshkinvs.json").Attributes;
        var written = Write(await Samples.AnalyzeAsync(Samples.Eicar));
        foreach (var member in written.EnumerateObject().Where(m => m.Name != "tags"))
            JsonElement.DeepEquals(member.Value, report.GetProperty(member.Name)).ShouldBeTrue(member.Name);
        report.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()).ShouldContain("powershell");
    }

    [SharedTheory]
    [InlineData("pedll_b7f29bdf00_youssefkh117.json")]
    [InlineData("peexe_1107dba24e_youssefkh117.json")]
    [InlineData("peexe_01ba4719c8_pwelch.json")]
    public async Task The_imports_of_a_real_report_give_its_import_hash(string name)
    {
        // Reports list functions sorted; in these programs that is their order in the file too.
        var info = Reports().First(r => r.Name == name).Attributes.GetProperty("pe_info");
        var imports = info.GetProperty("import_list").EnumerateArray().Select(import => (
            import.GetProperty("library_name").GetString()!,
            import.GetProperty("imported_functions").EnumerateArray().Select(f => Regex.Replace(f.GetString()!, @"^Ord\((?<n>\d+)\)$", "#${n}")).ToArray())).ToList();
        var pe = (await Samples.AnalyzeAsync(new PeBuilder { Imports = imports }.Section(".text", [1]).Build())).Pe!;
        pe.Imphash.ShouldBe(info.GetProperty("imphash").GetString());
        JsonElement.DeepEquals(
            Write(await Samples.AnalyzeAsync(new PeBuilder { Imports = imports }.Section(".text", [1]).Build())).GetProperty("pe_info").GetProperty("import_list"),
            info.GetProperty("import_list")).ShouldBeTrue();
    }

    [SharedFact]
    public async Task Every_name_and_shape_that_is_written_stands_in_a_real_report()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (_, attributes) in Reports()) Collect(attributes, "", seen);
        var pe = new PeBuilder { Imports = [("a.dll", ["F", "#5"])], Exports = ["E"], Overlay = [1, 2, 3] }.Section(".text", Samples.Random(1, 1000)).Build();
        var elf = new ElfBuilder { Needed = ["libc.so.6"], Imports = ["puts"], Exports = ["run"] }.Build();
        var zip = new ZipBuilder().Add("a.exe", pe).Add("d/", []).Build();
        foreach (var content in new[] { pe, elf, zip })
        {
            var written = new HashSet<string>(StringComparer.Ordinal);
            Collect(Write(await Samples.AnalyzeAsync(content)), "", written);
            written.Where(path => !seen.Contains(path) && !OnlyDocumented.Any(known => path.StartsWith(known, StringComparison.Ordinal))).ShouldBeEmpty();
        }
    }

    [SharedFact]
    public void The_vocabulary_of_types_is_that_of_the_real_reports()
    {
        var known = typeof(FileTypes).GetFields().Select(field => (TypeInfo)field.GetValue(null)!).ToList();
        var checkedTags = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, attributes) in Reports())
        {
            if (Text("type_tag") is not { } tag) continue;
            // Languages of plain text are an addition of few reports.
            var families = attributes.TryGetProperty("type_tags", out var tags) ? string.Join(' ', tags.EnumerateArray().Select(t => t.GetString())) : null;
            if (tag is "text" && families != "text") families = null;
            var matches = known.Where(type => type.Tag == tag).ToList();
            // Formats that are not told apart here: a plain memory image has no mark of its own.
            if (tag == "com") continue;
            matches.ShouldNotBeEmpty(name);
            checkedTags.Add(tag);
            var description = Text("type_description");
            matches.ShouldContain(type => type.Description == description, name);
            if (families is not null) matches.ShouldContain(type => string.Join(' ', type.Tags) == families, name);
            if (Text("type_extension") is { } extension) matches.ShouldContain(type => type.Extension == extension, name);

            string? Text(string property) => attributes.TryGetProperty(property, out var value) ? value.GetString() : null;
        }
        checkedTags.Count.ShouldBeGreaterThanOrEqualTo(19);
    }

    private static JsonElement Write(FileFacts facts)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            facts.WriteAttributes(writer);
            writer.WriteEndObject();
        }
        return JsonDocument.Parse(buffer.WrittenMemory).RootElement;
    }

    /// <summary>Paths with the kind of what stands there; the keys of maps are data, not names.</summary>
    private static void Collect(JsonElement element, string path, HashSet<string> paths)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var isMap = path is "bundle_info.extensions" or "bundle_info.file_types";
                foreach (var member in element.EnumerateObject())
                    Collect(member.Value, isMap ? path + ".*" : path.Length == 0 ? member.Name : $"{path}.{member.Name}", paths);
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) Collect(item, path + "[]", paths);
                break;
            default:
                paths.Add($"{path}:{element.ValueKind}");
                break;
        }
    }

    private static IEnumerable<(string Name, JsonElement Attributes)> Reports()
    {
        foreach (var path in Directory.EnumerateFiles(SharedMaterial.Fixtures!, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 256 });
            foreach (var attributes in Files(document.RootElement)) yield return (Path.GetFileName(path), attributes.Clone());
        }
    }

    private static IEnumerable<JsonElement> Files(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array) return element.EnumerateArray().SelectMany(Files);
        if (element.ValueKind != JsonValueKind.Object) return [];
        var inner = element.EnumerateObject().SelectMany(member => Files(member.Value));
        // Examples made up for documents carry words that the service never says.
        var isReport = element.TryGetProperty("attributes", out var attributes) && attributes.ValueKind == JsonValueKind.Object
            && attributes.TryGetProperty("last_analysis_results", out _) && attributes.TryGetProperty("magic", out _) && attributes.TryGetProperty("sha256", out _);
        return isReport ? inner.Append(attributes) : inner;
    }
}
