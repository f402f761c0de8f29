namespace VtKit.Graph;

/// <summary>
/// Springs along links and repulsion between all nodes, from a coarse graph to the fine one, so that the whole is right before the details. Each force is
/// computed by itself and all sums are made in one order: the result does not depend on how many cores take part.
/// </summary>
internal sealed class ForceLayout(int seed, CancellationToken cancellationToken)
{
    /// <summary>The length of a link. The result is scaled to its purpose afterwards.</summary>
    private const double Length = 1;

    private const double Repulsion = 0.2, Cooling = 0.9, Warming = 1.1, LeastStep = 0.005;

    private const int FewestNodes = 30, CoarseRounds = 400, FineRounds = 80, ParallelFrom = 1000;

    private readonly Random _random = new(seed);

    /// <summary>The places of the nodes of a connected graph.</summary>
    public (double[] X, double[] Y) Run(SpringGraph graph)
    {
        var levels = new List<(SpringGraph Graph, int[] Coarse)>();
        var coarsest = graph;
        while (coarsest.Count > FewestNodes)
        {
            var next = coarsest.Coarsen(_random, out var coarse);
            if (next.Count > coarsest.Count * 0.9) break;
            levels.Add((coarsest, coarse));
            coarsest = next;
        }
        var side = Length * Math.Sqrt(graph.Count);
        var (x, y) = (new double[coarsest.Count], new double[coarsest.Count]);
        for (var i = 0; i < x.Length; i++) (x[i], y[i]) = (_random.NextDouble() * side, _random.NextDouble() * side);
        Relax(coarsest, x, y, null, side / 10, CoarseRounds);
        for (var level = levels.Count - 1; level >= 0; level--)
        {
            var (fine, coarse) = levels[level];
            var (fineX, fineY) = (new double[fine.Count], new double[fine.Count]);
            var spread = Length * Math.Sqrt(graph.Count / (double)fine.Count);
            for (var i = 0; i < fineX.Length; i++)
            {
                fineX[i] = x[coarse[i]] + ((_random.NextDouble() - 0.5) * spread);
                fineY[i] = y[coarse[i]] + ((_random.NextDouble() - 0.5) * spread);
            }
            (x, y) = (fineX, fineY);
            Relax(fine, x, y, null, spread, FineRounds);
        }
        return (x, y);
    }

    /// <summary>Moves nodes along the forces on them, until hardly any moves or the rounds are over. Nodes that are held stay.</summary>
    private void Relax(SpringGraph graph, double[] x, double[] y, bool[]? held, double step, int rounds)
    {
        var tree = new QuadTree(graph.Count);
        var (forceX, forceY) = (new double[graph.Count], new double[graph.Count]);
        var before = double.MaxValue;
        var least = LeastStep * step;
        for (var round = 0; round < rounds && step > least; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tree.Build(x, y, graph.Mass);
            if (graph.Count < ParallelFrom) Forces(0, graph.Count);
            else Parallel.For(0, (graph.Count + Slice - 1) / Slice, slice => Forces(slice * Slice, Math.Min(graph.Count, (slice + 1) * Slice)));
            var sum = 0.0;
            for (var i = 0; i < x.Length; i++)
            {
                var force = Math.Sqrt((forceX[i] * forceX[i]) + (forceY[i] * forceY[i]));
                sum += force * force * graph.Mass[i];
                if (force == 0 || held?[i] == true) continue;
                x[i] += forceX[i] / force * step;
                y[i] += forceY[i] / force * step;
            }
            if (sum >= before) step *= Cooling;
            else if (sum <= before * 0.95) step *= Warming * 0.99;
            before = sum;
        }

        void Forces(int from, int to)
        {
            for (var place = from; place < to; place++)
            {
                var i = tree.Order[place];
                var (pushX, pushY) = tree.Push(x[i], y[i]);
                var (pullX, pullY) = (0.0, 0.0);
                for (var k = graph.Start[i]; k < graph.Start[i + 1]; k++)
                {
                    var (dx, dy) = (x[graph.Target[k]] - x[i], y[graph.Target[k]] - y[i]);
                    var pull = graph.Weight[k] * Math.Sqrt((dx * dx) + (dy * dy)) / Length;
                    pullX += dx * pull;
                    pullY += dy * pull;
                }
                forceX[i] = (pushX * Repulsion * Length * Length) + (pullX / graph.Mass[i]);
                forceY[i] = (pushY * Repulsion * Length * Length) + (pullY / graph.Mass[i]);
            }
        }
    }

    private const int Slice = 256;
}
