namespace VtKit.Graph;

/// <summary>
/// Moves nodes apart until the rooms of no two overlap: first the whole part grows while there are many overlaps, which keeps its form, then pairs push each other
/// away. Fixed nodes stay.
/// </summary>
internal sealed class Spreading
{
    private const double Growth = 1.15, SlowGrowth = 1.03;

    private const int RoundsBetweenGrowth = 10;

    private readonly Drawing _drawing;
    private readonly int[] _nodes, _first, _next;
    private readonly double _cellWidth, _cellHeight;

    public Spreading(Drawing drawing, int[] part)
    {
        _drawing = drawing;
        _nodes = Array.FindAll(part, i => !drawing.Input.IsGroup(i));
        _cellWidth = 2 * _nodes.Select(i => drawing.Input.HalfWidth[i]).Append(1).Max();
        _cellHeight = drawing.Input.Height;
        _first = new int[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)_nodes.Length + 1) * 2];
        _next = new int[_nodes.Length];
    }

    /// <summary>A large graph has other worries than the last overlap.</summary>
    private int MostRounds => _nodes.Length > NodeShape.MostLabelled ? 30 : 500;

    /// <summary>Moves them apart.</summary>
    /// <param name="mayGrow">Whether the whole part may grow.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public void Run(bool mayGrow, CancellationToken cancellationToken)
    {
        if (_nodes.Length < 2) return;
        while (mayGrow && Overlaps(push: false) > _nodes.Length) Scale(Growth);
        for (var round = 1; round <= MostRounds && Overlaps(push: true) > 0; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (mayGrow && round % RoundsBetweenGrowth == 0) Scale(SlowGrowth);
        }
    }

    private int Overlaps(bool push)
    {
        Array.Fill(_first, -1);
        for (var k = _nodes.Length - 1; k >= 0; k--)
        {
            var (column, row) = Cell(_nodes[k]);
            ref var first = ref _first[Place(column, row)];
            (_next[k], first) = (first, k);
        }
        var count = 0;
        for (var k = 0; k < _nodes.Length; k++)
        {
            var (column, row) = Cell(_nodes[k]);
            for (var dc = -1; dc <= 1; dc++)
                for (var dr = -1; dr <= 1; dr++)
                    for (var other = _first[Place(column + dc, row + dr)]; other >= 0; other = _next[other])
                        if (other > k && Overlap(_nodes[k], _nodes[other], push)) count++;
        }
        return count;
    }

    private bool Overlap(int i, int j, bool push)
    {
        var (x, y, input) = (_drawing.X, _drawing.Y, _drawing.Input);
        var (dx, dy) = (x[j] - x[i], y[j] - y[i]);
        var (overX, overY) = (input.HalfWidth[i] + input.HalfWidth[j] - Math.Abs(dx), input.Height - Math.Abs(dy));
        if (overX <= 1e-6 || overY <= 1e-6) return false;
        var (isHeld, isOtherHeld) = (input.Fixed[i] is not null, input.Fixed[j] is not null);
        if (isHeld && isOtherHeld) return false;
        if (!push) return true;
        var (share, otherShare) = isHeld ? (0.0, 1.0) : isOtherHeld ? (1.0, 0.0) : (0.5, 0.5);
        // A little more than needed, or ever smaller overlaps would remain for ever.
        if (overX < overY)
        {
            var way = (overX + 0.5) * (dx < 0 || (dx == 0 && (i & 1) == 0) ? -1 : 1);
            x[i] -= way * share;
            x[j] += way * otherShare;
        }
        else
        {
            var way = (overY + 0.5) * (dy < 0 || (dy == 0 && (i & 1) == 0) ? -1 : 1);
            y[i] -= way * share;
            y[j] += way * otherShare;
        }
        return true;
    }

    private void Scale(double factor)
    {
        foreach (var i in _nodes)
        {
            _drawing.X[i] *= factor;
            _drawing.Y[i] *= factor;
        }
    }

    private (int Column, int Row) Cell(int i) => ((int)Math.Floor(_drawing.X[i] / _cellWidth), (int)Math.Floor(_drawing.Y[i] / _cellHeight));

    /// <summary>Cells share places where they must; then more pairs are looked at, which costs time only.</summary>
    private int Place(int column, int row) => (int)((((uint)column * 0x9E3779B1u) ^ ((uint)row * 0x85EBCA6Bu)) >> 3) & (_first.Length - 1);
}
