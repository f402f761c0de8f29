using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VtKit.StaticAnalysis;

/// <summary>The checksum of a block of an xz file, of whichever kind the file says.</summary>
/// <param name="kind">The number of the kind.</param>
internal sealed class XzCheck(int kind) : IDisposable
{
    private const int KindOfCrc32 = 1, KindOfCrc64 = 4, KindOfSha256 = 10;

    private readonly IncrementalHash? _hash = kind == KindOfSha256 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
    private Crc32 _crc32 = new();
    private Crc64 _crc64 = new();

    /// <summary>How many bytes it takes.</summary>
    public int Size => kind == 0 ? 0 : 4 << ((kind - 1) / 3);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (kind == KindOfCrc32) _crc32.Append(bytes);
        else if (kind == KindOfCrc64) _crc64.Append(bytes);
        else _hash?.AppendData(bytes);
    }

    /// <summary>Whether the content fits, and begins anew. Of kinds that nobody has defined yet it always does.</summary>
    public bool Fits(ReadOnlySpan<byte> expected)
    {
        var fits = kind switch
        {
            KindOfCrc32 => BinaryPrimitives.ReadUInt32LittleEndian(expected) == _crc32.Value,
            KindOfCrc64 => BinaryPrimitives.ReadUInt64LittleEndian(expected) == _crc64.Value,
            KindOfSha256 => _hash!.GetHashAndReset().AsSpan().SequenceEqual(expected),
            _ => true,
        };
        (_crc32, _crc64) = (new Crc32(), new Crc64());
        return fits;
    }

    public void Dispose() => _hash?.Dispose();
}
