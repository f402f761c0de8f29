namespace VtKit.StaticAnalysis;

/// <summary>The checksum of xz files (ECMA-182); the runtime has none.</summary>
internal struct Crc64()
{
    private static readonly ulong[] Table = MakeTable();

    private ulong _state = ulong.MaxValue;

    public readonly ulong Value => ~_state;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var state = _state;
        foreach (var value in bytes) state = Table[(byte)(state ^ value)] ^ (state >> 8);
        _state = state;
    }

    private static ulong[] MakeTable()
    {
        var table = new ulong[256];
        for (var i = 0u; i < 256; i++)
        {
            ulong value = i;
            for (var bit = 0; bit < 8; bit++) value = (value & 1) != 0 ? (value >> 1) ^ 0xC96C_5795_D787_0F42 : value >> 1;
            table[i] = value;
        }
        return table;
    }
}
