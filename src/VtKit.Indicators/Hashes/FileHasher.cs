using System.Buffers;
using System.Security.Cryptography;

namespace VtKit.Indicators;

/// <summary>Hashes a file or a stream: any of the three algorithms that VirusTotal knows a file by, in one pass and in constant memory.</summary>
public static class FileHasher
{
    private const int BufferSize = 256 * 1024;

    /// <summary>Hashes a file. Nothing is sent anywhere, and the file is never opened for more than reading.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="kinds">The hashes wanted; SHA-256 unless told otherwise.</param>
    /// <param name="cancellationToken">Stops the work between two reads.</param>
    /// <returns>The hashes that were asked for, and the size in bytes.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read by this user.</exception>
    /// <exception cref="IOException">The path is a folder, or reading failed. (<see cref="FileNotFoundException"/> is one too: catch it first.)</exception>
    /// <exception cref="ArgumentException">The path is empty or holds a character that no path can hold.</exception>
    public static Task<FileHashes> HashFileAsync(string path, HashKinds kinds = HashKinds.Sha256, CancellationToken cancellationToken = default) =>
        HashFileAsync(path, kinds, null, cancellationToken);

    /// <summary>Hashes a file, telling how far it is.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="kinds">The hashes wanted.</param>
    /// <param name="progress">Told the number of bytes read so far, after every read; may be null.</param>
    /// <param name="cancellationToken">Stops the work between two reads.</param>
    /// <returns>The hashes that were asked for, and the size in bytes.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read by this user.</exception>
    /// <exception cref="IOException">The path is a folder, or reading failed. (<see cref="FileNotFoundException"/> is one too: catch it first.)</exception>
    /// <exception cref="ArgumentException">The path is empty or holds a character that no path can hold.</exception>
    public static async Task<FileHashes> HashFileAsync(string path, HashKinds kinds, IProgress<long>? progress, CancellationToken cancellationToken = default)
    {
        var stream = OpenRead(path);
        await using (stream.ConfigureAwait(false))
            return await HashStreamAsync(stream, kinds, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Hashes what is left of a stream, from its position to its end. The stream stays open.</summary>
    /// <param name="stream">The stream; it need not seek.</param>
    /// <param name="kinds">The hashes wanted; SHA-256 unless told otherwise.</param>
    /// <param name="progress">Told the number of bytes read so far, after every read; may be null.</param>
    /// <param name="cancellationToken">Stops the work between two reads.</param>
    /// <returns>The hashes that were asked for, and the number of bytes read.</returns>
    /// <exception cref="IOException">Reading failed.</exception>
    public static async Task<FileHashes> HashStreamAsync(
        Stream stream, HashKinds kinds = HashKinds.Sha256, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var md5 = Start(kinds, HashKinds.Md5, HashAlgorithmName.MD5);
        using var sha1 = Start(kinds, HashKinds.Sha1, HashAlgorithmName.SHA1);
        using var sha256 = Start(kinds, HashKinds.Sha256, HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            long size = 0;
            int read;
            while ((read = await stream.ReadAsync(buffer.AsMemory(0, BufferSize), cancellationToken).ConfigureAwait(false)) > 0)
            {
                var chunk = buffer.AsSpan(0, read);
                md5?.AppendData(chunk);
                sha1?.AppendData(chunk);
                sha256?.AppendData(chunk);
                size += read;
                progress?.Report(size);
            }
            return new FileHashes(Finish(md5), Finish(sha1), Finish(sha256), size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Opens a file as it is hashed: for reading alone, unbuffered, from front to back; others may write, move or delete it
    /// meanwhile. What is wrong is said in a sentence that a user can act on.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <returns>The open file, at its beginning.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read by this user.</exception>
    /// <exception cref="IOException">The path is a folder, or opening failed. (<see cref="FileNotFoundException"/> is one too: catch it first.)</exception>
    /// <exception cref="ArgumentException">The path is empty or holds a character that no path can hold.</exception>
    public static FileStream OpenRead(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.Open,
                Access = FileAccess.Read,
                // Whoever writes, moves or deletes the file meanwhile is not our business to forbid.
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"File not found: {path}. Check the path.", path, e);
        }
        // The runtime reports a folder as an access fault, which sends people looking for rights that they have.
        catch (UnauthorizedAccessException e) when (Directory.Exists(path))
        {
            throw new IOException($"{path} is a folder, not a file: give the path of a file in it.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException($"No permission to read {path}: check its access rights.", e);
        }
    }

    private static IncrementalHash? Start(HashKinds wanted, HashKinds kind, HashAlgorithmName name) =>
        (wanted & kind) != HashKinds.None ? IncrementalHash.CreateHash(name) : null;

    private static FileHash? Finish(IncrementalHash? hash) => hash is null ? null : FileHash.FromBytes(hash.GetHashAndReset());
}
