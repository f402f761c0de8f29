namespace VtKit.Graph;

/// <summary>What a merge did.</summary>
/// <param name="AddedNodes">Nodes that came.</param>
/// <param name="AddedLinks">How many links came.</param>
/// <param name="Conflicts">What both graphs say, and differently. The first graph's word was kept.</param>
public sealed record MergeReport(IReadOnlyList<GraphNode> AddedNodes, int AddedLinks, IReadOnlyList<GraphDifference> Conflicts);

/// <content>Merging.</content>
public sealed partial class ThreatGraph
{
    /// <summary>
    /// Takes over what another graph has: nodes, links, groups, and facts that this graph lacks. Where both say something different, this graph's word stays, and the
    /// conflict is reported. The other graph is not changed; merging it again changes nothing.
    /// </summary>
    /// <param name="other">The other graph.</param>
    /// <returns>What came, and what the graphs disagree on.</returns>
    public MergeReport Merge(ThreatGraph other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other == this) return new MergeReport([], 0, []);
        foreach (var (alias, real) in other._aliases)
            if (!_aliases.ContainsKey(alias) && VtKit.Indicators.FileHash.TryParse(real.Id, out var hash)) Learn(alias, hash);
        var (added, conflicts) = (new List<GraphNode>(), new List<GraphDifference>());
        var mine = new Dictionary<GraphNode, GraphNode>();
        foreach (var node in other.Nodes)
        {
            if (Find(node.Key) is { } own)
                conflicts.AddRange(GraphDiff.Differences(own, node).Where(difference => difference is { Before: not null, After: not null }));
            else
            {
                own = Restore(node.Key);
                if (!node.IsRenamed) own.Entry = node.Entry;
                NodeCopy(own, node);
                added.Add(own);
            }
            FillIn(own, node);
            mine[node] = own;
        }
        var before = _links.Count;
        foreach (var link in other.Links)
            if (mine[link.Source] != mine[link.Target]) Link(mine[link.Source], mine[link.Target], link.Type);
        MergeGroups(other, mine);
        Name ??= other.Name;
        return new MergeReport(added, _links.Count - before, conflicts);
    }

    /// <summary>A node that came with its entry keeps it, so that members nobody here knows come along.</summary>
    private static void NodeCopy(GraphNode own, GraphNode node)
    {
        if (own.Entry is not null) NodeWire.Read(own, own.Entry);
        (own.Label, own.Position, own.Pin, own.Note, own.Provenance) = (node.Label, node.Position, node.Pin, node.Note, node.Provenance);
        foreach (var name in own.Attributes.Keys.Except(node.Attributes.Keys).ToArray()) own.RemoveAttribute(name);
        foreach (var (name, value) in node.Attributes)
            if (!own.Attributes.TryGetValue(name, out var there) || !System.Text.Json.JsonElement.DeepEquals(there, value)) own.SetAttribute(name, value);
    }

    private void MergeGroups(ThreatGraph other, Dictionary<GraphNode, GraphNode> mine)
    {
        foreach (var group in other.Groups)
        {
            var free = group.Members.Select(member => mine[member]).Where(node => node.Group is null).Distinct().ToList();
            if (free.Count == 0) continue;
            if (_groups.Find(own => own.Name == group.Name) is { } same) free.ForEach(node => AddToGroup(same, node));
            else Group(group.Name, free).Position = group.Position;
        }
    }
}
