using System.Text.Json;

namespace VtKit.Graph;

/// <summary>A graph as it was read, so that what nobody touched can be written as it was.</summary>
internal sealed class WireState
{
    public required JsonElement Root { get; init; }

    public List<WireNode> Nodes { get; } = [];

    public List<WireLink> Links { get; } = [];

    public List<Hub> Hubs { get; } = [];

    /// <summary>The members that each group had when it was read.</summary>
    public Dictionary<GraphGroup, GraphNode[]> Members { get; } = [];
}

/// <summary>An entry of <c>nodes</c>: what it is, and whose it is. An owner is a node, a group, a <see cref="Hub"/>, or null where nobody can tell.</summary>
internal readonly record struct WireNode(JsonElement Raw, object? Owner, bool IsDuplicate);

/// <summary>An entry of <c>links</c>, with what its ends mean.</summary>
internal readonly record struct WireLink(JsonElement Raw, object? Source, object? Target, string Type);

/// <summary>
/// A relationship node: on the wire, links of a relationship go to such a node and from there to the targets. In the model they are links from each source to each
/// target.
/// </summary>
internal sealed class Hub(string wireId)
{
    public string WireId { get; } = wireId;

    /// <summary>The entry; undefined for one that only links name, or that was made here.</summary>
    public JsonElement Raw { get; set; }

    public GraphPoint? Position { get; set; }

    public List<(GraphNode Node, string Type)> Sources { get; } = [];

    public List<GraphNode> Children { get; } = [];

    /// <summary>Whether it stands for too many links: it is kept as it is, and the model has none of them.</summary>
    public bool IsOpaque { get; set; }
}
