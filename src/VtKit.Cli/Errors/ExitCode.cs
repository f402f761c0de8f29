namespace VtKit.Cli;

/// <summary>What <c>vtk</c> tells the shell. The numbers are part of the tool's contract.</summary>
internal enum ExitCode
{
    Ok = 0,
    Error = 1,
    Usage = 2,
    NotFound = 3,
    Auth = 4,
    Quota = 5,
    Partial = 6,
    Policy = 7,
    Cancelled = 130,
}

/// <summary>Adds up the outcomes of several items to one exit code.</summary>
internal sealed class ExitTally
{
    private readonly HashSet<ExitCode> _seen = [];

    public bool IsEmpty => _seen.Count == 0;

    public void Add(ExitCode outcome) => _seen.Add(outcome);

    /// <summary>
    /// One kind of outcome is the result. Among several, quota comes first, then auth; then it is partial where something
    /// succeeded, and an error where nothing did.
    /// </summary>
    public ExitCode Total
    {
        get
        {
            if (_seen.Count == 0) return ExitCode.Ok;
            if (_seen.Count == 1) return _seen.First();
            if (_seen.Contains(ExitCode.Quota)) return ExitCode.Quota;
            if (_seen.Contains(ExitCode.Auth)) return ExitCode.Auth;
            return _seen.Contains(ExitCode.Ok) ? ExitCode.Partial : ExitCode.Error;
        }
    }
}
