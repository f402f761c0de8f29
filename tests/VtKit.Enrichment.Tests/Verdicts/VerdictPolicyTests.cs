using System.Text.Json.Nodes;

namespace VtKit.Enrichment.Tests;

/// <summary>What a policy makes of a report, to the last point.</summary>
public sealed class VerdictPolicyTests
{
    private static PolicyVerdict Judge(string yaml, VtObject? report) => VerdictPolicy.Parse(yaml).Judge(report, Reports.Now);

    [Fact]
    public void What_is_not_found_is_unknown_and_never_clean()
    {
        var verdict = VerdictPolicy.Default.Judge(null, Reports.Now);

        verdict.Kind.ShouldBe(VerdictKind.Unknown);
        verdict.ToString().ShouldBe("unknown (0): no report");
    }

    [Fact]
    public void A_report_without_engines_is_unknown()
    {
        VerdictPolicy.Default.Judge(Reports.File("A=timeout", "B=failure", "C=type-unsupported", "D=confirmed-timeout"), Reports.Now)
            .ToString().ShouldBe("unknown (0): 0 engines gave a verdict, the policy wants 1");
    }

    [Theory]
    [InlineData("undetected (0): no detections by 2 engines", "A=undetected", "B=harmless")]
    [InlineData("suspicious (0.5): A: suspicious (+0.5)", "A=suspicious", "B=undetected")]
    [InlineData("suspicious (1): A: Bad.Thing (+1)", "A=malicious:Bad.Thing", "B=undetected")]
    [InlineData("malicious (5): A: x (+1); B: x (+1); C: x (+1); D: x (+1); E: x (+1)", "A=malicious:x", "B=malicious:x", "C=malicious:x", "D=malicious:x", "E=malicious:x")]
    [InlineData("suspicious (4.5): A: x (+1); B: x (+1); C: x (+1); D: x (+1); E: x (+0.5)", "A=malicious:x", "B=malicious:x", "C=malicious:x", "D=malicious:x", "E=suspicious:x")]
    public void Without_a_policy_each_engine_counts_alike(string expected, params string[] engines)
    {
        VerdictPolicy.Default.Judge(Reports.File(engines), Reports.Now).ToString().ShouldBe(expected);
    }

    [Fact]
    public void Trusted_engines_weigh_more_noisy_ones_nothing_and_tiers_what_they_say()
    {
        var verdict = Judge("""
            engines:
              trusted: [Microsoft]
              noisy: [Loud]
              tiers:
                - { name: laboratory, weight: 3.5, engines: [Lab] }
            """, Reports.File("Loud=malicious:y", "microsoft=malicious:x", "Lab=suspicious", "Other=malicious:z"));

        verdict.ToString().ShouldBe("suspicious (4.75): microsoft (trusted): x (+2); Lab (laboratory): suspicious (+1.75); Other: z (+1); Loud (noisy): y");
    }

    [Fact]
    public void A_veto_decides_alone_and_no_trust_outweighs_it()
    {
        const string Yaml = """
            engines: { veto: [ClamAV], noisy: [ClamAV] }
            signature: { signers: [Contoso], points: -10 }
            """;
        var signed = new JsonObject { ["signature_info"] = new JsonObject { ["verified"] = "Signed", ["signers"] = "Contoso; Root" } };

        Judge(Yaml, Reports.With(signed, "ClamAV=malicious:x")).ToString().ShouldBe("malicious (-10): signed by Contoso (-10); ClamAV (noisy, veto): x");
        Judge(Yaml, Reports.File("ClamAV=suspicious:x", "B=undetected")).Kind.ShouldBe(VerdictKind.Undetected);
    }

    [Theory]
    [InlineData("Signed", "Contoso; Root", VerdictKind.Undetected)]
    [InlineData("Signed", "contoso", VerdictKind.Undetected)]
    [InlineData("Signed", "Root; Contoso", VerdictKind.Suspicious)]
    [InlineData("A certificate was revoked", "Contoso; Root", VerdictKind.Suspicious)]
    public void A_signature_counts_where_it_is_valid_and_the_signer_is_trusted(string verified, string signers, VerdictKind expected)
    {
        var report = Reports.With(new JsonObject { ["signature_info"] = new JsonObject { ["verified"] = verified, ["signers"] = signers } }, "A=malicious:x", "B=undetected");

        Judge("signature: { signers: [Contoso], points: -1 }", report).Kind.ShouldBe(expected);
    }

    [Theory]
    [InlineData(-11, -0.0, "suspicious (2): bad reputation -11 (+2)")]
    [InlineData(-10, 0, "undetected (0): no detections by 1 engine")]
    [InlineData(100, 0, "undetected (-1.5): good reputation 100 (-1.5)")]
    public void Reputation_counts_beyond_its_bounds(int reputation, double _, string expected)
    {
        Judge("reputation: { bad_below: -10, bad_points: 2, good_from: 100, good_points: -1.5 }",
            Reports.With(new JsonObject { ["reputation"] = reputation }, "A=undetected")).ToString().ShouldBe(expected);
    }

