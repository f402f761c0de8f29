using VtKit.Indicators;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace VtKit.Enrichment;

/// <summary>The file that says a policy. A word that it does not know is an error: a misspelt threshold must not be a threshold that is not there.</summary>
internal static class VerdictPolicyYaml
{
    private const int MaxDepth = 8;
    private const decimal DefaultTrusted = 2;
    private const decimal DefaultNoisy = 0;

    public static VerdictPolicy Read(string yaml)
    {
        var stream = new YamlStream();
        try
        {
            RefuseTangles(yaml);
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException e)
        {
            throw new VerdictPolicyException(e.Start.Line, e.Message, e);
        }
        catch (InvalidOperationException e)
        {
            // How the parser meets some lists that are not closed.
            throw new VerdictPolicyException(1, "this is no YAML", e);
        }
        if (stream.Documents.Count == 0) return VerdictPolicy.Default;
        if (stream.Documents.Count > 1) throw new VerdictPolicyException(stream.Documents[1].RootNode.Start.Line, "a policy is one document");
        return ReadPolicy(new YamlSection(stream.Documents[0].RootNode, "a policy"));
    }

    // The tree is built by recursion: what is nested without end would end the process.
    private static void RefuseTangles(string yaml)
    {
        var parser = new Parser(new StringReader(yaml));
        var depth = 0;
        while (parser.MoveNext())
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MaxDepth) throw new VerdictPolicyException(parser.Current.Start.Line, "nothing in a policy is nested so deep");
            if (parser.Current is AnchorAlias) throw new VerdictPolicyException(parser.Current.Start.Line, "a policy has no aliases: write it out");
        }
    }

    private static VerdictPolicy ReadPolicy(YamlSection root)
    {
        var policy = VerdictPolicy.Default;
        var weights = root.Section("weights");
        var (trusted, noisy) = (weights.Points("trusted") ?? DefaultTrusted, weights.Points("noisy") ?? DefaultNoisy);
        policy = policy with
        {
            OtherWeight = weights.Points("other") ?? policy.OtherWeight,
            SuspiciousPart = weights.Part("suspicious") ?? policy.SuspiciousPart,
        };
        weights.End();

        var engines = root.Section("engines");
        var tiers = new List<EngineTier> { new("trusted", trusted, engines.Texts("trusted")), new("noisy", noisy, engines.Texts("noisy")) };
        tiers.AddRange(engines.Sections("tiers").Select(ReadTier));
        RefuseTwice(tiers, engines.Line);
        policy = policy with { Tiers = [.. tiers.Where(tier => tier.Engines.Count > 0)], Veto = engines.Texts("veto"), MinEngines = engines.Count("min") ?? policy.MinEngines };
        engines.End();

        var thresholds = root.Section("thresholds");
        policy = policy with
        {
            SuspiciousFrom = thresholds.Points("suspicious") ?? policy.SuspiciousFrom,
            MaliciousFrom = thresholds.Points("malicious") ?? policy.MaliciousFrom,
        };
        if (policy.SuspiciousFrom > policy.MaliciousFrom) throw new VerdictPolicyException(thresholds.Line, "the threshold of suspicion lies above that of malice");
        thresholds.End();

        policy = ReadSandboxes(root, ReadSignature(root, ReadReputation(root, ReadAge(root, policy)))) with { Gate = ReadGate(root) };
        root.End();
        return policy;
    }

    private static EngineTier ReadTier(YamlSection tier)
    {
        var read = new EngineTier(
            tier.Text("name") ?? throw tier.Wrong("a tier has a name"), tier.Points("weight") ?? throw tier.Wrong("a tier has a weight"), tier.Texts("engines"));
        tier.End();
        return read;
    }

    private static void RefuseTwice(List<EngineTier> tiers, long line)
    {
        var twice = tiers.SelectMany(tier => tier.Engines).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null) throw new VerdictPolicyException(line, $"'{twice.Key}' stands in two tiers");
    }

    private static VerdictPolicy ReadAge(YamlSection root, VerdictPolicy policy)
    {
        var age = root.Section("age");
        policy = policy with { NewWithin = age.Span("new_within"), NewPoints = age.AnyPoints("new_points") ?? policy.NewPoints, StaleAfter = age.Span("stale_after") };
        age.End();
        return policy;
    }

    private static VerdictPolicy ReadReputation(YamlSection root, VerdictPolicy policy)
    {
        var reputation = root.Section("reputation");
        policy = policy with
        {
            BadReputationBelow = reputation.Whole("bad_below"),
            BadReputationPoints = reputation.Points("bad_points") ?? policy.BadReputationPoints,
            GoodReputationFrom = reputation.Whole("good_from"),
            GoodReputationPoints = reputation.Discount("good_points") ?? policy.GoodReputationPoints,
        };
        reputation.End();
        return policy;
    }

    private static VerdictPolicy ReadSignature(YamlSection root, VerdictPolicy policy)
    {
        var signature = root.Section("signature");
        policy = policy with { TrustedSigners = signature.Texts("signers"), TrustedSignerPoints = signature.Discount("points") ?? policy.TrustedSignerPoints };
        signature.End();
        return policy;
    }

    private static VerdictPolicy ReadSandboxes(YamlSection root, VerdictPolicy policy)
    {
        var sandboxes = root.Section("sandboxes");
        policy = policy with
        {
            SandboxMalicious = sandboxes.Points("malicious") ?? policy.SandboxMalicious,
            SandboxSuspicious = sandboxes.Points("suspicious") ?? policy.SandboxSuspicious,
            SandboxMinConfidence = sandboxes.Count("min_confidence") ?? policy.SandboxMinConfidence,
        };
        sandboxes.End();
        return policy;
    }

    private static GateRules ReadGate(YamlSection root)
    {
        var gate = root.Section("gate");
        var rules = new GateRules();
        rules = rules with
        {
            FailFrom = gate.OneOf("fail_on", ("suspicious", VerdictKind.Suspicious), ("malicious", VerdictKind.Malicious)) ?? rules.FailFrom,
            FailUnknown = gate.OneOf("unknown", ("pass", false), ("fail", true)) ?? rules.FailUnknown,
            Allow = [.. gate.Sections("allow").Select(ReadAllowed)],
        };
        gate.End();
        return rules;
    }

    private static AllowedFile ReadAllowed(YamlSection entry)
    {
        var text = entry.Text("hash") ?? throw entry.Wrong("an entry has the hash of the file");
        if (!FileHash.TryParse(text, out var hash)) throw entry.Wrong($"'{text}' is no hash: an MD5 has 32 hex digits, a SHA-1 40, a SHA-256 64");
        var allowed = new AllowedFile(hash, entry.Text("reason") ?? throw entry.Wrong("an entry has a reason"), entry.Day("until"));
        entry.End();
        return allowed;
    }
}
