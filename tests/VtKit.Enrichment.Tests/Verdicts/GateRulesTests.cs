using VtKit.Indicators;

namespace VtKit.Enrichment.Tests;

public sealed class GateRulesTests
{
    private const string Md5 = "44d88612fea8a8f36de82e1278abb02f";

    private static readonly FileHashes Hashes = new(FileHash.Parse(Md5), null, FileHash.Parse(new string('b', 64)), 68);

    [Theory]
    [InlineData("", VerdictKind.Unknown, false)]
    [InlineData("", VerdictKind.Undetected, false)]
    [InlineData("", VerdictKind.Suspicious, true)]
    [InlineData("", VerdictKind.Malicious, true)]
    [InlineData("fail_on: malicious", VerdictKind.Suspicious, false)]
    [InlineData("fail_on: malicious", VerdictKind.Malicious, true)]
    [InlineData("unknown: fail", VerdictKind.Unknown, true)]
    [InlineData("unknown: fail", VerdictKind.Undetected, false)]
    public void Verdicts_fail_from_where_the_policy_says(string rule, VerdictKind kind, bool fails)
    {
        VerdictPolicy.Parse($"gate: {{ {rule} }}").Gate.Fails(kind).ShouldBe(fails);
    }

    [Theory]
    [InlineData("2026-05-01T23:59:59Z", true)]
    [InlineData("2026-05-02T00:00:00Z", false)]
    public void An_entry_holds_to_the_end_of_its_last_day(string now, bool holds)
    {
        var gate = VerdictPolicy.Parse($"gate: {{ allow: [{{ hash: {Md5}, reason: a test file, until: 2026-05-01 }}] }}").Gate;

        var entry = gate.Allowing(Hashes, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));

        (entry is not null).ShouldBe(holds);
        if (holds) entry!.Reason.ShouldBe("a test file");
    }

    [Fact]
    public void An_entry_without_a_day_holds_for_ever_and_for_its_file_alone()
    {
        var gate = VerdictPolicy.Parse($"gate: {{ allow: [{{ hash: {new string('B', 64)}, reason: ours }}] }}").Gate;

        gate.Allowing(Hashes, DateTimeOffset.MaxValue).ShouldNotBeNull();
        gate.Allowing(new FileHashes(null, null, FileHash.Parse(new string('c', 64)), 1), DateTimeOffset.MinValue).ShouldBeNull();
    }
}
