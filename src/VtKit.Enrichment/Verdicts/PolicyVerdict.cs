using System.Globalization;

namespace VtKit.Enrichment;

/// <summary>One thing that counted.</summary>
/// <param name="Text">What it was: <c>Microsoft (trusted): Trojan:Win32/X</c>.</param>
/// <param name="Points">What it added; 0 for what decided without points.</param>
public readonly record struct VerdictReason(string Text, decimal Points)
{
    /// <summary>The reason in a line, with its points where it has any.</summary>
    public override string ToString() =>
        Points == 0 ? Text : string.Create(CultureInfo.InvariantCulture, $"{Text} ({Points:+0.##;-0.##})");
}

/// <summary>What a policy says of a report, and why.</summary>
/// <param name="Kind">The verdict.</param>
/// <param name="Score">The points, added up.</param>
/// <param name="Reasons">What counted, the weightiest first.</param>
public sealed record PolicyVerdict(VerdictKind Kind, decimal Score, IReadOnlyList<VerdictReason> Reasons)
{
    /// <summary>The verdict of what the service does not know: unknown, which is never clean.</summary>
    public static PolicyVerdict NotFound { get; } = new(VerdictKind.Unknown, 0, [new VerdictReason("no report", 0)]);

    /// <summary>The reasons in one line.</summary>
    public string Explanation => string.Join("; ", Reasons);

    /// <summary>Verdict, points and reasons in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Kind.ToString().ToLowerInvariant()} ({Score:0.##}): {Explanation}");
}
