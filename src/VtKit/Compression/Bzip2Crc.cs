using System.Buffers.Binary;

namespace VtKit;

/// <summary>The checksum of bzip2: CRC-32 with the most significant bit first, eight bytes at a time.</summary>
internal static class Bzip2Crc
{
    public const uint Seed = 0xffff_ffff;
    private const uint Polynomial = 0x04c1_1db7;
    private static readonly uint[] Tables = MakeTables();

    /// <summary>Goes on from a value; begin with <see cref="Seed"/>, and invert what comes out at the end.</summary>
    public static uint Update(uint crc, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> t = Tables;
        t = t[..2048];
        while (bytes.Length >= 8)
        {
            var head = crc ^ BinaryPrimitives.ReadUInt32BigEndian(bytes);
            var tail = BinaryPrimitives.ReadUInt32BigEndian(bytes[4..]);
            crc = t[(int)(0x700 + (head >> 24))] ^ t[(int)(0x600 + ((head >> 16) & 0xff))] ^ t[(int)(0x500 + ((head >> 8) & 0xff))] ^ t[(int)(0x400 + (head & 0xff))]
                ^ t[(int)(0x300 + (tail >> 24))] ^ t[(int)(0x200 + ((tail >> 16) & 0xff))] ^ t[(int)(0x100 + ((tail >> 8) & 0xff))] ^ t[(int)(tail & 0xff)];
            bytes = bytes[8..];
        }
        foreach (var value in bytes) crc = (crc << 8) ^ t[(int)((crc >> 24) ^ value)];
        return crc;
    }

    /// <summary>The checksum of a stream after one more block.</summary>
    public static uint Combine(uint stream, uint block) => uint.RotateLeft(stream, 1) ^ block;

    private static uint[] MakeTables()
    {
        var tables = new uint[8 * 256];
        for (var i = 0; i < 256; i++)
        {
            var value = (uint)i << 24;
            for (var bit = 0; bit < 8; bit++) value = (value << 1) ^ ((value & 0x8000_0000) != 0 ? Polynomial : 0);
            tables[i] = value;
        }
        for (var i = 256; i < tables.Length; i++) tables[i] = (tables[i - 256] << 8) ^ tables[tables[i - 256] >> 24];
        return tables;
    }
}
