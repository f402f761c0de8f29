namespace VtKit.Enrichment;

/// <summary>
/// How a report becomes a verdict: points for what engines, sandboxes, age, reputation and signature say, and two thresholds.
/// The same report, policy and time give the same verdict, to the last point.
/// </summary>
/// <remarks>docs/guides/verdicts.md describes the file that <see cref="Parse"/> reads.</remarks>
public sealed record VerdictPolicy
{
    /// <summary>The policy where none is given: a detection is a point, half a point makes suspicious, five make malicious.</summary>
    public static VerdictPolicy Default { get; } = new();

    /// <summary>The engines that do not weigh like all others. An engine stands in one tier.</summary>
    public IReadOnlyList<EngineTier> Tiers { get; init; } = [];

    /// <summary>The engines of which one word, <c>malicious</c>, decides.</summary>
    public IReadOnlyList<string> Veto { get; init; } = [];

    /// <summary>The points of a detection by an engine in no tier.</summary>
    public decimal OtherWeight { get; init; } = 1;

    /// <summary>The part of an engine's weight that counts where it says <c>suspicious</c>, from 0 to 1.</summary>
    public decimal SuspiciousPart { get; init; } = 0.5m;

    /// <summary>How many engines must have given a verdict before silence means anything.</summary>
    public int MinEngines { get; init; } = 1;

    /// <summary>The points from which something is suspicious.</summary>
    public decimal SuspiciousFrom { get; init; } = 0.5m;

    /// <summary>The points from which something is malicious.</summary>
    public decimal MaliciousFrom { get; init; } = 5;

    /// <summary>A file first submitted less than so long ago is new; null where newness does not count.</summary>
    public TimeSpan? NewWithin { get; init; }

    /// <summary>The points of being new.</summary>
    public decimal NewPoints { get; init; } = 1;

    /// <summary>A report of an analysis longer ago says nothing by its silence; null where it always does.</summary>
    public TimeSpan? StaleAfter { get; init; }

    /// <summary>A reputation below is bad; null where it does not count.</summary>
    public long? BadReputationBelow { get; init; }

    /// <summary>The points of a bad reputation.</summary>
    public decimal BadReputationPoints { get; init; } = 1;

    /// <summary>A reputation from here on is good; null where it does not count.</summary>
    public long? GoodReputationFrom { get; init; }

    /// <summary>The points of a good reputation, 0 or less.</summary>
    public decimal GoodReputationPoints { get; init; } = -1;

    /// <summary>Those whose valid signature is trusted, by the name in the first certificate; case does not matter.</summary>
    public IReadOnlyList<string> TrustedSigners { get; init; } = [];

    /// <summary>The points of a trusted signature, 0 or less.</summary>
    public decimal TrustedSignerPoints { get; init; } = -3;

    /// <summary>The points of a sandbox that says <c>malicious</c>.</summary>
    public decimal SandboxMalicious { get; init; } = 2;

    /// <summary>The points of a sandbox that says <c>suspicious</c>.</summary>
    public decimal SandboxSuspicious { get; init; } = 1;

    /// <summary>A sandbox that is less sure of itself, in percent, does not count. One that does not say counts.</summary>
    public int SandboxMinConfidence { get; init; }

    /// <summary>What a gate does with verdicts.</summary>
    public GateRules Gate { get; init; } = new();

    /// <summary>Judges a report.</summary>
    /// <param name="report">The report of a file, URL, domain or IP address; null where the service has none.</param>
    /// <param name="now">The present time, for ages.</param>
    public PolicyVerdict Judge(VtObject? report, DateTimeOffset now) =>
        report is null ? PolicyVerdict.NotFound : new Judgement(this, report.As<VtFile>(), now).Pass();

    /// <summary>Reads a policy in YAML.</summary>
    /// <param name="yaml">The text.</param>
    /// <exception cref="VerdictPolicyException">It is no YAML, or says what no policy says; the text names the line.</exception>
    public static VerdictPolicy Parse(string yaml)
    {
        ArgumentNullException.ThrowIfNull(yaml);
        return VerdictPolicyYaml.Read(yaml);
    }
}
