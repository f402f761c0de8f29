using System.Text.Json;

namespace VtKit.Graph;

/// <summary>Builds a graph from what the service wrote.</summary>
internal sealed class GraphReader(JsonElement root, List<GraphWarning> warnings)
{
    /// <summary>A million links is far beyond what an editor shows, and keeps a crafted file from filling the memory.</summary>
    private const int MaxLinks = 1_000_000;

    private readonly ThreatGraph _graph = new();
    private readonly WireState _wire = new() { Root = root };
    private readonly Dictionary<string, object> _byWireId = new(StringComparer.Ordinal);
    private readonly List<(GraphGroup Group, JsonElement Attributes)> _groups = [];

    public GraphReadResult Read()
    {
        _graph.Wire = _wire;
        var attributes = GraphEnvelope.Attributes(root);
        if (attributes is not { } found)
        {
            Warn(GraphWarningKind.NoGraph, "There is no graph in the text.");
            return new GraphReadResult(_graph, warnings);
        }
        ReadFacts(found);
        foreach (var entry in Entries(found, Attr.Graph.Nodes)) ReadNode(entry);
        foreach (var (group, inner) in _groups) ReadMembers(group, inner);
        foreach (var entry in Entries(found, Attr.Graph.GraphLinks)) ReadLink(entry);
        foreach (var hub in _wire.Hubs) FanOut(hub);
        foreach (var group in _graph.Groups) _wire.Members[group] = [.. group.MemberList];
        return new GraphReadResult(_graph, warnings);
    }

    private void ReadFacts(JsonElement attributes)
    {
        _graph.Id = GraphEnvelope.Id(root);
        _graph.Name = GraphEnvelope.Name(attributes);
        if (_graph.Name is null) Warn(GraphWarningKind.NoDescription, "The graph has no description.");
        _graph.IsPrivate = GraphEnvelope.IsPrivate(attributes);
        _graph.Representation = JsonText.String(attributes, WireWords.Representation);
        _graph.View = GraphEnvelope.View(attributes);
    }

    private JsonElement.ArrayEnumerator Entries(JsonElement attributes, string name)
    {
        if (JsonText.Member(attributes, name) is not { } list) return default;
        if (list.ValueKind == JsonValueKind.Array) return list.EnumerateArray();
        if (list.ValueKind != JsonValueKind.Null) Warn(GraphWarningKind.OddEntry, $"{name} is no list.");
        return default;
    }

    private void ReadNode(JsonElement entry)
    {
        if (JsonText.String(entry, Part.GraphWireNode.EntityId) is not { } id)
        {
            Warn(GraphWarningKind.OddEntry, "A node has no id.");
            _wire.Nodes.Add(new WireNode(entry, null, IsDuplicate: false));
            return;
        }
        var isKnown = _byWireId.TryGetValue(id, out var known);
        var before = _graph.Nodes.Count;
        var owner = NodeWire.IsRelationship(entry) ? ReadRelationship(entry, id, known) : ReadThing(entry, id);
        var isDuplicate = owner is null || ReferenceEquals(owner, known) || (owner is GraphNode && _graph.Nodes.Count == before);
        if (owner is null) Warn(GraphWarningKind.DuplicateNode, $"{Excerpt.Of(id)} is declared twice.");
        else if (isKnown && !ReferenceEquals(owner, known)) Warn(GraphWarningKind.AmbiguousId, $"{Excerpt.Of(id)} is the id of two nodes: links to it mean the first one here.");
        else if (isDuplicate) Warn(GraphWarningKind.DuplicateNode, $"{Excerpt.Of(id)} is declared twice.");
        _byWireId.TryAdd(id, owner ?? known!);
        _wire.Nodes.Add(new WireNode(entry, owner ?? known, isDuplicate));
    }

    private GraphNode ReadThing(JsonElement entry, string id)
    {
        var type = NodeWire.TypeOf(entry);
        if (type.Name.Length == 0) Warn(GraphWarningKind.OddEntry, $"{Excerpt.Of(id)} has no type.");
        else if (!NodeKey.TryCreate(type, id, out _)) Warn(GraphWarningKind.OddId, $"{Excerpt.Of(id)} is no {type.Name}.");
        return Restore(NodeKey.Tolerant(type, id), entry);
    }

    private GraphNode Restore(NodeKey key, JsonElement entry)
    {
        if (_graph.Find(key) is { } there) return there;
        var node = _graph.Restore(key);
        NodeWire.Read(node, new NodeEntry(entry));
        return node;
    }

