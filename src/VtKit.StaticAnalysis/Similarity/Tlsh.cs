using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VtKit.StaticAnalysis;

/// <summary>
/// Trend Micro's locality sensitive hash, of 128 buckets and one byte of checksum, in the form that begins with <c>T1</c>.
/// </summary>
/// <seealso href="https://tlsh.org/papersDir/TLSH_CTC_final.pdf"/>
internal sealed class Tlsh
{
    private const int MinLength = 50;
    private const int Buckets = 128;

    /// <summary>Bytes in front of the buckets: the checksum, the length, and the two ratios.</summary>
    internal const int Head = 3;

    /// <summary>Bytes of a value, two bits for each bucket.</summary>
    internal const int Length = Head + Buckets / 4;

    private const int Window = 5;

    // Pearson's permutation, as in his paper of 1990.
    private static ReadOnlySpan<byte> Permutation =>
    [
        1, 87, 49, 12, 176, 178, 102, 166, 121, 193, 6, 84, 249, 230, 44, 163, 14, 197, 213, 181, 161, 85, 218, 80, 64, 239, 24, 226, 236, 142, 38, 200,
        110, 177, 104, 103, 141, 253, 255, 50, 77, 101, 81, 18, 45, 96, 31, 222, 25, 107, 190, 70, 86, 237, 240, 34, 72, 242, 20, 214, 244, 227, 149, 235,
        97, 234, 57, 22, 60, 250, 82, 175, 208, 5, 127, 199, 111, 62, 135, 248, 174, 169, 211, 58, 66, 154, 106, 195, 245, 171, 17, 187, 182, 179, 0, 243,
        132, 56, 148, 75, 128, 133, 158, 100, 130, 126, 91, 13, 153, 246, 216, 219, 119, 68, 223, 78, 83, 88, 201, 99, 122, 11, 92, 32, 136, 114, 52, 10,
        138, 30, 48, 183, 156, 35, 61, 26, 143, 74, 251, 94, 129, 162, 63, 152, 170, 7, 115, 167, 241, 206, 3, 150, 55, 59, 151, 220, 90, 53, 23, 131,
        125, 173, 15, 238, 79, 95, 89, 16, 105, 137, 225, 224, 217, 160, 37, 123, 118, 73, 2, 157, 46, 116, 9, 145, 134, 228, 207, 212, 202, 215, 69, 229,
        27, 188, 67, 124, 168, 252, 42, 4, 29, 108, 21, 247, 19, 205, 39, 203, 233, 40, 186, 147, 198, 192, 155, 33, 164, 191, 98, 204, 165, 180, 117, 76,
        140, 36, 210, 172, 41, 54, 159, 8, 185, 232, 113, 196, 231, 47, 146, 120, 51, 65, 28, 144, 254, 221, 93, 189, 194, 139, 112, 43, 71, 109, 184, 209,
    ];

    private const int Triples = 6;
    private const byte ChecksumSalt = 1;

