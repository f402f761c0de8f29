using System.Runtime.InteropServices;

namespace VtKit.Graph;

/// <summary>A room in a drawing.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Rectangle(double Left, double Top, double Right, double Bottom)
{
    public static Rectangle Empty { get; } = new(double.MaxValue, double.MaxValue, double.MinValue, double.MinValue);

    public bool IsEmpty => Left > Right;

    public double Width => IsEmpty ? 0 : Right - Left;

    public double Height => IsEmpty ? 0 : Bottom - Top;

    public static Rectangle Around(double x, double y, double width, double height) => new(x - (width / 2), y - (height / 2), x + (width / 2), y + (height / 2));

    public Rectangle With(Rectangle other) => new(Math.Min(Left, other.Left), Math.Min(Top, other.Top), Math.Max(Right, other.Right), Math.Max(Bottom, other.Bottom));

    public Rectangle With(double x, double y, double reach) => With(Around(x, y, 2 * reach, 2 * reach));

    public Rectangle Grown(double by) => new(Left - by, Top - by, Right + by, Bottom + by);

    public bool Overlaps(Rectangle other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
}

/// <summary>Rooms that are taken, found by where they are.</summary>
internal sealed class Crowd
{
    private const double CellSize = 64;

    private readonly Dictionary<(int, int), List<Rectangle>> _cells = [];

    public int Count { get; private set; }

    public void Add(Rectangle room)
    {
        Count++;
        foreach (var cell in Cells(room))
        {
            if (!_cells.TryGetValue(cell, out var rooms)) _cells.Add(cell, rooms = []);
            rooms.Add(room);
        }
    }

    /// <summary>Takes a room, unless a part of it is taken.</summary>
    public bool TryAdd(Rectangle room)
    {
        foreach (var cell in Cells(room))
            if (_cells.TryGetValue(cell, out var rooms) && rooms.Exists(room.Overlaps)) return false;
        Add(room);
        return true;
    }

    private static IEnumerable<(int, int)> Cells(Rectangle room)
    {
        for (var column = (int)Math.Floor(room.Left / CellSize); column <= (int)Math.Floor(room.Right / CellSize); column++)
            for (var row = (int)Math.Floor(room.Top / CellSize); row <= (int)Math.Floor(room.Bottom / CellSize); row++) yield return (column, row);
    }
}
