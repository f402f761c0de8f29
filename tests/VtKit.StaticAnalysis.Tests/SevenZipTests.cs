using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>What 7z files hold, beside what <c>7z l -slt</c> says of the same ones and beside the files that went in.</summary>
public class SevenZipTests
{
    private static readonly string EmptyHash = Hash([]);

    [Fact]
    public async Task A_packed_list_and_packed_files_are_read()
    {
        var facts = await Samples.AnalyzeAsync(PackedSamples.SevenZip);
        facts.Problems.ShouldBeEmpty();
        var bundle = facts.Bundle.ShouldNotBeNull();
        bundle.Type.ShouldBe("7ZIP");
        bundle.Children.OrderBy(child => child.Name, StringComparer.Ordinal).Select(child => (child.Name, child.Size, child.Sha256, child.IsDirectory)).ShouldBe(
        [
            ("d", 0L, null, true), ("d/a.txt", 1310L, PackedSamples.TextHash, false), ("d/b.bin", 200L, PackedSamples.BytesHash, false),
            ("d/e", 0L, null, true), ("d/empty", 0L, EmptyHash, false),
        ]);
        (bundle.UncompressedSize, bundle.LowestDateTime).ShouldBe(((UInt128)1510, "2024-01-02 03:04:05"));
        bundle.Extensions.ShouldBe(new Dictionary<string, int> { ["txt"] = 1, ["bin"] = 1 }, ignoreOrder: true);
        bundle.FileTypes["directory"].ShouldBe(2);
    }

