using System.Globalization;
using System.Text.Json;

namespace VtKit.Graph;

/// <summary>Writes a graph in the service's format.</summary>
internal sealed class GraphWriter(ThreatGraph graph, Utf8JsonWriter writer, GraphWriteOptions options)
{
    private static readonly string[] OnlyTheServiceSets = [Attr.Graph.CommentsCount, Attr.Graph.CreationDate, Attr.Graph.LastModifiedDate, Attr.Graph.ViewsCount];

    private readonly LinkPlan _plan = new(graph);
    private readonly GroupPlan _groups = new(graph);
    private readonly JsonElement _root = graph.Wire?.Root ?? default;
    private readonly Dictionary<GraphNode, string> _ids = [];

    public void Write()
    {
        var path = _root.ValueKind == JsonValueKind.Object ? GraphEnvelope.Path(_root) : -1;
        if (path == 0) WriteAttributes(_root);
        else if (path == 1 && !options.ForService) WriteEnvelope(_root);
        else if (path == 2 && !options.ForService)
        {
            var entry = new EntryWriter(writer, _root);
            entry.Set(WireWords.Data, isChanged: true, _ => WriteEnvelope(JsonText.Member(_root, WireWords.Data)!.Value));
            entry.Finish();
        }
        else if (path < 0 && _root.ValueKind != JsonValueKind.Undefined && graph is { Nodes.Count: 0, Name: null, Id: null } && !options.ForService) _root.WriteTo(writer);
        else
        {
            writer.WriteStartObject();
            writer.WritePropertyName(WireWords.Data);
            WriteEnvelope(default);
            writer.WriteEndObject();
        }
        writer.Flush();
    }

    private void WriteEnvelope(JsonElement raw)
    {
        var entry = new EntryWriter(writer, raw);
        entry.Set(WireWords.Type, raw.ValueKind == JsonValueKind.Undefined, w => w.WriteStringValue(WireWords.Graph));
        var idBefore = JsonText.String(raw, WireWords.Id);
        if (!options.ForService && graph.Id is { } id) entry.Set(WireWords.Id, id != idBefore, w => w.WriteStringValue(id));
        else if (graph.Id is null && idBefore is not null) entry.Drop(WireWords.Id);
        entry.Set(WireWords.Attributes, isChanged: true, _ => WriteAttributes(GraphEnvelope.Attributes(_root) ?? default));
        entry.Finish();
    }

    private void WriteAttributes(JsonElement raw)
    {
        var entry = new EntryWriter(writer, raw);
        var isNew = raw.ValueKind == JsonValueKind.Undefined;
        if (options.ForService)
            foreach (var name in OnlyTheServiceSets) entry.Drop(name);
        entry.Set(Attr.Graph.GraphData, graph.Name != GraphEnvelope.Name(raw), _ => WriteName(raw));
        entry.Set(Attr.Graph.Private, graph.IsPrivate != GraphEnvelope.IsPrivate(raw) && graph.IsPrivate is not null, w => w.WriteBooleanValue(graph.IsPrivate!.Value));
        entry.Set(WireWords.Representation, graph.Representation != JsonText.String(raw, WireWords.Representation) && graph.Representation is not null, w => w.WriteStringValue(graph.Representation));
        if (graph.IsPrivate is null && GraphEnvelope.IsPrivate(raw) is not null) entry.Drop(Attr.Graph.Private);
        if (graph.Representation is null && JsonText.String(raw, WireWords.Representation) is not null) entry.Drop(WireWords.Representation);
        SetView(entry, raw);
        entry.Set(Attr.Graph.Nodes, isNew || graph.Nodes.Count > 0 || graph.Wire?.Nodes.Count > 0, _ => WriteNodes());
        entry.Set(Attr.Graph.GraphLinks, isNew || graph.Links.Count > 0 || graph.Wire?.Links.Count > 0, _ => WriteLinks());
        entry.Finish();
    }

    private void WriteName(JsonElement raw)
    {
        var data = new EntryWriter(writer, JsonText.Member(raw, Attr.Graph.GraphData) is { ValueKind: JsonValueKind.Object } before ? before : default);
        if (graph.Name is { } name) data.Set(Part.GraphData.Description, isChanged: true, w => w.WriteStringValue(name));
        else data.Drop(Part.GraphData.Description);
        data.Finish();
    }

    private void SetView(EntryWriter entry, JsonElement raw)
    {
        if (graph.View == GraphEnvelope.View(raw)) return;
        if (graph.View is not { } view)
        {
            entry.Drop(Attr.Graph.Position);
            return;
        }
        entry.Set(Attr.Graph.Position, isChanged: true, w =>
        {
            w.WriteStartObject();
            w.WriteNumber(Part.GraphPosition.X, view.X);
            w.WriteNumber(Part.GraphPosition.Y, view.Y);
            w.WriteString(Part.GraphPosition.Scale, view.Scale.ToString("R", CultureInfo.InvariantCulture));
            w.WriteEndObject();
        });
    }

