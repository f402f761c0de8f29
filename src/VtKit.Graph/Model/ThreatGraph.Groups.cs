namespace VtKit.Graph;

/// <content>Groups.</content>
public sealed partial class ThreatGraph
{
    /// <summary>Draws nodes as one.</summary>
    /// <param name="name">What the group is called.</param>
    /// <param name="members">Its members.</param>
    /// <returns>The group.</returns>
    /// <exception cref="GraphException">There is no member, the graph lacks one, or one is in a group already.</exception>
    public GraphGroup Group(string name, IEnumerable<GraphNode> members)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(members);
        var all = members.Distinct().ToList();
        if (all.Count == 0) throw new GraphException(GraphError.EmptyGroup, $"The group {Excerpt.Of(name)} has no members: give one at least.");
        foreach (var node in all)
        {
            Check(node);
            if (node.Group is { } other)
                throw new GraphException(GraphError.AlreadyGrouped, $"{Excerpt.Of(node.ToString())} is in the group {Excerpt.Of(other.Name)}: take it out first.");
        }
        var group = new GraphGroup(name);
        foreach (var node in all) Join(group, node);
        _groups.Add(group);
        return group;
    }

    /// <summary>Adds a node to a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="node">The node.</param>
    /// <exception cref="GraphException">The graph lacks one of them, or the node is in another group.</exception>
    public void AddToGroup(GraphGroup group, GraphNode node)
    {
        Check(group);
        Check(node);
        if (node.Group == group) return;
        if (node.Group is { } other)
            throw new GraphException(GraphError.AlreadyGrouped, $"{Excerpt.Of(node.ToString())} is in the group {Excerpt.Of(other.Name)}: take it out first.");
        Join(group, node);
    }

    /// <summary>Takes a node out of its group; a group that it leaves empty goes. Nothing happens to a node that is in none.</summary>
    /// <param name="node">The node.</param>
    /// <exception cref="GraphException">The graph does not have it.</exception>
    public void RemoveFromGroup(GraphNode node)
    {
        Check(node);
        if (node.Group is { } group) Leave(group, node);
    }

    /// <summary>Removes a group; its members stay.</summary>
    /// <param name="group">The group.</param>
    /// <exception cref="GraphException">The graph does not have it.</exception>
    public void Ungroup(GraphGroup group)
    {
        Check(group);
        foreach (var node in group.MemberList) node.Group = null;
        group.MemberList.Clear();
        _groups.Remove(group);
    }

    /// <summary>A group as it was read: it may be empty, and nodes that are in another group stay there.</summary>
    internal GraphGroup RestoreGroup(string name, IEnumerable<GraphNode> members)
    {
        var group = new GraphGroup(name);
        foreach (var node in members)
            if (node.Group is null) Join(group, node);
        _groups.Add(group);
        return group;
    }

    private static void Join(GraphGroup group, GraphNode node)
    {
        group.MemberList.Add(node);
        node.Group = group;
    }

    private void Leave(GraphGroup group, GraphNode node)
    {
        group.MemberList.Remove(node);
        node.Group = null;
        if (group.MemberList.Count == 0) _groups.Remove(group);
    }

    private void Check(GraphGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (!_groups.Contains(group)) throw new GraphException(GraphError.GroupNotFound, $"The graph has no group {Excerpt.Of(group.Name)}.");
    }
}
