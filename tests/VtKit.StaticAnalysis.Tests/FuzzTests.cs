using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Xunit.Abstractions;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>
/// Changes a file of every format at random, always the same way, and analyses what comes out. Set VTKIT_FUZZ to the number of mutations of each
/// for a longer run; with VTKIT_LONG_TESTS=1, as in CI, there are 200,000.
/// </summary>
public class FuzzTests(ITestOutputHelper output)
{
    private const int Usual = 2_000;
    private const int InCi = 200_000;

    // What is promised for any small file, whatever stands in it.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public static TheoryData<string> Formats => [.. Seeds().Select(seed => seed.Name)];

    private static int Mutations =>
        int.TryParse(Environment.GetEnvironmentVariable("VTKIT_FUZZ"), CultureInfo.InvariantCulture, out var wanted) ? wanted
        : Environment.GetEnvironmentVariable("VTKIT_LONG_TESTS") == "1" ? InCi : Usual;

    [Fact]
    public void Seeds_are_the_same_every_time() => Seeds().Select(seed => Convert.ToHexString(seed.Content)).ShouldBe(Seeds().Select(seed => Convert.ToHexString(seed.Content)));

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Changed_files_cause_no_exception_and_take_no_time(string format)
    {
        var seed = Seeds().First(one => one.Name == format).Content;
        var count = Mutations;
        var worst = new ConcurrentBag<(TimeSpan Time, int Mutation)>();
        var started = Stopwatch.GetTimestamp();
        // Each mutation has its own numbers, so that one that fails can be made again alone.
        await Parallel.ForAsync(0, Environment.ProcessorCount, async (worker, _) =>
        {
            var longest = (Time: TimeSpan.Zero, Mutation: 0);
            for (var i = worker; i < count; i += Environment.ProcessorCount)
            {
                var taken = await AnalyzeAsync(Mutation(seed, i), $"{format}, mutation {i}");
                if (taken > longest.Time) longest = (taken, i);
            }
            worst.Add(longest);
        });
        var (time, mutation) = worst.Max();
        output.WriteLine(FormattableString.Invariant(
            $"{format}: {count} mutations of {seed.Length} bytes, {count / Stopwatch.GetElapsedTime(started).TotalSeconds:F0} a second; the longest, {mutation}, took {time.TotalMilliseconds:F0} ms; the process held {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB at most"));
        // The first run may have waited for the compiler or for others on the machine: what is slow by itself is slow again, alone.
        if (time > Longest) (await AnalyzeAsync(Mutation(seed, mutation), $"{format}, mutation {mutation}")).ShouldBeLessThan(Longest, $"{format}, mutation {mutation}");
    }

    private static async Task<TimeSpan> AnalyzeAsync(byte[] content, string what)
    {
        var started = Stopwatch.GetTimestamp();
        var facts = await Samples.AnalyzeAsync(content);
        using (var writer = new System.Text.Json.Utf8JsonWriter(Stream.Null))
        {
            writer.WriteStartObject();
            facts.WriteAttributes(writer);
            writer.WriteEndObject();
        }
        // A guard that had to catch something is a defect of a reader, although nothing escaped.
        // Said without the assertion that takes an expression: compiling that takes longer than everything else here.
        facts.Problems.FirstOrDefault(problem => problem.Contains("unforeseen", StringComparison.Ordinal)).ShouldBeNull(what);
        return Stopwatch.GetElapsedTime(started);
    }

    private static byte[] Mutation(byte[] seed, int number)
    {
        var random = new Random(20_240_607 + number);
        var content = seed.ToArray();
        switch (random.Next(8))
        {
            case 0:
                return content[..random.Next(content.Length)];
            case 1:
                var at = random.Next(content.Length);
                var length = random.Next(Math.Min(256, content.Length - at) + 1);
                return [.. content[..at], .. content[(at + length)..]];
            case 2:
                var from = random.Next(content.Length);
                var block = content[from..Math.Min(content.Length, from + random.Next(1, 256))];
                var to = random.Next(content.Length);
                return [.. content[..to], .. block, .. content[to..]];
        }
        var changes = random.Next(1, 12);
        for (var i = 0; i < changes; i++)
        {
            // Headers are where the numbers are, so half of the changes go there.
            var at = random.Next(random.Next(2) == 0 ? Math.Min(content.Length, 1024) : content.Length);
            byte[] value = random.Next(5) switch
            {
                0 => [0xFF, 0xFF, 0xFF, 0xFF],
                1 => [0, 0, 0, 0],
                2 => [0xFF, 0xFF, 0xFF, 0x7F],
                3 => [(byte)random.Next(256)],
                _ => [(byte)(content[at] ^ (1 << random.Next(8)))],
            };
            value.AsSpan(0, Math.Min(value.Length, content.Length - at)).CopyTo(content.AsSpan(at));
        }
        return content;
    }

    private static IEnumerable<(string Name, byte[] Content)> Seeds()
    {
        yield return ("pe", new PeBuilder { Imports = [("kernel32.dll", ["ExitProcess", "#7"])], Exports = ["Run"], Overlay = [1, 2, 3] }.Section(".text", Samples.Random(1, 900)).Build());
        yield return ("pe64", new PeBuilder { Is64Bit = true, IsDotNet = true, Imports = [("mscoree.dll", ["_CorExeMain"])] }.Section(".text", Samples.Random(2, 900)).Build());
        yield return ("pe with everything", FullPe.Content);
        yield return ("pkcs7", FullPe.Signature);
        yield return ("pem", Samples.Bytes(PemEncoding.WriteString("PKCS7", FullPe.Signature)));
        yield return ("assembly", SmallLibrary.Build());
        yield return ("elf", new ElfBuilder { Needed = ["libc.so.6"], Imports = ["puts"], Exports = ["run"] }.Build());
        yield return ("macho", DocumentTests.MachO);
        yield return ("macho of two architectures", DocumentTests.FatMachO);
        yield return ("zip", new ZipBuilder().Add("a.txt", Samples.Random(3, 500)).Add("b/c.zip", new ZipBuilder().Add("d", [1]).Build()).Build());
        yield return ("encrypted zip", new ZipBuilder().AddPacked("a.txt", Samples.Random(4, 500), 900, entry => entry with { Flags = 1 })
            .AddPacked("b.txt", Samples.Random(5, 300), 900, entry => entry with { Flags = 1, Method = 99 }).Build());
        yield return ("docm", DocumentTests.Docm);
        yield return ("doc", DocumentTests.Doc);
        yield return ("apk", AndroidTests.Apk);
        yield return ("manifest", AndroidTests.StoredApk);
        yield return ("lnk", ShortcutTests.Full);
        yield return ("tar", BundleTests.Tar);
        yield return ("gzip", BundleTests.Gzip);
        yield return ("7z", BundleTests.SevenZip);
        yield return ("packed 7z", PackedSamples.SevenZip);
        yield return ("xz", PackedSamples.Xz);
        yield return ("jar", new ZipBuilder().Add("META-INF/MANIFEST.MF", "Manifest-Version: 1.0"u8.ToArray()).Add("C.class", [1]).Build());
        yield return ("pdf", DocumentTests.Pdf);
        yield return ("pdf with streams", PdfTests.Full);
        yield return ("rtf", DocumentTests.Rtf);
        yield return ("mail", DocumentTests.Mail);
    }
}
