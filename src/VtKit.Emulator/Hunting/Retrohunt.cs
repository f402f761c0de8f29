using System.Text.Json.Nodes;
using System.Threading.Channels;
using VtKit.StaticAnalysis;

namespace VtKit.Emulator;

/// <summary>
/// Runs Retrohunt jobs in the background, one after the other, over the stored files. A job that a crash or the end of the emulator cut off
/// starts anew when the store is opened again.
/// </summary>
internal sealed class Retrohunt(Backend backend)
{
    private readonly Channel<string> _jobs = Channel.CreateUnbounded<string>();

    /// <summary>Ends when the emulator stops.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public void Start(CancellationToken stopping) => Ended = Task.Run(() => WorkAsync(stopping), CancellationToken.None);

    public void Add(string id) => _jobs.Writer.TryWrite(id);

    private async Task WorkAsync(CancellationToken stopping)
    {
        foreach (var left in await backend.ReadAsync(store => RetrohuntJobs.Active(store, null), stopping).ConfigureAwait(false))
            await GuardAsync(left, stopping).ConfigureAwait(false);
        await foreach (var id in _jobs.Reader.ReadAllAsync(stopping).ConfigureAwait(false))
            await GuardAsync(id, stopping).ConfigureAwait(false);
    }

    /// <summary>A job that fails is aborted; the next ones run.</summary>
    private async Task GuardAsync(string id, CancellationToken stopping)
    {
        try
        {
            await RunAsync(id, stopping).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException or System.Text.Json.JsonException)
        {
            backend.Options.Log?.Invoke($"Retrohunt: the job {id} failed: {e.Message}");
            await EndAsync(id, Words.RetrohuntStatus.Aborted, stopping).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(string id, CancellationToken stopping)
    {
        if (await backend.ReadAsync(store => Find(store, id), stopping).ConfigureAwait(false) is not { } job) return;
        if (RetrohuntJobs.Status(job) == Words.RetrohuntStatus.Aborting)
        {
            await EndAsync(id, Words.RetrohuntStatus.Aborted, stopping).ConfigureAwait(false);
            return;
        }
        string rules;
        (long From, long To) range;
        bool hasFiles;
        using (var attributes = job.Read())
        {
            rules = attributes.RootElement.Text(Attr.RetrohuntJob.Rules) ?? "";
            range = RetrohuntJobs.TimeRange(attributes.RootElement);
            // Nothing here is known to be harmless.
            hasFiles = attributes.RootElement.Text(Attr.RetrohuntJob.Corpus) == Words.RetrohuntCorpus.Main;
        }
        var compilation = await backend.Yara.CompileAsync([new YaraSource("job", rules)], stopping).ConfigureAwait(false);
        using var compiled = compilation.Rules;
        if (compiled is null)
        {
            backend.Options.Log?.Invoke($"Retrohunt: the job {id} cannot run: {compilation.Error}");
            await EndAsync(id, Words.RetrohuntStatus.Aborted, stopping).ConfigureAwait(false);
            return;
        }
        var files = await backend.WriteAsync(store => Begin(store, id) && hasFiles ? HuntedFiles.Submitted(store, range.From, range.To) : [], stopping).ConfigureAwait(false);
        var state = new State(files.Sum(file => file.Size), backend.Clock.Underlying.GetTimestamp());
        foreach (var (sha256, size) in files)
        {
            var matches = await ScanAsync(compiled, job, sha256, stopping).ConfigureAwait(false);
            if (!await backend.WriteAsync(store => Advance(store, id, state, size, matches), stopping).ConfigureAwait(false)) break;
        }
        await EndAsync(id, Words.RetrohuntStatus.Finished, stopping).ConfigureAwait(false);
    }

    /// <summary>What a file matches.</summary>
    private async Task<List<HuntingMatch>> ScanAsync(YaraCompiledRules rules, Record job, string sha256, CancellationToken stopping)
    {
        var matches = new List<HuntingMatch>();
        try
        {
            var content = HuntedFiles.Open(backend, sha256);
            await using (content.ConfigureAwait(false))
            {
                var scan = await rules.ScanAsync(content, stopping).ConfigureAwait(false);
                if (scan.Problem is not null) backend.Options.Log?.Invoke($"Retrohunt: {scan.Problem}");
                foreach (var hit in scan.Hits)
                    matches.Add(new HuntingMatch(
                        0, ObjectType.RetrohuntJob, job.Id, job.Id, job.Owner!, sha256, backend.Clock.Now.ToUnixTimeMilliseconds(), hit.Rule, HuntingMatch.Texts(hit.Tags),
                        HuntingMatch.TagsOf(job.Id, hit.Rule, sha256), await Snippet.ReadAsync(content, hit.Places, stopping).ConfigureAwait(false), InSubfile: false, Submitter: null));
            }
        }
        catch (IOException) when (!backend.Blobs.Has(sha256))
        {
            // Everything was forgotten in the meantime.
        }
        return matches;
    }

    /// <summary>Notes that a job runs, from its beginning; false when it is not to run any more.</summary>
    private bool Begin(Session store, string id)
    {
        if (Find(store, id) is not { } job || RetrohuntJobs.Status(job) == Words.RetrohuntStatus.Aborting) return false;
        var now = backend.Clock.Now;
        store.Execute("DELETE FROM hunting_match WHERE source_type = $1 AND source = $2", ObjectType.RetrohuntJob, id);
        RetrohuntJobs.Change(store, job, attributes =>
        {
            attributes[Attr.RetrohuntJob.Status] = Words.RetrohuntStatus.Running;
            attributes[Attr.RetrohuntJob.StartDate] = now.ToUnixTimeSeconds();
            attributes[Attr.RetrohuntJob.Progress] = 0;
            attributes[Attr.RetrohuntJob.ScannedBytes] = 0;
            attributes[Attr.RetrohuntJob.NumMatches] = 0;
        }, now.ToUnixTimeMilliseconds());
        return true;
    }

    /// <summary>Notes a file; false when the job is to go no further.</summary>
    private bool Advance(Session store, string id, State state, long size, List<HuntingMatch> matches)
    {
        if (Find(store, id) is not { } job || RetrohuntJobs.Status(job) != Words.RetrohuntStatus.Running) return false;
        state.Scanned += size;
        foreach (var match in matches.Take(Limits.RetrohuntMatchesMax - state.Matches))
        {
            HuntingMatch.Add(store, match);
            state.Matches++;
        }
        RetrohuntJobs.Change(store, job, attributes =>
        {
            attributes[Attr.RetrohuntJob.Progress] = state.Total == 0 ? 100.0 : Math.Round(100.0 * state.Scanned / state.Total, 5);
            attributes[Attr.RetrohuntJob.ScannedBytes] = state.Scanned;
            attributes[Attr.RetrohuntJob.NumMatches] = state.Matches;
            var elapsed = backend.Clock.Underlying.GetElapsedTime(state.Began).TotalSeconds;
            attributes[Attr.RetrohuntJob.EtaSeconds] = state.Scanned == 0 ? 0 : (long)(elapsed / state.Scanned * (state.Total - state.Scanned));
        }, backend.Clock.Now.ToUnixTimeMilliseconds());
        return state.Matches < Limits.RetrohuntMatchesMax;
    }

    /// <summary>Notes the end, which is another one when somebody stopped the job meanwhile.</summary>
    private Task<bool> EndAsync(string id, string status, CancellationToken stopping) => backend.WriteAsync(store =>
    {
        if (Find(store, id) is not { } job) return false;
        var now = backend.Clock.Now;
        RetrohuntJobs.Change(store, job, attributes =>
        {
            var aborted = status == Words.RetrohuntStatus.Aborted || attributes[Attr.RetrohuntJob.Status]?.ToString() == Words.RetrohuntStatus.Aborting;
            attributes[Attr.RetrohuntJob.Status] = aborted ? Words.RetrohuntStatus.Aborted : Words.RetrohuntStatus.Finished;
            attributes[Attr.RetrohuntJob.FinishDate] = now.ToUnixTimeSeconds();
            attributes.Remove(Attr.RetrohuntJob.EtaSeconds);
            if (!aborted) attributes[Attr.RetrohuntJob.Progress] = 100;
        }, now.ToUnixTimeMilliseconds());
        return true;
    }, stopping);

    private static Record? Find(Session store, string id) => Records.Find(store, ObjectType.RetrohuntJob, id);

    private sealed class State(long total, long began)
    {
        public long Total { get; } = total;

        public long Began { get; } = began;

        public long Scanned { get; set; }

        public int Matches { get; set; }
    }
}
