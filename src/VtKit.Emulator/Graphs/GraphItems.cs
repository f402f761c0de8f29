using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>What a graph shows, as links to the objects that its nodes stand for.</summary>
internal static class GraphItems
{
    /// <summary>The name of the relationship.</summary>
    public static string Name => Relationships.Graph.Items.Name;

    /// <summary>Notes what the nodes of a graph that was saved stand for; what they no longer do is forgotten.</summary>
    public static void Note(Session store, Record graph)
    {
        store.Execute("DELETE FROM link WHERE type = $1 AND id = $2 AND name = $3", graph.Type, graph.Id, Name);
        using var attributes = graph.Read();
        if (attributes.RootElement.Member(Attr.Graph.Nodes) is not { ValueKind: JsonValueKind.Array } nodes) return;
        foreach (var node in nodes.EnumerateArray())
            if (node.Text(Part.GraphWireNode.Type) is { } type && node.Text(Part.GraphWireNode.EntityId) is { } entity && ItemIds.See(store, type, entity, graph.Modified) is { } id)
                RecordLinks.Add(store, graph.Type, graph.Id, Name, type, id);
    }
}