    [ToolTheory("7z")]
    [InlineData("-m0=LZMA", "-ms=on", "-mhc=on")]
    [InlineData("-m0=LZMA", "-ms=off", "-mhc=off")]
    [InlineData("-m0=LZMA:lc=0:lp=2:pb=0:d=64k", "-ms=on", "-mhc=on")]
    [InlineData("-m0=LZMA:lc=8:lp=0:pb=4", "-ms=on", "-mhc=on")]
    [InlineData("-m0=LZMA:eos", "-ms=on", "-mhc=on")]
    [InlineData("-m0=LZMA2", "-ms=on", "-mhc=on")]
    [InlineData("-m0=LZMA2", "-ms=off", "-mhc=on")]
    [InlineData("-m0=LZMA2:d=64k", "-ms=on", "-mhc=off")]
    [InlineData("-m0=LZMA2", "-mx=1", "-mmt=4")]
    [InlineData("-m0=Copy", "-ms=on", "-mhc=on")]
    [InlineData("-m0=Copy", "-ms=off", "-mhc=off")]
    [InlineData("-m0=Deflate", "-ms=on", "-mhc=on")]
    [InlineData("-m0=Deflate", "-ms=off", "-mhc=on")]
    [InlineData("-m0=BCJ", "-m1=LZMA", "-ms=on")]
    [InlineData("-m0=BCJ", "-m1=LZMA2", "-ms=off")]
    [InlineData("-m0=BCJ", "-m1=Copy", "-ms=on")]
    public async Task Files_are_those_that_went_in(params string[] switches)
    {
        using var folder = new TempFolder();
        var originals = Fill(folder);
        var handedOut = new Dictionary<string, string>();
        var (facts, listed) = await PackAsync(folder, switches, new AnalysisOptions
        {
            OnChild = async (child, content, token) => handedOut[child.Name] = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, token)),
        });
        facts.Problems.ShouldBeEmpty();
        Compare(facts, listed);
        var hashes = originals.ToDictionary(pair => pair.Key, pair => Hash(pair.Value));
        facts.Bundle!.Children.Where(child => !child.IsDirectory).ToDictionary(child => child.Name, child => child.Sha256!).ShouldBe(hashes, ignoreOrder: true);
        handedOut.ShouldBe(hashes, ignoreOrder: true);
        // The checksums in the list are those of what was read.
        foreach (var (name, entry) in listed)
            if (entry["CRC"] != "")
                Crc32.Of(originals[name]).ToString("X8", CultureInfo.InvariantCulture).ShouldBe(entry["CRC"], name);
    }

    [ToolFact("7z")]
    public async Task Programs_are_those_that_went_in()
    {
        using var folder = new TempFolder();
        // What is usual for programs: a filter before LZMA2. Then bytes that are nothing but opcodes and the ends of targets.
        var dense = new byte[300_000];
        var chance = new Random(7);
        byte[] bytes = [0xE8, 0xE9, 0x00, 0xFF, 0x12];
        for (var i = 0; i < dense.Length; i++) dense[i] = bytes[chance.Next(bytes.Length)];
        folder.Write("dense.exe", [.. "MZ"u8, .. dense]);
        File.Copy(Environment.ProcessPath!, folder.File("host.exe"));
        await Tool.RunAsync("7z", "a", "-m0=BCJ", "-m1=LZMA2", folder.File("a.7z"), folder.File("dense.exe"), folder.File("host.exe"));

        var facts = await FileAnalyzer.AnalyzeFileAsync(folder.File("a.7z"));

        facts.Problems.ShouldBeEmpty();
        facts.Bundle!.Children.ToDictionary(child => child.Name, child => child.Sha256!).ShouldBe(
            new Dictionary<string, string> { ["dense.exe"] = Hash(File.ReadAllBytes(folder.File("dense.exe"))), ["host.exe"] = Hash(File.ReadAllBytes(folder.File("host.exe"))) }, ignoreOrder: true);
    }

    [ToolTheory("7z")]
    [InlineData("BZip2", "-m0=BZip2")]
    [InlineData("PPMD", "-m0=PPMd")]
    [InlineData("Deflate64", "-m0=Deflate64")]
    [InlineData("Delta LZMA", "-m0=Delta:4", "-m1=LZMA")]
    [InlineData("BCJ2 LZMA LZMA LZMA", "-m0=BCJ2", "-m1=LZMA", "-m2=LZMA", "-m3=LZMA", "-mb0:1", "-mb0s1:2", "-mb0s2:3")]
    public async Task Files_packed_with_other_methods_are_listed(string method, params string[] switches)
    {
        using var folder = new TempFolder();
        Fill(folder);
        var (facts, listed) = await PackAsync(folder, switches);
        Compare(facts, listed);
        facts.Bundle!.Children.Where(child => child.Size > 0).ShouldAllBe(child => child.Sha256 == null);
        facts.Problems.ShouldHaveSingleItem().ShouldContain($"is packed with {method}");
    }

    [ToolFact("7z")]
    public async Task Encrypted_files_are_told_and_an_encrypted_list_too()
    {
        using var folder = new TempFolder();
        Fill(folder);
        var (locked, listed) = await PackAsync(folder, ["-psecret"]);
        Compare(locked, listed);
        locked.Tags.ShouldContain("encrypted");
        locked.Problems.ShouldBeEmpty();
        locked.Bundle!.Children.Where(child => child.Encrypted).Select(child => child.Name).ShouldBe(
            listed.Where(pair => pair.Value["Encrypted"] == "+").Select(pair => pair.Key), ignoreOrder: true);
        locked.Bundle.Children.Where(child => child.Encrypted).ShouldAllBe(child => child.Sha256 == null);

        await Tool.RunAsync("7z", "a", "-psecret", "-mhe=on", folder.File("hidden.7z"), folder.File("d"));
        var hidden = await FileAnalyzer.AnalyzeFileAsync(folder.File("hidden.7z"));
        hidden.Tags.ShouldBe(["7zip", "encrypted"]);
        hidden.Problems.ShouldBe(["The 7z file's list of entries is encrypted."]);
    }

    [ToolFact("7z")]
    public async Task Archives_inside_are_looked_into()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("d"));
        folder.Write("d/inner.7z", PackedSamples.SevenZip);
        folder.Write("d/inner.xz", PackedSamples.Xz);
        folder.Write("d/eicar.com", Samples.Eicar);
        var (facts, _) = await PackAsync(folder, []);
        facts.Problems.ShouldBeEmpty();
        facts.Bundle!.HasEicar.ShouldBeTrue();
        facts.Bundle.Children.Single(child => child.Name == "d/inner.7z").Children.Count.ShouldBe(5);
        facts.Bundle.Children.Single(child => child.Name == "d/inner.xz").Children.ShouldHaveSingleItem().Size.ShouldBe(1510);
    }

    [ToolFact("7z")]
    public async Task Of_many_files_packed_together_those_within_the_limits_are_read()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("d"));
        for (var i = 0; i < 40; i++) folder.Write($"d/{i:d2}", Samples.Random(i, i == 10 ? 200_000 : 1_000));
        var seen = new List<string>();
        var (facts, _) = await PackAsync(folder, ["-ms=on"], new AnalysisOptions
        {
            MaxChildren = 30,
            MaxChildBytes = 100_000,
            // A callback that reads only a part, and not of each.
            OnChild = async (child, content, token) =>
            {
                seen.Add(child.Name);
                if (seen.Count % 2 == 0) (await content.ReadAtLeastAsync(new byte[100], 100, cancellationToken: token)).ShouldBeGreaterThanOrEqualTo(100);
            },
        });
        facts.Bundle!.EntryCount.ShouldBe(41);
        facts.Bundle.Children.Count.ShouldBe(30);
        var files = facts.Bundle.Children.Where(child => !child.IsDirectory).ToList();
        files.Where(child => child.Sha256 is null).Select(child => child.Name).ShouldBe(["d/10"]);
        foreach (var file in files.Where(child => child.Sha256 is not null))
            file.Sha256.ShouldBe(Hash(Samples.Random(int.Parse(file.Name[2..], CultureInfo.InvariantCulture), 1_000)), file.Name);
        seen.ShouldBe(files.Where(child => child.Sha256 is not null).Select(child => child.Name));
        facts.Problems.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Parts_of_the_header_that_come_twice_break_it()
    {
        // A folder with one entry, the entry, and then no folder at all.
        byte[] header =
        [
            1, 4, 6, 0, 1, 9, 1, 0, 7, 11, 1, 0, 1, 1, 0, 12, 1, 0, 0, 5, 1, 17, 5, 0, (byte)'a', 0, 0, 0, 0, 4, 7, 11, 0, 0, 12, 0, 0, 0,
        ];
        foreach (var length in (int[])[header.Length - 9, header.Length])
        {
            byte[] end = [.. header[..length], 0];
            byte[] file = [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C, 0, 4, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, .. BitConverter.GetBytes((long)end.Length), 0, 0, 0, 0, (byte)'!', .. end];
            var facts = await Samples.AnalyzeAsync(file);
            facts.Bundle?.Children.Single().Sha256.ShouldBe(Hash("!"u8.ToArray()));
            (facts.Bundle is null).ShouldBe(length == header.Length);
        }
    }

    [Fact]
    public async Task What_is_packed_behind_damage_is_listed()
    {
        var damaged = PackedSamples.SevenZip.ToArray();
        // The first byte of packed ones is always zero.
        damaged[32] = 1;
        var facts = await Samples.AnalyzeAsync(damaged);
        facts.Bundle!.Children.Count.ShouldBe(5);
        facts.Bundle.Children.ShouldAllBe(child => child.Sha256 == null || child.Size == 0);
        facts.Problems.ShouldBe(["'d/a.txt' is damaged: it does not unpack.", "'d/b.bin' and what follows it is packed behind what could not be unpacked."], ignoreOrder: true);

        // Where the sizes and the coders stand, behind the start header and the packed bytes.
        var list = PackedSamples.SevenZip.ToArray();
        list.AsSpan(list.Length - 20, 4).Fill(0xFF);
        var without = await Samples.AnalyzeAsync(list);
        without.Bundle.ShouldBeNull();
        without.Problems.ShouldBe(["The 7z file's header cannot be read."]);
    }

    /// <summary>A folder of files of many kinds, and what they are.</summary>
    private static Dictionary<string, byte[]> Fill(TempFolder folder)
    {
        var files = new Dictionary<string, byte[]>
        {
            ["d/a.txt"] = "hello"u8.ToArray(),
            ["d/text.txt"] = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i * 7919 % 1000} of a text\n"))),
            ["d/random.bin"] = Samples.Random(5, 150_000),
            ["d/zeros.bin"] = new byte[300_000],
            ["d/sub/grün.txt"] = "more"u8.ToArray(),
            ["d/empty"] = [],
            ["d/none.dat"] = [],
        };
        Directory.CreateDirectory(folder.File("d/sub"));
        Directory.CreateDirectory(folder.File("d/nothing"));
        foreach (var (name, content) in files) folder.Write(name, content);
        return files;
    }

    private static async Task<(FileFacts Facts, Dictionary<string, Dictionary<string, string>> Listed)> PackAsync(TempFolder folder, string[] switches, AnalysisOptions? options = null)
    {
        var path = folder.File("a.7z");
        await Tool.RunAsync("7z", ["a", .. switches, path, folder.File("d")]);
        var listing = await Tool.RunAsync("7z", "l", "-slt", "-psecret", path);
        var listed = listing[listing.IndexOf("----------", StringComparison.Ordinal)..].Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(entry => entry.Split('\n').Select(line => line.Split(" = ", 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1]))
            .Where(entry => entry.ContainsKey("Path")).ToDictionary(entry => entry["Path"]);
        return (await FileAnalyzer.AnalyzeFileAsync(path, options), listed);
    }

    private static void Compare(FileFacts facts, Dictionary<string, Dictionary<string, string>> listed)
    {
        var bundle = facts.Bundle.ShouldNotBeNull();
        bundle.Children.Select(child => (child.Name, child.Size, child.IsDirectory, child.Encrypted)).ShouldBe(
            listed.Values.Select(entry => (entry["Path"], long.Parse(entry["Size"], CultureInfo.InvariantCulture), entry["Attributes"].StartsWith('D'), entry["Encrypted"] == "+")));
        bundle.EntryCount.ShouldBe(listed.Count);
        bundle.UncompressedSize.ShouldBe((UInt128)listed.Values.Sum(entry => long.Parse(entry["Size"], CultureInfo.InvariantCulture)));
        // 7z writes times of this zone, the facts those of none.
        var times = listed.Values.Select(entry => DateTime.Parse(entry["Modified"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal | DateTimeStyles.AdjustToUniversal)).ToList();
        (bundle.LowestDateTime, bundle.HighestDateTime).ShouldBe((Stamp(times.Min()), Stamp(times.Max())));

        static string Stamp(DateTime time) => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
