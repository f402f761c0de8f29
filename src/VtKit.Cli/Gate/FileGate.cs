using VtKit.Enrichment;
using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>Judges files by a policy, some at the same time.</summary>
internal sealed class FileGate(CliSession session, ServiceConnection connection, VerdictPolicy policy, bool upload, bool hideName)
{
    private const int Concurrency = 4;

    // What no further file would be spared: a spent quota, a bad key, a host that is not there.
    private Failure? _stopped;

    public async Task<IReadOnlyList<CheckedFile>> RunAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        using var line = new ProgressLine(session.Console, session.Talk, session.Time);
        using var consent = new UploadConsent(session, connection, given: upload);
        var progress = new ScanProgress(line);
        var results = new CheckedFile[paths.Count];
        // What a dry run shows stands in the order of the files.
        var options = new ParallelOptions { MaxDegreeOfParallelism = session.Parsed.GetValue(WriteOptions.DryRun) ? 1 : Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, paths.Count, options, async (index, token) =>
        {
            results[index] = await JudgeAsync(paths[index], new FileScan(session, connection, consent, progress, paths[index]), progress, token).ConfigureAwait(false);
            progress.End(paths[index]);
        }).ConfigureAwait(false);
        return results;
    }

    private async Task<CheckedFile> JudgeAsync(string path, FileScan scan, ScanProgress progress, CancellationToken cancellationToken)
    {
        FileHash? hash = null;
        try
        {
            var stream = InputFile.Open(path);
            await using var closing = stream.ConfigureAwait(false);
            var hashes = await InputFile.HashAsync(path, stream, HashKinds.All, progress.Hashing(path, stream.Length), cancellationToken).ConfigureAwait(false);
            hash = hashes.Sha256;
            var now = session.Time.GetUtcNow();
            if (policy.Gate.Allowing(hashes, now) is { } allowed) return new CheckedFile(path, hash, CheckResult.Allowed, Allowed: allowed);
            if (Volatile.Read(ref _stopped) is { } stopped) return new CheckedFile(path, hash, CheckResult.Error, Problem: stopped);
            VtObject? report = await scan.FindAsync(hash!.Value, cancellationToken).ConfigureAwait(false);
            // Nothing can be said of an empty file, by anybody.
            if (report is null && upload && stream.Length > 0)
                report = await SubmitAsync(scan, stream, hash.Value, cancellationToken).ConfigureAwait(false);
            var verdict = policy.Judge(report, now);
            return new CheckedFile(path, hash, policy.Gate.Fails(verdict.Kind) ? CheckResult.Failed : CheckResult.Passed, verdict);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var failure = Failure.Of(e, cancellationToken);
            if (failure.HitsAll) Volatile.Write(ref _stopped, failure);
            return new CheckedFile(path, hash, CheckResult.Error, Problem: failure with { Message = session.Talk.Clean(failure.Message) });
        }
    }

    private async Task<VtObject?> SubmitAsync(FileScan scan, FileStream stream, FileHash hash, CancellationToken cancellationToken)
    {
        VtObject? report = null;
        // What is not sent stays what it was: unknown.
        await DryRunStop.PassAsync(async () => report = await scan.SubmitAsync(stream, hash, hideName, password: null, wait: true, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return report;
    }
}
