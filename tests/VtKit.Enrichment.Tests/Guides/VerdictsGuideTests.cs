using System.Text.RegularExpressions;
using VtKit.Indicators;
using VtKit.Testing;

namespace VtKit.Enrichment.Tests.Guides;

/// <summary>What the guide to verdicts shows in C# stands here, line by line, and runs on the policy that it shows.</summary>
public sealed partial class VerdictsGuideTests
{
    [Fact]
    public void The_examples_stand_here() => Guide.Missing("verdicts.md", "tests/VtKit.Enrichment.Tests/Guides/VerdictsGuideTests.cs").ShouldBeEmpty();

    [Fact]
    public async Task A_verdict_in_a_program()
    {
        using var folder = new TempFolder();
        var path = folder.File("policy.yml");
        var guide = await File.ReadAllTextAsync(Path.Combine(SharedMaterial.RepositoryRoot, "docs", "guides", "verdicts.md"));
        await File.WriteAllTextAsync(path, Policy().Match(guide).Groups["yaml"].Value);
        await using var server = await VtTestServer.StartAsync();
        var client = server.Client;
        var hash = FileHash.Parse("44d88612fea8a8f36de82e1278abb02f");

        var policy = VerdictPolicy.Parse(File.ReadAllText(path));
        var report = await client.Files.GetAsync(hash);
        PolicyVerdict verdict = policy.Judge(report, TimeProvider.System.GetUtcNow());
        if (verdict.Kind >= VerdictKind.Suspicious) Console.WriteLine(verdict.Explanation);

        verdict.Kind.ShouldBe(VerdictKind.Suspicious);
        verdict.Explanation.ShouldContain("EICAR: EICAR-Test-File (+1)");
    }

    [GeneratedRegex("```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Policy();
}
