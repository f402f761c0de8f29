using System.Security.Cryptography;

namespace VtKit.StaticAnalysis;

/// <summary>One pass over unpacked bytes: hash, checksum, and as much of the beginning as the type needs.</summary>
internal sealed class UnpackedContent : IDisposable
{
    /// <summary>Archives inside are unpacked into memory up to this size; larger ones are not looked into.</summary>
    private const int MaxSpool = 16 << 20;
    private const int Telling = 512;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly MemoryStream _start = new();
    private Crc32 _checksum = new();

    public long Size { get; private set; }

    public uint Checksum => _checksum.Value;

    /// <summary>What is known of the content: all of an archive, the beginning of anything else.</summary>
    public MemoryStream Known => _start;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _checksum.Append(bytes);
        Size += bytes.Length;
        // A container inside is kept whole, within reason; of anything else the beginning says it all.
        var head = _start.Length > 0 ? _start.GetBuffer().AsSpan(0, (int)Math.Min(Telling, _start.Length)) : bytes;
        var limit = TypeDetector.NeedsWhole(head) ? MaxSpool : TypeDetector.HeadSize;
        var room = (int)Math.Min(bytes.Length, limit - _start.Length);
        if (room > 0) _start.Write(bytes[..room]);
    }

    public string Sha256() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose()
    {
        _hash.Dispose();
        _start.Dispose();
    }
}
