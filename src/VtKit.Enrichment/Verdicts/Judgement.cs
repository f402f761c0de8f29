using System.Globalization;

namespace VtKit.Enrichment;

/// <summary>One report before one policy. What a verdict reads has one name in the reports of all types, so all are read as files.</summary>
internal sealed class Judgement(VerdictPolicy policy, VtFile report, DateTimeOffset now)
{
    // What the service says of a signature that is whole and trusted by the system that checked it.
    private const string ValidSignature = "Signed";

    private readonly List<VerdictReason> _reasons = [];
    private decimal _score;
    private int _engines;
    private bool _vetoed;

    public PolicyVerdict Pass()
    {
        CountEngines();
        CountSandboxes();
        CountAge();
        CountReputation();
        CountSignature();
        // What weighs most is what a reader looks for; equal weights keep the order of the report.
        var reasons = _reasons.OrderByDescending(reason => Math.Abs(reason.Points)).ToList();
        return new PolicyVerdict(Conclude(reasons), _score, reasons);
    }

    private VerdictKind Conclude(List<VerdictReason> reasons)
    {
        if (_vetoed || _score >= policy.MaliciousFrom) return VerdictKind.Malicious;
        if (_score >= policy.SuspiciousFrom) return VerdictKind.Suspicious;
        if (_engines < policy.MinEngines)
        {
            reasons.Insert(0, new VerdictReason($"{Engines(_engines)} gave a verdict, the policy wants {policy.MinEngines.ToString(CultureInfo.InvariantCulture)}", 0));
            return VerdictKind.Unknown;
        }
        if (policy.StaleAfter is { } stale && report.LastAnalysisDate is { } analysed && now - analysed > stale)
        {
            reasons.Insert(0, new VerdictReason(string.Create(CultureInfo.InvariantCulture, $"last analysed {analysed.UtcDateTime:yyyy-MM-dd}, too long ago"), 0));
            return VerdictKind.Unknown;
        }
        if (reasons.Count == 0) reasons.Add(new VerdictReason($"no detections by {Engines(_engines)}", 0));
        return VerdictKind.Undetected;
    }

    private void CountEngines()
    {
        foreach (var (key, result) in report.LastAnalysisResults)
        {
            var name = result.EngineName ?? key;
            var category = result.Category;
            if (category == EngineCategory.Undetected || category == EngineCategory.Harmless) _engines++;
            if (category != EngineCategory.Malicious && category != EngineCategory.Suspicious) continue;
            _engines++;
            var isMalicious = category == EngineCategory.Malicious;
            var hasVeto = isMalicious && Names(policy.Veto, name);
            _vetoed |= hasVeto;
            var tier = policy.Tiers.FirstOrDefault(tier => Names(tier.Engines, name));
            var weight = tier?.Weight ?? policy.OtherWeight;
            var role = string.Join(", ", new[] { tier?.Name, hasVeto ? "veto" : null }.Where(text => text is not null));
            var said = result.Result ?? category.Value.Value;
            Add(role.Length == 0 ? $"{name}: {said}" : $"{name} ({role}): {said}", isMalicious ? weight : weight * policy.SuspiciousPart);
        }
    }

    private void CountSandboxes()
    {
        foreach (var (key, verdict) in report.SandboxVerdicts)
        {
            if (verdict.Confidence is { } confidence && confidence < policy.SandboxMinConfidence) continue;
            var points = verdict.Category == EngineCategory.Malicious ? policy.SandboxMalicious
                : verdict.Category == EngineCategory.Suspicious ? policy.SandboxSuspicious
                : 0;
            if (points != 0) Add($"sandbox {verdict.SandboxName ?? key}: {verdict.Category!.Value.Value}", points);
        }
    }

    private void CountAge()
    {
        if (policy.NewWithin is { } span && report.FirstSubmissionDate is { } first && now - first < span)
            Add(string.Create(CultureInfo.InvariantCulture, $"new: first submitted {first.UtcDateTime:yyyy-MM-dd}"), policy.NewPoints);
    }

    private void CountReputation()
    {
        if (report.Reputation is not { } reputation) return;
        if (reputation < policy.BadReputationBelow) Add(string.Create(CultureInfo.InvariantCulture, $"bad reputation {reputation}"), policy.BadReputationPoints);
        if (reputation >= policy.GoodReputationFrom) Add(string.Create(CultureInfo.InvariantCulture, $"good reputation {reputation}"), policy.GoodReputationPoints);
    }

    private void CountSignature()
    {
        var signature = report.SignatureInfo;
        // The signer comes first, then those that vouch for it.
        if (signature.Verified != ValidSignature || signature.Signers is not { } signers) return;
        var signer = signers.Split(';')[0].Trim();
        if (Names(policy.TrustedSigners, signer)) Add($"signed by {signer}", policy.TrustedSignerPoints);
    }

    private void Add(string text, decimal points)
    {
        _score += points;
        _reasons.Add(new VerdictReason(text, points));
    }

    private static string Engines(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} engine{(count == 1 ? "" : "s")}");

    private static bool Names(IReadOnlyList<string> list, string name) => list.Contains(name, StringComparer.OrdinalIgnoreCase);
}
