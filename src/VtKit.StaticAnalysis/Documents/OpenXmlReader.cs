using System.Text.Json.Nodes;
using System.Xml;

namespace VtKit.StaticAnalysis;

/// <summary>What an Office document that is an archive says of itself and of its parts, in the shape of <c>openxml_info</c>.</summary>
internal sealed class OpenXmlReader(ContentView view, ZipDirectory directory, AnalysisScope scope)
{
    private const int MaxPart = 4 << 20;
    private const int MaxParts = 500;
    private const int MaxValues = 500;
    private const int MaxValue = 1024;

    private readonly JsonObject _app = [];
    private readonly JsonObject _core = [];
    private readonly HashSet<string> _contentTypes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _relationships = new(StringComparer.Ordinal);
    private readonly List<(long Place, string Text)> _targets = [];

    /// <summary>What parts lead to outside of the document, each with where that part begins in the file.</summary>
    public IReadOnlyList<(long Place, string Text)> Targets => _targets;

    /// <summary>Reads the parts that tell of the document. What is damaged is left out.</summary>
    /// <param name="fileType">The service's word for the document (<c>docx</c>).</param>
    /// <param name="cancellationToken">Stops between parts.</param>
    public async ValueTask<JsonObject> ReadAsync(string? fileType, CancellationToken cancellationToken)
    {
        var parts = 0;
        await foreach (var entry in directory.EntriesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (Reader(entry.Name.TrimStart('/')) is not { } read) continue;
            if (++parts > MaxParts)
            {
                scope.Problem($"The document has more than {MaxParts} lists of relationships: the rest is left out.");
                break;
            }
            var place = await ZipContent.LocateAsync(view, directory, entry, cancellationToken).ConfigureAwait(false);
            if (await ZipPart.ReadAsync(view, directory, entry, MaxPart, cancellationToken).ConfigureAwait(false) is not { } part) scope.Problem($"'{entry.Name}' does not unpack.");
            else Read(entry.Name, part, (long)(place ?? 0), read);
        }
        var info = new JsonObject();
        info.AddTexts("content_types", _contentTypes);
        if (_app.Count > 0) info["docprops_app"] = _app;
        if (_core.Count > 0) info["docprops_core"] = _core;
        if (fileType is not null) info["file_type"] = fileType;
        info.AddTexts("rels", _relationships);
        return info;
    }

    private Action<XmlReader, long>? Reader(string name)
    {
        if (name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)) return Relationship;
        if (name.Equals("[Content_Types].xml", StringComparison.OrdinalIgnoreCase)) return (xml, _) => Keep(_contentTypes, xml.GetAttribute("ContentType"));
        if (name.Equals("docProps/app.xml", StringComparison.OrdinalIgnoreCase)) return (xml, _) => Property(_app, xml, xml.LocalName);
        return name.Equals("docProps/core.xml", StringComparison.OrdinalIgnoreCase) ? (xml, _) => Property(_core, xml, xml.Name) : null;
    }

    /// <summary>Hands each element right inside the root to a reader.</summary>
    private void Read(string name, byte[] part, long place, Action<XmlReader, long> read)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxPart, IgnoreComments = true };
        try
        {
            using var xml = XmlReader.Create(new MemoryStream(part), settings);
            while (xml.Read())
                if (xml is { NodeType: XmlNodeType.Element, Depth: 1 }) read(xml, place);
        }
        catch (XmlException)
        {
            scope.Problem($"'{name}' is no XML that can be read.");
        }
    }

    private void Relationship(XmlReader xml, long place)
    {
        Keep(_relationships, xml.GetAttribute("Type"));
        if (xml.GetAttribute("TargetMode") == "External" && xml.GetAttribute("Target") is { Length: > 0 } target && _targets.Count < MaxValues) _targets.Add((place, target));
    }

    /// <summary>Takes a property that is a text. Some are lists, which say nothing that the document does not.</summary>
    private static void Property(JsonObject properties, XmlReader xml, string name)
    {
        if (xml.IsEmptyElement || properties.Count >= MaxValues) return;
        var depth = xml.Depth;
        var text = "";
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element) return;
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && text.Length < MaxValue) text += xml.Value;
        }
        if (text.Length > 0) properties[name] = Cut(text);
    }

    private static void Keep(HashSet<string> values, string? value)
    {
        if (!string.IsNullOrEmpty(value) && values.Count < MaxValues) values.Add(Cut(value));
    }

    private static string Cut(string value) => value.Length <= MaxValue ? value : value[..MaxValue];
}
