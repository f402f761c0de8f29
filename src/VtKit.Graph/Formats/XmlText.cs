using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace VtKit.Graph;

/// <summary>XML that any reader takes: characters that XML cannot hold become U+FFFD, and nothing outside the document is read.</summary>
internal static class XmlText
{
    public static string Write(Action<XmlWriter> write)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.Entitize, OmitXmlDeclaration = true })) write(writer);
        return text.Append('\n').ToString();
    }

    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString());
        return clean.ToString();
    }

    public static XElement Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            return XElement.Load(reader, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException exception)
        {
            throw new GraphException(GraphError.Unreadable, "The text is no XML: " + exception.Message, exception);
        }
    }
}
