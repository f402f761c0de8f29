namespace VtKit.Graph.Explorer;

/// <summary>Counts what levels of expansion can cost and bring at most.</summary>
internal static class LevelEstimate
{
    public static ExploreEstimate Of(ExploreOptions options, Plan plan, IReadOnlyList<NodeKey> nodes, int levels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(levels, 1);
        var level = nodes.Where(node => plan.For(node).Length > 0).GroupBy(node => node.Type.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.LongCount(), StringComparer.Ordinal);
        long first = 0, calls = 0, found = 0;
        var mostNodes = options.MaxNodes ?? long.MaxValue;
        for (var number = 1; number <= levels && level.Count > 0; number++)
        {
            var next = new Dictionary<string, long>(StringComparer.Ordinal);
            long cost = 0;
            foreach (var (type, count) in level)
                foreach (var relationship in plan.Relationships[type])
                {
                    cost = Sum(cost, Times(count, plan.PagesOf(relationship)));
                    var results = Times(count, relationship.IsToMany ? plan.MostResults : 1);
                    found = Math.Min(mostNodes, Sum(found, results));
                    // A result is of one of the types: for the most that can come, of any of them.
                    foreach (var target in relationship.TargetTypes.Select(OtherEnd(type)).Where(plan.Relationships.ContainsKey))
                        next[target] = Math.Min(mostNodes, Sum(next.GetValueOrDefault(target), results));
                }
            calls = Sum(calls, cost);
            if (number == 1) first = cost;
            level = next;
        }
        return new ExploreEstimate(first, Math.Min(calls, options.MaxCalls ?? long.MaxValue), found);
    }

    private static Func<string, string> OtherEnd(string source) =>
        type => type != VtObjectTypes.Resolution ? type : source == VtObjectTypes.Domain ? VtObjectTypes.IpAddress : VtObjectTypes.Domain;

    private static long Sum(long a, long b) => a > long.MaxValue - b ? long.MaxValue : a + b;

    private static long Times(long a, long b) => a != 0 && b > long.MaxValue / a ? long.MaxValue : a * b;
}
