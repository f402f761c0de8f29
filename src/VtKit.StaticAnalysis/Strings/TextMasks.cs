using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace VtKit.StaticAnalysis;

/// <summary>What the bytes of a piece are, one bit for each, the first byte the lowest bit.</summary>
/// <param name="Printable">Printable ASCII.</param>
/// <param name="Zero">Zeros.</param>
/// <param name="Marks">Points and colons.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TextMasks(ulong Printable, ulong Zero, ulong Marks)
{
    /// <summary>Bytes of a piece.</summary>
    public const int Width = 64;

    public static TextMasks Of(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Width);
        ref var source = ref MemoryMarshal.GetReference(bytes);
        var low = Vector256.LoadUnsafe(ref source);
        var high = Vector256.LoadUnsafe(ref source, 32);
        return new TextMasks(
            Bits(Printables(low), Printables(high)),
            Bits(Vector256.Equals(low, Vector256<byte>.Zero), Vector256.Equals(high, Vector256<byte>.Zero)),
            Bits(PointsAndColons(low), PointsAndColons(high)));
    }

    // As signed numbers, the bytes beyond ASCII are less than all others.
    private static Vector256<byte> Printables(Vector256<byte> bytes) =>
        Vector256.GreaterThan(bytes.AsSByte(), Vector256.Create((sbyte)0x1F)).AsByte() & ~Vector256.Equals(bytes, Vector256.Create((byte)0x7F));

    private static Vector256<byte> PointsAndColons(Vector256<byte> bytes) =>
        Vector256.Equals(bytes, Vector256.Create((byte)'.')) | Vector256.Equals(bytes, Vector256.Create((byte)':'));

    private static ulong Bits(Vector256<byte> low, Vector256<byte> high) => low.ExtractMostSignificantBits() | ((ulong)high.ExtractMostSignificantBits() << 32);
}
