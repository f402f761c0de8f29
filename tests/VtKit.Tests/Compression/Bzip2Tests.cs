using System.Text;

namespace VtKit.Tests.Compression;

public sealed class Bzip2Tests
{
    [Bzip2Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(5, 3)]
    [InlineData(9, 1)]
    [InlineData(9, 2)]
    public async Task What_the_program_packs_comes_out_as_it_was(int level, int degree)
    {
        var data = Bzip2.Mixed(level, 1_500_000);
        var packed = await Bzip2Program.RunAsync(data, "-c", $"-{level}");
        var unpacked = await Bzip2.ReadAsync(packed, degree);
        unpacked.Damage.ShouldBeEmpty();
        unpacked.Content.AsSpan().SequenceEqual(data).ShouldBeTrue();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public async Task Every_level_is_read(int level)
    {
        var data = Bzip2.Mixed(100 + level, (level * 100_000) + 5000);
        var unpacked = await Bzip2.ReadAsync(Bzip2.Compress(data, level));
        unpacked.Damage.ShouldBeEmpty();
        unpacked.Content.AsSpan().SequenceEqual(data).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("aaa")]
    [InlineData("aaaa")]
    [InlineData("aaaaa")]
    [InlineData("abababababababababababababababab")]
    [InlineData("banana")]
    public async Task Small_things_are_read(string text)
    {
        var unpacked = await Bzip2.ReadAsync(Bzip2.Compress(Encoding.ASCII.GetBytes(text)));
        unpacked.Damage.ShouldBeEmpty();
        Encoding.ASCII.GetString(unpacked.Content).ShouldBe(text);
    }

    [Bzip2Theory]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(30_000)]
    public async Task A_block_that_repeats_itself_is_read(int period)
    {
        // Its sorted rows follow each other in several rings.
        var data = Periodic(period, 300_000);
        var unpacked = await Bzip2.ReadAsync(await Bzip2Program.RunAsync(data, "-c"));
        unpacked.Damage.ShouldBeEmpty();
        unpacked.Content.AsSpan().SequenceEqual(data).ShouldBeTrue();
    }

    [Theory]
    [InlineData(2, 20_000)]
    [InlineData(7, 5000)]
    public async Task A_block_that_was_scrambled_before_it_was_sorted_is_read(int period, int length)
    {
        var data = Periodic(period, length);
        var packed = Bzip2.Compress(data);
        (packed[14] & 0x80).ShouldBe(0x80, "The flag that it is scrambled.");
        var unpacked = await Bzip2.ReadAsync(packed);
        unpacked.Damage.ShouldBeEmpty();
        unpacked.Content.AsSpan().SequenceEqual(data).ShouldBeTrue();
    }

    [Fact]
    public async Task A_block_that_is_one_long_run_comes_out_bit_by_bit()
    {
        // Made with: head -c 40000000 /dev/zero | bzip2
        var packed = Convert.FromBase64String("QlpoOTFBWSZTWdjs3f4BMl9ACMAAABAACCAAMMwJqmmgSlFbUBKUV4u5IpwoSGx2bv8A");
        await using var workers = new Bzip2Workers(2, new Bzip2Memory());
        await using var source = new MemoryStream(packed);
        await using var reader = new Bzip2Reader(source, workers);
        var room = new byte[10_000];
        long total = 0;
        for (int read; (read = await reader.ReadAsync(room, CancellationToken.None)) != 0; total += read)
            room.AsSpan(0, read).ContainsAnyExcept((byte)0).ShouldBeFalse();
        total.ShouldBe(40_000_000);
    }

