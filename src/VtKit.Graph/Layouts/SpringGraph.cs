namespace VtKit.Graph;

/// <summary>
/// A connected graph with masses and weights in flat arrays. The neighbours of node i stand from Start[i] up to Start[i + 1]. A coarser graph stands for a finer
/// one: its masses are numbers of nodes, its weights numbers of links.
/// </summary>
internal sealed class SpringGraph
{
    private SpringGraph(int[] start, int[] target, double[] weight, double[] mass)
    {
        Start = start;
        Target = target;
        Weight = weight;
        Mass = mass;
    }

    public int Count => Mass.Length;

    public int[] Start { get; }

    public int[] Target { get; }

    public double[] Weight { get; }

    public double[] Mass { get; }

    /// <summary>The graph of some nodes, which must be closed under being neighbours.</summary>
    public static SpringGraph Of(int[][] neighbours, int[] part)
    {
        var number = new int[neighbours.Length];
        for (var i = 0; i < part.Length; i++) number[part[i]] = i;
        var start = new int[part.Length + 1];
        for (var i = 0; i < part.Length; i++) start[i + 1] = start[i] + neighbours[part[i]].Length;
        var target = new int[start[^1]];
        for (var i = 0; i < part.Length; i++)
            for (var k = 0; k < neighbours[part[i]].Length; k++) target[start[i] + k] = number[neighbours[part[i]][k]];
        var weight = new double[target.Length];
        Array.Fill(weight, 1);
        var mass = new double[part.Length];
        Array.Fill(mass, 1);
        return new SpringGraph(start, target, weight, mass);
    }

    /// <summary>About half as many nodes: each is matched with a neighbour or, where all of them are taken, with another neighbour of one of them.</summary>
    /// <param name="random">Where to begin.</param>
    /// <param name="coarse">For each node the one that stands for it.</param>
    /// <returns>The coarser graph.</returns>
    public SpringGraph Coarsen(Random random, out int[] coarse)
    {
        coarse = Match(random, out var count);
        var mass = new double[count];
        for (var i = 0; i < Count; i++) mass[coarse[i]] += Mass[i];
        var members = Order(coarse, count, out var first);
        var start = new int[count + 1];
        var target = new int[Target.Length];
        var weight = new double[Target.Length];
        var place = new int[count];
        Array.Fill(place, -1);
        var next = 0;
        for (var node = 0; node < count; node++)
        {
            var begin = next;
            for (var m = first[node]; m < first[node + 1]; m++)
                for (var k = Start[members[m]]; k < Start[members[m] + 1]; k++)
                {
                    var other = coarse[Target[k]];
                    if (other == node) continue;
                    if (place[other] < begin)
                    {
                        place[other] = next;
                        target[next] = other;
                        weight[next++] = 0;
                    }
                    weight[place[other]] += Weight[k];
                }
            start[node + 1] = next;
        }
        return new SpringGraph(start, target[..next], weight[..next], mass);
    }

    private int[] Match(Random random, out int count)
    {
        var order = new int[Count];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        random.Shuffle(order);
        var coarse = new int[Count];
        Array.Fill(coarse, -1);
        count = 0;
        foreach (var node in order)
        {
            if (coarse[node] >= 0 || BestFree(node, coarse) is not (>= 0 and var partner)) continue;
            coarse[node] = coarse[partner] = count++;
        }
        var waiting = new int[Count];
        Array.Fill(waiting, -1);
        foreach (var node in order)
        {
            if (coarse[node] >= 0 || Start[node] == Start[node + 1]) continue;
            var between = Target[Start[node]];
            if (waiting[between] is >= 0 and var partner)
            {
                coarse[node] = coarse[partner] = count++;
                waiting[between] = -1;
            }
            else
            {
                waiting[between] = node;
            }
        }
        foreach (var node in order)
            if (coarse[node] < 0) coarse[node] = count++;
        return coarse;
    }

    private int BestFree(int node, int[] coarse)
    {
        var (best, most) = (-1, 0.0);
        for (var k = Start[node]; k < Start[node + 1]; k++)
            if (coarse[Target[k]] < 0 && Weight[k] / Mass[Target[k]] is var value && value > most) (best, most) = (Target[k], value);
        return best;
    }

    private static int[] Order(int[] coarse, int count, out int[] first)
    {
        first = new int[count + 1];
        foreach (var node in coarse) first[node + 1]++;
        for (var i = 0; i < count; i++) first[i + 1] += first[i];
        var next = first[..count];
        var members = new int[coarse.Length];
        for (var i = 0; i < coarse.Length; i++) members[next[coarse[i]]++] = i;
        return members;
    }
}
