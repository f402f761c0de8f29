namespace VtKit.Graph;

/// <summary>
/// Springs along links and repulsion between all nodes, from a coarse graph to the fine one, so that the whole is right before the details. Each force is
/// computed by itself and all sums are made in one order: the result does not depend on how many cores take part.
/// </summary>
internal sealed class ForceLayout(int seed, CancellationToken cancellationToken)
{
    /// <summary>The length of a link. The result is scaled to its purpose afterwards.</summary>
    private const double Length = 1;

    private const double Repulsion = 0.2;

    /// <summary>The last step on a level, as a part of the first.</summary>
    private const double LastStep = 0.02;

    private const int FewestNodes = 30, CoarseRounds = 300, FineRounds = 60, ParallelFrom = 1000, Slice = 256;

    private readonly Random _random = new(seed);

    public void Place(Drawing drawing, int[] part)
    {
        var graph = SpringGraph.Of(drawing.Input.Neighbours, part);
        var (x, y) = Run(graph);
        var unit = NodeShape.Spacing / MiddleLength(graph, x, y);
        var held = Array.ConvertAll(part, i => drawing.Input.Fixed[i] is not null);
        if (held.Contains(true))
        {
            var (pinX, pinY) = (part.Select(i => (drawing.Input.Fixed[i]?.X ?? 0) / unit).ToArray(), part.Select(i => (drawing.Input.Fixed[i]?.Y ?? 0) / unit).ToArray());
            Turn(x, y, pinX, pinY, held);
            Relax(graph, x, y, held, Length * 2, FineRounds * 2);
        }
        for (var i = 0; i < part.Length; i++) (drawing.X[part[i]], drawing.Y[part[i]]) = (x[i] * unit, y[i] * unit);
    }

    /// <summary>The length of the link in the middle of all; small ones that lead to leaves count as well as long ones.</summary>
    private static double MiddleLength(SpringGraph graph, double[] x, double[] y)
    {
        var lengths = new double[graph.Target.Length];
        for (var i = 0; i < graph.Count; i++)
            for (var k = graph.Start[i]; k < graph.Start[i + 1]; k++)
            {
                var (dx, dy) = (x[graph.Target[k]] - x[i], y[graph.Target[k]] - y[i]);
                lengths[k] = Math.Sqrt((dx * dx) + (dy * dy));
            }
        Array.Sort(lengths);
        return lengths.Length == 0 || lengths[lengths.Length / 2] == 0 ? Length : lengths[lengths.Length / 2];
    }

    /// <summary>Turns and moves the drawing so that the held nodes are as near as they get to where they must stand, and puts them there.</summary>
    private static void Turn(double[] x, double[] y, double[] pinX, double[] pinY, bool[] held)
    {
        var (count, sumX, sumY, sumPinX, sumPinY) = (0, 0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            if (!held[i]) continue;
            count++;
            sumX += x[i];
            sumY += y[i];
            sumPinX += pinX[i];
            sumPinY += pinY[i];
        }
        var (centreX, centreY, pinCentreX, pinCentreY) = (sumX / count, sumY / count, sumPinX / count, sumPinY / count);
        var (along, across) = (0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            if (!held[i]) continue;
            var (dx, dy, toX, toY) = (x[i] - centreX, y[i] - centreY, pinX[i] - pinCentreX, pinY[i] - pinCentreY);
            along += (dx * toX) + (dy * toY);
            across += (dx * toY) - (dy * toX);
        }
        var length = Math.Sqrt((along * along) + (across * across));
        var (cos, sin) = length == 0 ? (1.0, 0.0) : (along / length, across / length);
        for (var i = 0; i < x.Length; i++)
        {
            var (dx, dy) = (x[i] - centreX, y[i] - centreY);
            (x[i], y[i]) = held[i] ? (pinX[i], pinY[i]) : (pinCentreX + (dx * cos) - (dy * sin), pinCentreY + (dx * sin) + (dy * cos));
        }
    }

    /// <summary>The places of the nodes of a connected graph.</summary>
    private (double[] X, double[] Y) Run(SpringGraph graph)
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

    /// <summary>Moves nodes along the forces on them, ever shorter ways. Nodes that are held stay.</summary>
    private void Relax(SpringGraph graph, double[] x, double[] y, bool[]? held, double step, int rounds)
    {
        var tree = new QuadTree(graph.Count);
        var (forceX, forceY) = (new double[graph.Count], new double[graph.Count]);
        var cooling = Math.Pow(LastStep, 1.0 / rounds);
        for (var round = 0; round < rounds; round++, step *= cooling)
        {
            cancellationToken.ThrowIfCancellationRequested();
            tree.Build(x, y, graph.Mass);
            if (graph.Count < ParallelFrom) Forces(0, graph.Count);
            else Parallel.For(0, (graph.Count + Slice - 1) / Slice, slice => Forces(slice * Slice, Math.Min(graph.Count, (slice + 1) * Slice)));
            for (var i = 0; i < x.Length; i++)
            {
                var force = Math.Sqrt((forceX[i] * forceX[i]) + (forceY[i] * forceY[i]));
                if (force == 0 || held?[i] == true) continue;
                x[i] += forceX[i] / force * step;
                y[i] += forceY[i] / force * step;
            }
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
}
