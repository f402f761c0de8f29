namespace VtKit.StaticAnalysis;

/// <summary>What the parsers of one analysis share: the limits, the running budgets, and the list of problems.</summary>
internal sealed class AnalysisScope(AnalysisOptions options, CancellationToken caller = default)
{
    private const int MaxProblems = 100;
    private const int MaxProblemLength = 300;

    private readonly List<string> _problems = [];

    public AnalysisOptions Options { get; } = options;

    /// <summary>Bytes that archives may still unpack to, over all children and depths.</summary>
    public long UnpackBudget { get; set; } = options.MaxUnpackedBytes;

    /// <summary>What that was at the beginning.</summary>
    public long UnpackLimit { get; private set; } = options.MaxUnpackedBytes;

    /// <summary>Lowers what files inside may unpack to, before any does.</summary>
    public void LimitUnpacking(long bytes) => UnpackLimit = UnpackBudget = Math.Min(UnpackLimit, bytes);

    /// <summary>
    /// Entries that may still be listed of archives inside archives, all together: each level would multiply them otherwise.
    /// </summary>
    public int NestedChildrenLeft { get; set; } = options.MaxChildren;

    /// <summary>The caller's wish to stop, without the time budget.</summary>
    public CancellationToken Caller => caller;

    /// <summary>Whether it was the caller who stopped the analysis; otherwise its time is up.</summary>
    public bool IsCancelled => caller.IsCancellationRequested;

    public IReadOnlyList<string> Problems => _problems;

    /// <summary>Notes what could not be parsed. A hostile file can cause any number of these, so the list ends.</summary>
    public void Problem(string text)
    {
        if (_problems.Count >= MaxProblems) return;
        if (_problems.Count == MaxProblems - 1) text = "More problems than are listed here.";
        _problems.Add(OneLine(text));
    }

    /// <summary>Problems quote names out of the file: no control characters, no endless lines.</summary>
    private static string OneLine(string text)
    {
        if (text.Length > MaxProblemLength) text = string.Concat(text.AsSpan(0, MaxProblemLength), "…");
        return string.Create(text.Length, text, static (target, source) =>
        {
            for (var i = 0; i < target.Length; i++)
                target[i] = char.IsControl(source[i]) || char.IsSurrogate(source[i]) || source[i] is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069')
                    ? '?' : source[i];
        });
    }
}
