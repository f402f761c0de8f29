using System.Net;

namespace VtKit.Graph.Explorer;

/// <summary>What a run of <see cref="GraphExplorer"/> did. All that it found is in the graph, however it ended.</summary>
public sealed record ExploreReport
{
    /// <summary>Requests that were sent: every attempt, as the service counts them.</summary>
    public required int Calls { get; init; }

    /// <summary>Nodes that were added, in the order in which the relationships name them, whatever order the answers came in.</summary>
    public required IReadOnlyList<GraphNode> AddedNodes { get; init; }

    /// <summary>Links that were added, in the same order.</summary>
    public required IReadOnlyList<GraphLink> AddedLinks { get; init; }

    /// <summary>Nodes that were looked up and found.</summary>
    public required IReadOnlyList<GraphNode> FetchedNodes { get; init; }

    /// <summary>Nodes that the service does not know (404).</summary>
    public required IReadOnlyList<NodeKey> Absent { get; init; }

    /// <summary>Paths that were found, one for each pair of nodes.</summary>
    public required IReadOnlyList<ExplorePath> Paths { get; init; }

    /// <summary>What did not work, and why. No failure is taken for "there is nothing".</summary>
    public required IReadOnlyList<ExploreFailure> Failures { get; init; }

    /// <summary>Why the run ended.</summary>
    public required ExploreStop StoppedBecause { get; init; }

    /// <summary>What <see cref="GraphExplorer.ResumeAsync"/> needs to go on; null when the run was done. Text, good for a file.</summary>
    public required string? Resume { get; init; }
}

/// <summary>Why a run ended.</summary>
public enum ExploreStop
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary><see cref="ExploreOptions.MaxCalls"/> are spent.</summary>
    Calls,

    /// <summary><see cref="ExploreOptions.MaxNodes"/> are added.</summary>
    Nodes,

    /// <summary>A quota is spent (429).</summary>
    Quota,

    /// <summary>The service does not take the key (401).</summary>
    Unauthorized,

    /// <summary>The run was cancelled.</summary>
    Cancelled,
}

/// <summary>Something that did not work.</summary>
/// <param name="Node">The node it was about.</param>
/// <param name="Relationship">The relationship; null for a look-up of the node.</param>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="Code">The service's code, such as <c>ForbiddenError</c>, or what went wrong on the way, such as <c>ReadTimeout</c>.</param>
/// <param name="Message">What happened, for people.</param>
public sealed record ExploreFailure(NodeKey Node, string? Relationship, HttpStatusCode? Status, string Code, string Message);

/// <summary>A path between two nodes.</summary>
/// <param name="Nodes">The nodes, from one end to the other.</param>
/// <param name="Links">The links, one less than nodes; a link may point either way.</param>
public sealed record ExplorePath(IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphLink> Links)
{
    /// <summary>Where it begins.</summary>
    public GraphNode From => Nodes[0];

    /// <summary>Where it ends.</summary>
    public GraphNode To => Nodes[^1];

    /// <summary>How many links it has.</summary>
    public int Hops => Links.Count;
}
