namespace VtKit.Graph.Explorer;

/// <summary>What a run of <see cref="GraphExplorer"/> may cost and bring. A run is one call of a method.</summary>
public sealed record ExploreOptions
{
    /// <summary>How many requests a run may send at most, pages, retries and redirects included; no limit if null. Never exceeded.</summary>
    public int? MaxCalls { get; init; }

    /// <summary>How many nodes a run may add at most; no limit if null. Never exceeded.</summary>
    public int? MaxNodes { get; init; }

    /// <summary>How many results to take of one relationship of one node; any number from 1, and 40 unless set. Pages hold 40.</summary>
    public int MaxPerRelationship { get; init; } = 40;

    /// <summary>How many requests may be under way at the same time; 8 unless set.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>Which relationships to follow; all that lead to nodes if null. One that is named in a call is followed anyway.</summary>
    public Func<VtRelationship, bool>? Relationships { get; init; }

    /// <summary>
    /// Whether a look-up finds files that are known by a name only, by an Intelligence search of 1 request each (premium). A name is taken for a file only
    /// where exactly one file bears it.
    /// </summary>
    public bool FindNames { get; init; }

    /// <summary>Told how far a run is, each time that an answer was taken in.</summary>
    public IProgress<ExploreProgress>? Progress { get; init; }

    /// <summary>How many answers may wait for those before them, the ones under way included.</summary>
    internal int Ahead => Concurrency * 4;

    internal ExploreOptions Validated()
    {
        if (MaxCalls is < 0) throw new ArgumentException("MaxCalls is at least 0.");
        if (MaxNodes is < 0) throw new ArgumentException("MaxNodes is at least 0.");
        if (MaxPerRelationship < 1) throw new ArgumentException("MaxPerRelationship is at least 1.");
        if (Concurrency is < 1 or > 1000) throw new ArgumentException("Concurrency is from 1 to 1000.");
        return this;
    }
}

/// <summary>How far a run is.</summary>
/// <param name="Calls">Requests sent so far.</param>
/// <param name="AddedNodes">Nodes added so far.</param>
/// <param name="AddedLinks">Links added so far.</param>
/// <param name="Level">The level that is being expanded, from 1; for paths, how many hops are covered.</param>
/// <param name="Done">What is done of this level: relationships of nodes, or nodes looked up.</param>
/// <param name="Planned">How many there are of this level.</param>
public sealed record ExploreProgress(int Calls, int AddedNodes, int AddedLinks, int Level, int Done, int Planned);

/// <summary>What a run would cost, before it is begun.</summary>
/// <param name="FirstLevel">Requests for the first level at most, when nothing has to be sent twice: for each relationship, its results divided by 40, rounded up.</param>
/// <param name="Calls">Requests for all levels at most, when nothing has to be sent twice; no more than <see cref="ExploreOptions.MaxCalls"/>.</param>
/// <param name="Nodes">Nodes that it could add at most; no more than <see cref="ExploreOptions.MaxNodes"/>.</param>
public sealed record ExploreEstimate(long FirstLevel, long Calls, long Nodes);
