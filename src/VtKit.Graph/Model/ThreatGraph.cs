using System.Text.Json;
using VtKit.Indicators;

namespace VtKit.Graph;

/// <summary>
/// A threat graph: nodes, links and groups, on this machine only. Nothing here uses a network; <see cref="GraphJson"/> reads and writes the service's format.
/// Not safe for use by several threads while one of them writes.
/// </summary>
public sealed partial class ThreatGraph
{
    private readonly OrderedTable<NodeKey, GraphNode> _nodes = new();
    private readonly OrderedTable<(GraphNode Source, GraphNode Target, string Type), GraphLink> _links = new();
    private readonly List<GraphGroup> _groups = [];
    private readonly Dictionary<NodeKey, NodeKey> _aliases = [];

    /// <summary>An empty graph.</summary>
    /// <param name="name">What it is called, or null.</param>
    public ThreatGraph(string? name = null) => Name = name;

    /// <summary>The id that the service gave it, or null.</summary>
    public string? Id { get; set; }

    /// <summary>What it is called, or null.</summary>
    public string? Name { get; set; }

    /// <summary>Whether only those it is shared with see it; null when nothing says so.</summary>
    public bool? IsPrivate { get; set; }

    /// <summary>How the editor draws it, such as <c>force_graph</c> or <c>tree</c>; null when nothing says so.</summary>
    public string? Representation { get; set; }

    /// <summary>What part of the drawing was in view, or null.</summary>
    public GraphView? View { get; set; }

    /// <summary>The nodes, in the order in which they came.</summary>
    public IReadOnlyCollection<GraphNode> Nodes => _nodes;

    /// <summary>The links, in the order in which they came.</summary>
    public IReadOnlyCollection<GraphLink> Links => _links;

    /// <summary>The groups, in the order in which they came.</summary>
    public IReadOnlyList<GraphGroup> Groups => _groups;

    /// <summary>The node of that key.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="GraphException">There is none.</exception>
    public GraphNode this[NodeKey key] => Find(key) ?? throw NotFound(key);

    /// <summary>What was read, for writing it back as it was; null for a graph that was made here.</summary>
    internal WireState? Wire { get; set; }

    /// <summary>The node of that key, or null. A file is also found by an MD5 or SHA-1 that is known to be its own.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The node.</returns>
    public GraphNode? Find(NodeKey key) => _nodes.TryGet(Resolve(key), out var node) ? node : null;

    /// <summary>Whether the graph has that node.</summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether it has.</returns>
    public bool Contains(NodeKey key) => Find(key) is not null;

    /// <summary>Whether the graph has that node.</summary>
    /// <param name="type">The type.</param>
    /// <param name="id">The id, as it is typed.</param>
    /// <returns>Whether it has; false also for a text that is no id.</returns>
    public bool Contains(NodeType type, string id) => NodeKey.TryCreate(type, id, out var key) && Contains(key);

    /// <summary>Adds a node, unless the graph has it: then that one is returned, and what it lacks is filled in.</summary>
    /// <param name="type">The type.</param>
    /// <param name="id">The id, as it is typed; a new URL without a label keeps its text as label, for its id does not show it.</param>
    /// <param name="label">What is written at it.</param>
    /// <param name="attributes">What is known of it.</param>
    /// <param name="position">Where it is drawn.</param>
    /// <returns>The node.</returns>
    /// <exception cref="FormatException">The text is no id of that type.</exception>
    public GraphNode Add(NodeType type, string id, string? label = null, IEnumerable<KeyValuePair<string, JsonElement>>? attributes = null, GraphPoint? position = null)
    {
        var key = NodeKey.Create(type, id);
        var text = type == NodeType.Url && key.Id != id.Trim() && !UrlId.TryParse(id, out _) ? Indicator.Refang(id) : null;
        return Add(key, label ?? text, attributes, position);
    }

    /// <summary>Adds a node, unless the graph has it: then that one is returned, and what it lacks is filled in.</summary>
    /// <param name="key">Type and id.</param>
    /// <param name="label">What is written at it.</param>
    /// <param name="attributes">What is known of it.</param>
    /// <param name="position">Where it is drawn.</param>
    /// <returns>The node.</returns>
    public GraphNode Add(NodeKey key, string? label = null, IEnumerable<KeyValuePair<string, JsonElement>>? attributes = null, GraphPoint? position = null)
    {
        key = Resolve(key);
        if (!_nodes.TryGet(key, out var node))
        {
            if (key.Id.Length == 0) throw new FormatException("A node needs an id.");
            node = new GraphNode(key);
            _nodes.Add(key, node);
        }
        if (string.IsNullOrEmpty(node.Label)) node.Label = label ?? node.Label;
        node.Position ??= position;
        foreach (var (name, value) in attributes ?? [])
            if (!node.Attributes.ContainsKey(name)) node.SetAttribute(name, value);
        return node;
    }

    /// <summary>Adds what was recognised.</summary>
    /// <param name="indicator">The indicator.</param>
    /// <returns>The node.</returns>
    /// <exception cref="FormatException">The indicator is of unknown kind.</exception>
    public GraphNode Add(Indicator indicator)
    {
        var key = NodeKey.Of(indicator);
        return Add(key, indicator.Kind is IndicatorKind.Url or IndicatorKind.Cve ? indicator.UrlId?.Url ?? indicator.Value : null);
    }