    /// <summary>What a node of type relationship is: a group, a search, or a hub; null when the id is taken by one already.</summary>
    private object? ReadRelationship(JsonElement entry, string id, object? known)
    {
        if (NodeWire.SpecialType(entry, id) is { } special) return Restore(new NodeKey(special, id), entry);
        if (known is Hub or GraphGroup) return null;
        if (NodeWire.IsGroup(entry, id))
        {
            var group = _graph.RestoreGroup(JsonText.String(entry, Part.GraphWireNode.Text) ?? "", []);
            group.WireId = id;
            group.Position = NodeWire.Position(entry);
            _groups.Add((group, entry));
            return group;
        }
        return NewHub(id, entry);
    }

    private Hub NewHub(string id, JsonElement entry)
    {
        var hub = new Hub(id) { Raw = entry, Position = NodeWire.Position(entry) };
        _wire.Hubs.Add(hub);
        return hub;
    }

    private void ReadMembers(GraphGroup group, JsonElement entry)
    {
        var seen = new HashSet<GraphNode>();
        foreach (var id in NodeWire.MemberIds(entry))
        {
            var node = _byWireId.GetValueOrDefault(id) as GraphNode;
            if (node is null || node.Group is not null || !seen.Add(node))
                Warn(GraphWarningKind.OddGroup, $"The group {Excerpt.Of(group.Name)} names {Excerpt.Of(id)}, which is not there or grouped already.");
            else _graph.AddToGroup(group, node);
        }
    }

    private void ReadLink(JsonElement entry)
    {
        var sourceId = JsonText.String(entry, Part.GraphWireLink.Source);
        var targetId = JsonText.String(entry, Part.GraphWireLink.Target);
        var type = JsonText.String(entry, Part.GraphWireLink.ConnectionType);
        if (sourceId is null || targetId is null || type is null) Warn(GraphWarningKind.OddEntry, "A link lacks its source, target or type.");
        var (source, target) = (End(sourceId), End(targetId));
        _wire.Links.Add(new WireLink(entry, source, target, type ?? ""));
        switch (source, target)
        {
            case (GraphNode one, GraphNode other) when one == other:
                Warn(GraphWarningKind.SelfLink, $"{Excerpt.Of(one.ToString())} is linked with itself.");
                break;
            case (GraphNode one, GraphNode other):
                if (_graph.FindLink(one, other, type ?? "") is not null) Warn(GraphWarningKind.DuplicateLink, $"{Excerpt.Of(one.ToString())} is linked with {Excerpt.Of(other.ToString())} twice.");
                else _graph.Link(one, other, type ?? "");
                break;
            case (GraphNode one, Hub hub):
                hub.Sources.Add((one, GraphLink.NormalType(type ?? "")));
                break;
            case (Hub hub, GraphNode other):
                hub.Children.Add(other);
                break;
            case (null, _) or (_, null):
                Warn(GraphWarningKind.DanglingLink, $"A link goes from {Excerpt.Of(sourceId ?? "")} to {Excerpt.Of(targetId ?? "")}, and one of them is not there.");
                break;
        }
    }

    private object? End(string? id)
    {
        if (id is null) return null;
        if (_byWireId.TryGetValue(id, out var end)) return end;
        if (!id.StartsWith(WireWords.RelationshipPrefix, StringComparison.Ordinal)) return null;
        Warn(GraphWarningKind.UndeclaredRelationship, $"Links use {Excerpt.Of(id)}, which is not declared.");
        return _byWireId[id] = NewHub(id, default);
    }

    private void FanOut(Hub hub)
    {
        if (hub.Sources.Count == 0 || hub.Children.Count == 0) Warn(GraphWarningKind.LooseRelationship, $"{Excerpt.Of(hub.WireId)} leads nowhere, or nothing leads to it.");
        // One that says each thing once for each child is common; only different ones count.
        Deduplicate(hub);
        if ((long)hub.Sources.Count * hub.Children.Count + _graph.Links.Count > MaxLinks)
        {
            hub.IsOpaque = true;
            Warn(GraphWarningKind.TooManyLinks, $"{Excerpt.Of(hub.WireId)} stands for {(long)hub.Sources.Count * hub.Children.Count} links, which are kept in the file but not in the graph.");
            return;
        }
        foreach (var (source, type) in hub.Sources)
            foreach (var child in hub.Children)
                if (source != child) _graph.Link(source, child, type);
                else Warn(GraphWarningKind.SelfLink, $"{Excerpt.Of(source.ToString())} is linked with itself.");
    }

    private void Deduplicate(Hub hub)
    {
        var sources = hub.Sources.Distinct().ToList();
        var children = hub.Children.Distinct().ToList();
        if (sources.Count + children.Count < hub.Sources.Count + hub.Children.Count)
            Warn(GraphWarningKind.DuplicateLink, $"{Excerpt.Of(hub.WireId)} is linked with the same nodes several times.");
        hub.Sources.Clear();
        hub.Sources.AddRange(sources);
        hub.Children.Clear();
        hub.Children.AddRange(children);
    }

    private void Warn(GraphWarningKind kind, string message) => warnings.Add(new GraphWarning(kind, message));
}
