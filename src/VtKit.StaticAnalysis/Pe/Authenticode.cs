using System.Buffers.Binary;
using System.Security.Cryptography;

namespace VtKit.StaticAnalysis;

/// <summary>The hash that signatures of Windows executables cover: all of the file but the checksum and the signature itself.</summary>
/// <seealso href="https://download.microsoft.com/download/9/c/5/9c5b2167-8017-4bae-9fde-d599bac8184a/authenticode_pe.docx"/>
internal static class Authenticode
{
    private const int MaxSignature = 4 << 20;

    /// <summary>Computes the hash with any algorithm, or gives null when the headers leave no room for it.</summary>
    public static async ValueTask<byte[]?> HashAsync(ContentView view, PeHeader header, HashAlgorithmName algorithm, CancellationToken cancellationToken)
    {
        var checksum = header.Start + 24L + 64;
        var entry = header.Start + 24L + (header.Is64Bit ? 112 : 96) + 8 * PeHeader.SecurityDirectory;
        if (header.Directories.Count <= PeHeader.SecurityDirectory || entry + 8 > view.Length) return null;
        using var hash = IncrementalHash.CreateHash(algorithm);
        var (start, size) = Place(view, header);
        var end = start == 0 ? view.Length : Math.Max(start, entry + 8);
        await view.StreamAsync(0, checksum, hash.AppendData, cancellationToken).ConfigureAwait(false);
        await view.StreamAsync(checksum + 4, entry - checksum - 4, hash.AppendData, cancellationToken).ConfigureAwait(false);
        await view.StreamAsync(entry + 8, end - entry - 8, hash.AppendData, cancellationToken).ConfigureAwait(false);
        if (start != 0) await view.StreamAsync(start + size, view.Length, hash.AppendData, cancellationToken).ConfigureAwait(false);
        // Who signs a file first fills it up to eight bytes, so that the hash is the same before and after.
        else hash.AppendData(new byte[(int)(-view.Length & 7)]);
        return hash.GetHashAndReset();
    }

    /// <summary>The first signature that stands in the file, or null.</summary>
    public static async ValueTask<byte[]?> SignatureAsync(ContentView view, PeHeader header, CancellationToken cancellationToken)
    {
        var (start, size) = Place(view, header);
        if (size < 16 || await view.ReadExactlyAsync((ulong)start, 8, cancellationToken).ConfigureAwait(false) is not { } entry) return null;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(entry);
        // Kind 2 is PKCS #7; Windows knows no other.
        if (length < 16 || length > size || length > MaxSignature || BinaryPrimitives.ReadUInt16LittleEndian(entry.AsSpan(6)) != 2) return null;
        return await view.ReadExactlyAsync((ulong)start + 8, (int)length - 8, cancellationToken).ConfigureAwait(false);
    }

    // The only directory whose address is a place in the file.
    private static (long Start, long Size) Place(ContentView view, PeHeader header)
    {
        var (address, size) = header.Directory(PeHeader.SecurityDirectory);
        return address == 0 || size == 0 || address >= view.Length ? default : (address, Math.Min(size, view.Length - address));
    }
}
