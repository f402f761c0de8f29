namespace VtKit.Emulator;

/// <summary>Brings a sample into the store: analysed, moved to its place, and written down, in an order that survives a crash at any point.</summary>
internal static class SampleIntake
{
    /// <summary>Takes a file in.</summary>
    /// <returns>Its SHA-256, and the id of its analysis.</returns>
    public static async Task<(string Sha256, string Analysis)> TakeAsync(Backend backend, BlobStore.Arrival arrival, string? name, Account? submitter, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var sample = await backend.Analyzer.AnalyzeAsync(arrival, name, cancellationToken).ConfigureAwait(false);
        var all = sample.AndMembers().ToList();
        try
        {
            var ticket = Guid.NewGuid().ToString("N");
            await backend.WriteAsync(store =>
            {
                foreach (var one in all) store.Execute("INSERT OR IGNORE INTO blob_arriving(sha256, ticket) VALUES ($1, $2)", one.Facts.Sha256, ticket);
                return 0;
            }, cancellationToken).ConfigureAwait(false);
            foreach (var one in all) backend.Blobs.Settle(one.Arrival!, one.Facts.Sha256);
            return await backend.WriteAsync(store =>
            {
                var id = Files.Save(store, sample, submitter, now, backend.Options);
                store.Execute("DELETE FROM blob_arriving WHERE ticket = $1", ticket);
                return (sample.Facts.Sha256, id);
            }, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            foreach (var member in all.Skip(1)) await member.Arrival!.DisposeAsync().ConfigureAwait(false);
        }
    }
}
