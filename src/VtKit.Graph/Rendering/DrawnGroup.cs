namespace VtKit.Graph;

/// <summary>A group in a drawing: the outline of its members, made thick by the width of its stroke.</summary>
internal sealed class DrawnGroup
{
    private readonly List<(double X, double Y)> _hull;

    public DrawnGroup(GraphGroup group, List<DrawnNode> members, double margin)
    {
        Group = group;
        Width = 2 * (NodeShape.Radius + margin);
        _hull = Hull([.. members.SelectMany(member => new[] { (member.X, member.Y), (member.X, member.Y + NodeShape.LabelHeight) }).Distinct().Order()]);
        var top = _hull.Min(point => point.Y);
        (Top, Middle) = (top - (Width / 2), _hull.Where(point => point.Y <= top + 1).Average(point => point.X));
    }

    public GraphGroup Group { get; }

    /// <summary>The width of the stroke.</summary>
    public double Width { get; }

    /// <summary>The upper edge, and the middle of it.</summary>
    public double Top { get; }

    public double Middle { get; }

    public string Outline() => "M" + string.Join('L', _hull.Select(Svg.Point)) + "Z";

    /// <summary>The convex hull of points in order of x and y.</summary>
    private static List<(double X, double Y)> Hull(List<(double X, double Y)> points)
    {
        if (points.Count < 3) return points;
        var hull = Half(points);
        points.Reverse();
        hull.RemoveAt(hull.Count - 1);
        var other = Half(points);
        other.RemoveAt(other.Count - 1);
        return [.. hull, .. other];
    }

    private static List<(double X, double Y)> Half(List<(double X, double Y)> points)
    {
        var half = new List<(double X, double Y)>();
        foreach (var point in points)
        {
            while (half.Count > 1 && ((half[^1].X - half[^2].X) * (point.Y - half[^2].Y)) - ((half[^1].Y - half[^2].Y) * (point.X - half[^2].X)) <= 0) half.RemoveAt(half.Count - 1);
            half.Add(point);
        }
        return half;
    }
}
