namespace VtKit.Emulator;

/// <summary>Brings a sample into the store: analysed, moved to its place, and written down, in an order that survives a crash at any point.</summary>
internal static class SampleIntake
{
    /// <summary>Files that everybody sees. A password is let pass, and not used.</summary>
    public static UploadKind Upload { get; } = new("file", "file_upload", Endpoints.FilesUpload, Endpoints.FilesUploadUrl, async (request, upload, cancellationToken) =>
        ObjectAnswer.AnalysisDescriptor(request, (await SubmitAsync(request, upload, cancellationToken).ConfigureAwait(false)).Analysis));

    /// <summary>Takes in a file that somebody submits, and lets rules look at it.</summary>
    public static async Task<(string Sha256, string Analysis)> SubmitAsync(ApiRequest request, Upload upload, CancellationToken cancellationToken)
    {
        var taken = await TakeAsync(request.Backend, upload.File!, upload.Name, request.Account, request.Now, cancellationToken).ConfigureAwait(false);
        await request.Backend.Livehunt.MatchAsync(taken.Sha256, request.Account, request.Now).ConfigureAwait(false);
        return taken;
    }

    /// <summary>Takes a file in, with those inside it.</summary>
    /// <returns>Its SHA-256, and the id of its analysis.</returns>
    public static Task<(string Sha256, string Analysis)> TakeAsync(Backend backend, BlobStore.Arrival arrival, string? name, Account? submitter, DateTimeOffset now, CancellationToken cancellationToken) =>
        TakeAsync(backend, arrival, name, unpack: true, (store, sample) => (sample.Facts.Sha256, Files.Save(store, sample, submitter, now, backend.Options)), cancellationToken);

    /// <summary>Takes a file in for somebody who writes it down.</summary>
    /// <param name="backend">The store, the samples, the engines.</param>
    /// <param name="arrival">The file.</param>
    /// <param name="name">Its name.</param>
    /// <param name="unpack">Whether files inside it are taken in as well.</param>
    /// <param name="save">Writes it down, in a transaction.</param>
    /// <param name="cancellationToken">Gives up, unless it is being written down.</param>
    public static async Task<T> TakeAsync<T>(
        Backend backend, BlobStore.Arrival arrival, string? name, bool unpack, Func<Session, AnalyzedSample, T> save, CancellationToken cancellationToken)
    {
        var sample = await backend.Analyzer.AnalyzeAsync(arrival, name, unpack, cancellationToken).ConfigureAwait(false);
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
                var result = save(store, sample);
                store.Execute("DELETE FROM blob_arriving WHERE ticket = $1", ticket);
                return result;
            }, CancellationToken.None).ConfigureAwait(false);
        }
        finally
        {
            foreach (var member in all.Skip(1)) await member.Arrival!.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Deletes content that nothing needs any more. What is on its way in needs its content already.</summary>
    public static void DropUnused(Session store, BlobStore blobs, string sha256)
    {
        if (!store.Any($"SELECT 1 WHERE {UsedSql} OR EXISTS (SELECT 1 FROM blob_arriving WHERE sha256 = $1)", sha256)) blobs.Delete(sha256);
    }

    /// <summary>Removes what a crash left between the folder of samples and the store.</summary>
    public static void RemoveOrphans(Session store, BlobStore blobs)
    {
        var arriving = store.List("SELECT DISTINCT sha256 FROM blob_arriving", row => row.GetString(0));
        store.Execute("DELETE FROM blob_arriving");
        foreach (var sha256 in arriving) DropUnused(store, blobs, sha256);
    }

    private const string UsedSql =
        """
        EXISTS (SELECT 1 FROM file WHERE sha256 = $1 AND stored = 1) OR EXISTS (SELECT 1 FROM private_file WHERE sha256 = $1 AND stored = 1)
            OR EXISTS (SELECT 1 FROM monitor_item WHERE sha256 = $1)
        """;
}
