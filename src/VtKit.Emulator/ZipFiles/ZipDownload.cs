using ICSharpCode.SharpZipLib.Zip;

namespace VtKit.Emulator;

/// <summary>Writes an archive: into a file that lasts as long as the answer, so that it is never whole in memory.</summary>
internal static class ZipDownload
{
    /// <summary>What addresses of archives begin with.</summary>
    public const string Kind = "zip";

    public static async Task<Answer> SendAsync(string id, Backend backend, CancellationToken cancellationToken)
    {
        var now = backend.Clock.Now;
        var (zip, files) = await backend.ReadAsync(store =>
        {
            var zip = ZipOrder.Find(store, id) ?? throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.ZipFile), id);
            // What was removed since is left out: nothing outlives its removal in an archive.
            return (zip, zip.Files(store).Where(sha256 => IsThere(store, zip, sha256, now)).ToList());
        }, cancellationToken).ConfigureAwait(false);
        var content = backend.Blobs.Scratch();
        try
        {
            await Task.Run(() => Write(content, backend.Blobs, files, zip.Password, now, cancellationToken), cancellationToken).ConfigureAwait(false);
            content.Position = 0;
            return new Answer { ContentType = "application/zip", Open = () => content, Headers = DownloadLinks.Attachment(id + ".zip") };
        }
        catch
        {
            await content.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static bool IsThere(Session store, ZipOrder zip, string sha256, DateTimeOffset now) => zip.Type == ObjectType.PrivateZipFile
        ? PrivateFiles.IsStored(store, zip.Owner, sha256, now.ToUnixTimeMilliseconds())
        : Files.IsStored(store, sha256);

    /// <summary>Names are hashes, so that no archive can write outside of the folder that it is unpacked in.</summary>
    private static void Write(Stream to, BlobStore blobs, List<string> files, string? password, DateTimeOffset now, CancellationToken cancellationToken)
    {
        using var zip = new ZipOutputStream(to) { IsStreamOwner = false, Password = password };
        var buffer = new byte[64 * 1024];
        foreach (var sha256 in files)
        {
            using var content = blobs.Open(sha256);
            zip.PutNextEntry(new ZipEntry(sha256) { DateTime = now.UtcDateTime, Size = content.Length });
            int read;
            while ((read = content.Read(buffer, 0, buffer.Length)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                zip.Write(buffer, 0, read);
            }
            zip.CloseEntry();
        }
    }
}
