using System.Buffers.Binary;

namespace VtKit.StaticAnalysis;

/// <summary>Unpacks the source text of macros: chunks of at most 4,096 bytes, each of literals and copies of what stands before.</summary>
/// <seealso href="https://learn.microsoft.com/openspecs/office_file_formats/ms-ovba/"/>
internal static class VbaCompression
{
    private const int ChunkSize = 4096;

    /// <summary>Unpacks what is sound of a container; what is none gives nothing.</summary>
    public static byte[] Unpack(ReadOnlySpan<byte> packed, int limit)
    {
        var output = new List<byte>();
        if (packed.IsEmpty || packed[0] != 1) return [];
        var at = 1;
        while (at + 2 <= packed.Length && output.Count < limit)
        {
            var header = BinaryPrimitives.ReadUInt16LittleEndian(packed[at..]);
            if ((header & 0x7000) != 0x3000) break;
            var end = Math.Min(packed.Length, at + (header & 0xFFF) + 3);
            at += 2;
            if ((header & 0x8000) == 0) output.AddRange(packed[at..Math.Min(end, at + ChunkSize)]);
            else if (!Chunk(packed[at..end], output)) break;
            at = end;
        }
        return [.. output];
    }

    private static bool Chunk(ReadOnlySpan<byte> chunk, List<byte> output)
    {
        var start = output.Count;
        var at = 0;
        while (at < chunk.Length)
        {
            var flags = chunk[at++];
            for (var bit = 0; bit < 8 && at < chunk.Length; bit++)
            {
                if (output.Count - start >= ChunkSize) return true;
                if ((flags >> bit & 1) == 0)
                {
                    output.Add(chunk[at++]);
                    continue;
                }
                if (at + 2 > chunk.Length) return false;
                var token = BinaryPrimitives.ReadUInt16LittleEndian(chunk[at..]);
                at += 2;
                // The further into the chunk, the more bits say how far back.
                var bits = 4;
                while (1 << bits < output.Count - start) bits++;
                var length = (token & (0xFFFF >> bits)) + 3;
                var back = (token >> (16 - bits)) + 1;
                if (back > output.Count - start) return false;
                for (var i = 0; i < length && output.Count - start < ChunkSize; i++) output.Add(output[^back]);
            }
        }
        return true;
    }
}
