using System.Buffers.Binary;
using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>Numbers and texts inside a block of a shortcut, at places that the file itself gives: what lies outside the block is zero or nothing.</summary>
internal static class ShortcutText
{
    public static uint Number(ReadOnlySpan<byte> block, long at) =>
        at >= 0 && at + 4 <= block.Length ? BinaryPrimitives.ReadUInt32LittleEndian(block[(int)at..]) : 0;

    public static int Short(ReadOnlySpan<byte> block, long at) =>
        at >= 0 && at + 2 <= block.Length ? BinaryPrimitives.ReadUInt16LittleEndian(block[(int)at..]) : 0;

    /// <summary>Text that ends at a zero, or where the block ends; null when there is none. Bytes are taken for Latin-1, since nothing tells their code page.</summary>
    public static string? Text(ReadOnlySpan<byte> block, long at, bool isWide)
    {
        if (at <= 0 || at >= block.Length) return null;
        var text = block[(int)at..];
        if (!isWide)
        {
            var end = text.IndexOf((byte)0);
            return NotEmpty(Encoding.Latin1.GetString(end < 0 ? text : text[..end]));
        }
        var length = 0;
        while (length + 2 <= text.Length && (text[length] | text[length + 1]) != 0) length += 2;
        return NotEmpty(Encoding.Unicode.GetString(text[..length]));
    }

    public static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> block, long at, long size) =>
        at < 0 || at >= block.Length || size <= 0 ? default : block.Slice((int)at, (int)Math.Min(size, block.Length - at));

    private static string? NotEmpty(string text) => text.Length == 0 ? null : text;
}
