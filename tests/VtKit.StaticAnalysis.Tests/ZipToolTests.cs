using System.Globalization;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>What archives hold, beside what <c>unzip -Z</c> says of the same ones.</summary>
public class ZipToolTests
{
    [ToolFact("zip", "unzip", "bash")]
    public async Task Entries_agree_with_unzip_Z()
    {
        using var folder = new TempFolder();
        folder.Write("plain.txt", "hello\n");
        folder.Write("zeros.bin", new byte[5_000]);
        folder.Write("random.bin", Samples.Random(3, 3_000));
        folder.Write("secret.txt", "secret\n");
        // Without further fields times are those of the directory, in steps of two seconds and in no zone.
        await RunAsync(folder, """
            cd "$1" && mkdir -p deep/er && cp zeros.bin deep/er/ && cp plain.txt 'a name.tar.txt'
            touch -d '2001-02-03 04:05:06' plain.txt && touch -d '2020-12-31 23:59:58' deep/er/zeros.bin
            zip -qX mixed.zip plain.txt 'a name.tar.txt' && zip -qXr mixed.zip deep && zip -qX -0 mixed.zip random.bin && zip -qX -P password mixed.zip secret.txt
            zip -qX one.zip zeros.bin
            """);
        var encrypted = 0;
        foreach (var name in new[] { "mixed.zip", "one.zip" })
        {
            var path = folder.File(name);
            var lines = (await Tool.RunAsync("unzip", "-Z", "-T", path)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                // rights, version, system, size, kind, method, time, name
                .Select(line => line.Split(' ', 8, StringSplitOptions.RemoveEmptyEntries)).Where(parts => parts is [_, _, "unx" or "fat", ..]).ToList();
            var bundle = (await FileAnalyzer.AnalyzeFileAsync(path)).Bundle!;
            bundle.Children.Select(child => (child.Name, child.Size, child.IsDirectory, child.Encrypted)).ShouldBe(
                lines.Select(parts => (parts[7], long.Parse(parts[3], CultureInfo.InvariantCulture), parts[0][0] == 'd', char.IsUpper(parts[4][0]))), name);
            bundle.EntryCount.ShouldBe(lines.Count);
            bundle.UncompressedSize.ShouldBe((UInt128)lines.Sum(parts => long.Parse(parts[3], CultureInfo.InvariantCulture)));
            var times = lines.Select(parts => DateTime.ParseExact(parts[6], "yyyyMMdd.HHmmss", CultureInfo.InvariantCulture).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal).ToList();
            (bundle.LowestDateTime, bundle.HighestDateTime).ShouldBe((times[0], times[^1]), name);
            encrypted += bundle.Children.Count(child => child.Encrypted);
        }
        encrypted.ShouldBe(1);
    }

    private static Task<string> RunAsync(TempFolder folder, string script) => Tool.RunAsync("bash", "-ec", script, "bash", folder.Root);
}
