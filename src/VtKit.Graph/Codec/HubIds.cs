using System.Globalization;
using VtKit.Indicators;

namespace VtKit.Graph;

/// <summary>Ids for relationship nodes, as the editor makes them, and each only once.</summary>
internal sealed class HubIds
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public HubIds(ThreatGraph graph)
    {
        foreach (var node in graph.Nodes) _taken.Add(NodeWire.IdOf(node));
        foreach (var hub in graph.Wire?.Hubs ?? []) _taken.Add(hub.WireId);
        foreach (var group in graph.Groups)
            if (group.WireId is { } id) _taken.Add(id);
    }

    public string For(GraphNode source, string type) => Unique($"{WireWords.RelationshipPrefix}{type}_{Plain(source)}");

    /// <summary>The ids of the members, with commas, and without what the editor cannot bear.</summary>
    public string For(GraphGroup group) => Unique(
        $"{WireWords.RelationshipPrefix}{WireWords.Group}_{string.Join(',', group.Members.Select(NodeWire.IdOf)).Replace("=", "", StringComparison.Ordinal)}");

    private string Unique(string id)
    {
        if (_taken.Add(id)) return id;
        for (var number = 2; ; number++)
        {
            var other = id + "_" + number.ToString(CultureInfo.InvariantCulture);
            if (_taken.Add(other)) return other;
        }
    }

    /// <summary>Dots of an address become z, so that 1.11.1.1 and 11.1.1.1 stay different; other dots go.</summary>
    private static string Plain(GraphNode node)
    {
        var id = NodeWire.IdOf(node);
        if (node.Type == NodeType.IpAddress && IpAddress.TryParse(id, out _)) return id.Replace('.', 'z').Replace(':', 'z');
        return id.Replace(".", "", StringComparison.Ordinal);
    }
}
