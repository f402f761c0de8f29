using VtKit.Enrichment;
using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>What the output of a run is to be; this belongs to the run.</summary>
internal sealed record EnrichChoice(string? Out, string Format, string Columns, string? Policy, IReadOnlyList<DomainName> Own);

/// <summary>How far one start of a run is to go.</summary>
internal sealed record EnrichWish(int? Budget, bool Once, bool DryRun, bool Yes, int Concurrency);

/// <summary>One start of a run: what there is to do, what it costs, whether it is wanted, the work, and how it ended.</summary>
internal sealed class EnrichJob
{
    private readonly CliSession _session;
    private readonly string _name;
    private readonly EnrichChoice _choice;
    private readonly IReadOnlyList<EnrichmentItem> _items;
    private readonly string? _from;

    private EnrichJob(CliSession session, string name, EnrichChoice choice, IReadOnlyList<EnrichmentItem> items, string? from) =>
        (_session, _name, _choice, _items, _from) = (session, name, choice, items, from);

    /// <summary>The run of a command, new or begun earlier; null where there is nothing to look up, which is then said.</summary>
    public static async Task<EnrichJob?> OfCommandAsync(CliSession session, IReadOnlyList<string> sources, EnrichChoice choice, CancellationToken cancellationToken)
    {
        var input = new EnrichInput(session, choice.Own);
        await input.ReadAsync(sources, cancellationToken).ConfigureAwait(false);
        session.Talk.Say(input.HasFound ? input.Describe() : TextSource.Nothing(sources));
        if (input.Items.Count == 0) return null;
        // What comes from stdin is known by what it holds.
        var identity = sources.Select(source => source == "-" ? string.Join('\n', input.Items.Select(item => item.Key)) : Path.Exists(source) ? Path.GetFullPath(source) : source);
        var service = session.Settings.Local ? "local" : session.Settings.BaseUrl?.ToString() ?? "";
        var name = EnrichRuns.NameOf(sources, [.. identity, service, choice.Out ?? "", choice.Format, choice.Columns, choice.Policy ?? ""]);
        return new EnrichJob(session, name, choice, input.Items, string.Join(' ', sources));
    }

    /// <summary>A run that was begun earlier.</summary>
    /// <exception cref="CliException">There is none of that name.</exception>
    public static EnrichJob OfRun(CliSession session, string name)
    {
        var notes = EnrichmentRun.Read(EnrichRuns.Find(session, name), EnrichRuns.Out, EnrichRuns.Format, EnrichRuns.Columns, EnrichRuns.Policy).Notes;
        return new EnrichJob(session, name, new EnrichChoice(notes[0], notes[1] ?? "csv", notes[2] ?? EnrichColumns.Default, notes[3], []), [], null);
    }

