using System.Runtime.InteropServices;

namespace VtKit.Graph;

/// <summary>What is drawn, and where: nodes, links, groups, and the texts for which there is room.</summary>
internal sealed class Scene
{
    /// <summary>In larger drawings only the most linked nodes have a label, links have none, and marks are left out.</summary>
    private const int MostDetailed = 400, MostLabelsOfCrowd = 80, FewestLinksOfHub = 5;

    private const double ReadableSide = 1800, GroupMargin = 12;

    private readonly Crowd _taken = new();

    public Scene(ThreatGraph graph, GraphPoint[] places)
    {
        Graph = graph;
        Nodes = [.. graph.Nodes.Select((node, i) => new DrawnNode(node, places[i].X, places[i].Y, VerdictOf(node)))];
        IsDetailed = Nodes.Count <= MostDetailed;
        foreach (var node in Nodes) Box = Box.With(node.X, node.Y, NodeShape.Radius + GroupMargin);
        Scale = Math.Max(1, Math.Max(Box.Width, Box.Height) / ReadableSide);
        var byNode = Nodes.ToDictionary(node => node.Node);
        Links = DrawnLink.All(graph, byNode);
        foreach (var node in Nodes) _taken.Add(Rectangle.Around(node.X, node.Y, 2 * NodeShape.Radius, 2 * NodeShape.Radius));
        Groups = [.. graph.Groups.Where(group => group.Members.Count > 0).Select(group => new DrawnGroup(group, [.. group.Members.Select(member => byNode[member])], GroupMargin))];
        foreach (var group in Groups)
        {
            Texts.Add(new DrawnText(LabelText.Shorten(group.Group.Name, 40), group.Middle, group.Top - 5, 13 * Scale, TextKind.Group));
            Box = Box.With(Texts[^1].Room);
            _taken.Add(Texts[^1].Room);
        }
        if (Nodes.Count <= NodeShape.MostLabelled) LabelNodes();
        else LabelHubs();
        if (IsDetailed) LabelLinks();
    }

    public ThreatGraph Graph { get; }

    public List<DrawnNode> Nodes { get; }

    public List<DrawnLink> Links { get; }

    public List<DrawnGroup> Groups { get; }

    public List<DrawnText> Texts { get; } = [];

    /// <summary>The room that all takes.</summary>
    public Rectangle Box { get; private set; } = Rectangle.Empty;

    /// <summary>How much larger than usual texts are, so that they can be read when a large drawing is made small.</summary>
    public double Scale { get; }

    public bool IsDetailed { get; }

    private void LabelNodes()
    {
        foreach (var node in Nodes.OrderByDescending(node => node.Degree))
        {
            var text = LabelText.Of(node.Node);
            if (text.Length == 0) continue;
            var side = NodeShape.Radius + 5 + (LabelText.Width(text, NodeShape.FontSize) / 2);
            ReadOnlySpan<(double X, double Y)> candidates =
            [
                (0, NodeShape.Radius + 12), (side, 4), (-side, 4), (0, -NodeShape.Radius - 5),
            ];
            foreach (var (dx, dy) in candidates)
                if (TryAdd(new DrawnText(text, node.X + dx, node.Y + dy, NodeShape.FontSize, TextKind.Node))) break;
        }
    }

    /// <summary>The names of the busiest nodes, over the others, where they do not hide each other.</summary>
    private void LabelHubs()
    {
        var names = new Crowd();
        foreach (var node in Nodes.Where(node => node.Degree >= FewestLinksOfHub).OrderByDescending(node => node.Degree).Take(3 * MostLabelsOfCrowd))
        {
            if (names.Count == MostLabelsOfCrowd) return;
            var text = new DrawnText(LabelText.Of(node.Node), node.X, node.Y + NodeShape.Radius + (11 * Scale), NodeShape.FontSize * Scale, TextKind.Hub);
            if (text.Text.Length == 0 || !names.TryAdd(text.Room.Grown(6 * Scale))) continue;
            Texts.Add(text);
            Box = Box.With(text.Room);
        }
    }

    /// <summary>Relationships, where the link is long enough; of many links of one kind that fan out from a node or meet in one, one is labelled.</summary>
    private void LabelLinks()
    {
        var outgoing = Links.CountBy(link => (link.Source, link.Link.Type)).ToDictionary();
        var incoming = Links.CountBy(link => (link.Target, link.Link.Type)).ToDictionary();
        var told = new HashSet<(DrawnNode, string, bool)>();
        foreach (var link in Links)
        {
            var text = LabelText.Of(link.Link);
            if (text.Length == 0 || text == GraphLink.Manual) continue;
            var fan = outgoing[(link.Source, link.Link.Type)] > 2 ? (link.Source, link.Link.Type, true)
                : incoming[(link.Target, link.Link.Type)] > 2 ? (link.Target, link.Link.Type, false)
                : default((DrawnNode, string, bool)?);
            if (fan is { } one && told.Contains(one)) continue;
            foreach (var part in (ReadOnlySpan<double>)[0.5, 0.4, 0.6])
            {
                var (x, y) = link.At(part);
                if (!TryAdd(new DrawnText(text, x, y + 3, 9.5, TextKind.Link))) continue;
                if (fan is { } done) told.Add(done);
                break;
            }
        }
    }

    private bool TryAdd(DrawnText text)
    {
        if (!_taken.TryAdd(text.Room)) return false;
        Texts.Add(text);
        Box = Box.With(text.Room);
        return true;
    }

    private static Verdict VerdictOf(GraphNode node) => node.IsDetected switch
    {
        true => Verdict.Detected,
        false => Verdict.Clean,
        null => node.Type == NodeType.File || node.Type == NodeType.Url || node.Type == NodeType.Domain || node.Type == NodeType.IpAddress ? Verdict.Unknown : Verdict.Context,
    };
}

/// <summary>A node in a drawing.</summary>
internal sealed record DrawnNode(GraphNode Node, double X, double Y, Verdict Verdict)
{
    public int Degree => Node.Out.Count + Node.In.Count;
}

/// <summary>What a text in a drawing belongs to.</summary>
internal enum TextKind
{
    Node,
    Hub,
    Link,
    Group,
}

/// <summary>A text in a drawing; the place is the middle of its base line.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DrawnText(string Text, double X, double Y, double FontSize, TextKind Kind)
{
    public Rectangle Room => Rectangle.Around(X, Y - (FontSize * 0.35), LabelText.Width(Text, FontSize) + 4, FontSize * 1.15);
}
