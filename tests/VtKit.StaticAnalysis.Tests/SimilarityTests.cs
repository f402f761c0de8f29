using System.Globalization;

namespace VtKit.StaticAnalysis.Tests;

public class SimilarityTests
{
    [Fact]
    public async Task Empty_and_short_content_has_an_ssdeep_hash_but_no_TLSH()
    {
        var empty = await Samples.AnalyzeAsync([]);
        empty.Ssdeep.ShouldBe("3::");
        empty.Tlsh.ShouldBeNull();
        (await Samples.AnalyzeAsync(Samples.Random(1, 49))).Tlsh.ShouldBeNull();
        // As in the service's report of the test file.
        (await Samples.AnalyzeAsync(Samples.Eicar)).Ssdeep.ShouldBe("3:a+JraNvsgzsVqSwHq9:tJuOgzsko");
    }

    [Fact]
    public async Task Monotonous_content_has_no_TLSH()
    {
        (await Samples.AnalyzeAsync(new byte[100_000])).Tlsh.ShouldBeNull();
        (await Samples.AnalyzeAsync(new string('a', 10_000))).Tlsh.ShouldBeNull();
    }

    [Fact]
    public async Task How_the_content_comes_in_makes_no_difference()
    {
        var content = Samples.Random(7, 300_000);
        var whole = await Samples.AnalyzeAsync(content);
        var dripping = await FileAnalyzer.AnalyzeAsync(new Dripping(content));
        dripping.Ssdeep.ShouldBe(whole.Ssdeep);
        dripping.Tlsh.ShouldBe(whole.Tlsh);
    }

    [ToolFact("ssdeep")]
    public async Task The_ssdeep_hash_is_that_of_the_program()
    {
        using var folder = new TempFolder();
        var files = Contents(folder).Concat(Installed()).ToList();
        // Many names at once: the program prints one line for each, in their order.
        var lines = (await Tool.RunAsync("ssdeep", [.. files])).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).ToList();
        lines.Count.ShouldBe(files.Count);
        for (var i = 0; i < files.Count; i++)
            (await FileAnalyzer.AnalyzeFileAsync(files[i])).Ssdeep.ShouldBe(lines[i][..lines[i].IndexOf(',', StringComparison.Ordinal)], files[i]);
    }

    [ToolFact("tlsh_unittest")]
    public async Task The_TLSH_is_that_of_the_program_but_for_its_prefix()
    {
        using var folder = new TempFolder();
        var compared = 0;
        foreach (var file in Contents(folder).Concat(Installed()))
        {
            // Older programs want 256 bytes, today's 50.
            if (new FileInfo(file).Length < 256) continue;
            var output = (await Tool.RunAsync("tlsh_unittest", "-f", file)).Split('\t')[0].Trim();
            var ours = (await FileAnalyzer.AnalyzeFileAsync(file)).Tlsh;
            if (output.Length != 70)
            {
                ours.ShouldBeNull(file);
                continue;
            }
            ours.ShouldBe("T1" + output, file);
            compared++;
        }
        compared.ShouldBeGreaterThan(80);
    }

    /// <summary>Sizes around every border, in several textures.</summary>
    private static IEnumerable<string> Contents(TempFolder folder)
    {
        int[] sizes = [0, 1, 6, 7, 8, 191, 192, 193, 255, 256, 257, 383, 385, 655, 656, 657, 1000, 3199, 3200, 6145, 12_288, 65_535, 65_537, 200_000, 1_000_003];
        foreach (var size in sizes)
        {
            yield return folder.Write($"random-{size}", Samples.Random(size, size));
            yield return folder.Write($"zeros-{size}", new byte[size]);
            yield return folder.Write($"tail-{size}", [.. Samples.Random(size + 1, size), .. new byte[20]]);
            var text = string.Concat(Enumerable.Range(0, size / 4).Select(i => (i * i % 977).ToString(CultureInfo.InvariantCulture) + " "));
            yield return folder.Write($"text-{size}", text);
            yield return folder.Write($"wave-{size}", [.. Enumerable.Range(0, size).Select(i => (byte)(i % 251 * (i / 1000)))]);
        }
    }

    private static IEnumerable<string> Installed() =>
        Directory.EnumerateFiles("/usr/bin").Order(StringComparer.Ordinal).Where(file => new FileInfo(file) is { Length: > 0 and < 2_000_000, LinkTarget: null }).Take(60);
}
