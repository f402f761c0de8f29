using System.Buffers.Binary;

namespace VtKit.StaticAnalysis;

/// <summary>Goes through the header of a 7z file. Once it meets what cannot be, everything it reads is zero.</summary>
internal ref struct SevenZipCursor(ReadOnlySpan<byte> header)
{
    private ReadOnlySpan<byte> _rest = header;

    /// <summary>Bytes that are left.</summary>
    public readonly int Left => _rest.Length;

    /// <summary>Whether the header contradicts itself or ends too early.</summary>
    public bool IsBroken { get; private set; }

    public byte Byte() => Take(1) is [var value] ? value : (byte)0;

    /// <summary>A number of one to nine bytes: the ones in front of the first byte tell how many.</summary>
    public ulong Number()
    {
        int first = Byte();
        var value = 0UL;
        for (var i = 0; i < 8; i++)
        {
            if ((first & (0x80 >> i)) == 0) return value | (ulong)(first & ((0x80 >> i) - 1)) << (8 * i);
            value |= (ulong)Byte() << (8 * i);
        }
        return value;
    }

    /// <summary>A number of things that are each described by a byte or more of what follows: no more than there are bytes.</summary>
    /// <param name="limit">More of them are not believed.</param>
    public int Count(int limit = int.MaxValue)
    {
        var count = Number();
        if (count <= (ulong)Math.Min(limit, _rest.Length)) return (int)count;
        Break();
        return 0;
    }

    public ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)_rest.Length)
        {
            Break();
            return default;
        }
        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }

    /// <summary>A cursor over the next bytes alone.</summary>
    public SevenZipCursor Part(ulong count) => new(Take(count));

    /// <summary>One bit for each of several things.</summary>
    public bool[] Bits(int count)
    {
        var bytes = Take((ulong)(count + 7) / 8);
        // Memory only for what is there.
        if (IsBroken) return [];
        var bits = new bool[count];
        for (var i = 0; i < count; i++) bits[i] = (bytes[i / 8] & (0x80 >> (i % 8))) != 0;
        return bits;
    }

    /// <summary>The checksums of several things, of all or of some; none where they end too early.</summary>
    public uint?[] Digests(int count)
    {
        var bits = Byte() != 0 ? null : Bits(count);
        var bytes = Take(4UL * (ulong)(bits?.Count(bit => bit) ?? count));
        if (IsBroken) return [];
        var digests = new uint?[count];
        for (var i = 0; i < count; i++)
        {
            if (bits is not null && !bits[i]) continue;
            digests[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            bytes = bytes[4..];
        }
        return digests;
    }

    /// <summary>A name in UTF-16 that a zero ends.</summary>
    public string Name()
    {
        var length = 0;
        while (length + 2 <= _rest.Length && BinaryPrimitives.ReadUInt16LittleEndian(_rest[length..]) != 0) length += 2;
        var name = System.Text.Encoding.Unicode.GetString(_rest[..Math.Min(length, 8192)]);
        Take((ulong)length + 2);
        return name;
    }

    /// <summary>Times of several things, of all or of some.</summary>
    public long?[] Times(int count)
    {
        var bits = Byte() != 0 ? null : Bits(count);
        // What lies elsewhere is not looked for.
        if (Byte() != 0) Break();
        var bytes = Take(8UL * (ulong)(bits?.Count(bit => bit) ?? count));
        if (IsBroken) return [];
        var times = new long?[count];
        for (var i = 0; i < count; i++)
        {
            if (bits is not null && !bits[i]) continue;
            times[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes);
            bytes = bytes[8..];
        }
        return times;
    }

    public void Break()
    {
        IsBroken = true;
        _rest = default;
    }
}