    private void WriteNodes()
    {
        writer.WriteStartArray();
        var index = 0;
        var written = new HashSet<object>();
        foreach (var entry in graph.Wire?.Nodes ?? [])
        {
            index = Math.Max(index, (int)Math.Clamp(JsonText.Number(entry.Raw, Part.GraphWireNode.Index) ?? 0, 0, int.MaxValue - 1) + 1);
            WriteRead(entry, written);
        }
        foreach (var node in graph.Nodes)
            if (!written.Contains(node)) NodeWire.Write(writer, node, IdOf(node), index++, options);
        foreach (var hub in _plan.NewHubs) WriteHub(hub, index++);
        foreach (var group in graph.Groups)
            if (!written.Contains(group)) _groups.WriteNode(writer, group, default, index++);
        writer.WriteEndArray();
    }

    private void WriteRead(WireNode entry, HashSet<object> written)
    {
        switch (entry.Owner)
        {
            case null:
                entry.Raw.WriteTo(writer);
                break;
            case Hub hub when _plan.Keeps(hub):
                entry.Raw.WriteTo(writer);
                break;
            case GraphGroup group when graph.Groups.Contains(group):
                if (entry.IsDuplicate) entry.Raw.WriteTo(writer);
                else _groups.WriteNode(writer, group, entry.Raw, 0);
                written.Add(group);
                break;
            case GraphNode node when graph.Owns(node):
                if (!entry.IsDuplicate) NodeWire.Write(writer, node, IdOf(node), 0, options);
                else if (!node.IsRenamed) entry.Raw.WriteTo(writer);
                written.Add(node);
                break;
        }
    }

    private void WriteHub(Hub hub, int index)
    {
        var entry = new EntryWriter(writer, default);
        entry.Set(Part.GraphWireNode.Type, isChanged: true, w => w.WriteStringValue(WireWords.Relationship));
        entry.Set(Part.GraphWireNode.EntityId, isChanged: true, w => w.WriteStringValue(hub.WireId));
        entry.Set(Part.GraphWireNode.Index, isChanged: true, w => w.WriteNumberValue(index));
        NodeWire.SetPoint(entry, hub.Position ?? new GraphPoint(0, 0), null, Part.GraphWireNode.X, Part.GraphWireNode.Y);
        entry.Finish();
    }

    private void WriteLinks()
    {
        writer.WriteStartArray();
        foreach (var link in graph.Wire?.Links ?? [])
            if (_plan.Keeps(link) && _groups.Keeps(link)) WriteRead(link);
        foreach (var link in _plan.Direct) WriteLink(link.Source, link.Target, link.Type);
        foreach (var (hub, child, type) in _plan.Extensions) WriteLink(hub, child, type);
        foreach (var hub in _plan.NewHubs)
        {
            foreach (var (source, type) in hub.Sources) WriteLink(source, hub, type);
            foreach (var child in hub.Children) WriteLink(hub, child, hub.Sources[0].Type);
        }
        foreach (var (source, target, type) in _groups.NewLinks(_plan)) WriteEnds(Id(source), Id(target), type);
        writer.WriteEndArray();
    }

    private void WriteRead(WireLink link)
    {
        var entry = new EntryWriter(writer, link.Raw);
        var (source, target) = (LinkPlan.Current(link.Source), LinkPlan.Current(link.Target));
        if (source is GraphNode from && IdOf(from) is var fromId && (source != link.Source || from.IsRenamed)) entry.Set(Part.GraphWireLink.Source, isChanged: true, w => w.WriteStringValue(fromId));
        if (target is GraphNode to && IdOf(to) is var toId && (target != link.Target || to.IsRenamed)) entry.Set(Part.GraphWireLink.Target, isChanged: true, w => w.WriteStringValue(toId));
        entry.Finish();
    }

    private void WriteLink(object source, object target, string type)
    {
        WriteEnds(Id(source), Id(target), type);
        _groups.Copy(source, target, type);
    }

    private void WriteEnds(string source, string target, string type)
    {
        writer.WriteStartObject();
        writer.WriteString(Part.GraphWireLink.ConnectionType, type);
        writer.WriteString(Part.GraphWireLink.Source, source);
        writer.WriteString(Part.GraphWireLink.Target, target);
        writer.WriteEndObject();
    }

    private string Id(object end) => end switch
    {
        GraphNode node => IdOf(node),
        Hub hub => hub.WireId,
        _ => _groups.IdOf((GraphGroup)end),
    };

    private string IdOf(GraphNode node)
    {
        if (!_ids.TryGetValue(node, out var id)) _ids[node] = id = NodeWire.IdOf(node);
        return id;
    }
}
