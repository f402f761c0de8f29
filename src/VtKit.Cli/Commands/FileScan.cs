using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>One file: hash it, look it up, and only where it is unknown upload it and wait for the analysis.</summary>
internal sealed class FileScan(CliSession session, ServiceConnection connection, UploadConsent consent, ScanProgress progress, string path)
{
    /// <summary>Gives the report of the file, or the analysis where it is not waited for.</summary>
    public async Task<VtObject> RunAsync(bool hideName, string? password, bool wait, CancellationToken cancellationToken)
    {
        var stream = InputFile.Open(path);
        await using var closing = stream.ConfigureAwait(false);
        RefuseUnsendable(stream.Length);
        var hashes = await InputFile.HashAsync(path, stream, HashKinds.Sha256, progress.Hashing(path, stream.Length), cancellationToken).ConfigureAwait(false);
        var hash = hashes.Sha256!.Value;
        if (await FindAsync(hash, cancellationToken).ConfigureAwait(false) is { } known)
        {
            session.Talk.Say($"{path} is known by its hash: nothing was uploaded");
            return known;
        }
        return await SubmitAsync(stream, hash, hideName, password, wait, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Uploads the file, which the service does not know, and gives its report, or the analysis where it is not waited for.</summary>
    public async Task<VtObject> SubmitAsync(FileStream stream, FileHash hash, bool hideName, string? password, bool wait, CancellationToken cancellationToken)
    {
        RefuseUnsendable(stream.Length);
        var analysis = await UploadAsync(stream, hash, hideName, password, cancellationToken).ConfigureAwait(false);
        if (!wait) return analysis;
        var completed = await connection.Client.Analyses.WaitAsync(analysis.Id, connection.WaitOptions(progress.Analysing(path)), cancellationToken).ConfigureAwait(false);
        // A service may show the report a little later than the analysis.
        return await FindAsync(hash, cancellationToken).ConfigureAwait(false) ?? (VtObject)completed;
    }

    // Before it is hashed: what cannot be sent need not be read.
    private void RefuseUnsendable(long size)
    {
        if (size == 0) throw InputFile.Unusable(path, "is empty: there is nothing to scan");
        if (size > Limits.UploadBytes)
            throw InputFile.Unusable(path, $"has {Values.Size(size)}, and the service takes {Values.Size(Limits.UploadBytes)} at most: unpack it and scan its parts");
    }

    private async Task<VtAnalysis> UploadAsync(FileStream stream, FileHash hash, bool hideName, string? password, CancellationToken cancellationToken)
    {
        await consent.RequireAsync(path, stream.Length, cancellationToken).ConfigureAwait(false);
        var name = hideName ? hash.ToString() : Path.GetFileName(path);
        var options = new VtUploadOptions { FileName = name, Password = password, Progress = progress.Uploading(path, stream.Length) };
        var analysis = await Receipts.Of(session).KeepAsync(
            new Receipt(default, VtObjectTypes.File, hash.ToString(), connection.Host, name, stream.Length),
            () => connection.Client.Files.UploadAsync(stream, options, cancellationToken)).ConfigureAwait(false);
        session.Talk.Say($"uploaded {hash} as \"{name}\" to {connection.Host}");
        return analysis;
    }

    /// <summary>The report of a file, or null where the service has none. Nothing is uploaded.</summary>
    public async Task<VtFile?> FindAsync(FileHash hash, CancellationToken cancellationToken)
    {
        try
        {
            return await connection.Client.Files.GetAsync(hash, null, cancellationToken).ConfigureAwait(false);
        }
        catch (VtNotFoundException)
        {
            return null;
        }
    }
}
