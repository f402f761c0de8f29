using System.Text;
using VtKit.Testing;

namespace VtKit.Enrichment.Tests.Guides;

/// <summary>What the guide shows in C# stands here, line by line, and runs; its commands run in the tests of vtk.</summary>
public sealed class EnrichmentGuideTests
{
    [Fact]
    public void The_examples_stand_here() => Guide.Missing("enrichment.md", "tests/VtKit.Enrichment.Tests/Guides/EnrichmentGuideTests.cs").ShouldBeEmpty();

    [Fact]
    public async Task A_run_in_a_program()
    {
        using var folder = new TempFolder();
        var (path, outPath) = (folder.File("a.run"), folder.File("out.csv"));
        await using var server = await VtTestServer.StartAsync();
        var client = server.Client;
        string[] indicators = ["44d88612fea8a8f36de82e1278abb02f", "unseen.example"];

        using var run = EnrichmentRun.Open(path);
        run.Add(indicators.Select(text => new EnrichmentItem(text, text)));
        using var output = EnrichmentOutput.To(run, outPath, "indicator,outcome\n"u8.ToArray(), row => row);
        var options = new EnrichmentOptions { Row = result => Encoding.UTF8.GetBytes($"{result.Text},{result.Outcome}\n"), Once = true };
        var end = await run.WorkAsync(client, options, output);
        Console.WriteLine($"{end}: {run.Counts.Found} found, {run.Counts.NotFound} not found, {run.Counts.Left} left");

        end.ShouldBe(EnrichmentEnd.Completed);
        output.Dispose();
        (await File.ReadAllLinesAsync(outPath)).Order(StringComparer.Ordinal).ShouldBe(["44d88612fea8a8f36de82e1278abb02f,Found", "indicator,outcome", "unseen.example,NotFound"]);
    }
}
