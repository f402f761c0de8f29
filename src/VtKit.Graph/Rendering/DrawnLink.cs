namespace VtKit.Graph;

/// <summary>A link in a drawing: straight, or bent where several links join the same two nodes.</summary>
internal sealed class DrawnLink
{
    private const double Bend = 34, ArrowLength = 8, ArrowWidth = 3.4;

    private readonly (double X, double Y) _from, _to, _control;

    private DrawnLink(GraphLink link, DrawnNode source, DrawnNode target, double bend)
    {
        (Link, Source, Target, IsBent) = (link, source, target, bend != 0);
        var (dx, dy) = (target.X - source.X, target.Y - source.Y);
        var length = Math.Sqrt((dx * dx) + (dy * dy));
        // Both directions bend to one side, seen from the same end.
        var side = link.Source.Key.ToString().CompareTo(link.Target.Key.ToString(), StringComparison.Ordinal) < 0 ? bend : -bend;
        _control = length == 0 ? (source.X, source.Y) : (((source.X + target.X) / 2) - (dy / length * side), ((source.Y + target.Y) / 2) + (dx / length * side));
        IsVisible = length > 2 * (NodeShape.Radius + ArrowLength);
        _from = Toward((source.X, source.Y), NodeShape.Radius + 1);
        _to = Toward((target.X, target.Y), NodeShape.Radius + 2);
    }

    public GraphLink Link { get; }

    public DrawnNode Source { get; }

    public DrawnNode Target { get; }

    public bool IsBent { get; }

    /// <summary>Whether there is room between the nodes for more than a line.</summary>
    public bool IsVisible { get; }

    public bool IsManual => Link.Type is "" or GraphLink.Manual;

    public static List<DrawnLink> All(ThreatGraph graph, Dictionary<GraphNode, DrawnNode> nodes)
    {
        var result = new List<DrawnLink>(graph.Links.Count);
        foreach (var pair in graph.Links.GroupBy(link => (nodes[link.Source].X, nodes[link.Source].Y).CompareTo((nodes[link.Target].X, nodes[link.Target].Y)) < 0 ? (link.Source, link.Target) : (link.Target, link.Source)))
        {
            var links = pair.ToList();
            for (var i = 0; i < links.Count; i++)
                result.Add(new DrawnLink(links[i], nodes[links[i].Source], nodes[links[i].Target], (i - ((links.Count - 1) / 2.0)) * Bend));
        }
        return result;
    }

    /// <summary>The line, which ends where the arrowhead begins.</summary>
    public string Line()
    {
        var end = IsVisible ? Toward((Target.X, Target.Y), NodeShape.Radius + ArrowLength) : _to;
        return IsBent ? $"M{Svg.Point(_from)}Q{Svg.Point(_control)} {Svg.Point(end)}" : $"M{Svg.Point(_from)}L{Svg.Point(end)}";
    }

    public string Arrow()
    {
        var back = Toward((Target.X, Target.Y), NodeShape.Radius + 2 + ArrowLength);
        var (dx, dy) = ((_to.X - back.X) / ArrowLength * ArrowWidth, (_to.Y - back.Y) / ArrowLength * ArrowWidth);
        return $"M{Svg.Point(_to)}L{Svg.Point((back.X - dy, back.Y + dx))}L{Svg.Point((back.X + dy, back.Y - dx))}Z";
    }

    /// <summary>The place at a part of the way.</summary>
    public (double X, double Y) At(double part)
    {
        if (!IsBent) return (_from.X + ((_to.X - _from.X) * part), _from.Y + ((_to.Y - _from.Y) * part));
        var (a, b, c) = ((1 - part) * (1 - part), 2 * part * (1 - part), part * part);
        return ((a * _from.X) + (b * _control.X) + (c * _to.X), (a * _from.Y) + (b * _control.Y) + (c * _to.Y));
    }

    /// <summary>So far from an end, on the way to the control point.</summary>
    private (double X, double Y) Toward((double X, double Y) end, double distance)
    {
        var (dx, dy) = (_control.X - end.X, _control.Y - end.Y);
        var length = Math.Sqrt((dx * dx) + (dy * dy));
        return length == 0 ? end : (end.X + (dx / length * distance), end.Y + (dy / length * distance));
    }
}
