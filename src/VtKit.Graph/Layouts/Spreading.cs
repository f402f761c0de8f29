namespace VtKit.Graph;

/// <summary>
/// Moves nodes apart until the rooms of no two overlap: first the whole part grows while there are many overlaps, which keeps its form, then pairs push each other
/// away. Fixed nodes stay.
/// </summary>
internal sealed class Spreading(Drawing drawing, int[] part)
{
    private const int MostRounds = 400, RoundsBetweenGrowth = 12;

    private const double Growth = 1.08;

    private readonly int[] _nodes = Array.FindAll(part, i => !drawing.Input.IsGroup(i));
    private readonly Dictionary<(int, int), List<int>> _cells = [];
    private double _cellWidth;

    /// <summary>Moves them apart.</summary>
    /// <param name="mayGrow">Whether the whole part may grow.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public void Run(bool mayGrow, CancellationToken cancellationToken)
    {
        if (_nodes.Length < 2) return;
        _cellWidth = 2 * _nodes.Max(i => drawing.Input.HalfWidth[i]);
        for (var round = 0; round < MostRounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var isCrowded = mayGrow && round < MostRounds / 4 && Overlaps(push: false) > _nodes.Length / 3;
            if (isCrowded || (mayGrow && round % RoundsBetweenGrowth == RoundsBetweenGrowth - 1)) Grow();
            if (!isCrowded && Overlaps(push: true) == 0) return;
        }
    }

    private int Overlaps(bool push)
    {
        var input = drawing.Input;
        foreach (var cell in _cells.Values) cell.Clear();
        foreach (var i in _nodes)
        {
            var key = Cell(i);
            if (!_cells.TryGetValue(key, out var cell)) _cells.Add(key, cell = []);
            cell.Add(i);
        }
        var count = 0;
        foreach (var i in _nodes)
        {
            var (column, row) = Cell(i);
            for (var dc = -1; dc <= 1; dc++)
                for (var dr = -1; dr <= 1; dr++)
                    if (_cells.TryGetValue((column + dc, row + dr), out var cell))
                        foreach (var j in cell)
                            if (j > i && Overlap(input, i, j, push)) count++;
        }
        return count;
    }

    private bool Overlap(LayoutInput input, int i, int j, bool push)
    {
        var (dx, dy) = (drawing.X[j] - drawing.X[i], drawing.Y[j] - drawing.Y[i]);
        var (overX, overY) = (input.HalfWidth[i] + input.HalfWidth[j] - Math.Abs(dx), input.Height - Math.Abs(dy));
        if (overX <= 1e-6 || overY <= 1e-6) return false;
        var (isHeld, isOtherHeld) = (input.Fixed[i] is not null, input.Fixed[j] is not null);
        if (isHeld && isOtherHeld) return false;
        if (!push) return true;
        // A little more than needed, or ever smaller overlaps would remain for ever.
        var (share, otherShare) = isHeld ? (0.0, 1.0) : isOtherHeld ? (1.0, 0.0) : (0.5, 0.5);
        if (overX < overY)
        {
            var way = (overX + 0.5) * (dx < 0 || (dx == 0 && (i & 1) == 0) ? -1 : 1);
            drawing.X[i] -= way * share;
            drawing.X[j] += way * otherShare;
        }
        else
        {
            var way = (overY + 0.5) * (dy < 0 || (dy == 0 && (i & 1) == 0) ? -1 : 1);
            drawing.Y[i] -= way * share;
            drawing.Y[j] += way * otherShare;
        }
        return true;
    }

    private void Grow()
    {
        foreach (var i in part)
        {
            drawing.X[i] *= Growth;
            drawing.Y[i] *= Growth;
        }
    }

    private (int, int) Cell(int i) => ((int)Math.Floor(drawing.X[i] / _cellWidth), (int)Math.Floor(drawing.Y[i] / drawing.Input.Height));
}
