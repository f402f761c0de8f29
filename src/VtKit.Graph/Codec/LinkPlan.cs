using System.Text.Json;

namespace VtKit.Graph;

/// <summary>
/// Decides which links of the wire stand for the links of a graph: what was read stays where it still holds, the rest goes through relationship nodes, which
/// sources with the same targets share. Takes time in proportion to the links.
/// </summary>
internal sealed class LinkPlan
{
    private readonly ThreatGraph _graph;
    private readonly HashSet<GraphLink> _carried = [];
    private readonly HashSet<Hub> _kept = [];
    private readonly HashSet<GraphGroup> _groups;
    private readonly Dictionary<Hub, HashSet<GraphNode>> _lostSources = [], _lostChildren = [];

    public LinkPlan(ThreatGraph graph)
    {
        _graph = graph;
        _groups = [.. graph.Groups];
        if (graph.Wire is { } wire) KeepWhatHolds(wire);
        var loose = graph.Links.Where(link => !_carried.Contains(link)).ToList();
        Direct = loose.FindAll(IsDirect);
        Regroup(loose.Where(link => !IsDirect(link)));
    }

    /// <summary>New links that go straight from node to node.</summary>
    public List<GraphLink> Direct { get; }

    /// <summary>Relationship nodes that were not there.</summary>
    public List<Hub> NewHubs { get; } = [];

    /// <summary>New targets of relationship nodes that stay.</summary>
    public List<(Hub Hub, GraphNode Child, string Type)> Extensions { get; } = [];

    public bool Keeps(Hub hub) => _kept.Contains(hub);

    /// <summary>Whether a link that was read is written again.</summary>
    public bool Keeps(WireLink link) => (Current(link.Source), Current(link.Target)) switch
    {
        (GraphNode source, GraphNode target) => _graph.Owns(source) && _graph.Owns(target) && (source == target ? link.Source == link.Target : _graph.FindLink(source, target, link.Type) is not null),
        (GraphNode source, Hub hub) => _kept.Contains(hub) && _graph.Owns(source) && !_lostSources[hub].Contains(source),
        (Hub hub, GraphNode target) => _kept.Contains(hub) && _graph.Owns(target) && !_lostChildren[hub].Contains(target),
        var (source, target) => IsThere(source) && IsThere(target),
    };

    public static object? Current(object? end)
    {
        while (end is GraphNode { Became: { } other }) end = other;
        return end;
    }

    private bool IsThere(object? end) => end switch
    {
        GraphNode node => _graph.Owns(node),
        Hub hub => _kept.Contains(hub),
        GraphGroup group => _groups.Contains(group),
        _ => true,
    };

    /// <summary>A relationship node is known by its id: one for a link called "group" would be read as a group.</summary>
    private static bool IsDirect(GraphLink link) =>
        link.Type.Length == 0 || link.Type == GraphLink.Manual || link.Type.Split('_', 2)[0] is var word && (word == WireWords.Group || NodeType.TrySpecial(word, out _)) || link.Source.Type.Kind == NodeTypeKind.Special || link.Target.Type.Kind == NodeTypeKind.Special;

    private void KeepWhatHolds(WireState wire)
    {
        foreach (var link in wire.Links)
            if (Current(link.Source) is GraphNode source && Current(link.Target) is GraphNode target && _graph.FindLink(source, target, link.Type) is { } held)
                _carried.Add(held);
        foreach (var hub in wire.Hubs) Keep(hub);
    }

