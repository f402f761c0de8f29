using System.Buffers.Binary;

namespace VtKit.StaticAnalysis;

/// <summary>Builds the facts about a 7z file from the header at its end. What is complete stays when the time is up.</summary>
internal sealed class SevenZipReader(ContentView view, AnalysisScope scope, int depth)
{
    private const int MaxHeader = 16 << 20;
    // A list may be packed, and that again be described by a list: no program goes further.
    private const int MaxHeaders = 4;

    private readonly BundleCollector _collected = new(scope, depth, BundleCollector.UnixStamp);

    public async ValueTask<BundleFacts?> ReadAsync(CancellationToken budget)
    {
        if (await view.ReadExactlyAsync(0, SevenZipStreams.StartSize, budget).ConfigureAwait(false) is not { } start) return null;
        var offset = BinaryPrimitives.ReadUInt64LittleEndian(start.AsSpan(12));
        var size = BinaryPrimitives.ReadUInt64LittleEndian(start.AsSpan(20));
        // Nothing is in an empty archive, not even a header.
        if (size == 0) return _collected.Facts("7ZIP");
        var bytes = size > MaxHeader || offset > (ulong)view.Length ? null : await view.ReadExactlyAsync(SevenZipStreams.StartSize + offset, (int)size, budget).ConfigureAwait(false);
        for (var i = 0; i < MaxHeaders; i++)
        {
            var header = bytes is null ? null : SevenZipHeader.Read(bytes);
            if (header is null) break;
            if (!header.IsPacked) return await EntriesAsync(header, budget).ConfigureAwait(false);
            if (header.Streams.Folders.Exists(folder => folder.IsEncrypted))
            {
                scope.Problem("The 7z file's list of entries is encrypted.");
                return _collected.Facts(type: null) with { HasEncrypted = true };
            }
            bytes = await UnpackAsync(header.Streams, budget).ConfigureAwait(false);
        }
        scope.Problem("The 7z file's header cannot be read.");
        return null;
    }

    /// <summary>Unpacks a list of entries; null when it cannot be had.</summary>
    private async ValueTask<byte[]?> UnpackAsync(SevenZipStreams streams, CancellationToken budget)
    {
        if (streams.Folders is not [var folder, ..] || !SevenZipContent.IsSupported(folder) || folder.Size > MaxHeader) return null;
        var packed = streams.Packed(view).First();
        if (BundleCollector.IsTooMuch(folder.Size, packed.Size, scope.Options) || scope.UnpackBudget < (long)folder.Size) return null;
        scope.UnpackBudget -= (long)folder.Size;
        try
        {
            var content = SevenZipContent.Open(view, folder, packed);
            await using (content.ConfigureAwait(false))
            {
                var list = new MemoryStream();
                var block = new byte[32 * 1024];
                // Memory for what there is, not for what is claimed.
                int read;
                while ((read = await content.ReadAsync(block, budget).ConfigureAwait(false)) > 0 && (ulong)list.Length < folder.Size)
                    list.Write(block.AsSpan(0, (int)Math.Min((ulong)read, folder.Size - (ulong)list.Length)));
                var bytes = list.ToArray();
                if (folder.Checksum is { } checksum && checksum != Crc32.Of(bytes)) scope.Problem("The 7z file's list of entries does not match its checksum.");
                return bytes;
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or LeftPackedException)
        {
            return null;
        }
    }

    private async ValueTask<BundleFacts> EntriesAsync(SevenZipHeader header, CancellationToken budget)
    {
        var folders = new SevenZipFolders(view, header.Streams, scope);
        await using (folders.ConfigureAwait(false))
        {
            try
            {
                foreach (var entry in header.Entries)
                {
                    var item = new BundleItem(entry.Name, entry.Stream?.Size ?? 0)
                    {
                        IsDirectory = entry.IsDirectory,
                        IsEncrypted = entry.Stream is { } stream && header.Streams.Folders[stream.Folder].IsEncrypted,
                    };
                    _collected.Count(item, entry.Time is > 0 and var time ? (time - DateTime.UnixEpoch.ToFileTimeUtc()) / TimeSpan.TicksPerSecond : null);
                    if (!_collected.MayAdd()) continue;
                    var content = item.IsDirectory || item.IsEncrypted ? null : await folders.FindAsync(entry).ConfigureAwait(false);
                    await _collected.AddAsync(item, content, budget).ConfigureAwait(false);
                }
                if (_collected.EntryCount > _collected.ChildCount) scope.Problem($"The archive has {_collected.EntryCount} entries: {_collected.ChildCount} were looked at.");
            }
            catch (OperationCanceledException) when (!scope.IsCancelled)
            {
                scope.Problem($"The time was up after {_collected.EntryCount} entries of the archive.");
            }
        }
        return _collected.Facts("7ZIP");
    }
}
