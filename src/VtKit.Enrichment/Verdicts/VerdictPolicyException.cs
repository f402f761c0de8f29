namespace VtKit.Enrichment;

/// <summary>A policy that cannot be used.</summary>
public sealed class VerdictPolicyException : Exception
{
    internal VerdictPolicyException(long line, string problem, Exception? cause = null) : base($"line {line}: {problem}", cause) => Line = line;

    /// <summary>The line, from 1.</summary>
    public long Line { get; }
}
