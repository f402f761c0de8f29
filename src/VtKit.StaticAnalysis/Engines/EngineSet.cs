using System.Net;

namespace VtKit.StaticAnalysis;

/// <summary>Where engines are looked for.</summary>
public sealed record EngineDiscovery
{
    /// <summary>The environment variable of <see cref="Clamd"/>.</summary>
    public const string ClamdVariable = "VTKIT_CLAMD";

    /// <summary>The environment variable of <see cref="YaraRules"/>.</summary>
    public const string YaraRulesVariable = "VTKIT_YARA_RULES";

    /// <summary>
    /// Address of clamd, as <see cref="ClamdEngine.ParseEndpoint"/> reads it; <c>none</c> for no ClamAV; null to look where
    /// it usually listens. From the environment: <see cref="ClamdVariable"/>.
    /// </summary>
    public string? Clamd { get; init; }

    /// <summary>Folder with YARA rules, or one file of them; null for no YARA. From the environment: <see cref="YaraRulesVariable"/>.</summary>
    public string? YaraRules { get; init; }

    /// <summary>How long one scan of one engine may take. Default two minutes.</summary>
    public TimeSpan ScanTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The clock for timeouts.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Reads the two environment variables.</summary>
    /// <returns>What they say; both may be unset.</returns>
    public static EngineDiscovery FromEnvironment() => new()
    {
        Clamd = Value(ClamdVariable),
        YaraRules = Value(YaraRulesVariable),
    };

    private static string? Value(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}

/// <summary>
/// The engines that work on this machine. EICAR's is always among them; ClamAV and YARA only when they are installed and answer.
/// </summary>
public sealed class EngineSet
{
    // Where the packages of Debian, Fedora and Homebrew have clamd listen. Neither a folder that everybody may write to nor
    // a TCP port is among them: whoever listens there first would be handed the samples.
    private static readonly string[] UsualPlaces =
    [
        "/run/clamav/clamd.ctl",
        "/var/run/clamav/clamd.ctl",
        "/run/clamd.scan/clamd.sock",
        "/opt/homebrew/var/run/clamav/clamd.sock",
        "/usr/local/var/run/clamav/clamd.sock",
    ];

    /// <summary>Makes a set of given engines.</summary>
    /// <param name="engines">The engines that give verdicts, in the order of the report.</param>
    /// <param name="yara">YARA, or null.</param>
    /// <param name="problems">What was asked for and is absent, one line each.</param>
    public EngineSet(IReadOnlyList<IFileEngine> engines, YaraEngine? yara = null, IReadOnlyList<string>? problems = null)
    {
        ArgumentNullException.ThrowIfNull(engines);
        Engines = engines;
        Yara = yara;
        Problems = problems ?? [];
    }

    /// <summary>The engines that give verdicts.</summary>
    public IReadOnlyList<IFileEngine> Engines { get; }

    /// <summary>YARA, or null when it is absent.</summary>
    public YaraEngine? Yara { get; }

    /// <summary>What was asked for and is absent, and rules that do not compile, one line each. Text for people.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Finds out which engines work here.</summary>
    /// <param name="discovery">Where to look, or null for what the environment says.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The engines; at least EICAR's.</returns>
    public static async Task<EngineSet> DiscoverAsync(EngineDiscovery? discovery = null, CancellationToken cancellationToken = default)
    {
        discovery ??= EngineDiscovery.FromEnvironment();
        var engines = new List<IFileEngine> { new EicarEngine() };
        var problems = new List<string>();
        if (await FindClamdAsync(discovery, problems, cancellationToken).ConfigureAwait(false) is { } clamd) engines.Add(clamd);
        var yara = await FindYaraAsync(discovery, problems, cancellationToken).ConfigureAwait(false);
        return new EngineSet(engines, yara, problems);
    }

    /// <summary>Has every engine scan a file, one after the other.</summary>
    /// <param name="content">The file, seekable. The caller keeps it.</param>
    /// <param name="facts">What is known about the same file.</param>
    /// <param name="cancellationToken">Gives up, with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>One verdict for each engine, in their order.</returns>
    public async Task<IReadOnlyList<EngineVerdict>> ScanAsync(Stream content, FileFacts facts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentNullException.ThrowIfNull(facts);
        var verdicts = new List<EngineVerdict>(Engines.Count);
        foreach (var engine in Engines)
            verdicts.Add(await engine.ScanAsync(content, facts, cancellationToken).ConfigureAwait(false));
        return verdicts;
    }

    /// <summary>Has every engine scan a file, and YARA where it is there.</summary>
    /// <param name="content">The file, seekable. The caller keeps it.</param>
    /// <param name="facts">What is known about the same file.</param>
    /// <param name="now">The date of the report.</param>
    /// <param name="cancellationToken">Gives up, with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>What all of them say.</returns>
    public async Task<EngineReport> ReportAsync(Stream content, FileFacts facts, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var verdicts = await ScanAsync(content, facts, cancellationToken).ConfigureAwait(false);
        var yara = Yara is null ? null : await Yara.ScanAsync(content, cancellationToken).ConfigureAwait(false);
        return new EngineReport(verdicts, yara, now);
    }

    private static async Task<ClamdEngine?> FindClamdAsync(EngineDiscovery discovery, List<string> problems, CancellationToken cancellationToken)
    {
        if (string.Equals(discovery.Clamd, "none", StringComparison.OrdinalIgnoreCase)) return null;
        foreach (var place in discovery.Clamd is null ? UsualPlaces : [discovery.Clamd])
        {
            EndPoint endpoint;
            try
            {
                endpoint = ClamdEngine.ParseEndpoint(place);
            }
            catch (FormatException exception)
            {
                // A unix path is no address on Windows; what a person wrote is worth a word.
                if (discovery.Clamd is not null) problems.Add(exception.Message);
                continue;
            }
            var engine = new ClamdEngine(endpoint, discovery.ScanTimeout, discovery.TimeProvider);
            if (await engine.ProbeAsync(cancellationToken).ConfigureAwait(false) is not null) return engine;
            if (discovery.Clamd is not null) problems.Add($"No clamd answers at {discovery.Clamd}: install ClamAV (Debian: apt install clamav-daemon), start clamd, or correct the address ({EngineDiscovery.ClamdVariable}).");
        }
        return null;
    }

    private static async Task<YaraEngine?> FindYaraAsync(EngineDiscovery discovery, List<string> problems, CancellationToken cancellationToken)
    {
        if (discovery.YaraRules is null) return null;
        var engine = new YaraEngine(discovery.YaraRules, discovery.ScanTimeout, discovery.TimeProvider);
        var info = await engine.ProbeAsync(cancellationToken).ConfigureAwait(false);
        problems.AddRange(engine.Problems);
        return info is null ? null : engine;
    }
}
