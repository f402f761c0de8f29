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
}

/// <summary>A graph refused something; the message says what, and what to do.</summary>
public sealed class GraphException : Exception
{
    internal GraphException(GraphError error, string message, Exception? inner = null) : base(message, inner) => Error = error;

    /// <summary>Why.</summary>
    public GraphError Error { get; }
}
