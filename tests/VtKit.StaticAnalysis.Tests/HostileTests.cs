using FsCheck;
using FsCheck.Fluent;
using System.Text.Json;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>Whatever the content: facts, no exception, and work in proportion to the size. Work is counted, not timed.</summary>
public class HostileTests
{
    public static TheoryData<string> Names() => new(SampleContents().Select(sample => sample.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Mutations_of_a_sound_file_are_survived(string name)
    {
        var original = SampleContents().Single(sample => sample.Name == name).Content;
        var random = new Random(name.Length * 7919 + original.Length);
        for (var round = 0; round < 250; round++) await SurviveAsync(Mutate(original, random));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Truncations_of_a_sound_file_are_survived(string name)
    {
        var original = SampleContents().Single(sample => sample.Name == name).Content;
        var step = Math.Max(1, original.Length / 150);
        for (var length = 0; length < original.Length; length += length < 600 ? 7 : step) await SurviveAsync(original[..length]);
    }

    [Fact]
    public async Task Every_field_of_the_headers_may_hold_its_largest_value()
    {
        foreach (var (_, original) in SampleContents())
        {
            for (var at = 0; at + 4 <= Math.Min(original.Length, 1024); at += at < 256 ? 2 : 4)
            {
                var content = original.ToArray();
                content.AsSpan(at, at % 4 == 0 ? 4 : 2).Fill(0xFF);
                await SurviveAsync(content);
            }
        }
    }

    [Fact]
    public Task Any_bytes_behind_any_mark_of_a_type_are_survived()
    {
        var marks = SampleContents().Select(sample => sample.Content[..Math.Min(sample.Content.Length, 64)]).Append([]).ToArray();
        var contents =
            from mark in Gen.Elements(marks)
            from tail in ArbMap.Default.GeneratorFor<byte[]>().Resize(2000)
            select (byte[])[.. mark, .. tail];
        return CheckAsync(contents);
    }

    [Fact]
    public Task Any_text_is_survived()
    {
        string[] words = ["<?xml", "{", "[", "\"", "#!", "From: ", "\r", "\n", "\u0000", "ü", "PK", "BEGIN", "function", "%PDF-", "d8:announce", ":", " ", "\uFEFF"];
        var contents = Gen.Elements(words).ListOf().Resize(200).Select(parts => System.Text.Encoding.UTF8.GetBytes(string.Concat(parts)));
        return CheckAsync(contents);
    }

    [Fact]
    public async Task Limits_of_nothing_are_survived()
    {
        var options = new AnalysisOptions { MaxChildren = 0, MaxSections = 0, MaxSymbols = 0, MaxChildBytes = 0, MaxUnpackedBytes = 0, MaxDepth = 0, MaxRatio = 1 };
        foreach (var (_, content) in SampleContents()) await SurviveAsync(content, options);
    }

    [Fact]
    public async Task A_stream_that_lies_about_its_length_is_survived()
    {
        foreach (var (_, content) in SampleContents())
        {
            foreach (var claimed in new long[] { 0, content.Length / 2, content.Length + 1000, long.MaxValue })
            {
                var facts = await FileAnalyzer.AnalyzeAsync(new Liar(content, claimed));
                facts.Size.ShouldBe(content.Length);
                facts.Problems.ShouldNotContain(problem => problem.Contains("unforeseen"));
            }
        }
    }

    private static async Task CheckAsync(Gen<byte[]> contents)
    {
        // Sampled rather than checked inside the library, which would have to block on the analysis.
        foreach (var content in contents.Sample(400)) await SurviveAsync(content);
    }

    private static async Task SurviveAsync(byte[] content, AnalysisOptions? options = null)
    {
        var counted = new Counted(content);
        var facts = await FileAnalyzer.AnalyzeAsync(counted, options ?? new AnalysisOptions { MaxUnpackedBytes = 8 << 20, MaxChildBytes = 4 << 20 });
        facts.Size.ShouldBe(content.Length);
        // The guard around the parsers must never be needed.
        facts.Problems.ShouldNotContain(problem => problem.Contains("unforeseen"), Convert.ToHexString(content.AsSpan(0, Math.Min(content.Length, 4096))));
        counted.BytesRead.ShouldBeLessThan(content.Length * 40L + (64 << 20));
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        facts.WriteAttributes(writer);
        writer.WriteEndObject();
        writer.Flush();
        JsonDocument.Parse(buffer.WrittenMemory).RootElement.ValueKind.ShouldBe(JsonValueKind.Object);
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var content = original.ToList();
        for (var change = random.Next(1, 12); change > 0 && content.Count > 0; change--)
        {
            // Headers are where the damage is done.
            var at = random.Next(random.Next(3) == 0 ? content.Count : Math.Min(content.Count, 1024));
            switch (random.Next(6))
            {
                case 0: content[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: content[at] = (byte)random.Next(256); break;
                case 2: Fill(at, random.Next(1, 9), 0xFF); break;
                case 3: Fill(at, random.Next(1, 9), 0x00); break;
                case 4: content.RemoveRange(at, Math.Min(random.Next(1, 64), content.Count - at)); break;
                default: content.InsertRange(at, content.GetRange(at, Math.Min(random.Next(1, 200), content.Count - at))); break;
            }
        }
        return [.. content];

        void Fill(int at, int count, byte value)
        {
            for (var i = at; i < Math.Min(at + count, content.Count); i++) content[i] = value;
        }
    }

    private static IEnumerable<(string Name, byte[] Content)> SampleContents()
    {
        var pe = new PeBuilder { Imports = [("kernel32.dll", ["A", "B", "#7"]), ("ws2_32.dll", ["#1"])], Exports = ["E"], IsDotNet = true, Overlay = [1, 2, 3] }
            .Section(".text", Samples.Random(1, 600)).Section(".bss", [], 0xC000_0080, 0x2000);
        yield return ("pe32", pe.Build());
        yield return ("pe64", new PeBuilder { Is64Bit = true, Imports = [("a.dll", ["A"])], Exports = ["X", "Y"] }.Section(".text", [1, 2]).Build());
        foreach (var is64 in new[] { true, false })
            foreach (var big in new[] { true, false })
                yield return ($"elf {is64} {big}", new ElfBuilder { Is64Bit = is64, IsBigEndian = big, Needed = ["libc.so"], Imports = ["i"], Exports = ["e"] }.Build());
        yield return ("elf without sections", new ElfBuilder { WithoutSections = true, Needed = ["libc.so"], Imports = ["i"] }.Build());
        yield return ("elf object", new ElfBuilder { Type = 1, Imports = ["i"] }.Build());
        var zip = new ZipBuilder().Add("a.txt", "hello"u8.ToArray()).Add("d/", []).Add("b.exe", pe.Build()).Build();
        yield return ("zip", zip);
        yield return ("zip in zip", new ZipBuilder().Add("inner.zip", zip).Add("eicar.com", Samples.Eicar, deflate: false).Build());
        yield return ("pdf", PdfTests.Full);
        yield return ("packed 7z", PackedSamples.SevenZip);
        yield return ("packed xz", PackedSamples.Xz);
        foreach (var row in TypeTests.Binary())
        {
            var values = (object?[])row;
            if (values[0] is "doc" or "msi" or "pcap" or "tar" or "iso" or "ico" or "class" or "odt" or "bare mp3" or "swf" or "torrent" or "dmg")
                yield return ((string)values[0]!, (byte[])values[1]!);
        }
    }

    private sealed class Counted(byte[] content) : MemoryStream(content)
    {
        public long BytesRead { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            BytesRead += read;
            return read;
        }
    }

    private sealed class Liar(byte[] content, long claimed) : MemoryStream(content)
    {
        public override long Length => claimed;
    }
}