    /// <summary>Adds many nodes, all or none.</summary>
    /// <param name="nodes">What to add.</param>
    /// <returns>The nodes, in the same order; one that was given twice is there twice.</returns>
    /// <exception cref="FormatException">One of the texts is no id of its type.</exception>
    public IReadOnlyList<GraphNode> AddMany(IEnumerable<NodeSpec> nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        var all = nodes.ToList();
        foreach (var node in all) _ = NodeKey.Create(node.Type, node.Id);
        return all.ConvertAll(node => Add(node.Type, node.Id, node.Label, node.Attributes, node.Position));
    }

    /// <summary>Removes a node, with its links; a group that it leaves empty goes, too.</summary>
    /// <param name="key">The key.</param>
    /// <exception cref="GraphException">The graph does not have it.</exception>
    public void Remove(NodeKey key) => Remove(this[key]);

    /// <summary>Removes a node, with its links; a group that it leaves empty goes, too.</summary>
    /// <param name="node">The node.</param>
    /// <exception cref="GraphException">The graph does not have it.</exception>
    public void Remove(GraphNode node)
    {
        Check(node);
        UnlinkAll(node);
        if (node.Group is { } group) Leave(group, node);
        _nodes.Remove(node.Key);
    }

    /// <summary>Links two nodes; a link that is there is returned.</summary>
    /// <param name="source">Where it begins.</param>
    /// <param name="target">Where it ends.</param>
    /// <param name="type">The relationship, in the service's words. Spaces become underscores; what is beyond 100 characters is cut off.</param>
    /// <returns>The link.</returns>
    /// <exception cref="GraphException">The graph lacks one of the nodes, or they are the same.</exception>
    public GraphLink Link(GraphNode source, GraphNode target, string type = GraphLink.Manual)
    {
        Check(source);
        Check(target);
        if (source == target) throw new GraphException(GraphError.SameNode, $"{source} cannot be linked with itself: give two different nodes.");
        var key = (source, target, GraphLink.NormalType(type));
        if (_links.TryGet(key, out var link)) return link;
        link = new GraphLink(source, target, key.Item3);
        _links.Add(key, link);
        source.Out.Add(link);
        target.In.Add(link);
        return link;
    }

    /// <summary>Links two nodes by their keys.</summary>
    /// <param name="source">Where it begins.</param>
    /// <param name="target">Where it ends.</param>
    /// <param name="type">The relationship.</param>
    /// <returns>The link.</returns>
    /// <exception cref="GraphException">The graph lacks one of the nodes, or they are the same.</exception>
    public GraphLink Link(NodeKey source, NodeKey target, string type = GraphLink.Manual) => Link(this[source], this[target], type);

    /// <summary>The link of that type between two nodes, or null.</summary>
    /// <param name="source">Where it begins.</param>
    /// <param name="target">Where it ends.</param>
    /// <param name="type">The relationship.</param>
    /// <returns>The link.</returns>
    public GraphLink? FindLink(GraphNode source, GraphNode target, string type = GraphLink.Manual) =>
        _links.TryGet((source, target, GraphLink.NormalType(type)), out var link) ? link : null;

    /// <summary>Removes a link.</summary>
    /// <param name="link">The link.</param>
    /// <exception cref="GraphException">The graph does not have it.</exception>
    public void Unlink(GraphLink link)
    {
        ArgumentNullException.ThrowIfNull(link);
        Unlink(link.Source, link.Target, link.Type);
    }

    /// <summary>Removes a link.</summary>
    /// <param name="source">Where it begins.</param>
    /// <param name="target">Where it ends.</param>
    /// <param name="type">The relationship.</param>
    /// <exception cref="GraphException">The graph does not have the nodes, or no such link between them.</exception>
    public void Unlink(GraphNode source, GraphNode target, string type = GraphLink.Manual)
    {
        Check(source);
        Check(target);
        if (FindLink(source, target, type) is not { } link)
            throw new GraphException(GraphError.LinkNotFound, $"There is no link {Excerpt.Of(type)} from {Excerpt.Of(source.ToString())} to {Excerpt.Of(target.ToString())}.");
        RemoveLink(link);
    }

    /// <summary>Removes all links of a node, in both directions.</summary>
    /// <param name="node">The node.</param>
    /// <exception cref="GraphException">The graph does not have it.</exception>
    public void UnlinkAll(GraphNode node)
    {
        Check(node);
        foreach (var link in node.Out.Concat(node.In).ToArray()) RemoveLink(link);
    }

    /// <summary>A node as it was read, whatever its id.</summary>
    internal GraphNode Restore(NodeKey key)
    {
        var node = new GraphNode(key);
        _nodes.Add(key, node);
        return node;
    }

    internal bool Owns(GraphNode node) => _nodes.TryGet(node.Key, out var own) && own == node;

    private void RemoveLink(GraphLink link)
    {
        _links.Remove((link.Source, link.Target, link.Type));
        link.Source.Out.Remove(link);
        link.Target.In.Remove(link);
    }

    private void Check(GraphNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (!Owns(node)) throw NotFound(node.Key);
    }

    private static GraphException NotFound(NodeKey key) => new(GraphError.NodeNotFound, $"The graph has no node {Excerpt.Of(key.ToString())}: add it first.");
}

/// <summary>A node to add.</summary>
/// <param name="Type">The type.</param>
/// <param name="Id">The id, as it is typed.</param>
/// <param name="Label">What is written at it.</param>
/// <param name="Attributes">What is known of it.</param>
/// <param name="Position">Where it is drawn.</param>
public sealed record NodeSpec(NodeType Type, string Id, string? Label = null, IEnumerable<KeyValuePair<string, JsonElement>>? Attributes = null, GraphPoint? Position = null);
