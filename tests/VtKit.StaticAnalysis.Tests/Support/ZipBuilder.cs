using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>Builds ZIP files that may lie about anything, written from the format's description alone.</summary>
internal sealed class ZipBuilder
{
    private readonly List<byte> _bytes = [];
    private readonly List<Entry> _entries = [];

    /// <summary>What an entry claims; what is null is told truly.</summary>
    internal sealed record Entry(byte[] Name)
    {
        public ushort Method { get; init; }
        public ushort Flags { get; init; }
        public uint Stamp { get; init; } = 0x5521_0000;
        public uint Crc { get; init; }
        public uint PackedSize { get; init; }
        public uint Size { get; init; }
        public uint Offset { get; init; }
        public byte[] Extra { get; init; } = [];
    }

    /// <summary>Adds content truthfully; <paramref name="lie"/> then changes what the directory says.</summary>
    public ZipBuilder Add(string name, byte[] content, bool deflate = true, Func<Entry, Entry>? lie = null)
    {
        var packed = deflate ? Deflate(content) : content;
        var entry = new Entry(Encoding.UTF8.GetBytes(name))
        {
            Method = (ushort)(deflate ? 8 : 0),
            Crc = CrcOf(content),
            PackedSize = (uint)packed.Length,
            Size = (uint)content.Length,
            Offset = (uint)_bytes.Count,
        };
        _bytes.AddRange(Local(entry));
        _bytes.AddRange(packed);
        _entries.Add(lie is null ? entry : lie(entry));
        return this;
    }

    /// <summary>Adds packed bytes of any making.</summary>
    public ZipBuilder AddPacked(string name, byte[] packed, uint size, Func<Entry, Entry>? lie = null)
    {
        var entry = new Entry(Encoding.UTF8.GetBytes(name)) { Method = 8, PackedSize = (uint)packed.Length, Size = size, Offset = (uint)_bytes.Count };
        _bytes.AddRange(Local(entry));
        _bytes.AddRange(packed);
        _entries.Add(lie is null ? entry : lie(entry));
        return this;
    }

    /// <summary>Adds an entry to the directory that has no content of its own.</summary>
    public ZipBuilder AddEntry(Entry entry)
    {
        _entries.Add(entry);
        return this;
    }

    public Entry Last => _entries[^1];

    public byte[] Build(ushort? claimedCount = null, byte[]? comment = null)
    {
        comment ??= [];
        var start = _bytes.Count;
        var file = new List<byte>(_bytes);
        foreach (var entry in _entries) file.AddRange(Central(entry));
        var end = new byte[22];
        "PK\u0005\u0006"u8.CopyTo(end);
        var count = claimedCount ?? (ushort)Math.Min(_entries.Count, ushort.MaxValue);
        U16(end, 8, count);
        U16(end, 10, count);
        U32(end, 12, (uint)(file.Count - start));
        U32(end, 16, (uint)start);
        U16(end, 20, (ushort)comment.Length);
        return [.. file, .. end, .. comment];
    }

    public static byte[] Deflate(byte[] content)
    {
        var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(content);
        return packed.ToArray();
    }

    public static uint CrcOf(ReadOnlySpan<byte> content)
    {
        // Bit by bit, from the polynomial: independent of the table in the product.
        var crc = uint.MaxValue;
        foreach (var value in content)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }
        return ~crc;
    }

    private static byte[] Local(Entry entry)
    {
        var header = new byte[30];
        "PK\u0003\u0004"u8.CopyTo(header);
        U16(header, 4, 20);
        U16(header, 6, entry.Flags);
        U16(header, 8, entry.Method);
        U32(header, 10, entry.Stamp);
        U32(header, 14, entry.Crc);
        U32(header, 18, entry.PackedSize);
        U32(header, 22, entry.Size);
        U16(header, 26, (ushort)entry.Name.Length);
        return [.. header, .. entry.Name];
    }

    private static byte[] Central(Entry entry)
    {
        var header = new byte[46];
        "PK\u0001\u0002"u8.CopyTo(header);
        U16(header, 4, 20);
        U16(header, 6, 20);
        U16(header, 8, entry.Flags);
        U16(header, 10, entry.Method);
        U32(header, 12, entry.Stamp);
        U32(header, 16, entry.Crc);
        U32(header, 20, entry.PackedSize);
        U32(header, 24, entry.Size);
        U16(header, 28, (ushort)entry.Name.Length);
        U16(header, 30, (ushort)entry.Extra.Length);
        U32(header, 42, entry.Offset);
        return [.. header, .. entry.Name, .. entry.Extra];
    }

    private static void U16(byte[] bytes, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), value);

    private static void U32(byte[] bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);
}
