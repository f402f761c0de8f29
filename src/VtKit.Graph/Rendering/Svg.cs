using System.Globalization;
using System.Xml;

namespace VtKit.Graph;

/// <summary>Small things in SVG.</summary>
internal static class Svg
{
    public const string Space = "http://www.w3.org/2000/svg";

    public static string Number(double value) => (Math.Round(value, 1) + 0.0).ToString("0.#", CultureInfo.InvariantCulture) is var text && text == "-0" ? "0" : text;

    public static string Point((double X, double Y) point) => Number(point.X) + " " + Number(point.Y);

    public static void Open(this XmlWriter writer, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        writer.WriteStartElement(name, Space);
        foreach (var (key, value) in attributes) writer.WriteAttributeString(key, value);
    }

    public static void Element(this XmlWriter writer, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        writer.Open(name, attributes);
        writer.WriteEndElement();
    }

    /// <summary>An element with text in it.</summary>
    public static void Text(this XmlWriter writer, string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        writer.Open(name, attributes);
        writer.WriteString(XmlText.Clean(text));
        writer.WriteEndElement();
    }
}
