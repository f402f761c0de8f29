namespace VtKit.Benchmarks;

/// <summary>The bars of one benchmark: each figure is told beside its own.</summary>
internal sealed class Bars
{
    private bool _isMissed;

    /// <summary>What the benchmark ends with: 1 when a bar was missed.</summary>
    public int ExitCode => _isMissed ? 1 : 0;

    public void Report(string what, double figure, double bar)
    {
        _isMissed |= figure > bar;
        Console.WriteLine(FormattableString.Invariant($"{what}: {figure:F2} (bar: {bar:0.##}) {(figure <= bar ? "ok" : "MISSED")}"));
    }
}
