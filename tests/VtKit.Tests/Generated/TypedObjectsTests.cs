using System.Text;
using System.Text.Json;
using VtKit.Testing.Shared;

namespace VtKit.Tests.Generated;

/// <summary>Generated objects and views: they read real answers, and read anything else as nothing.</summary>
public sealed class TypedObjectsTests
{
    private static readonly string[] OddValues =
    [
        "null", "true", "false", "0", "-1", "1.5", "1e400", "-1e400", "99999999999999999999", "1e18", "253402300800", "\"\"", "\"text\"", "\"12\"",
        "\"\\ud800\"", "[]", "{}", "[null]", "[1,\"a\",[],{}]", "[[\"LOAD\",[\"a\"]]]", "[{}]", "{\"\":null}", "{\"a\":[],\"b\":\"c\",\"d\":{\"value\":[]}}", "{\"\\ud800\":1,\"a\":{}}",
    ];

    public static TheoryData<string> Types => [.. VtObjectTypes.All.Where(type => Typed(type, "{}").GetType() != typeof(VtObject))];

    [SharedFact]
    public void Every_getter_reads_every_real_answer()
    {
        var (objects, found) = (0, 0);
        foreach (var file in Directory.EnumerateFiles(SharedMaterial.Fixtures!, "*.json", SearchOption.AllDirectories))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file), new JsonDocumentOptions { MaxDepth = 200 });
            foreach (var item in ObjectsIn(document.RootElement))
            {
                var value = VtObjectTypes.Narrow(VtObject.Parse<VtObject>(Encoding.UTF8.GetBytes(item.GetRawText())));
                objects++;
                found += GetterWalk.Read(value);
            }
        }
        objects.ShouldBeGreaterThan(450);
        found.ShouldBeGreaterThan(80_000);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void An_attribute_of_another_shape_reads_as_nothing(string type)
    {
        var names = Typed(type, "{}").GetType().GetProperties().Select(p => p.Name).ToList();
        names.ShouldNotBeEmpty();
        foreach (var value in OddValues)
        {
            var everything = AttributeNames(type).Select(name => $"{JsonSerializer.Serialize(name)}:{value}");
            var odd = Typed(type, $"{{{string.Join(',', everything)}}}");
            Should.NotThrow(() => GetterWalk.Read(odd), value);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Attributes_that_are_no_object_read_as_nothing(string type)
    {
        foreach (var value in OddValues.Where(value => !value.StartsWith('{')))
            GetterWalk.Read(Typed(type, value)).ShouldBe(0, value);
    }

    [Fact]
    public void Statistics_read_both_spellings()
    {
        var dashed = Typed<VtFile>("""{"last_analysis_stats":{"malicious":3,"confirmed-timeout":1,"type-unsupported":7}}""").LastAnalysisStats;
        (dashed.Malicious, dashed.ConfirmedTimeout, dashed.TypeUnsupported, dashed.Harmless).ShouldBe((3, 1, 7, null));
        Typed<VtFile>("""{"last_analysis_stats":{"typeUnsupported":9}}""").LastAnalysisStats.TypeUnsupported.ShouldBe(9);
    }

    [Fact]
    public void What_is_larger_than_a_whole_number_is_a_number()
    {
        Typed<VtFile>("""{"bundle_info":{"uncompressed_size":3.3356434083164046e21}}""").BundleInfo.UncompressedSize.ShouldBe(3.3356434083164046e21);
        Typed<VtFile>("""{"pe_info":{"timestamp":4246907690}}""").PeInfo.Timestamp!.Value.Year.ShouldBe(2104);
        Typed<VtRetrohuntJob>("""{"scanned_bytes":408163509658865,"progress":62.06203}""").ScannedBytes.ShouldBe(408163509658865);
    }

    [Fact]
    public void Numbers_that_come_as_text_are_read()
    {
        var severity = Typed<VtUrl>("""{"threat_severity":{"version":"U3","last_analysis_date":"1719806159","threat_severity_level":"SEVERITY_LOW"}}""").ThreatSeverity;
        severity.LastAnalysisDate.ShouldBe(DateTimeOffset.FromUnixTimeSeconds(1719806159));
        severity.Version.ShouldBe("U3");
        severity.ThreatSeverityLevel.ShouldBe(ThreatSeverityLevel.Low);
        Typed<VtFile>("""{"threat_severity":{"version":5}}""").ThreatSeverity.Version.ShouldBe("5");
    }

    [Fact]
    public void Names_that_are_no_identifiers_have_members()
    {
        var file = Typed<VtFile>("""{"signature_info":{"signing date":"10:39 PM 08/28/2015","signers details":[{"cert issuer":null,"valid usage":"All"},{"valid_usage":"ff"}]}}""");
        file.SignatureInfo.SigningDate.ShouldBe("10:39 PM 08/28/2015");
        file.SignatureInfo.SignersDetails.Select(s => s.ValidUsage).ShouldBe(["All", "ff"]);
        Typed<VtGraph>("""{"links":[{"source":"a","target":"b"}]}""").GraphLinks[0].Target.ShouldBe("b");
    }

    [Fact]
    public void An_object_is_narrowed_to_the_class_of_its_type()
    {
        VtObjectTypes.Narrow(Plain("file", "{}")).ShouldBeOfType<VtFile>();
        VtObjectTypes.Narrow(Plain("brand_new_type", "{}")).ShouldBeOfType<VtObject>().Type.ShouldBe("brand_new_type");
        VtObjectTypes.CollectionOf(VtObjectTypes.HuntingRuleset).ShouldBe("intelligence/hunting_rulesets");
        VtObjectTypes.CollectionOf("brand_new_type").ShouldBeNull();
    }

    [Fact]
    public void Unknown_words_pass_through_and_absent_ones_are_null()
    {
        Typed<VtAnalysis>("""{"status":"paused"}""").Status!.Value.Value.ShouldBe("paused");
        Typed<VtAnalysis>("""{"status":"in-progress"}""").Status.ShouldBe(AnalysisStatus.InProgress);
        Typed<VtAnalysis>("{}").Status.ShouldBeNull();
        default(AnalysisStatus).Value.ShouldBe("");
    }

    [Fact]
    public void Spellings_of_one_error_code_are_equal()
    {
        var seen = new VtErrorCode("TooManyRequests");
        seen.ShouldBe(VtErrorCode.TooManyRequestsError);
        seen.GetHashCode().ShouldBe(VtErrorCode.TooManyRequestsError.GetHashCode());
        seen.ToString().ShouldBe("TooManyRequests");
        (new VtErrorCode("BrandNewError") == VtErrorCode.NotFoundError).ShouldBeFalse();
    }

    private static IEnumerable<string> AttributeNames(string type) =>
        File.ReadAllLines(Path.Combine(SharedMaterial.RepositoryRoot, "spec", "objects", type + ".tsv")).Skip(1).Select(line => line.Split('\t')[0])
            .Concat(["last_analysis_stats", "last_analysis_results", "pe_info", "processes_tree", "issuer"]).Distinct();

    private static IEnumerable<JsonElement> ObjectsIn(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(ObjectsIn),
        JsonValueKind.Object => (value.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && value.TryGetProperty("attributes", out var a) && a.ValueKind == JsonValueKind.Object
            ? new[] { value } : []).Concat(value.EnumerateObject().SelectMany(member => ObjectsIn(member.Value))),
        _ => [],
    };

    private static VtObject Plain(string type, string attributes) =>
        VtObject.Parse<VtObject>(Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","id":"x","attributes":{{attributes}}}"""));

    private static VtObject Typed(string type, string attributes) => VtObjectTypes.Narrow(Plain(type, attributes));

    private static T Typed<T>(string attributes) where T : VtObject, IVtObject<T> => Plain("x", attributes).As<T>();
}
