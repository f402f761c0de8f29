using System.Buffers.Binary;

namespace VtKit.StaticAnalysis;

/// <summary>Builds the facts about a 7z file from the header at its end. Nothing is unpacked: its methods are not the runtime's.</summary>
internal static class SevenZipReader
{
    private const int StartSize = 32;
    private const int MaxHeader = 4 << 20;

    public static async ValueTask<BundleFacts?> ReadAsync(ContentView view, AnalysisScope scope, int depth, CancellationToken budget)
    {
        if (await view.ReadExactlyAsync(0, StartSize, budget).ConfigureAwait(false) is not { } start) return null;
        var offset = BinaryPrimitives.ReadUInt64LittleEndian(start.AsSpan(12));
        var size = BinaryPrimitives.ReadUInt64LittleEndian(start.AsSpan(20));
        var collected = new BundleCollector(scope, depth, BundleCollector.UnixStamp);
        // Nothing is in an empty archive, not even a header.
        if (size == 0) return collected.Facts("7ZIP");
        var bytes = size > MaxHeader || offset > (ulong)view.Length ? null : await view.ReadExactlyAsync(StartSize + offset, (int)size, budget).ConfigureAwait(false);
        var header = bytes is null ? null : SevenZipHeader.Read(bytes);
        if (header is null || header.IsPacked)
        {
            scope.Problem(header is null ? "The 7z file's header cannot be read." : header.IsEncrypted ? "The 7z file's list of entries is encrypted." : "The 7z file's list of entries is packed: it is not read.");
            return header is { IsEncrypted: true } ? collected.Facts(type: null) with { HasEncrypted = true } : null;
        }
        foreach (var entry in header.Entries)
        {
            var item = new BundleItem(entry.Name, entry.Size) { IsDirectory = entry.IsDirectory, IsEncrypted = entry.IsEncrypted };
            collected.Count(item, entry.Time is > 0 and var time ? (time - DateTime.UnixEpoch.ToFileTimeUtc()) / TimeSpan.TicksPerSecond : null);
            if (collected.MayAdd()) await collected.AddAsync(item, null, budget).ConfigureAwait(false);
        }
        if (collected.EntryCount > collected.ChildCount) scope.Problem($"The archive has {collected.EntryCount} entries: {collected.ChildCount} were looked at.");
        return collected.Facts("7ZIP");
    }
}
