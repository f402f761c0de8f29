using System.Globalization;
using System.Xml;

namespace VtKit.Graph;

/// <summary>What colours, icons and lines mean, of those that occur, in as many rows as the width needs.</summary>
internal sealed class Legend
{
    private const int MostTypes = 20;

    private readonly Palette _palette;
    private readonly double _scale;
    private readonly List<(Item Item, double X, double Y)> _items = [];

    public Legend(Scene scene, Palette palette, double width)
    {
        (_palette, _scale) = (palette, scene.Scale);
        var (x, row) = (0.0, 0);
        foreach (var line in (List<Item>[])[Colours(scene), Types(scene)])
        {
            if (line.Count == 0) continue;
            x = 0;
            foreach (var item in line)
            {
                var wide = (24 + LabelText.Width(item.Text, 12) + 16) * _scale;
                if (x > 0 && x + wide > width) (x, row) = (0, row + 1);
                _items.Add((item, x, ((row * 26) + 13) * _scale));
                x += wide;
            }
            row++;
        }
        Height = row * 26 * _scale;
    }

    public double Height { get; }

    public IEnumerable<string> Icons => _items.Select(one => one.Item.Icon).OfType<string>();

    public void Write(XmlWriter writer)
    {
        foreach (var (item, x, y) in _items)
        {
            writer.Open("g", ("transform", $"translate({Svg.Point((x + (10 * _scale), y))}) scale({_scale.ToString("0.###", CultureInfo.InvariantCulture)})"));
            if (item.Icon is { } icon)
            {
                writer.Element("circle", ("r", "10"), ("fill", _palette.Icon));
                writer.Element("use", ("href", "#vtk-" + icon), ("transform", "scale(0.6)"), ("stroke", Palette.Glyph));
            }
            else if (item.Colour is { } colour)
            {
                writer.Element("circle", ("r", "8"), ("fill", colour));
            }
            else
            {
                writer.Element("path", ("d", "M-9 0H9"), ("stroke", _palette.Link), ("stroke-width", "2"), ("stroke-dasharray", "5 4"));
            }
            writer.Text("text", item.Text, ("x", "15"), ("y", "4"), ("font-size", "12"), ("fill", _palette.Text));
            writer.WriteEndElement();
        }
    }

    private List<Item> Colours(Scene scene)
    {
        var counts = scene.Nodes.CountBy(node => node.Verdict).ToDictionary();
        var items = new List<Item>();
        foreach (var (verdict, text) in ((Verdict, string)[])[(Verdict.Detected, "detected"), (Verdict.Clean, "clean"), (Verdict.Unknown, "no verdict known"), (Verdict.Context, "context")])
            if (counts.TryGetValue(verdict, out var count)) items.Add(new Item(Text(text, count), Colour: _palette.Of(verdict)));
        if (scene.Links.Exists(link => link.IsManual)) items.Add(new Item("drawn by hand"));
        return items;
    }

    private static List<Item> Types(Scene scene)
    {
        var counts = scene.Nodes.CountBy(node => node.Node.Type).OrderByDescending(pair => pair.Value).ToList();
        var items = counts.Take(MostTypes).Select(pair => new Item(Text(LabelText.Shorten(pair.Key.Name.Replace('_', ' '), 24), pair.Value), Icon: Glyphs.Name(pair.Key))).ToList();
        if (counts.Count > MostTypes) items.Add(new Item(Text("of other types", counts.Skip(MostTypes).Sum(pair => pair.Value)), Icon: Glyphs.Other));
        return items;
    }

    private static string Text(string text, int count) => string.Create(CultureInfo.InvariantCulture, $"{text} ({count:N0})");

    /// <summary>An icon, a colour, or the line of links that an analyst drew.</summary>
    private sealed record Item(string Text, string? Icon = null, string? Colour = null);
}
