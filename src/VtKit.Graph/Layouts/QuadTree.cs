using System.Runtime.InteropServices;

namespace VtKit.Graph;

/// <summary>
/// Points in squares in squares, for the Barnes-Hut approximation: what is far away counts as one body in its centre. The cells stand in the order in which they
/// are visited, each with the place where to go on when it is left out.
/// </summary>
internal sealed class QuadTree
{
    private const int LeafSize = 8, Bits = 16;

    /// <summary>A cell counts as one body when it is smaller than this part of its distance.</summary>
    private const double Opening = 0.85;

    private readonly uint[] _codes;
    private readonly double[] _x, _y, _mass;
    private Cell[] _cells;
    private int _count;

    public QuadTree(int points)
    {
        _codes = new uint[points];
        Order = new int[points];
        _x = new double[points];
        _y = new double[points];
        _mass = new double[points];
        _cells = new Cell[Math.Max(points, 16)];
    }

    /// <summary>The points, near ones next to each other.</summary>
    public int[] Order { get; }

    public void Build(double[] x, double[] y, double[] mass)
    {
        var (left, top, right, bottom) = (double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);
        for (var i = 0; i < x.Length; i++)
        {
            left = Math.Min(left, x[i]);
            right = Math.Max(right, x[i]);
            top = Math.Min(top, y[i]);
            bottom = Math.Max(bottom, y[i]);
        }
        var size = Math.Max(Math.Max(right - left, bottom - top), 1e-9);
        var scale = ((1 << Bits) - 1) / size;
        for (var i = 0; i < x.Length; i++)
        {
            _codes[i] = Spread((uint)((x[i] - left) * scale)) | (Spread((uint)((y[i] - top) * scale)) << 1);
            Order[i] = i;
        }
        Array.Sort(_codes, Order);
        for (var i = 0; i < Order.Length; i++)
        {
            _x[i] = x[Order[i]];
            _y[i] = y[Order[i]];
            _mass[i] = mass[Order[i]];
        }
        _count = 0;
        Add(0, Order.Length, Bits * 2, size);
    }

    /// <summary>How strongly all points push one away: mass over distance. A point at the very same place does not push.</summary>
    public (double X, double Y) Push(double x, double y)
    {
        var (forceX, forceY) = (0.0, 0.0);
        var cells = _cells;
        for (var i = 0; i < _count;)
        {
            ref readonly var cell = ref cells[i];
            var (dx, dy) = (x - cell.X, y - cell.Y);
            var square = (dx * dx) + (dy * dy);
            if (cell.Reach < square)
            {
                var force = cell.Mass / square;
                forceX += dx * force;
                forceY += dy * force;
                i = cell.Next;
            }
            else if (cell.First < 0)
            {
                i++;
            }
            else
            {
                for (var k = cell.First; k < cell.End; k++)
                {
                    (dx, dy) = (x - _x[k], y - _y[k]);
                    square = (dx * dx) + (dy * dy);
                    if (square == 0) continue;
                    var force = _mass[k] / square;
                    forceX += dx * force;
                    forceY += dy * force;
                }
                i = cell.Next;
            }
        }
        return (forceX, forceY);
    }

    private void Add(int first, int end, int bit, double size)
    {
        if (_count == _cells.Length) Array.Resize(ref _cells, _cells.Length * 2);
        var index = _count++;
        var isLeaf = end - first <= LeafSize || bit == 0;
        var (mass, x, y) = (0.0, 0.0, 0.0);
        for (var i = first; i < end; i++)
        {
            mass += _mass[i];
            x += _mass[i] * _x[i];
            y += _mass[i] * _y[i];
        }
        if (!isLeaf)
        {
            for (var (quarter, from) = (0u, first); quarter < 4; quarter++)
            {
                var to = quarter == 3 ? end : EndOf(from, end, bit - 2, quarter);
                if (to > from) Add(from, to, bit - 2, size / 2);
                from = to;
            }
        }
        _cells[index] = new Cell(x / mass, y / mass, mass, size * size / (Opening * Opening), isLeaf ? first : -1, end, _count);
    }

    /// <summary>The end of the points whose two bits at that place are at most the given ones.</summary>
    private int EndOf(int from, int end, int shift, uint quarter)
    {
        while (from < end)
        {
            var middle = (from + end) >>> 1;
            if (((_codes[middle] >> shift) & 3) <= quarter) from = middle + 1;
            else end = middle;
        }
        return from;
    }

    private static uint Spread(uint value)
    {
        value = (value | (value << 8)) & 0x00FF00FF;
        value = (value | (value << 4)) & 0x0F0F0F0F;
        value = (value | (value << 2)) & 0x33333333;
        return (value | (value << 1)) & 0x55555555;
    }

    /// <summary>A square: its centre of mass, the square of the distance from which it is one body, its points when it is not divided, and the cell behind it.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Cell(double X, double Y, double Mass, double Reach, int First, int End, int Next);
}
