using VtKit.Testing.Shared;

namespace VtKit.Packaging.Tests;

/// <summary>The samples as a reader runs them: copied elsewhere, on the packages, with no key and no set-up.</summary>
[Trait("seed", "63")]
[Trait("seed", "73")]
[Collection(nameof(Workshop))]
public sealed class SampleTests(Workshop workshop)
{
    private static readonly string Samples = Path.Combine(SharedMaterial.RepositoryRoot, "samples");

    private static readonly Dictionary<string, string[]> Says = new(StringComparer.Ordinal)
    {
        ["attributes-and-paths"] = ["typed:      1", "by path:    EICAR"],
        ["feed"] = ["http://shop.example/offers (go on from urls-"],
        ["first-look"] = ["275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f", "1 of 1 engines call it malicious"],
        ["graph-expand"] = ["a look-up costs 1", "64 digits, 0 detections", "embedded_domains: 2 nodes for 1 request", "one level: ", "stopped because of Calls", "by its name: found", "one.example.com - two.example.com"],
        ["graph-first"] = ["True", "The graph has no node \"domain:gone.example\": add it first.", "saved as g..., with 4 nodes and 2 links", "<iframe src=\"https://www.virustotal.com/graph/embed/"],
        ["graph-report"] = ["login.evil-bank.com", "way: APT0 - ", "the same from GraphML: True"],
        ["graph-share"] = ["viewer: True, editor: False", "loaded: 2 nodes, 0 oddities; sent again: 0 attributes", "clone: id none until it is saved", "collection and back: 2 indicators", "deleted"],
        ["look-ups-to-table"] = ["id,malicious,last_analysis_date,reputation,registrar", "three.example,7,", "two.example,0,"],
        ["many-look-ups"] = ["Found      evil[.]example: 12 malicious", "Malformed  no indicator at all", "NotFound   000"],
        ["pages"] = ["12 Comment 14 of #samples", "went on with: Comment 22 of #samples"],
        ["related-indicators"] = ["DOMAIN:www.shop.example", "URL:http://www.shop.example/login", "served by DOMAIN:www.shop.example"],
        ["retrohunt"] = Yara.IsInstalled ? ["finished", "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f eicar"] : ["YARA, which is not installed here"],
        ["rules-as-code"] = Yara.IsInstalled
            ? ["refused broken: Error compiling rules", " eicar\n", "matched 275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f eicar"]
            : ["YARA, which is not installed here"],
        ["scan-and-discuss"] = ["uploaded; analysis completed", "tags: samples", "vote: harmless"],
        ["search-to-indicators"] = ["URL:http://www.example.com/login"],
        ["upload-endpoint"] = ["unknown: somebody has to decide"],
    };

    [LongFact]
    public async Task Each_sample_runs_elsewhere_on_the_packages()
    {
        var files = Directory.GetFiles(Samples, "*.cs").Order(StringComparer.Ordinal).ToArray();
        files.Select(Path.GetFileNameWithoutExtension).ShouldBe(Says.Keys.Order(StringComparer.Ordinal));
        var folder = workshop.NewProjectFolder("samples");
        foreach (var file in files) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        // Packages of this run stay out of the machine's own.
        await File.WriteAllTextAsync(Path.Combine(folder, "Directory.Build.props"), $"""
            <Project>
              <PropertyGroup>
                <NuGetAudit>false</NuGetAudit>
                <RestorePackagesPath>{workshop.Packages}</RestorePackagesPath>
                <RestoreFallbackFolders>{PackageTests.GlobalPackages()}</RestoreFallbackFolders>
              </PropertyGroup>
            </Project>
            """);
        var environment = new Dictionary<string, string> { ["VT_API_KEY"] = "" };

        // Two at a time: each start is a build, which one core does not fill.
        await Parallel.ForEachAsync(Says, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (sample, _) =>
        {
            var (name, says) = sample;
            string[] arguments = name == "upload-endpoint" ? ["run", name + ".cs", "--", "--try", "http://127.0.0.1:0"] : ["run", name + ".cs"];
            var (exitCode, output, errors) = await Run.Program("dotnet", folder, environment, arguments);

            exitCode.ShouldBe(0, $"{name}\n{output}\n{errors}");
            foreach (var text in says) output.ShouldContain(text, Case.Sensitive, name);
            output.ShouldNotContain("warning", Case.Insensitive, name);
        });
    }

    [Fact]
    public void The_list_of_samples_names_each()
    {
        var readme = File.ReadAllText(Path.Combine(Samples, "README.md"));
        foreach (var name in Says.Keys) readme.ShouldContain($"]({name}.cs)");
    }
}
