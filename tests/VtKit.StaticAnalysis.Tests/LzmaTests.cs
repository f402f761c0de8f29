using System.Globalization;
using System.Text;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>LZMA as xz writes it, without a file around it.</summary>
[Collection(MemoryCollection.Name)]
public class LzmaTests
{
    [ToolFact("xz")]
    public async Task What_xz_packs_with_any_model_unpacks_to_the_same()
    {
        using var folder = new TempFolder();
        for (var round = 0; round < 60; round++)
        {
            var random = new Random(round);
            var content = Any(random);
            var context = random.Next(5);
            int[] model = [context, random.Next(5 - context), random.Next(5)];
            var dictionary = 4096 << random.Next(8);
            var settings = string.Create(CultureInfo.InvariantCulture, $"dict={dictionary},lc={model[0]},lp={model[1]},pb={model[2]},nice={random.Next(5, 274)},mf={(random.Next(2) == 0 ? "hc4" : "bt2")}");
            var path = folder.Write("a", content);
            var method = round % 2 == 0 ? "lzma1" : "lzma2";
            await Tool.RunAsync("xz", "-kf", "--format=raw", $"--{method}={settings}", "--suffix=.raw", path);
            var packed = await File.ReadAllBytesAsync(path + ".raw");
            var unpacked = await DrainAsync(Open(method, packed, model, dictionary, content.Length), random);
            unpacked.AsSpan().SequenceEqual(content).ShouldBeTrue($"round {round}: {method} {settings}, {content.Length} bytes");
        }
    }

    [ToolFact("xz")]
    public async Task A_run_that_ends_early_gives_a_part_of_the_content_or_damage()
    {
        using var folder = new TempFolder();
        var content = Any(new Random(3))[..3000];
        foreach (var method in (string[])["lzma1", "lzma2"])
        {
            var path = folder.Write("a", content);
            await Tool.RunAsync("xz", "-kf", "--format=raw", $"--{method}=dict=4096", "--suffix=.raw", path);
            var packed = await File.ReadAllBytesAsync(path + ".raw");
            // LZMA ends with a mark, which a reader who knows the size does not need.
            for (var length = 0; length < packed.Length - 6; length++)
                await Should.ThrowAsync<InvalidDataException>(() => DrainAsync(Open(method, packed[..length], [3, 0, 2], 4096, content.Length), new Random(1)), $"{method} {length}");
        }
    }

    [Fact]
    public async Task Random_bytes_unpack_to_something_or_are_damage()
    {
        var ends = new HashSet<string>();
        for (var round = 0; round < 2000; round++)
        {
            var random = new Random(round);
            var packed = new byte[random.Next(400)];
            random.NextBytes(packed);
            if (packed.Length > 0) packed[0] = (byte)(round % 4 == 0 ? 0 : random.Next(2) == 0 ? 1 : 0xE0 + random.Next(8));
            try
            {
                var unpacked = await DrainAsync(Open(round % 4 == 0 ? "lzma1" : "lzma2", packed, [random.Next(5), 0, random.Next(5)], 1 << random.Next(12, 31), 200), random);
                unpacked.Length.ShouldBeLessThanOrEqualTo(1 << 21);
                ends.Add("content");
            }
            catch (InvalidDataException)
            {
                ends.Add("damage");
            }
            catch (LeftPackedException)
            {
                ends.Add("a model too large");
            }
        }
        ends.Count.ShouldBe(3);
    }

