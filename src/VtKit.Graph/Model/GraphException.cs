namespace VtKit.Graph;

/// <summary>Why a graph refused something.</summary>
public enum GraphError
{
    /// <summary>The node is not in this graph.</summary>
    NodeNotFound,

    /// <summary>The link is not in this graph.</summary>
    LinkNotFound,

    /// <summary>The group is not in this graph.</summary>
    GroupNotFound,

    /// <summary>A link needs two different nodes.</summary>
    SameNode,

    /// <summary>A group needs a member.</summary>
    EmptyGroup,

    /// <summary>A node is in one group at most.</summary>
    AlreadyGrouped,

    /// <summary>Two different files cannot become one.</summary>
    DifferentFiles,

    /// <summary>The text is not what it should be.</summary>
    Unreadable,

    /// <summary>The service knows nothing of such a node: one of your own type, or a file that is known by a name alone.</summary>
    NotExpandable,

    /// <summary>Nodes of that type have no such relationship, or it leads to nothing that a graph shows.</summary>
    UnknownRelationship,

    /// <summary>The service does not have the graph yet.</summary>
    NotSaved,

    /// <summary>The key may see the graph, but not change it.</summary>
    NotEditor,

    /// <summary>The key may not make private graphs.</summary>
    PrivateNotAllowed,

    /// <summary>The graph has no file, URL, domain or address.</summary>
    NoIndicators,

    /// <summary>This build of the library has no viewer: it was built where Node was not installed.</summary>
    NoViewer,

    /// <summary>No program that makes pictures is installed.</summary>
    NoRenderer,

    /// <summary>The program that makes pictures failed, or took too long.</summary>
    NotRendered,
}

/// <summary>A graph refused something; the message says what, and what to do.</summary>
public sealed class GraphException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="error">Why.</param>
    /// <param name="message">What, and what to do, in one line.</param>
    /// <param name="inner">What it came of.</param>
    public GraphException(GraphError error, string message, Exception? inner = null) : base(message, inner) => Error = error;

    /// <summary>Why.</summary>
    public GraphError Error { get; }
}
