using VtKit.Testing.Shared;

namespace VtKit.Tests;

/// <summary>The path expressions that people know from the ancestors, over real reports.</summary>
[Trait("seed", "87")]
public sealed class PathRecipeTests
{
    [SharedFact]
    public void Sections_and_sandboxes_of_every_report()
    {
        VtJsonPath sections = "$.attributes.pe_info.sections[*].md5", sandboxes = "$.attributes.sandbox_verdicts.*.sandbox_name";
        var (sectionsSeen, sandboxesSeen) = (0, 0);
        foreach (var file in Directory.EnumerateFiles(SharedMaterial.Fixtures!, "*.json", SearchOption.AllDirectories))
        {
            using var document = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(file), JsonText.Options);
            foreach (var json in FixtureTests.Objects(document.RootElement))
            {
                var item = VtObject.Parse<VtFile>(System.Text.Encoding.UTF8.GetBytes(json.GetRawText()));
                var md5 = item.Select(sections).Select(node => node.AsString()).ToList();
                md5.ShouldBe(item.PeInfo.Sections.Where(section => section.Node["md5"].Kind != System.Text.Json.JsonValueKind.Undefined).Select(section => section.Md5));
                sectionsSeen += md5.Count;
                var names = item.Select(sandboxes).Select(node => node.AsString()).ToList();
                names.ShouldBe(item.SandboxVerdicts.Values.Select(verdict => verdict.SandboxName).Where(name => name is not null));
                sandboxesSeen += names.Count;
            }
        }
        sectionsSeen.ShouldBeGreaterThan(10);
        sandboxesSeen.ShouldBeGreaterThan(5);
    }

    [Fact]
    public void Engines_that_detect()
    {
        var file = VtObject.Parse<VtFile>("""
            {"type":"file","id":"x","attributes":{"last_analysis_results":{"A":{"engine_name":"A","category":"malicious"},"B":{"engine_name":"B","category":"undetected"},"C":{"engine_name":"C","category":"suspicious"}}}}
            """u8.ToArray());

        file.Select("$.attributes.last_analysis_results[?@.category == 'malicious' || @.category == 'suspicious'].engine_name").Select(node => node.AsString()).ShouldBe(["A", "C"]);
    }
}
