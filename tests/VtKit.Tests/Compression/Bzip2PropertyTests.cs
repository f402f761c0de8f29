using FsCheck;
using FsCheck.Fluent;

namespace VtKit.Tests.Compression;

public sealed class Bzip2PropertyTests
{
    private static readonly Gen<int> Seeds = Gen.Choose(0, int.MaxValue - 1);

    [Fact]
    public void Whatever_is_packed_comes_out_as_it_was()
    {
        var cases = from seed in Seeds
                    from sizes in Gen.Choose(0, 260_000).ListOf()
                    from level in Gen.Choose(1, 9)
                    from degree in Gen.Choose(1, 4)
                    from piece in Gen.Elements(7, 100, 5000, 1_000_000)
                    select (seed, sizes: sizes.Take(3).ToArray(), level, degree, piece);
        Run(40, cases, async sample =>
        {
            var parts = sample.sizes.Select((size, i) => Bzip2.Mixed(sample.seed ^ i, size)).ToArray();
            var packed = parts.SelectMany(part => Bzip2.Compress(part, sample.level)).ToArray();
            var unpacked = await Bzip2.ReadAsync(packed, sample.degree, sample.piece);
            unpacked.Damage.ShouldBeEmpty();
            unpacked.Content.AsSpan().SequenceEqual(parts.SelectMany(part => part).ToArray()).ShouldBeTrue();
        });
    }

    [Fact]
    public void Whatever_is_damaged_the_blocks_that_are_whole_arrive_in_order_and_it_ends()
    {
        var cases = from seed in Seeds
                    from level in Gen.Choose(1, 3)
                    from degree in Gen.Choose(1, 3)
                    from hits in Gen.Choose(1, 4)
                    from kind in Gen.Choose(0, 3)
                    select (seed, level, degree, hits, kind);
        Run(60, cases, async sample =>
        {
            var random = new Random(sample.seed);
            var data = Bzip2.Mixed(sample.seed, 400_000);
            var packed = Bzip2.Compress(data, sample.level);
            var blocks = Bzip2.Find(packed, Bzip2.BlockMark);
            var ends = blocks.Skip(1).Append(Bzip2.Find(packed, Bzip2.EndMark)[^1]).ToArray();
            var damaged = packed.ToArray();
            var untouched = Enumerable.Range(0, blocks.Count).ToHashSet();
            for (var i = 0; i < sample.hits; i++)
            {
                var at = random.Next(4, packed.Length);
                var length = sample.kind == 0 ? 1 : Math.Min(random.Next(1, 3000), packed.Length - at);
                var stretch = damaged.AsSpan(at, length);
                if (sample.kind == 1) stretch.Clear();
                else if (sample.kind == 2) random.NextBytes(stretch);
                else foreach (ref var value in stretch) value ^= (byte)(1 << random.Next(8));
                untouched.RemoveWhere(block => blocks[block] < (at + length) * 8L && ends[block] > at * 8L);
            }
            var unpacked = await Bzip2.ReadAsync(damaged, sample.degree);
            // What each block holds, from reading it as the only one of a stream.
            var expected = new MemoryStream();
            foreach (var block in untouched.Order()) expected.Write(await ContentOf(packed, blocks[block], ends[block]));
            unpacked.Content.AsSpan().SequenceEqual(expected.ToArray()).ShouldBeTrue();
            if (untouched.Count < blocks.Count) unpacked.Damage.ShouldNotBeEmpty();
        });
    }

    [Fact]
    public void Noise_behind_a_mark_neither_hangs_nor_comes_out()
    {
        var cases = from seed in Seeds
                    from length in Gen.Choose(0, 20_000)
                    from degree in Gen.Choose(1, 2)
                    select (seed, length, degree);
        Run(100, cases, async sample =>
        {
            var random = new Random(sample.seed);
            var noise = new byte[sample.length];
            random.NextBytes(noise);
            // A head that looks right, so that the decoder gets as far as it can.
            byte[] packed = [.. "BZh9"u8, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, .. noise];
            if (packed.Length > 40)
            {
                packed[14] &= 0x7f;
                packed[17] |= 0xff;
            }
            for (var i = 0; i < 5 && noise.Length > 1000; i++) new byte[] { 0x31, 0x41, 0x59, 0x26, 0x53, 0x59 }.CopyTo(packed, random.Next(20, packed.Length - 6));
            var unpacked = await Bzip2.ReadAsync(packed, sample.degree);
            unpacked.Content.ShouldBeEmpty();
            unpacked.Damage.ShouldNotBeEmpty();
        });
    }

    [Fact]
    public void Our_decoder_and_another_agree_on_damaged_streams_that_both_can_read()
    {
        Run(60, from seed in Seeds select seed, async seed =>
        {
            var random = new Random(seed);
            var packed = Bzip2.Compress(Bzip2.Mixed(seed, 3000));
            packed[random.Next(4, packed.Length)] ^= (byte)(1 << random.Next(8));
            byte[]? theirs = null;
            try
            {
                theirs = Bzip2.Unpack(packed);
            }
            catch (Exception)
            {
                // It gives up, in one of many ways.
            }
            var ours = await Bzip2.ReadAsync(packed);
            if (theirs is not null && ours.Damage.Count == 0) ours.Content.ShouldBe(theirs);
        });
    }

    private static async Task<byte[]> ContentOf(byte[] packed, long from, long to)
    {
        var alone = new List<byte>("BZh9"u8.ToArray());
        var (value, filled) = (0, 0);
        for (var bit = from; bit < to; bit++)
        {
            value = (value << 1) | ((packed[bit >> 3] >> (int)(7 - (bit & 7))) & 1);
            if (++filled % 8 == 0) alone.Add((byte)value);
        }
        if (filled % 8 != 0) alone.Add((byte)(value << (8 - (filled % 8))));
        return (await Bzip2.ReadAsync([.. alone], 1)).Content;
    }

    private static void Run<T>(int runs, Gen<T> cases, Func<T, Task> property) =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(runs).WithQuietOnSuccess(true).WithReplay(20260115UL, 1UL),
            Prop.ForAll(cases.ToArbitrary(), async Task (sample) => await property(sample)));
}
