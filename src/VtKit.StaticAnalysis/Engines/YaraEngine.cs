using System.Globalization;

namespace VtKit.StaticAnalysis;

/// <summary>
/// YARA, through the <c>yara</c> program and a folder of rule files (<c>*.yar</c>, <c>*.yara</c>, subfolders included), or one such file.
/// It is not among the engines that give verdicts: the service words matches as <c>crowdsourced_yara_results</c>, beside
/// the verdicts, and so does this class.
/// </summary>
/// <seealso href="https://yara.readthedocs.io/en/stable/commandline.html"/>
public sealed class YaraEngine
{
    private const int MaxMatches = 1000;

    // Published rule sets expect these; nothing here knows their values, so they are empty.
    private static readonly string[] ExternalVariables =
        ["-d", "filename=", "-d", "filepath=", "-d", "extension=", "-d", "filetype=", "-d", "owner="];

    private readonly string _source;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly string _program;
    private volatile Rules? _rules;

    /// <summary>Makes an engine for one folder or file of rules. Nothing is started yet.</summary>
    /// <param name="rules">The folder or file. Rules are programs of their authors: use rules that you trust.</param>
    /// <param name="timeout">How long one scan may take; positive.</param>
    /// <param name="timeProvider">The clock for <paramref name="timeout"/>, or null for the system's.</param>
    public YaraEngine(string rules, TimeSpan timeout, TimeProvider? timeProvider = null)
        : this(rules, timeout, timeProvider, "yara")
    {
    }

    internal YaraEngine(string rules, TimeSpan timeout, TimeProvider? timeProvider, string program)
    {
        ArgumentException.ThrowIfNullOrEmpty(rules);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        _source = rules;
        _timeout = timeout;
        _time = timeProvider ?? TimeProvider.System;
        _program = program;
    }

    /// <summary>What <see cref="ProbeAsync"/> noticed, one line each: rule files that do not compile and are left out, and why there is no YARA.</summary>
    public IReadOnlyList<string> Problems => _rules?.Problems ?? [];

    /// <summary>Looks for the program, and compiles the rules once, to leave out the files that do not compile.</summary>
    /// <param name="cancellationToken">Stops the question.</param>
    /// <returns>The program's version; null when it is not installed, or when there are no usable rules.</returns>
    public async ValueTask<EngineInfo?> ProbeAsync(CancellationToken cancellationToken = default)
    {
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await LoadAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _rules = new Rules([], [$"The rules did not compile within {_timeout.TotalSeconds:0.#} s."]);
            return null;
        }
    }

    /// <summary>Scans a file through a private copy that cannot be executed.</summary>
    /// <param name="content">The file, seekable; read from its start. The caller keeps it.</param>
    /// <param name="cancellationToken">Gives up, with an <see cref="OperationCanceledException"/>; the program is ended.</param>
    /// <returns>The matches, or why there are none.</returns>
    public async ValueTask<YaraResult> ScanAsync(Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (_rules is null) await ProbeAsync(cancellationToken).ConfigureAwait(false);
        if (_rules is not { Files.Count: > 0 } rules)
            return new YaraResult([], VerdictCategory.Failure, "YARA is not installed, or there are no usable rules.");
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var copy = await PrivateCopy.CreateAsync(content, both.Token).ConfigureAwait(false);
            var seconds = ((int)Math.Clamp(Math.Ceiling(_timeout.TotalSeconds), 1, int.MaxValue / 2)).ToString(CultureInfo.InvariantCulture);
            string[] arguments = ["-e", "-m", "-w", "-p", "1", "-a", seconds, .. ExternalVariables, .. rules.Files.Select(f => $"{f.Namespace}:{f.Path}"), copy.FilePath];
            var output = await BoundedProcess.RunAsync(_program, arguments, both.Token).ConfigureAwait(false);
            if (output is null) return new YaraResult([], VerdictCategory.Failure, "The yara program is gone.");
            if (output.Error.Contains("timed out", StringComparison.Ordinal)) return TimedOut();
            if (output.ExitCode != 0) return new YaraResult([], VerdictCategory.Failure, $"yara failed: {EngineText.Clean(Hide(output.Error, copy))}");
            return new YaraResult(Matches(output.Text, rules), VerdictCategory.Undetected, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return TimedOut();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new YaraResult([], VerdictCategory.Failure, $"The private copy for yara could not be written: {exception.Message}");
        }

        YaraResult TimedOut() => new([], VerdictCategory.Timeout, $"yara did not end within {_timeout.TotalSeconds:0.#} s.");
    }

    private async Task<EngineInfo?> LoadAsync(CancellationToken cancellationToken)
    {
        var files = YaraRuleFile.Find(_source);
        if (files.Count == 0) return Absent($"{_source} holds no YARA rules (*.yar, *.yara): name a folder or a file of rules.");
        var version = await BoundedProcess.RunAsync(_program, ["--version"], cancellationToken).ConfigureAwait(false);
        if (version is not { ExitCode: 0 }) return Absent("The program yara is not installed: install it (Debian: apt install yara), or leave YARA out.");
        using var empty = await PrivateCopy.CreateAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
        var problems = new List<string>();
        if (await CompileErrorAsync(files, empty, cancellationToken).ConfigureAwait(false) is not null)
        {
            var usable = new List<YaraRuleFile>();
            foreach (var file in files)
            {
                if (await CompileErrorAsync([file], empty, cancellationToken).ConfigureAwait(false) is { } error)
                    problems.Add($"{file.RulesetName}: {EngineText.Clean(error)}");
                else
                    usable.Add(file);
            }
            files = usable;
        }
        _rules = new Rules(files, problems);
        return files.Count == 0 ? null : new EngineInfo(EngineText.Clean(version.Text.Trim()), null);

        EngineInfo? Absent(string problem)
        {
            _rules = new Rules([], [problem]);
            return null;
        }
    }

    private static List<YaraMatch> Matches(string text, Rules rules)
    {
        var byNamespace = rules.Files.ToDictionary(f => f.Namespace, StringComparer.Ordinal);
        var matches = new List<YaraMatch>();
        foreach (var range in text.AsSpan().Split('\n'))
        {
            if (matches.Count == MaxMatches) break;
            var line = YaraOutput.Parse(text[range].TrimEnd('\r'));
            if (line is null || !byNamespace.TryGetValue(line.Namespace, out var file)) continue;
            matches.Add(new YaraMatch(file.RulesetId, file.RulesetName, line.Rule,
                line.Meta.GetValueOrDefault("description"), line.Meta.GetValueOrDefault("author"), line.Meta.GetValueOrDefault("source")));
        }
        return matches;
    }

    private async Task<string?> CompileErrorAsync(IEnumerable<YaraRuleFile> files, PrivateCopy empty, CancellationToken cancellationToken)
    {
        string[] arguments = ["-w", .. ExternalVariables, .. files.Select(f => $"{f.Namespace}:{f.Path}"), empty.FilePath];
        var output = await BoundedProcess.RunAsync(_program, arguments, cancellationToken).ConfigureAwait(false);
        return output is { ExitCode: 0 } ? null : Hide(output?.Error ?? "the program could not be started", empty).Trim();
    }

    private static string Hide(string text, PrivateCopy copy) => text.Replace(copy.FilePath, "the file", StringComparison.Ordinal);

    private sealed record Rules(IReadOnlyList<YaraRuleFile> Files, IReadOnlyList<string> Problems);
}