    public async Task<ExitCode> RunAsync(EnrichWish wish, CancellationToken cancellationToken)
    {
        var policy = _choice.Policy is { } file ? PolicyFile.Read(file) : VerdictPolicy.Default;
        var connection = await EnrichConnection.OpenAsync(_session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var client = connection.Client;
        var columns = EnrichColumns.Parse(_choice.Columns, client.BaseAddress, policy, _session.Time);
        var path = EnrichRuns.PathOf(_session, _name);
        if (wish.Once && IsFinished(path) && _choice.Out is { } finished && File.Exists(finished))
        {
            _session.Talk.Say($"{finished} is finished: nothing is left to do");
            return ExitCode.Ok;
        }
        if (wish.DryRun && !File.Exists(path))
        {
            await PriceAsync(client, [.. _items.Select(item => item.Text)], wish.Budget, cancellationToken).ConfigureAwait(false);
            return ExitCode.Ok;
        }
        using var run = Open(path);
        if (run.Counts.Done > 0) _session.Talk.Say($"going on with {_name}: {Count.Number(run.Counts.Done)} of {Count.Number(run.Counts.Total)} done");
        var price = await PriceAsync(client, run.Left(), wish.Budget - run.Requests, cancellationToken).ConfigureAwait(false);
        if (wish.DryRun) return ExitCode.Ok;
        if (price.IsDear && !wish.Yes && _session.Console.CanAsk) await AskAsync(cancellationToken).ConfigureAwait(false);
        using var output = OpenOutput(run, EnrichFormat.Of(_choice.Format, columns.Names, _choice.Out is not null, _session.Style, _session.Console.Width));
        return await WorkAsync(run, client, output, columns, wish, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ExitCode> WorkAsync(EnrichmentRun run, VtClient client, EnrichmentOutput output, EnrichColumns columns, EnrichWish wish, CancellationToken cancellationToken)
    {
        var doneBefore = run.Counts.Done;
        using var line = new ProgressLine(_session.Console, _session.Talk, _session.Time);
        var progress = _session.Console.ErrorIsTerminal ? new EnrichProgress(line, client, _session.Time) : null;
        if (progress is not null) _session.Pausing = pause => progress.Pause(pause, run.Counts);
        var options = new EnrichmentOptions
        {
            Row = columns.RowOf,
            Concurrency = wish.Concurrency,
            Budget = wish.Budget,
            Once = wish.Once,
            TimeProvider = _session.Time,
            Progress = progress is null ? null : progress.Report,
        };
        try
        {
            var end = await run.WorkAsync(client, options, output, cancellationToken).ConfigureAwait(false);
            line.Erase();
            return Tell(run, end, doneBefore);
        }
        catch (Exception)
        {
            line.Erase();
            _session.Talk.Say($"{Count.Number(run.Counts.Done)} of {Count.Number(run.Counts.Total)} done; go on with: vtk enrich --resume {_name}");
            throw;
        }
    }

    private ExitCode Tell(EnrichmentRun run, EnrichmentEnd end, int doneBefore)
    {
        var counts = run.Counts;
        var parts = new List<string> { $"{Count.Number(counts.Found)} found", $"{Count.Number(counts.NotFound)} not found" };
        if (counts.Malformed > 0) parts.Add($"{Count.Number(counts.Malformed)} malformed");
        if (counts.Denied > 0) parts.Add($"{Count.Number(counts.Denied)} denied");
        if (counts.Transient > 0) parts.Add($"{Count.Number(counts.Transient)} without an answer");
        if (counts.Quota > 0) parts.Add($"{Count.Number(counts.Quota)} stopped by the quota");
        if (counts.Pending > 0) parts.Add($"{Count.Number(counts.Pending)} pending");
        _session.Talk.Say($"{string.Join(", ", parts)}; {Count.Of(run.Requests, "request")}{(_choice.Out is { } file ? $"; {file}" : "")}");
        if (end != EnrichmentEnd.Completed) _session.Talk.Say($"{Why(end)}; go on with: vtk enrich --resume {_name}");
        var answered = counts.Found + counts.NotFound;
        return end switch
        {
            EnrichmentEnd.KeyRejected => ExitCode.Auth,
            EnrichmentEnd.Unreachable when counts.Done == doneBefore => ExitCode.Error,
            EnrichmentEnd.Completed when counts.NotFound == counts.Total => ExitCode.NotFound,
            EnrichmentEnd.Completed when answered == counts.Total => ExitCode.Ok,
            _ => ExitCode.Partial,
        };
    }

    private static string Why(EnrichmentEnd end) => end switch
    {
        EnrichmentEnd.QuotaSpent => "the quota is spent",
        EnrichmentEnd.BudgetSpent => "the budget is spent: a higher --budget allows more",
        EnrichmentEnd.KeyRejected => "the service does not accept the key: `vtk config set api-key` keeps another",
        EnrichmentEnd.Unreachable => "the service did not answer, time after time",
        _ => "offline, and the rest is not in the cache",
    };

    // A run that is finished is begun anew: what it found is kept, and costs nothing while it is good.
    private EnrichmentRun Open(string path)
    {
        if (_items.Count > 0 && IsFinished(path))
        {
            if (_choice.Out is { } file && File.Exists(file)) throw new CliException(ExitCode.Error, $"{file} is the finished result of this command: name another --out, or remove it to begin anew");
            EnrichmentRun.Remove(path);
        }
        var run = EnrichmentRun.Open(path);
        if (_items.Count == 0) return run;
        var notes = new List<KeyValuePair<string, string>> { new(EnrichRuns.From, _from!), new(EnrichRuns.Format, _choice.Format), new(EnrichRuns.Columns, _choice.Columns) };
        if (_choice.Out is not null) notes.Add(new(EnrichRuns.Out, _choice.Out));
        if (_choice.Policy is not null) notes.Add(new(EnrichRuns.Policy, _choice.Policy));
        run.Add(_items, notes);
        return run;
    }

    // A list that has grown since goes on.
    private bool IsFinished(string path) => File.Exists(path) && EnrichmentRun.Read(path).Counts is { Left: 0, Total: > 0 and var total } && total >= _items.Count;

    private EnrichmentOutput OpenOutput(EnrichmentRun run, EnrichFormat format)
    {
        var head = CliConsole.Utf8.GetBytes(format.Head);
        if (_choice.Out is not { } path) return EnrichmentOutput.To(_session.Console.Out, head, format.Render);
        try
        {
            return EnrichmentOutput.To(run, path, head, format.Render);
        }
        catch (DirectoryNotFoundException e)
        {
            throw InputFile.Unusable(path, "is in a folder that does not exist: make the folder first", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw InputFile.Unusable(path, Directory.Exists(path) ? "is a folder: name a file in it" : $"cannot be written: {e.Message}", e);
        }
    }

    private async Task<EnrichPrice> PriceAsync(VtClient client, IReadOnlyList<string> texts, int? most, CancellationToken cancellationToken)
    {
        var price = await EnrichPrice.OfAsync(client, texts, most is { } number ? Math.Max(0, number) : null, _session.Settings.CacheMode == VtCacheMode.Offline, cancellationToken).ConfigureAwait(false);
        _session.Talk.Say(price.Describe(_session.Time.GetUtcNow()));
        return price;
    }

    private async Task AskAsync(CancellationToken cancellationToken)
    {
        _session.Talk.Ask("Begin? [y]es, [N]o:");
        if ((await _session.Console.ReadLineAsync(cancellationToken).ConfigureAwait(false))?.Trim().ToLowerInvariant() is not ("y" or "yes"))
            throw new CliException(ExitCode.Cancelled, $"nothing was asked; `vtk enrich remove {_name}` forgets the run");
    }
}
