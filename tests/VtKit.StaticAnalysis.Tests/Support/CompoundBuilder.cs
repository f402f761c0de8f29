using System.Buffers.Binary;
using System.Text;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>Builds OLE compound files with a chain of sectors for each stream, written from the format's description alone.</summary>
internal static class CompoundBuilder
{
    private const int Sector = 512;

    /// <summary>Streams by path, of at most one folder each level; every stream is at least 4,096 bytes long in the file.</summary>
    public static byte[] Build(params (string Path, byte[] Content)[] streams)
    {
        var names = new List<(string Name, byte Kind, int Parent, byte[] Content)> { ("Root Entry", 5, -1, []) };
        foreach (var (path, content) in streams)
        {
            var parent = 0;
            var parts = path.Split('/');
            foreach (var folder in parts[..^1])
            {
                var at = names.FindIndex(entry => entry.Name == folder && entry.Parent == parent);
                if (at < 0)
                {
                    at = names.Count;
                    names.Add((folder, 1, parent, []));
                }
                parent = at;
            }
            names.Add((parts[^1], 2, parent, [.. content, .. new byte[Math.Max(0, 4096 - content.Length)]]));
        }

        var table = new List<uint>();
        var body = new List<byte>();
        uint Chain(byte[] content)
        {
            var first = (uint)table.Count;
            var count = (content.Length + Sector - 1) / Sector;
            for (var i = 0; i < count; i++) table.Add(i == count - 1 ? 0xFFFF_FFFE : first + (uint)i + 1);
            body.AddRange(content);
            body.AddRange(new byte[count * Sector - content.Length]);
            return first;
        }

        var directory = new byte[(names.Count * 128 + Sector - 1) / Sector * Sector];
        for (var i = 0; i < names.Count; i++)
        {
            var (name, kind, parent, content) = names[i];
            var entry = directory.AsSpan(i * 128, 128);
            Encoding.Unicode.GetBytes(name, entry);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[64..], (ushort)(name.Length * 2 + 2));
            entry[66] = kind;
            uint Next(Func<int, bool> fits) => Enumerable.Range(i + 1, names.Count - i - 1).FirstOrDefault(fits, -1) is var found && found < 0 ? uint.MaxValue : (uint)found;
            // Brothers hang to the right of each other: a tree without balance is still a tree.
            var (me, mother) = (i, parent);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[68..], uint.MaxValue);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[72..], i == 0 ? uint.MaxValue : Next(other => names[other].Parent == mother));
            BinaryPrimitives.WriteUInt32LittleEndian(entry[76..], kind == 2 ? uint.MaxValue : Next(other => names[other].Parent == me));
            BinaryPrimitives.WriteUInt32LittleEndian(entry[116..], kind == 2 ? Chain(content) : 0xFFFF_FFFE);
            BinaryPrimitives.WriteUInt32LittleEndian(entry[120..], (uint)content.Length);
        }
        var directoryAt = Chain(directory);
        var tableAt = (uint)table.Count;
        var tableSectors = (table.Count + 127) / 127;
        for (var i = 0; i < tableSectors; i++) table.Add(0xFFFF_FFFD);
        var header = new byte[Sector];
        ((byte[])[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).CopyTo(header, 0);
        header[24] = 0x3E;
        header[26] = 3;
        header[30] = 9;
        header[32] = 6;
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(44), tableSectors);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(48), directoryAt);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(56), 4096);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(60), 0xFFFF_FFFE);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(68), 0xFFFF_FFFE);
        header.AsSpan(76).Fill(0xFF);
        for (var i = 0; i < tableSectors; i++) BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(76 + 4 * i), tableAt + (uint)i);
        var numbers = new byte[tableSectors * Sector];
        numbers.AsSpan().Fill(0xFF);
        for (var i = 0; i < table.Count; i++) BinaryPrimitives.WriteUInt32LittleEndian(numbers.AsSpan(4 * i), table[i]);
        return [.. header, .. body, .. numbers];
    }

    /// <summary>A module's stream: some code, then its text, packed as literals alone.</summary>
    public static byte[] Module(string source)
    {
        var packed = new List<byte> { 1 };
        foreach (var chunk in Encoding.Latin1.GetBytes(source).Chunk(3000))
        {
            var tokens = new List<byte>();
            foreach (var eight in chunk.Chunk(8)) tokens.AddRange([0, .. eight]);
            var header = 0xB000 | (tokens.Count + 2 - 3);
            packed.AddRange([(byte)header, (byte)(header >> 8), .. tokens]);
        }
        return [.. Samples.Random(3, 700), .. packed];
    }
}
