using System.Text.Json;

namespace VtKit.Graph;

/// <summary>
/// Groups on the wire: a node that names its members, a link from each member, and a copy of each link of a member with the group in the member's place. What was
/// read stays as long as the members are the same.
/// </summary>
internal sealed class GroupPlan
{
    private readonly ThreatGraph _graph;
    private readonly HashSet<GraphGroup> _changed = [];
    private readonly Dictionary<GraphGroup, string> _ids = [];
    private readonly List<(object Source, object Target, string Type)> _copies = [];

    public GroupPlan(ThreatGraph graph)
    {
        _graph = graph;
        var ids = new HubIds(graph);
        foreach (var group in graph.Groups)
        {
            _ids[group] = group.WireId ?? ids.For(group);
            if (graph.Wire is not { } wire || !wire.Members.TryGetValue(group, out var before) || !before.SequenceEqual(group.MemberList)) _changed.Add(group);
        }
    }

    public string IdOf(GraphGroup group) => _ids[group];

    /// <summary>Whether a link that was read is still right, as far as groups go.</summary>
    public bool Keeps(WireLink link) => !(link.Source is GraphGroup source && _changed.Contains(source)) && !(link.Target is GraphGroup target && _changed.Contains(target));

    /// <summary>Takes note of a new link, which groups get a copy of.</summary>
    public void Copy(object source, object target, string type)
    {
        if (source is GraphNode { Group: { } from } && !_changed.Contains(from)) _copies.Add((from, target, type));
        else if (target is GraphNode { Group: { } to } && !_changed.Contains(to)) _copies.Add((source, to, type));
    }

    public IEnumerable<(object Source, object Target, string Type)> NewLinks(LinkPlan plan)
    {
        var links = _copies.ToList();
        foreach (var group in _graph.Groups.Where(_changed.Contains)) links.AddRange(group.MemberList.Select(member => ((object)member, (object)group, WireWords.Group)));
        if (_changed.Count > 0) links.AddRange(AllLinks(plan).Select(Replaced).OfType<(object, object, string)>());
        return links.Distinct();
    }

    public void WriteNode(Utf8JsonWriter writer, GraphGroup group, JsonElement raw, int index)
    {
        var isNew = raw.ValueKind == JsonValueKind.Undefined;
        var entry = new EntryWriter(writer, raw);
        entry.Set(Part.GraphWireNode.Type, isNew, w => w.WriteStringValue(WireWords.Relationship));
        entry.Set(Part.GraphWireNode.EntityId, isNew, w => w.WriteStringValue(_ids[group]));
        entry.Set(Part.GraphWireNode.Index, isNew, w => w.WriteNumberValue(index));
        if (isNew || group.Name != (JsonText.String(raw, Part.GraphWireNode.Text) ?? "")) NodeWire.SetText(entry, raw, group.Name);
        NodeWire.SetPoint(entry, group.Position ?? (isNew ? new GraphPoint(0, 0) : null), isNew ? null : NodeWire.Position(raw), Part.GraphWireNode.X, Part.GraphWireNode.Y);
        entry.Set(Part.GraphWireNode.EntityAttributes, isNew || _changed.Contains(group), w =>
        {
            var inner = new EntryWriter(w, JsonText.Member(raw, Part.GraphWireNode.EntityAttributes) is { ValueKind: JsonValueKind.Object } before ? before : default);
            inner.Set(WireWords.RelationshipType, isChanged: true, x => x.WriteStringValue(WireWords.Group));
            inner.Set(WireWords.GroupedNodeIds, isChanged: true, x =>
            {
                x.WriteStartArray();
                foreach (var member in group.MemberList) x.WriteStringValue(NodeWire.IdOf(member));
                x.WriteEndArray();
            });
            inner.Finish();
        });
        entry.Finish();
    }

    private IEnumerable<(object, object, string)> AllLinks(LinkPlan plan)
    {
        foreach (var link in _graph.Wire?.Links ?? [])
            if (plan.Keeps(link) && LinkPlan.Current(link.Source) is GraphNode or Hub && LinkPlan.Current(link.Target) is GraphNode or Hub)
                yield return (LinkPlan.Current(link.Source)!, LinkPlan.Current(link.Target)!, link.Type);
        foreach (var link in plan.Direct) yield return (link.Source, link.Target, link.Type);
        foreach (var (hub, child, type) in plan.Extensions) yield return (hub, child, type);
        foreach (var hub in plan.NewHubs)
        {
            foreach (var (source, type) in hub.Sources) yield return (source, hub, type);
            foreach (var child in hub.Children) yield return (hub, child, hub.Sources[0].Type);
        }
    }

    /// <summary>The copy for a changed group: its source counts first.</summary>
    private (object, object, string)? Replaced((object Source, object Target, string Type) link)
    {
        if (link.Source is GraphNode { Group: { } from } && _changed.Contains(from)) return (from, link.Target, link.Type);
        return link.Target is GraphNode { Group: { } to } && _changed.Contains(to) ? (link.Source, to, link.Type) : null;
    }
}
