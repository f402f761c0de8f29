namespace VtKit.Graph;

/// <summary>
/// Communities by the method of Louvain: each node moves to the community of its neighbours that gains most, until none moves; then communities become nodes, and it
/// begins again.
/// </summary>
internal sealed class Louvain(int[][] neighbours, int seed)
{
    private const double LeastGain = 1e-9;

    private readonly Random _random = new(seed);

    public int[] Run()
    {
        var links = neighbours.Select(list => list.ToDictionary(i => i, _ => 1.0)).ToArray();
        var result = Enumerable.Range(0, neighbours.Length).ToArray();
        while (true)
        {
            var community = MoveNodes(links);
            var numbers = new Dictionary<int, int>();
            for (var i = 0; i < community.Length; i++)
            {
                numbers.TryAdd(community[i], numbers.Count);
                community[i] = numbers[community[i]];
            }
            if (numbers.Count == links.Length) return result;
            for (var i = 0; i < result.Length; i++) result[i] = community[result[i]];
            links = Fold(links, community, numbers.Count);
        }
    }

    private int[] MoveNodes(Dictionary<int, double>[] links)
    {
        var community = Enumerable.Range(0, links.Length).ToArray();
        var degree = links.Select(list => list.Values.Sum()).ToArray();
        var total = degree.Sum();
        var sums = degree.ToArray();
        var order = community.ToArray();
        _random.Shuffle(order);
        var weights = new Dictionary<int, double>();
        for (var isMoving = total > 0; isMoving;)
        {
            isMoving = false;
            foreach (var node in order)
            {
                weights.Clear();
                foreach (var (other, weight) in links[node])
                    if (other != node) weights[community[other]] = weights.GetValueOrDefault(community[other]) + weight;
                var own = community[node];
                sums[own] -= degree[node];
                var (best, most) = (own, weights.GetValueOrDefault(own) - sums[own] * degree[node] / total);
                foreach (var (target, weight) in weights)
                    if (weight - sums[target] * degree[node] / total is var gain && gain > most + LeastGain) (best, most) = (target, gain);
                sums[best] += degree[node];
                community[node] = best;
                isMoving |= best != own;
            }
        }
        return community;
    }

    private static Dictionary<int, double>[] Fold(Dictionary<int, double>[] links, int[] community, int count)
    {
        var folded = Enumerable.Range(0, count).Select(_ => new Dictionary<int, double>()).ToArray();
        for (var node = 0; node < links.Length; node++)
            foreach (var (other, weight) in links[node])
            {
                var list = folded[community[node]];
                list[community[other]] = list.GetValueOrDefault(community[other]) + weight;
            }
        return folded;
    }
}