    [ToolTheory("xz")]
    [InlineData("lzma1")]
    [InlineData("lzma2")]
    public async Task Changed_runs_unpack_to_something_or_are_damage(string method)
    {
        using var folder = new TempFolder();
        byte[] content = [.. Any(new Random(8)), .. Samples.Random(8, 2_000), .. Any(new Random(9))];
        // Without a checksum around it, all that is changed reaches the decoder.
        await Tool.RunAsync("xz", "-k", "--format=raw", $"--{method}=dict=4096,lp=1", "--suffix=.raw", folder.Write("a", content));
        var packed = await File.ReadAllBytesAsync(folder.File("a.raw"));
        int sound = 0, damaged = 0;
        for (var round = 0; round < 3000; round++)
        {
            var random = new Random(round);
            var changed = packed.ToArray();
            for (var i = random.Next(1, 5); i > 0; i--) changed[random.Next(random.Next(2) == 0 ? 32 : changed.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                (await DrainAsync(Open(method, changed, [3, 1, 2], 4096, content.Length), random)).Length.ShouldBeLessThanOrEqualTo(2 << 20);
                sound++;
            }
            catch (Exception exception) when (exception is InvalidDataException or LeftPackedException)
            {
                damaged++;
            }
        }
        damaged.ShouldBeGreaterThan(1000, $"{sound} sound");
    }

    [Fact]
    public void A_window_takes_memory_for_what_is_written_and_not_for_what_is_claimed()
    {
        var window = new LzmaWindow();
        window.Start(uint.MaxValue, ulong.MaxValue);
        window.Size.ShouldBe(LzmaWindow.MaxSize);
        window.Reserve(100).ShouldBe(100);
        window.Bytes.Length.ShouldBeLessThan(100_000);
        window.Advance(100);
        window.TooFar().ShouldBeOfType<InvalidDataException>();
        // Content of a known size needs no more than that.
        window.Start(uint.MaxValue, 10_000);
        window.Size.ShouldBe(10_000);
        // Beyond the limit of memory a match may be sound and yet cannot be followed.
        window.Start(uint.MaxValue, ulong.MaxValue);
        while (window.Filled < LzmaWindow.MaxSize) window.Advance(window.Reserve(1 << 20));
        window.Bytes.Length.ShouldBe(LzmaWindow.MaxSize);
        window.TooFar().Message.ShouldContain("128 MiB");
    }

    [Fact]
    public void Models_that_take_too_much_memory_are_left_alone()
    {
        LzmaModel.Read(93).ShouldBe(new LzmaModel(3, 0, 2));
        LzmaModel.Read(8).LiteralChances.ShouldBe(0x300 << 8);
        Should.Throw<LeftPackedException>(() => LzmaModel.Read(9 * 1 + 8));
        Should.Throw<InvalidDataException>(() => LzmaModel.Read(225));
    }

    private static Stream Open(string method, byte[] packed, int[] model, int dictionary, int size)
    {
        if (method == "lzma1")
            return new LzmaStream(new MemoryStream(packed), [(byte)((model[2] * 5 + model[1]) * 9 + model[0]), .. BitConverter.GetBytes(dictionary)], (ulong)size);
        var stream = new Lzma2Stream(new PackedInput(new MemoryStream(packed)));
        // Twice a power of two each step.
        stream.Start((byte)(2 * (int.Log2(dictionary) - 12)));
        return stream;
    }

    /// <summary>Reads all, a random number of bytes at a time.</summary>
    private static async Task<byte[]> DrainAsync(Stream stream, Random random)
    {
        var all = new MemoryStream();
        var block = new byte[10_000];
        int read;
        while ((read = await stream.ReadAsync(block.AsMemory(0, random.Next(1, block.Length)))) > 0) all.Write(block, 0, read);
        return all.ToArray();
    }

    /// <summary>Pieces of random bytes, of few letters, of one letter, and of what was there already.</summary>
    private static byte[] Any(Random random)
    {
        var all = new MemoryStream();
        for (var pieces = random.Next(1, 30); pieces > 0; pieces--)
        {
            var piece = new byte[random.Next(1, 1 << random.Next(3, 16))];
            switch (random.Next(4))
            {
                case 0:
                    random.NextBytes(piece);
                    break;
                case 1:
                    for (var i = 0; i < piece.Length; i++) piece[i] = (byte)('a' + random.Next(4));
                    break;
                case 2:
                    piece.AsSpan().Fill((byte)random.Next(256));
                    break;
                case 3 when all.Length > 0:
                    all.Position = random.NextInt64(Math.Max(0, all.Length - 40_000), all.Length);
                    piece = piece[..all.Read(piece)];
                    break;
            }
            all.Position = all.Length;
            all.Write(piece);
        }
        return all.ToArray();
    }
}