    [Fact]
    public void New_files_count_until_the_moment_they_are_old()
    {
        const string Yaml = "age: { new_within: 7d, new_points: 0.5 }";
        VtFile FirstSeen(TimeSpan ago) => Reports.With(new JsonObject { ["first_submission_date"] = (Reports.Now - ago).ToUnixTimeSeconds() }, "A=undetected");

        Judge(Yaml, FirstSeen(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1))).ToString().ShouldBe("suspicious (0.5): new: first submitted 2026-04-24 (+0.5)");
        Judge(Yaml, FirstSeen(TimeSpan.FromDays(7))).Kind.ShouldBe(VerdictKind.Undetected);
    }

    [Fact]
    public void Silence_long_ago_says_nothing_but_a_detection_stays_one()
    {
        const string Yaml = "age: { stale_after: 90d }";
        VtFile Analysed(int days, string engine) =>
            Reports.With(new JsonObject { ["last_analysis_date"] = (Reports.Now - TimeSpan.FromDays(days)).ToUnixTimeSeconds() }, engine);

        Judge(Yaml, Analysed(91, "A=undetected")).ToString().ShouldBe("unknown (0): last analysed 2026-01-30, too long ago");
        Judge(Yaml, Analysed(90, "A=undetected")).Kind.ShouldBe(VerdictKind.Undetected);
        Judge(Yaml, Analysed(91, "A=malicious:x")).Kind.ShouldBe(VerdictKind.Suspicious);
    }

    [Fact]
    public void Sandboxes_count_where_they_are_sure_enough()
    {
        var sandboxes = new JsonObject
        {
            ["Box"] = new JsonObject { ["category"] = "malicious", ["confidence"] = 90, ["sandbox_name"] = "Box" },
            ["Timid"] = new JsonObject { ["category"] = "malicious", ["confidence"] = 49 },
            ["Silent"] = new JsonObject { ["category"] = "suspicious" },
            ["Kind"] = new JsonObject { ["category"] = "harmless", ["confidence"] = 99 },
        };

        Judge("sandboxes: { malicious: 4, suspicious: 1.25, min_confidence: 50 }", Reports.With(new JsonObject { ["sandbox_verdicts"] = sandboxes }, "A=undetected"))
            .ToString().ShouldBe("malicious (5.25): sandbox Box: malicious (+4); sandbox Silent: suspicious (+1.25)");
    }

    [Fact]
    public void Thresholds_and_the_number_of_engines_are_the_policys()
    {
        const string Yaml = """
            engines: { min: 3 }
            thresholds: { suspicious: 2, malicious: 2 }
            """;

        Judge(Yaml, Reports.File("A=malicious:x", "B=undetected")).ToString().ShouldBe("unknown (1): 2 engines gave a verdict, the policy wants 3; A: x (+1)");
        Judge(Yaml, Reports.File("A=malicious:x", "B=undetected", "C=undetected")).Kind.ShouldBe(VerdictKind.Undetected);
        Judge(Yaml, Reports.File("A=malicious:x", "B=malicious:x")).Kind.ShouldBe(VerdictKind.Malicious);
    }

    [Fact]
    public void An_empty_file_is_the_default()
    {
        VerdictPolicy.Parse("# nothing yet\n").ShouldBe(VerdictPolicy.Default);
    }

    [Theory]
    [InlineData("thresholds: { malicous: 3 }", "line 1: 'thresholds' has no 'malicous'; it has malicious, suspicious")]
    [InlineData("\nthreshold: { malicious: 3 }", "line 2: a policy has no 'threshold'; it has age, engines, gate, reputation, sandboxes, signature, thresholds, weights")]
    [InlineData("thresholds: { malicious: many }", "line 1: 'malicious' is a number, 0 or more, not 'many'")]
    [InlineData("thresholds: { malicious: 1, suspicious: 2 }", "line 1: the threshold of suspicion lies above that of malice")]
    [InlineData("weights: { suspicious: 1.5 }", "line 1: 'suspicious' is a number from 0 to 1, not '1.5'")]
    [InlineData("engines: { trusted: A, noisy: [B] }", "line 1: 'trusted' is a list")]
    [InlineData("engines: { trusted: [A], noisy: [a] }", "line 1: 'A' stands in two tiers")]
    [InlineData("engines: { tiers: [{ weight: 1 }] }", "line 1: a tier has a name")]
    [InlineData("age: { stale_after: soon }", "line 1: 'stale_after' is a time such as 7d, 12h or 30m, not 'soon'")]
    [InlineData("signature: { points: 3 }", "line 1: 'points' is a number, 0 or less, not '3'")]
    [InlineData("gate: { fail_on: clean }", "line 1: 'fail_on' is suspicious or malicious, not 'clean'")]
    [InlineData("gate:\n  allow:\n    - hash: 1234\n      reason: ours", "line 3: '1234' is no hash: an MD5 has 32 hex digits, a SHA-1 40, a SHA-256 64")]
    [InlineData("gate:\n  allow:\n    - hash: 44d88612fea8a8f36de82e1278abb02f", "line 3: an entry has a reason")]
    [InlineData("gate:\n  allow:\n    - hash: 44d88612fea8a8f36de82e1278abb02f\n      reason: ours\n      until: tomorrow", "line 5: 'until' is a day such as 2027-01-31, not 'tomorrow'")]
    [InlineData("- a\n- b", "line 1: a policy has names and values")]
    [InlineData("a: 1\n---\nb: 2", "line 3: a policy is one document")]
    public void What_is_wrong_is_told_with_its_line(string yaml, string problem)
    {
        Should.Throw<VerdictPolicyException>(() => VerdictPolicy.Parse(yaml)).Message.ShouldBe(problem);
    }

    [Theory]
    [InlineData("engines: [unclosed")]
    [InlineData("a: b: c")]
    [InlineData("\t- x")]
    [InlineData("a: &x [*x]")]
    [InlineData("a: *unknown")]
    [InlineData("a: 1\na: 2")]
    public void What_is_no_policy_is_refused_with_a_line(string yaml)
    {
        Should.Throw<VerdictPolicyException>(() => VerdictPolicy.Parse(yaml)).Line.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void A_file_that_nests_without_end_is_refused()
    {
        Should.Throw<VerdictPolicyException>(() => VerdictPolicy.Parse("a: " + new string('[', 100_000)));
    }
}
