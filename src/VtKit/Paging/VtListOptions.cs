namespace VtKit;

/// <summary>How a list is read.</summary>
public sealed class VtListOptions : VtReadOptions
{
    /// <summary>Items of a page (<c>limit</c>); the service's choice, mostly 10, if null. It takes 40 at most, and 300 in searches.</summary>
    public int? PageSize { get; init; }

    /// <summary>How many items to read at most; all if null.</summary>
    public int? Max { get; init; }

    /// <summary>Where to begin: a place that a page of the same list gave.</summary>
    public VtResumeToken? ResumeFrom { get; init; }
}