    [Fact]
    public async Task Nothing_at_all_is_nothing_and_not_wrong()
    {
        var unpacked = await Bzip2.ReadAsync([]);
        unpacked.Content.ShouldBeEmpty();
        unpacked.Damage.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Streams_after_each_other_are_one(int degree)
    {
        byte[][] parts = [Bzip2.Mixed(1, 250_000), [], Bzip2.Mixed(2, 10), Bzip2.Mixed(3, 120_000)];
        var packed = parts.SelectMany((part, i) => Bzip2.Compress(part, 1 + (i * 2))).ToArray();
        var unpacked = await Bzip2.ReadAsync(packed, degree);
        unpacked.Damage.ShouldBeEmpty();
        unpacked.Content.ShouldBe(parts.SelectMany(part => part));
    }

    [Fact]
    public async Task What_is_no_bzip2_is_said_to_be_none()
    {
        var unpacked = await Bzip2.ReadAsync("<html>Please log in.</html>"u8.ToArray());
        unpacked.Content.ShouldBeEmpty();
        unpacked.Damage.ShouldHaveSingleItem().ShouldBe(new PackedDamage(0, "this is no bzip2"));
    }

    [Fact]
    public async Task What_follows_the_end_and_is_no_bzip2_is_reported()
    {
        var data = Bzip2.Mixed(4, 1000);
        var packed = Bzip2.Compress(data);
        var unpacked = await Bzip2.ReadAsync([.. packed, .. "garbage"u8]);
        unpacked.Content.ShouldBe(data);
        unpacked.Damage.ShouldHaveSingleItem().Bit.ShouldBe(packed.Length * 8);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_stream_that_is_cut_short_gives_its_whole_blocks_and_says_that_it_is_cut(int degree)
    {
        var data = Bzip2.Mixed(5, 350_000);
        var packed = Bzip2.Compress(data, 1);
        var ends = Bzip2.Find(packed, Bzip2.BlockMark).Skip(1).Append(Bzip2.Find(packed, Bzip2.EndMark)[0]).ToArray();
        for (var cut = 1; cut < packed.Length; cut += 997)
        {
            var unpacked = await Bzip2.ReadAsync(packed[..cut], degree);
            unpacked.Damage.ShouldHaveSingleItem().IsCutShort.ShouldBeTrue($"cut at {cut}");
            data.AsSpan().StartsWith(unpacked.Content).ShouldBeTrue();
            var whole = ends.Count(end => end <= cut * 8L);
            (unpacked.Content.Length > 0).ShouldBe(whole > 0);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_damaged_block_is_reported_where_it_is_and_what_follows_arrives(int degree)
    {
        var data = Bzip2.Mixed(6, 650_000);
        var packed = Bzip2.Compress(data, 1);
        var blocks = Bzip2.Find(packed, Bzip2.BlockMark);
        blocks.Count.ShouldBeGreaterThan(4);
        var whole = await Bzip2.ReadAsync(packed);
        foreach (var hit in new[] { 0, 2, blocks.Count - 1 })
        {
            var damaged = packed.ToArray();
            // In the middle of the block.
            var end = hit + 1 < blocks.Count ? blocks[hit + 1] : Bzip2.Find(packed, Bzip2.EndMark)[0];
            damaged[(blocks[hit] + end) / 16] ^= 0x10;
            var unpacked = await Bzip2.ReadAsync(damaged, degree);
            unpacked.Damage.Count.ShouldBe(1);
            unpacked.Damage[0].Bit.ShouldBe(blocks[hit]);
            var missing = whole.Content.Length - unpacked.Content.Length;
            missing.ShouldBeGreaterThan(0);
            // All the rest is there, in order.
            var same = unpacked.Content.AsSpan().CommonPrefixLength(data);
            unpacked.Content.AsSpan(same).SequenceEqual(data.AsSpan(same + missing)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task A_damaged_mark_loses_its_block_and_no_other()
    {
        var data = Bzip2.Mixed(7, 450_000);
        var packed = Bzip2.Compress(data, 1);
        var blocks = Bzip2.Find(packed, Bzip2.BlockMark);
        packed[(blocks[1] >> 3) + 2] ^= 0xff;
        var unpacked = await Bzip2.ReadAsync(packed);
        unpacked.Damage.ShouldHaveSingleItem().Bit.ShouldBe(blocks[1]);
        unpacked.Content.Length.ShouldBeInRange(200_000, 449_000);
        data.AsSpan().EndsWith(unpacked.Content.AsSpan(unpacked.Content.Length - 100_000)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_damaged_header_loses_nothing()
    {
        var data = Bzip2.Mixed(8, 150_000);
        var packed = Bzip2.Compress(data, 1);
        packed[1] = (byte)'?';
        var unpacked = await Bzip2.ReadAsync(packed);
        unpacked.Damage.ShouldHaveSingleItem().Bit.ShouldBe(0);
        unpacked.Content.AsSpan().SequenceEqual(data).ShouldBeTrue();
    }

    [Fact]
    public async Task A_wrong_checksum_of_the_stream_is_reported_although_nothing_is_known_to_be_lost()
    {
        var data = Bzip2.Mixed(9, 5000);
        var packed = Bzip2.Compress(data);
        packed[(Bzip2.Find(packed, Bzip2.EndMark)[0] >> 3) + 8] ^= 1;
        var unpacked = await Bzip2.ReadAsync(packed);
        unpacked.Content.ShouldBe(data);
        unpacked.Damage.ShouldHaveSingleItem().LosesBytes.ShouldBeFalse();
    }

    [Theory]
    [InlineData(Bzip2.BlockMark, 1, 1)]
    [InlineData(Bzip2.BlockMark, 2, 1)]
    [InlineData(Bzip2.BlockMark, 2, 3)]
    [InlineData(Bzip2.BlockMark, 1, 60)]
    [InlineData(Bzip2.EndMark, 1, 1)]
    [InlineData(Bzip2.EndMark, 2, 2)]
    public async Task What_looks_like_a_mark_inside_of_a_block_does_not_break_it(ulong mark, int degree, int times)
    {
        var data = Bzip2.Mixed(10, 90_000);
        var packed = Bzip2.WithFalseMarks(Bzip2.Compress(data), mark, times);
        Bzip2.Find(packed, mark).Count.ShouldBe(times + 1);
        if (Bzip2Program.IsHere) (await Bzip2Program.RunAsync(packed, "-dc")).AsSpan().SequenceEqual(data).ShouldBeTrue();
        var unpacked = await Bzip2.ReadAsync(packed, degree);
        unpacked.Damage.ShouldBeEmpty();
        unpacked.Content.AsSpan().SequenceEqual(data).ShouldBeTrue();
    }

    [Fact]
    public async Task Bytes_between_a_mark_and_the_next_are_kept_only_as_far_as_a_block_can_reach()
    {
        var data = Bzip2.Mixed(11, 2000);
        var packed = Bzip2.Compress(data);
        var noise = new byte[20_000_000];
        var unpacked = await Bzip2.ReadAsync([.. packed, .. noise, .. packed[4..]]);
        unpacked.Damage.ShouldHaveSingleItem().Bit.ShouldBe(packed.Length * 8);
        unpacked.Content.ShouldBe([.. data, .. data]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 13)]
    [InlineData(2, 4096)]
    public async Task It_does_not_matter_in_which_pieces_it_arrives(int degree, int piece)
    {
        var data = Bzip2.Mixed(12, 220_000);
        var unpacked = await Bzip2.ReadAsync(Bzip2.Compress(data, 1), degree, piece, roomSize: 17);
        unpacked.Damage.ShouldBeEmpty();
        unpacked.Content.AsSpan().SequenceEqual(data).ShouldBeTrue();
    }

    private static byte[] Periodic(int period, int length)
    {
        var data = new byte[length / period * period];
        for (var i = 0; i < data.Length; i++) data[i] = (byte)((i % period * 31) ^ (i % period >> 4));
        return data;
    }
}
