using System.Security.Cryptography;

namespace VtKit.StaticAnalysis;

/// <summary>Everything that needs each byte of a file once: three hashes, two hashes for likeness, size, entropy.</summary>
internal sealed record ContentDigest(string Md5, string Sha1, string Sha256, string? Ssdeep, string? Tlsh, long Size, double Entropy)
{
    private const long MaxGrowth = 16 << 20;
    private const int BlockSize = 64 * 1024;

    private const int SmallBlock = 4 * 1024;

    // Less is done before another thread has begun.
    private const int ShareFrom = 16 * 1024;

    /// <summary>Reads the stream from its start to its end in constant memory.</summary>
    public static async Task<ContentDigest> ComputeAsync(Stream content, CancellationToken cancellationToken)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        using var sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var ssdeep = new Ssdeep();
        var tlsh = new Tlsh();
        var statistics = new ByteStatistics();
        var size = 0L;
        content.Position = 0;
        // A file may grow while it is read; a device that never ends is no file.
        var claimed = content.Length;
        // A block that stays in the processor's cache while the hashes and the counting pass over it.
        var block = new byte[(int)Math.Clamp(claimed, SmallBlock, BlockSize)];
        int read;
        while ((read = await content.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0)
        {
            // The hashes for likeness cost as much as all others: another core may do them meanwhile.
            var likeness = read < ShareFrom ? null : Task.Run(() => AddLikeness(block.AsSpan(0, read)), CancellationToken.None);
            AddHashes(block.AsSpan(0, read));
            if (likeness is null) AddLikeness(block.AsSpan(0, read));
            else await likeness.ConfigureAwait(false);
            size += read;
            if (size - claimed > MaxGrowth) throw new IOException("The content does not end where it says that it does: a device is no file.");
        }
        return new ContentDigest(Hex(md5), Hex(sha1), Hex(sha256), ssdeep.Value(), tlsh.Value(), size, statistics.Entropy);

        void AddLikeness(ReadOnlySpan<byte> bytes)
        {
            ssdeep.Add(bytes);
            tlsh.Add(bytes);
        }

        void AddHashes(ReadOnlySpan<byte> bytes)
        {
            md5.AppendData(bytes);
            sha1.AppendData(bytes);
            sha256.AppendData(bytes);
            statistics.Add(bytes);
        }

        static string Hex(IncrementalHash hash) => Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
