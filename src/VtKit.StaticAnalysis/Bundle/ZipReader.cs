using System.Globalization;

namespace VtKit.StaticAnalysis;

/// <summary>Builds the facts about a ZIP file, entry by entry. What is complete stays when the time is up.</summary>
internal sealed class ZipReader(ContentView view, ZipDirectory directory, AnalysisScope scope, int depth)
{
    private readonly BundleCollector _collected = new(scope, depth, Stamp);

    /// <summary>Reads the archive, as far as limits and time allow.</summary>
    /// <param name="type">The service's word for the kind of bundle.</param>
    /// <param name="budget">Ends with the time budget or with the caller's wish.</param>
    public async ValueTask<BundleFacts> ReadAsync(string? type, CancellationToken budget)
    {
        try
        {
            await foreach (var entry in directory.EntriesAsync(budget).ConfigureAwait(false))
            {
                var item = new BundleItem(entry.Name, entry.Size) { IsDirectory = entry.IsDirectory, IsEncrypted = entry.IsEncrypted };
                _collected.Count(item, entry.Stamp);
                if (_collected.MayAdd()) await _collected.AddAsync(item, await FindAsync(entry, budget).ConfigureAwait(false), budget).ConfigureAwait(false);
            }
            if (_collected.EntryCount > _collected.ChildCount) scope.Problem($"The archive has {_collected.EntryCount} entries: {_collected.ChildCount} were looked at.");
            if ((ulong)_collected.EntryCount < directory.ClaimedCount) scope.Problem($"The archive claims {directory.ClaimedCount} entries, but its directory has {_collected.EntryCount}.");
        }
        catch (OperationCanceledException) when (!scope.IsCancelled)
        {
            scope.Problem($"The time was up after {_collected.EntryCount} entries of the archive.");
        }
        return _collected.Facts(type);
    }

    private async ValueTask<BundleContent?> FindAsync(ZipEntry entry, CancellationToken budget)
    {
        if (entry.IsDirectory || entry.IsEncrypted) return null;
        if (!ZipContent.IsSupported(entry.Method))
        {
            scope.Problem($"'{entry.Name}' is packed with method {entry.Method}, which is not supported.");
            return null;
        }
        if (await ZipContent.LocateAsync(view, directory, entry, budget).ConfigureAwait(false) is { } place)
            return new BundleContent(() => ZipContent.Open(view, place, entry), Math.Min(entry.PackedSize, (ulong)view.Length), entry.Crc);
        scope.Problem($"'{entry.Name}' has no header where the archive's directory says.");
        return null;
    }

    /// <summary>The archive's own digits: they need not be a date that exists.</summary>
    private static string Stamp(long stamp) => string.Create(CultureInfo.InvariantCulture,
        $"{(stamp >> 25) + 1980:d4}-{(stamp >> 21) & 15:d2}-{(stamp >> 16) & 31:d2} {(stamp >> 11) & 31:d2}:{(stamp >> 5) & 63:d2}:{(stamp & 31) * 2:d2}");
}
