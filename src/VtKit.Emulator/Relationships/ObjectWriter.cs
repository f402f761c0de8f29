using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>Writes objects and descriptors as the service forms them, with the attributes that the request selects.</summary>
internal sealed class ObjectWriter(Session store, ApiRequest request, Utf8JsonWriter json)
{
    private readonly string[] _only = request.QueryList("attributes");
    private string[] _without = request.QueryList("exclude_attributes");

    public Session Store { get; } = store;

    public ApiRequest Request { get; } = request;

    public Utf8JsonWriter Json { get; } = json;

    /// <summary>What was brought in about the object that is being written: the store does not say it once more.</summary>
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    public bool Wants(string attribute) =>
        !_written.Contains(attribute) && (_only.Length == 0 || _only.Contains(attribute, StringComparer.Ordinal)) && !_without.Contains(attribute, StringComparer.Ordinal);

    /// <summary>A writer that leaves out more attributes than the request does.</summary>
    public ObjectWriter Without(IEnumerable<string> attributes) => new(Store, Request, Json) { _without = [.. _without, .. attributes] };

    public void Text(string attribute, string? value)
    {
        if (value is not null && Wants(attribute)) Json.WriteString(attribute, value);
    }

    public void Number(string attribute, long value)
    {
        if (Wants(attribute)) Json.WriteNumber(attribute, value);
    }

    public void Flag(string attribute, bool value)
    {
        if (Wants(attribute)) Json.WriteBoolean(attribute, value);
    }

    /// <summary>A time of the store, in the seconds of the wire; absent when it is not known.</summary>
    public void Date(string attribute, long? milliseconds)
    {
        if (milliseconds is { } value) Number(attribute, value / 1000);
    }

    public void Texts(string attribute, IEnumerable<string> values)
    {
        if (!Wants(attribute)) return;
        Json.WriteStartArray(attribute);
        foreach (var value in values) Json.WriteStringValue(value);
        Json.WriteEndArray();
    }

    /// <summary>Writes an object; one that is not there as the service does, with an error in place of its attributes.</summary>
    public void Object(string type, string id, Listing? listing = null, Action<ObjectWriter>? relationships = null)
    {
        var attributes = Objects.Find(this, type, id);
        Json.WriteStartObject();
        Identity(type, id);
        if (attributes is null)
        {
            Json.WriteStartObject("error"u8);
            Json.WriteString("code"u8, Errors.NotFoundError.Code);
            Json.WriteString("message"u8, $"{ObjectTypes.Spoken(type)} \"{id}\" not found");
            Json.WriteEndObject();
        }
        else
        {
            // What has no place of its own is only found in lists.
            if (ObjectTypes.Home(type) is not null)
            {
                Json.WriteStartObject("links"u8);
                Json.WriteString("self"u8, Links.Self(Request, type, id));
                if (type == ObjectType.Analysis && Analysis.Find(Store, id) is { } analysis)
                    Json.WriteString("item"u8, Links.Self(Request, analysis.Type, analysis.Item));
                if (type == ObjectType.PrivateAnalysis && PrivateAnalyses.Find(Store, Request, id) is { } scan)
                    Json.WriteString("item"u8, Links.Self(Request, scan.Type, scan.Item));
                Json.WriteEndObject();
            }
            Json.WriteStartObject("attributes"u8);
            if (ObjectTypes.HasOwnTable(type)) WriteImported(type, id);
            attributes(this);
            _written.Clear();
            Json.WriteEndObject();
        }
        Context(type, id, listing);
        if (relationships is not null)
        {
            Json.WriteStartObject("relationships"u8);
            relationships(this);
            Json.WriteEndObject();
        }
        Json.WriteEndObject();
    }

    private void WriteImported(string type, string id)
    {
        if (Records.Find(Store, type, id) is not { } record) return;
        using var imported = record.Read();
        foreach (var attribute in imported.RootElement.EnumerateObject())
        {
            if (!Wants(attribute.Name)) continue;
            attribute.WriteTo(Json);
            _written.Add(attribute.Name);
        }
    }

    /// <summary>Writes type and id alone.</summary>
    public void Descriptor(string type, string id, Listing listing)
    {
        Json.WriteStartObject();
        Identity(type, id);
        Context(type, id, listing);
        Json.WriteEndObject();
    }

    private void Identity(string type, string id)
    {
        Json.WriteString("type"u8, type);
        Json.WriteString("id"u8, id);
    }

    /// <summary>Clients read the URL itself from the context of a listed URL, whose id is a hash.</summary>
    private void Context(string type, string id, Listing? listing)
    {
        if (listing is not { } listed) return;
        var url = type == ObjectType.Url ? Urls.TextOf(Store, id) : null;
        if (url is null && listed.FileName is null && listed.DownloadUrl is null && listed.Context is null) return;
        Json.WriteStartObject("context_attributes"u8);
        if (url is not null) Json.WriteString("url"u8, url);
        if (listed.FileName is not null) Json.WriteString("filename"u8, listed.FileName);
        if (listed.DownloadUrl is not null) Json.WriteString("download_url"u8, listed.DownloadUrl);
        listed.Context?.Invoke(this);
        Json.WriteEndObject();
    }
}

/// <summary>How an object stands in a list.</summary>
/// <param name="FileName">The name of a file inside the archive that the list is of.</param>
/// <param name="DownloadUrl">Where the sample of a line of a feed can be had.</param>
/// <param name="Context">Writes what else stands beside it.</param>
internal readonly record struct Listing(string? FileName = null, string? DownloadUrl = null, Action<ObjectWriter>? Context = null);
