using System.Diagnostics;
using ICSharpCode.SharpZipLib.BZip2;

namespace VtKit.Tests;

/// <summary>Compressed data from others than us, and what our reader makes of it.</summary>
internal static class Bzip2
{
    public const ulong BlockMark = 0x3141_5926_5359;
    public const ulong EndMark = 0x1772_4538_5090;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Compresses, with SharpZipLib.</summary>
    public static byte[] Compress(ReadOnlySpan<byte> data, int level = 9)
    {
        using var to = new MemoryStream();
        using (var packer = new BZip2OutputStream(to, level) { IsStreamOwner = false }) packer.Write(data);
        return to.ToArray();
    }

    /// <summary>Unpacks, with SharpZipLib.</summary>
    public static byte[] Unpack(byte[] packed)
    {
        using var from = new BZip2InputStream(new MemoryStream(packed));
        using var to = new MemoryStream();
        from.CopyTo(to);
        return to.ToArray();
    }

    /// <summary>Unpacks with ours.</summary>
    public static async Task<Unpacked> ReadAsync(byte[] packed, int degree = 2, int readSize = 0, int roomSize = 64 * 1024)
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var workers = new Bzip2Workers(degree, new Bzip2Memory());
        await using var source = new PiecemealStream(packed, readSize == 0 ? packed.Length : readSize);
        await using var reader = new Bzip2Reader(source, workers);
        var (content, damage) = (new MemoryStream(), new List<PackedDamage>());
        var room = new byte[roomSize];
        for (int read; (read = await reader.ReadAsync(room, patience.Token)) != 0;)
        {
            if (read > 0) content.Write(room, 0, read);
            else damage.Add(reader.Damage.ShouldNotBeNull());
        }
        return new Unpacked(content.ToArray(), damage);
    }

    /// <summary>Where a mark stands, in bits: found by looking at every bit.</summary>
    public static List<long> Find(byte[] packed, ulong mark)
    {
        var found = new List<long>();
        ulong window = 0;
        for (long bit = 0; bit < packed.Length * 8L; bit++)
        {
            window = ((window << 1) | (uint)((packed[bit >> 3] >> (int)(7 - (bit & 7))) & 1)) & ((1UL << 48) - 1);
            if (bit >= 47 && window == mark) found.Add(bit - 47);
        }
        return found;
    }

    /// <summary>The same block with selectors that it has no use for, whose bits are a mark, put into it so many times.</summary>
    public static byte[] WithFalseMarks(byte[] packed, ulong mark, int times)
    {
        var from = new Bits(packed);
        var to = new Bits();
        // Header, mark, checksum, flag, start; then which bytes there are.
        foreach (var width in new[] { 32, 48, 32, 1, 24 }) to.Copy(from, width);
        var ranges = to.Copy(from, 16);
        for (var i = 0; i < 16; i++)
            if ((ranges & (1UL << i)) != 0)
                to.Copy(from, 16);
        to.Copy(from, 3).ShouldBeGreaterThanOrEqualTo(3UL, "The mark has two ones in a row, so a selector of it names the third table.");
        var selectors = (int)from.Read(15);
        // Each zero ends a selector, and one more is needed at the end.
        var each = 48 - System.Numerics.BitOperations.PopCount(mark) + 1;
        to.Write((ulong)(selectors + (each * times)), 15);
        for (var i = 0; i < selectors; i++)
            while (to.Copy(from, 1) != 0)
            {
            }
        for (var i = 0; i < times; i++)
        {
            to.Write(mark, 48);
            to.Write(0, 1);
        }
        var end = Find(packed, EndMark)[^1] + 80;
        while (from.At < end) to.Copy(from, 1);
        return to.ToArray();
    }

    /// <summary>Data that is hard and easy in turns: noise, text, long runs.</summary>
    public static byte[] Mixed(int seed, int length)
    {
        var random = new Random(seed);
        var data = new byte[length];
        for (var at = 0; at < length;)
        {
            var stretch = data.AsSpan(at, Math.Min(1 + random.Next(5000), length - at));
            switch (random.Next(4))
            {
                case 0: random.NextBytes(stretch); break;
                case 1: stretch.Fill((byte)random.Next(256)); break;
                case 2: for (var i = 0; i < stretch.Length; i++) stretch[i] = (byte)"etaoin shrdlu{}\":,\n"[random.Next(19)]; break;
                default: for (var i = 0; i < stretch.Length; i++) stretch[i] = (byte)(i % (1 + random.Next(6))); break;
            }
            at += stretch.Length;
        }
        return data;
    }

    private sealed class Bits(byte[]? bytes = null)
    {
        private readonly List<byte> _bytes = [.. bytes ?? []];

        public long At { get; private set; }

        public byte[] ToArray() => [.. _bytes];

        public ulong Read(int count)
        {
            ulong value = 0;
            for (var i = 0; i < count; i++, At++) value = (value << 1) | (uint)((_bytes[(int)(At >> 3)] >> (int)(7 - (At & 7))) & 1);
            return value;
        }

        public void Write(ulong value, int count)
        {
            for (var i = count - 1; i >= 0; i--, At++)
            {
                if ((At & 7) == 0) _bytes.Add(0);
                _bytes[^1] |= (byte)(((value >> i) & 1) << (int)(7 - (At & 7)));
            }
        }

        public ulong Copy(Bits from, int count)
        {
            var value = from.Read(count);
            Write(value, count);
            return value;
        }
    }
}

/// <summary>What came out of a package.</summary>
internal sealed record Unpacked(byte[] Content, List<PackedDamage> Damage);

/// <summary>A stream that gives a few bytes at a time, as a network does.</summary>
internal sealed class PiecemealStream(byte[] bytes, int piece) : MemoryStream(bytes, writable: false)
{
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(buffer.Length, Math.Max(1, piece))], cancellationToken);
}

/// <summary>The program of the same name.</summary>
internal static class Bzip2Program
{
    public const string Name = "bzip2";

    public static bool IsHere { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Name)));

    /// <summary>Puts bytes in, and takes bytes out.</summary>
    public static async Task<byte[]> RunAsync(byte[] input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Name, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        await reading;
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return output.ToArray();
    }
}

/// <summary>A theory that needs the program bzip2: skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class Bzip2TheoryAttribute : TheoryAttribute
{
    public Bzip2TheoryAttribute()
    {
        if (!Bzip2Program.IsHere) Skip = "The program bzip2 is not installed.";
    }
}