    /// <summary>A relationship node stays with the sources and targets that are all linked with each other.</summary>
    private void Keep(Hub hub)
    {
        var sources = Alive(hub.Sources.Select(source => source.Node));
        var children = Alive(hub.Children);
        HashSet<GraphNode> lostSources = [], lostChildren = [];
        (_lostSources[hub], _lostChildren[hub]) = (lostSources, lostChildren);
        if (!hub.IsOpaque)
        {
            foreach (var source in sources)
                if (children.Count > 0 && !children.Any(child => source == child || IsLinked(hub, source, child))) lostSources.Add(source);
            sources.ExceptWith(lostSources);
            foreach (var child in children)
                if (!sources.All(source => source == child || IsLinked(hub, source, child))) lostChildren.Add(child);
            children.ExceptWith(lostChildren);
        }
        var isEmptied = (sources.Count == 0 && hub.Sources.Count > 0) || (children.Count == 0 && hub.Children.Count > 0);
        if (isEmptied) return;
        _kept.Add(hub);
        if (hub.IsOpaque) return;
        foreach (var (node, type) in hub.Sources)
            if (Current(node) is GraphNode source && sources.Contains(source))
                foreach (var child in children)
                    if (_graph.FindLink(source, child, type) is { } link) _carried.Add(link);
    }

    private HashSet<GraphNode> Alive(IEnumerable<GraphNode> nodes) => [.. nodes.Select(node => (GraphNode)Current(node)!).Where(_graph.Owns)];

    /// <summary>Whether a source has all the links to a target that the relationship node says it has.</summary>
    private bool IsLinked(Hub hub, GraphNode source, GraphNode child)
    {
        if (hub.Sources.Count == 1) return _graph.FindLink(source, child, hub.Sources[0].Type) is not null;
        return TypesOf(hub, source).All(type => _graph.FindLink(source, child, type) is not null);
    }

    private readonly Dictionary<Hub, ILookup<GraphNode, string>> _types = [];

    private IEnumerable<string> TypesOf(Hub hub, GraphNode source)
    {
        if (!_types.TryGetValue(hub, out var types))
            _types[hub] = types = hub.Sources.ToLookup(one => (GraphNode)Current(one.Node)!, one => one.Type);
        return types[source];
    }

    private void Regroup(IEnumerable<GraphLink> loose)
    {
        var own = new Dictionary<(GraphNode, string), Hub>();
        foreach (var hub in _kept.Where(hub => hub.Sources.Count == 1 && !hub.IsOpaque))
            own.TryAdd(((GraphNode)Current(hub.Sources[0].Node)!, hub.Sources[0].Type), hub);

        var numbers = new Dictionary<GraphNode, int>();
        foreach (var node in _graph.Nodes) numbers.Add(node, numbers.Count);
        var ids = new HubIds(_graph);
        var byTargets = new Dictionary<Targets, Hub>();
        foreach (var links in loose.GroupBy(link => (link.Source, link.Type)))
        {
            var (source, type) = links.Key;
            if (own.TryGetValue(links.Key, out var hub))
            {
                Extensions.AddRange(links.Select(link => (hub, link.Target, type)));
                continue;
            }
            var targets = new Targets(type, [.. links.Select(link => numbers[link.Target]).Order()]);
            if (!byTargets.TryGetValue(targets, out hub))
            {
                hub = new Hub(ids.For(source, type));
                hub.Children.AddRange(links.Select(link => link.Target));
                hub.Position = Between(source, hub.Children[0]);
                byTargets.Add(targets, hub);
                NewHubs.Add(hub);
            }
            hub.Sources.Add((source, type));
        }
    }

    private static GraphPoint? Between(GraphNode source, GraphNode child) =>
        source.Position is { } a && child.Position is { } b ? new GraphPoint((a.X + b.X) / 2, (a.Y + b.Y) / 2) : source.Position ?? child.Position;

    /// <summary>A type and the targets of it, in order: equal when all of them are.</summary>
    private readonly struct Targets(string type, int[] nodes) : IEquatable<Targets>
    {
        private readonly string _type = type;
        private readonly int[] _nodes = nodes;

        public bool Equals(Targets other) => _type == other._type && _nodes.AsSpan().SequenceEqual(other._nodes);

        public override bool Equals(object? obj) => obj is Targets other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.Add(_type);
            foreach (var node in _nodes) hash.Add(node);
            return hash.ToHashCode();
        }
    }
}