    // Counters of their own for each triple: six in a row never wait for one another.
    private readonly uint[] _counts = new uint[Triples * 256];
    private byte _checksum;
    private long _total;
    private byte _last1, _last2, _last3, _last4;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        // The vectors look back into the block itself, so its first bytes go one by one.
        var head = Math.Min(bytes.Length, Window - 1);
        AddEach(bytes[..head]);
        if (Avx512Vbmi.IsSupported) head += AddVectors(bytes);
        // Where the vectors ended, the bytes before are those of the block.
        AddEach(bytes[head..]);
    }

    private void AddEach(ReadOnlySpan<byte> bytes)
    {
        var (c1, c2, c3, c4) = (_last1, _last2, _last3, _last4);
        var table = Permutation;
        var counts = _counts.AsSpan(0, Triples * 256);
        var checksum = _checksum;
        var skip = (int)Math.Clamp(Window - 1 - _total, 0, bytes.Length);
        _total += bytes.Length;
        foreach (var c in bytes)
        {
            if (--skip < 0)
            {
                checksum = table[table[table[ChecksumSalt ^ c] ^ c1] ^ checksum];
                counts[table[table[table[49 ^ c] ^ c1] ^ c2]]++;
                counts[256 + table[table[table[12 ^ c] ^ c1] ^ c3]]++;
                counts[512 + table[table[table[178 ^ c] ^ c2] ^ c3]]++;
                counts[768 + table[table[table[166 ^ c] ^ c2] ^ c4]]++;
                counts[1024 + table[table[table[84 ^ c] ^ c1] ^ c4]]++;
                counts[1280 + table[table[table[230 ^ c] ^ c3] ^ c4]]++;
            }
            (c4, c3, c2, c1) = (c3, c2, c1, c);
        }
        _checksum = checksum;
        (_last1, _last2, _last3, _last4) = (c1, c2, c3, c4);
    }

    /// <summary>The same for 64 bytes at a time, where the processor can look up that many in a table of 256 at once.</summary>
    /// <returns>How many bytes behind the first four were taken.</returns>
    private int AddVectors(ReadOnlySpan<byte> bytes)
    {
        const int Width = 64;
        var from = Window - 1;
        if (bytes.Length < from + Width || _total < from) return 0;
        var table = Permutation;
        ref var source = ref MemoryMarshal.GetReference(bytes);
        ref var counts = ref MemoryMarshal.GetArrayDataReference(_counts);
        ref var permutation = ref MemoryMarshal.GetReference(table);
        var (t0, t1, t2, t3) = (Vector512.LoadUnsafe(ref permutation), Vector512.LoadUnsafe(ref permutation, 64), Vector512.LoadUnsafe(ref permutation, 128), Vector512.LoadUnsafe(ref permutation, 192));
        Span<byte> buckets = stackalloc byte[(Triples + 1) * Width];
        ref var bucket = ref MemoryMarshal.GetReference(buckets);
        nuint checksum = _checksum;
        var at = from;
        for (; at + Width <= bytes.Length; at += Width)
        {
            var c = Vector512.LoadUnsafe(ref source, (nuint)at);
            var c1 = Vector512.LoadUnsafe(ref source, (nuint)at - 1);
            var c2 = Vector512.LoadUnsafe(ref source, (nuint)at - 2);
            var c3 = Vector512.LoadUnsafe(ref source, (nuint)at - 3);
            var c4 = Vector512.LoadUnsafe(ref source, (nuint)at - 4);
            Find(Find(Find(c ^ Vector512.Create((byte)49)) ^ c1) ^ c2).StoreUnsafe(ref bucket);
            Find(Find(Find(c ^ Vector512.Create((byte)12)) ^ c1) ^ c3).StoreUnsafe(ref bucket, Width);
            Find(Find(Find(c ^ Vector512.Create((byte)178)) ^ c2) ^ c3).StoreUnsafe(ref bucket, 2 * Width);
            Find(Find(Find(c ^ Vector512.Create((byte)166)) ^ c2) ^ c4).StoreUnsafe(ref bucket, 3 * Width);
            Find(Find(Find(c ^ Vector512.Create((byte)84)) ^ c1) ^ c4).StoreUnsafe(ref bucket, 4 * Width);
            Find(Find(Find(c ^ Vector512.Create((byte)230)) ^ c3) ^ c4).StoreUnsafe(ref bucket, 5 * Width);
            Find(Find(c ^ Vector512.Create(ChecksumSalt)) ^ c1).StoreUnsafe(ref bucket, Triples * Width);
            for (nuint i = 0; i < Width; i++)
            {
                // All indices are bytes into 256 places. The checksum waits for itself, and the counts fill the time.
                checksum = Unsafe.Add(ref permutation, (nuint)Unsafe.Add(ref bucket, i + Triples * Width) ^ checksum);
                Unsafe.Add(ref counts, (nuint)Unsafe.Add(ref bucket, i))++;
                Unsafe.Add(ref counts, (nuint)256 + Unsafe.Add(ref bucket, i + Width))++;
                Unsafe.Add(ref counts, (nuint)512 + Unsafe.Add(ref bucket, i + 2 * Width))++;
                Unsafe.Add(ref counts, (nuint)768 + Unsafe.Add(ref bucket, i + 3 * Width))++;
                Unsafe.Add(ref counts, (nuint)1024 + Unsafe.Add(ref bucket, i + 4 * Width))++;
                Unsafe.Add(ref counts, (nuint)1280 + Unsafe.Add(ref bucket, i + 5 * Width))++;
            }
        }
        _checksum = (byte)checksum;
        _total += at - from;
        (_last1, _last2, _last3, _last4) = (bytes[at - 1], bytes[at - 2], bytes[at - 3], bytes[at - 4]);
        return at - from;

        Vector512<byte> Find(Vector512<byte> index) => Vector512.ConditionalSelect(
            Vector512.LessThan(index.AsSByte(), Vector512<sbyte>.Zero).AsByte(),
            Avx512Vbmi.PermuteVar64x8x2(t2, index, t3), Avx512Vbmi.PermuteVar64x8x2(t0, index, t1));
    }

    /// <summary>The hash, or null for what has none: too short, too long, or too monotonous content.</summary>
    public string? Value()
    {
        if (_total is < MinLength or > uint.MaxValue) return null;
        var buckets = new uint[Buckets].AsSpan();
        for (var i = 0; i < Buckets; i++)
            for (var triple = 0; triple < Triples; triple++) buckets[i] += _counts[256 * triple + i];
        if (Buckets - buckets.Count(0u) <= Buckets / 2) return null;
        var sorted = buckets.ToArray();
        Array.Sort(sorted);
        var (q1, q2, q3) = (sorted[Buckets / 4 - 1], sorted[Buckets / 2 - 1], sorted[Buckets - Buckets / 4 - 1]);

        Span<byte> hash = stackalloc byte[Length];
        hash[0] = Swap(_checksum);
        hash[1] = Swap(LengthClass(_total));
        hash[2] = (byte)((Ratio(q1, q3) << 4) | Ratio(q2, q3));
        for (var i = 0; i < Buckets / 4; i++)
        {
            var code = 0;
            for (var j = 0; j < 4; j++)
            {
                var count = buckets[4 * i + j];
                code |= (count > q3 ? 3 : count > q2 ? 2 : count > q1 ? 1 : 0) << (2 * j);
            }
            hash[^(i + 1)] = (byte)code;
        }
        return "T1" + Convert.ToHexString(hash);
    }

    private static int Ratio(uint quartile, uint of) => (int)((float)(quartile * 100u) / of) & 15;

    internal static byte Swap(byte value) => (byte)((value << 4) | (value >> 4));

    /// <summary>The length on a logarithmic scale whose base is smaller the longer the content is.</summary>
    private static byte LengthClass(long length)
    {
        var log = (double)(float)Math.Log(length);
        return (byte)(int)Math.Floor(
            length <= 656 ? log / 0.4054651
            : length <= 3199 ? log / 0.26236426 - 8.72777
            : log / 0.095310180 - 62.5472);
    }
}
