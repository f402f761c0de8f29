using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VtKit;

/// <summary>
/// Spreads the runs of a block: after four equal bytes stands how many more of them follow. It goes on from call to call, so that a
/// block that is one run of 46 MB needs no 46 MB.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct Bzip2Runs(ReadOnlyMemory<byte> packed)
{
    private const int RunHead = 4;
    private int _at;
    private int _pending;
    private byte _pendingByte;

    /// <summary>Writes as much as there is room for.</summary>
    /// <returns>How much was written; 0 at the end of the block.</returns>
    public int Spread(Span<byte> to)
    {
        var from = packed.Span;
        var written = 0;
        while (true)
        {
            var run = Math.Min(_pending, to.Length - written);
            to.Slice(written, run).Fill(_pendingByte);
            written += run;
            _pending -= run;
            var rest = from[_at..];
            if (rest.IsEmpty || written == to.Length) return written;
            var head = IndexOfRun(rest);
            var plain = Math.Min(head < 0 ? rest.Length : head, to.Length - written);
            rest[..plain].CopyTo(to[written..]);
            written += plain;
            _at += plain;
            if (plain != head) continue;
            // A block may end with four equal bytes and no count.
            var counted = head + RunHead < rest.Length;
            _pendingByte = rest[head];
            _pending = RunHead + (counted ? rest[head + RunHead] : 0);
            _at += RunHead + (counted ? 1 : 0);
        }
    }

    /// <summary>Where four equal bytes begin, or -1.</summary>
    private static int IndexOfRun(ReadOnlySpan<byte> bytes)
    {
        var i = 0;
        ref var first = ref MemoryMarshal.GetReference(bytes);
        for (var last = bytes.Length - Vector256<byte>.Count - 3; i <= last; i += Vector256<byte>.Count)
        {
            var a = Vector256.LoadUnsafe(ref first, (nuint)i);
            var b = Vector256.LoadUnsafe(ref first, (nuint)i + 1);
            var c = Vector256.LoadUnsafe(ref first, (nuint)i + 2);
            var d = Vector256.LoadUnsafe(ref first, (nuint)i + 3);
            var equal = Vector256.Equals(a, b) & Vector256.Equals(b, c) & Vector256.Equals(c, d);
            if (equal != Vector256<byte>.Zero) return i + System.Numerics.BitOperations.TrailingZeroCount(equal.ExtractMostSignificantBits());
        }
        for (; i + 3 < bytes.Length; i++)
            if (bytes[i] == bytes[i + 1] && bytes[i + 1] == bytes[i + 2] && bytes[i + 2] == bytes[i + 3])
                return i;
        return -1;
    }
}
