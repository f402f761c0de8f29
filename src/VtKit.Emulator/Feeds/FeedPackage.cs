using System.Buffers;
using System.Formats.Tar;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using ICSharpCode.SharpZipLib.BZip2;

namespace VtKit.Emulator;

/// <summary>The packages of a feed: JSON lines in bzip2, one for each analysis that ended in the minute; an hour is an archive of its minutes.</summary>
internal static class FeedPackage
{
    private static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<byte[]> MinuteAsync(ApiRequest request, string type, DateTimeOffset minute, CancellationToken cancellationToken) =>
        Compress(await LinesAsync(request, type, minute, cancellationToken).ConfigureAwait(false));

    public static async Task<byte[]> HourAsync(ApiRequest request, string type, DateTimeOffset hour, CancellationToken cancellationToken)
    {
        using var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, TarEntryFormat.Ustar, leaveOpen: true))
        {
            for (var minute = hour; minute < hour.AddHours(1); minute = minute.AddMinutes(1))
            {
                using var lines = new MemoryStream(await LinesAsync(request, type, minute, cancellationToken).ConfigureAwait(false));
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, minute.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture)) { DataStream = lines, ModificationTime = minute });
            }
        }
        return Compress(archive.ToArray());
    }

    private static Task<byte[]> LinesAsync(ApiRequest request, string type, DateTimeOffset minute, CancellationToken cancellationToken) =>
        request.Backend.ReadAsync(store =>
        {
            var from = minute.ToUnixTimeMilliseconds();
            var ids = store.List(type == ObjectType.FileBehaviour
                    // Reports of sandboxes are brought in, whole.
                    ? "SELECT id FROM record WHERE type = $1 AND modified >= $2 AND modified < $3 ORDER BY modified, key"
                    : "SELECT item FROM analysis WHERE type = $1 AND done >= $2 AND done < $3 GROUP BY item ORDER BY min(done), min(key)",
                row => row.GetString(0), type, from, from + 60_000);
            var lines = new ArrayBufferWriter<byte>(4096);
            foreach (var id in ids)
            {
                cancellationToken.ThrowIfCancellationRequested();
                using (var json = new Utf8JsonWriter(lines, OneLine)) WriteLine(new ObjectWriter(store, request, json), type, id);
                lines.Write("\n"u8);
            }
            return lines.WrittenSpan.ToArray();
        }, cancellationToken);

    private static void WriteLine(ObjectWriter writer, string type, string id)
    {
        if (type == ObjectType.File && Files.IsStored(writer.Store, id))
            writer.Object(type, id, new Listing(DownloadUrl: writer.Request.ApiBase + Endpoints.FeedsFilesDownload.Path(FeedRoutes.DownloadToken(writer.Request, id))));
        else
            writer.Object(type, id, type == ObjectType.FileBehaviour ? new Listing(Context: run => WriteRun(run, id)) : null);
    }

    /// <summary>What a line about a run says of its file, and where to get what was recorded.</summary>
    private static void WriteRun(ObjectWriter writer, string id)
    {
        var (md5, sha1, facts) = writer.Store.First("SELECT md5, sha1, facts FROM file WHERE sha256 = $1", row => (row.GetString(0), row.GetString(1), row.GetString(2)), Behaviours.FileOf(id));
        if (!string.IsNullOrEmpty(md5)) writer.Json.WriteString(Part.FeedContext.FileMd5, md5);
        if (!string.IsNullOrEmpty(sha1)) writer.Json.WriteString(Part.FeedContext.FileSha1, sha1);
        if (facts is not null)
        {
            using var known = JsonDocument.Parse(facts);
            if (known.RootElement.Text(Attr.File.TypeTag) is { } tag) writer.Json.WriteString(Part.FeedContext.FileTypeTag, tag);
        }
        Artefacts.WriteLinks(writer, id);
    }

    private static byte[] Compress(ReadOnlySpan<byte> content)
    {
        using var compressed = new MemoryStream();
        using (var bzip2 = new BZip2OutputStream(compressed) { IsStreamOwner = false }) bzip2.Write(content);
        return compressed.ToArray();
    }
}
