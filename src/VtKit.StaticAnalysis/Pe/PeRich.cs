using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VtKit.StaticAnalysis;

/// <summary>
/// The note that Microsoft's linker leaves between the DOS stub and the PE header: which tools made how many of the parts,
/// masked with a key that stands behind it.
/// </summary>
internal sealed record PeRich(string Hash, IReadOnlyList<string> Products)
{
    private const int Start = 0x80;
    private const int MaxSize = 4096;

    public static async ValueTask<PeRich?> ReadAsync(ContentView view, PeHeader header, CancellationToken cancellationToken)
    {
        var room = Math.Min(header.Start - Start, MaxSize);
        if (room < 24) return null;
        var bytes = await view.ReadUpToAsync(Start, (int)room, cancellationToken).ConfigureAwait(false);
        var end = bytes.AsSpan().IndexOf("Rich"u8);
        if (end < 16 || end % 4 != 0 || end + 8 > bytes.Length) return null;
        for (var i = 0; i < end; i++) bytes[i] ^= bytes[end + 4 + (i & 3)];
        if (!bytes.AsSpan().StartsWith("DanS\0\0\0\0\0\0\0\0\0\0\0\0"u8)) return null;
        var products = new List<string>();
        for (var at = 16; at + 8 <= end; at += 8)
        {
            var tool = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
            var count = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 4));
            products.Add($"id: {tool >> 16}, version: {tool & 0xFFFF} count={count}");
        }
        return new PeRich(Convert.ToHexStringLower(MD5.HashData(bytes.AsSpan(0, end))), products);
    }
}
