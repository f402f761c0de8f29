using System.Collections.ObjectModel;
using System.Text.Json;
using VtKit.Indicators;

namespace VtKit.Graph;

/// <summary>A node of a <see cref="ThreatGraph"/>: what it is, what is known of it, and where it is drawn.</summary>
public sealed class GraphNode
{
    private Dictionary<string, JsonElement>? _attributes;

    internal GraphNode(NodeKey key) => Key = key;

    /// <summary>Type and canonical id.</summary>
    public NodeKey Key { get; internal set; }

    /// <summary>The type.</summary>
    public NodeType Type => Key.Type;

    /// <summary>The id, canonical.</summary>
    public string Id => Key.Id;

    /// <summary>What is written at it, or null.</summary>
    public string? Label { get; set; }

    /// <summary>What to show: the label, or the id where there is none.</summary>
    public string DisplayName => string.IsNullOrEmpty(Label) ? Id : Label;

    /// <summary>Where it is drawn, or null.</summary>
    public GraphPoint? Position { get; set; }

    /// <summary>Where it is pinned, or null: a layout leaves it there.</summary>
    public GraphPoint? Pin { get; set; }

    /// <summary>The analyst's note, or null. It stays in your files and is not sent to the service.</summary>
    public string? Note { get; set; }

    /// <summary>Where the node came from, or null. It stays in your files and is not sent to the service.</summary>
    public string? Provenance { get; set; }

    /// <summary>The group it is in, or null.</summary>
    public GraphGroup? Group { get; internal set; }

    /// <summary>What is known of it, by name.</summary>
    public IReadOnlyDictionary<string, JsonElement> Attributes => _attributes ?? (IReadOnlyDictionary<string, JsonElement>)ReadOnlyDictionary<string, JsonElement>.Empty;

    /// <summary>How many engines detect it; null when that is not known, or known only as yes or no.</summary>
    public long? Detections =>
        Attributes.TryGetValue(WireWords.HasDetections, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) ? count : null;

    /// <summary>Whether any engine detects it; null when that is not known.</summary>
    public bool? IsDetected => !Attributes.TryGetValue(WireWords.HasDetections, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Detections > 0,
    };

    /// <summary>The type of a file, such as <c>peexe</c>; null when that is not known.</summary>
    public string? TypeTag
    {
        get => Text(WireWords.TypeTag);
        set => SetText(WireWords.TypeTag, value);
    }

    /// <summary>The country of an address, in two letters; null when that is not known.</summary>
    public string? Country
    {
        get => Text(WireWords.Country);
        set => SetText(WireWords.Country, value);
    }

    /// <summary>Links that begin here.</summary>
    public IReadOnlyCollection<GraphLink> Outgoing => Out;

    /// <summary>Links that end here.</summary>
    public IReadOnlyCollection<GraphLink> Incoming => In;

    internal HashSet<GraphLink> Out { get; } = [];

    internal HashSet<GraphLink> In { get; } = [];

    /// <summary>The node as it was read; null when it was made here.</summary>
    internal NodeEntry? Entry { get; set; }

    /// <summary>Whether the key is another than the one that was read.</summary>
    internal bool IsRenamed { get; set; }

    internal bool AttributesChanged { get; set; }

    /// <summary>The node that this one became when both turned out to be one file.</summary>
    internal GraphNode? Became { get; set; }

    /// <summary>Sets an attribute.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public void SetAttribute(string name, JsonElement value)
    {
        ArgumentNullException.ThrowIfNull(name);
        (_attributes ??= new Dictionary<string, JsonElement>(StringComparer.Ordinal))[name] = value.Clone();
        AttributesChanged = true;
    }

    /// <summary>Sets an attribute to a text.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public void SetAttribute(string name, string value) => SetAttribute(name, JsonText.Element(value));

    /// <summary>Sets an attribute to a number.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public void SetAttribute(string name, long value) => SetAttribute(name, JsonText.Element(value));

    /// <summary>Sets an attribute to yes or no.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    public void SetAttribute(string name, bool value) => SetAttribute(name, JsonText.Element(value));

    /// <summary>Sets how many engines detect the node.</summary>
    /// <param name="detections">The number.</param>
    public void SetDetections(long detections) => SetAttribute(WireWords.HasDetections, detections);

    /// <summary>Removes an attribute.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Whether it was there.</returns>
    public bool RemoveAttribute(string name)
    {
        if (_attributes?.Remove(name) != true) return false;
        AttributesChanged = true;
        return true;
    }

    private string? Text(string name) => Attributes.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private void SetText(string name, string? value)
    {
        if (value is null) RemoveAttribute(name);
        else SetAttribute(name, value);
    }

    /// <summary>Type and id.</summary>
    public override string ToString() => Key.ToString();

    /// <summary>The attributes as they were read; the last of several with one name holds.</summary>
    internal void ReadAttributes(JsonElement attributes)
    {
        foreach (var attribute in attributes.EnumerateObject())
            (_attributes ??= new Dictionary<string, JsonElement>(StringComparer.Ordinal))[attribute.Name] = attribute.Value;
    }

    internal bool IsUnresolvedFile => Type == NodeType.File && !(FileHash.TryParse(Id, out var hash) && hash.Kind == HashKind.Sha256);
}
