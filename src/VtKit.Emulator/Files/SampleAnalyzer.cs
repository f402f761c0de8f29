using VtKit.StaticAnalysis;

namespace VtKit.Emulator;

/// <summary>A file that was analysed, and is still on its way into the store.</summary>
internal sealed record AnalyzedSample(BlobStore.Arrival? Arrival, string? Name, FileFacts Facts, string FactsJson, string ResultsJson, IReadOnlyList<SampleMember> Members)
{
    /// <summary>This sample and those inside it.</summary>
    public IEnumerable<AnalyzedSample> AndMembers() => Members.Where(member => member.Sample is not null).SelectMany(member => member.Sample!.AndMembers()).Prepend(this);
}

/// <summary>A file inside another one. <paramref name="Sample"/> is null when it is not kept, for its size or its number.</summary>
internal sealed record SampleMember(FileChildKind Kind, string Sha256, string Name, AnalyzedSample? Sample);

/// <summary>Analyses samples and what is inside them, a few at a time.</summary>
internal sealed class SampleAnalyzer(Backend backend) : IDisposable
{
    /// <summary>How many files inside one submission are kept and scanned by themselves.</summary>
    private const int MaxMembers = 100;

    /// <summary>How many bytes they may have together.</summary>
    private const long MaxMemberBytes = 256L * 1024 * 1024;

    /// <summary>How deep archives inside archives are opened.</summary>
    private const int MaxDepth = 3;

    private readonly SemaphoreSlim _slots = new(Environment.ProcessorCount, Environment.ProcessorCount);
    private readonly Lazy<Task<EngineSet>> _engines = new(() => DiscoverAsync(backend.Options));

    /// <summary>Analyses a file that has arrived. The caller disposes of all arrivals in the answer, whether or not they were settled.</summary>
    public async Task<AnalyzedSample> AnalyzeAsync(BlobStore.Arrival arrival, string? name, bool unpack, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await AnalyzeAsync(arrival, arrival.Content, name, new Budget(), unpack ? 1 : MaxDepth + 1, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Analyses a file that is in the store once more; the files inside it stay as they are.</summary>
    public async Task<AnalyzedSample> AnalyzeAgainAsync(string sha256, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var content = backend.Blobs.Open(sha256);
            await using (content.ConfigureAwait(false))
                return await AnalyzeAsync(null, content, null, new Budget(), MaxDepth + 1, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>The engines that are present, looked for once.</summary>
    public Task<EngineSet> EnginesAsync() => _engines.Value;

    public void Dispose() => _slots.Dispose();

    private async Task<AnalyzedSample> AnalyzeAsync(
        BlobStore.Arrival? arrival, Stream content, string? name, Budget budget, int depth, CancellationToken cancellationToken)
    {
        var unpacked = new List<(FileChild Child, BlobStore.Arrival Arrival)>();
        var members = new List<SampleMember>();
        try
        {
            var options = new AnalysisOptions
            {
                OnChild = depth > MaxDepth ? null : async (child, bytes, token) =>
                {
                    if (unpacked.Exists(entry => entry.Child.Sha256 == child.Sha256) || !budget.TryTake(child.Size)) return;
                    var member = backend.Blobs.Begin();
                    unpacked.Add((child, member));
                    await bytes.CopyToAsync(member.Content, token).ConfigureAwait(false);
                },
            };
            var facts = await FileAnalyzer.AnalyzeAsync(content, options, cancellationToken).ConfigureAwait(false);
            var report = await ScanAsync(content, facts, cancellationToken).ConfigureAwait(false);
            foreach (var child in facts.Children)
            {
                if (child.Sha256 is not { } sha256 || members.Exists(member => member.Sha256 == sha256)) continue;
                var at = unpacked.FindIndex(entry => entry.Child.Sha256 == sha256);
                AnalyzedSample? sample = null;
                if (at >= 0)
                {
                    sample = await AnalyzeAsync(unpacked[at].Arrival, unpacked[at].Arrival.Content, NameOf(child), budget, depth + 1, cancellationToken)
                        .ConfigureAwait(false);
                    unpacked.RemoveAt(at);
                }
                members.Add(new SampleMember(child.Kind, sha256, child.Name, sample));
            }
            return new AnalyzedSample(arrival, name, facts, FactsOf(facts, report), Records.Write(report.WriteResults), members);
        }
        catch
        {
            foreach (var sample in members.Where(member => member.Sample is not null).SelectMany(member => member.Sample!.AndMembers()))
                await sample.Arrival!.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            // What is left when the analysis failed.
            foreach (var (_, rest) in unpacked) await rest.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<EngineReport> ScanAsync(Stream content, FileFacts facts, CancellationToken cancellationToken)
    {
        var engines = await EnginesAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        var report = await engines.ReportAsync(content, facts, backend.Clock.Now, cancellationToken).ConfigureAwait(false);
        foreach (var problem in report.Problems) backend.Options.Log?.Invoke(problem);
        return report;
    }

    /// <summary>What the file itself tells, and the rules that it matches.</summary>
    private static string FactsOf(FileFacts facts, EngineReport report) => Records.Write(writer =>
    {
        facts.WriteAttributes(writer);
        report.WriteYaraResults(writer);
    });

    private static async Task<EngineSet> DiscoverAsync(VtEmulatorOptions options)
    {
        var engines = options.Engines ?? await EngineSet.DiscoverAsync().ConfigureAwait(false);
        foreach (var problem in engines.Problems) options.Log?.Invoke(problem);
        return engines;
    }

    /// <summary>The name by which a file inside is known: resources have numbers, and an overlay has nothing.</summary>
    private static string? NameOf(FileChild child) =>
        child.Kind is FileChildKind.PeResource or FileChildKind.Overlay ? null : child.Name[(child.Name.LastIndexOfAny(['/', '\\']) + 1)..];

    /// <summary>What one submission may still unpack.</summary>
    private sealed class Budget
    {
        private int _files = MaxMembers;
        private long _bytes = MaxMemberBytes;

        public bool TryTake(long bytes)
        {
            if (_files == 0 || bytes > _bytes) return false;
            _files--;
            _bytes -= bytes;
            return true;
        }
    }
}
