using System.Buffers;
using System.Text;
using System.Text.Json;

namespace VtKit;

/// <summary>An object of the service that can be made from an answer.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IVtObject<TSelf> where TSelf : VtObject, IVtObject<TSelf>
{
    /// <summary>Makes the object over a body.</summary>
    /// <param name="body">The bytes and the JSON of the object.</param>
    static abstract TSelf Create(VtObjectBody body);
}

/// <summary>
/// An object of the service: a view over the bytes of the answer. Typed getters read on demand; what they do not know
/// stays reachable through the indexer, <see cref="Attributes"/> and <see cref="Json"/>. Nothing of the answer is lost.
/// </summary>
/// <remarks>Envelope: https://docs.virustotal.com/reference/objects</remarks>
public partial class VtObject : IVtObject<VtObject>
{
    private readonly VtObjectBody _body;

    /// <summary>Makes the object over a body.</summary>
    /// <param name="body">The bytes and the JSON of the object.</param>
    protected internal VtObject(VtObjectBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        _body = body;
    }

    /// <summary>The type, as the service names it: <c>file</c>, <c>url</c>, <c>domain</c>… Empty where the answer gives none.</summary>
    public string Type => Root["type"u8].AsString() ?? "";

    /// <summary>The identifier. Empty where the answer gives none.</summary>
    public string Id => Root["id"u8].AsString() ?? "";

    /// <summary>The attributes. Absent in descriptors, which carry type and id alone.</summary>
    public VtNode Attributes => Root["attributes"u8];

    /// <summary>What holds for this object only in the list it came in: the date of a notification, a download link of a feed.</summary>
    public VtNode ContextAttributes => Root["context_attributes"u8];

    /// <summary>Where this object lives on the service.</summary>
    public VtLinks Links => new(Root["links"u8]);

    /// <summary>The relationships that were asked for with <c>?relationships=</c>, by name.</summary>
    public VtMap<VtInlineRelationship> Relationships => Root["relationships"u8].AsMap<VtInlineRelationship>();

    /// <summary>What the answer said beside the object: <c>file_info</c> of an analysis. Absent for items of a list.</summary>
    public VtNode AnswerMeta => _body.Meta;

    /// <summary>Why a related object came without attributes (for example <c>NotFoundError</c>), or null.</summary>
    public VtObjectError? Error => Root["error"u8] is { Exists: true } error ? new VtObjectError(error) : null;

    /// <summary>Whether this is only a reference: type and id, without attributes.</summary>
    public bool IsDescriptor => !Attributes.Exists;

    /// <summary>The object as JSON.</summary>
    public JsonElement Json => _body.Json;

    /// <summary>The bytes of the object as they came.</summary>
    public ReadOnlySpan<byte> Utf8Json => _body.Utf8;

    /// <summary>An attribute by the service's name, also one that has no typed getter.</summary>
    /// <param name="attribute">The attribute as the service spells it.</param>
    public VtNode this[string attribute] => Attributes[attribute];

    /// <summary>
    /// An attribute as a value of .NET, for tables and scripts: string, bool, long or double, <see cref="DateTimeOffset"/> where the
    /// name says that it is a date (<c>…_date</c>, <c>date</c>, <c>last_login</c>, <c>user_since</c>), <see cref="VtNode"/> for lists
    /// and objects, null where it is absent. A date that reads as none is given as it came.
    /// </summary>
    /// <param name="attribute">The attribute as the service spells it.</param>
    public object? ValueOf(string attribute)
    {
        ArgumentNullException.ThrowIfNull(attribute);
        var node = this[attribute];
        if (NamesDate(attribute) && node.AsDate() is { } date) return date;
        return node.Kind switch
        {
            JsonValueKind.Undefined or JsonValueKind.Null => null,
            JsonValueKind.String => node.AsString(),
            JsonValueKind.True or JsonValueKind.False => node.AsBoolean(),
            JsonValueKind.Number => node.AsInt64() is { } whole ? whole : node.AsDouble(),
            _ => node,
        };
    }

    private static bool NamesDate(string attribute) =>
        (attribute.Length > Service.DateSuffix.Length && attribute.EndsWith(Service.DateSuffix, StringComparison.Ordinal))
        || Service.DateNames.Split(' ').Contains(attribute, StringComparer.Ordinal);

    private VtNode Root => new(_body.Json);

    /// <summary>Reads an object from JSON, such as a saved report: the object itself, or an answer that has it under <c>data</c>.</summary>
    /// <typeparam name="T">The type of the object.</typeparam>
    /// <param name="utf8Json">The JSON; the object keeps these bytes.</param>
    /// <exception cref="JsonException">The bytes are not JSON.</exception>
    /// <exception cref="FormatException">The JSON is not an object.</exception>
    public static T Parse<T>(ReadOnlyMemory<byte> utf8Json) where T : VtObject, IVtObject<T>
    {
        var body = VtObjectBody.Parse(utf8Json);
        var root = new VtNode(body.Json);
        if (root.Kind != JsonValueKind.Object) throw new FormatException("This is not an object of VirusTotal: its JSON is no object.");
        return root["type"u8].Kind == JsonValueKind.Undefined && root["data"u8] is { Kind: JsonValueKind.Object } data
            ? T.Create(VtObjectBody.Over(data.Json, root["meta"u8]))
            : T.Create(body);
    }

    /// <summary>Looks at this object as another type, sharing its bytes.</summary>
    /// <typeparam name="T">The type to look through; it is not checked against <see cref="Type"/>.</typeparam>
    public T As<T>() where T : VtObject, IVtObject<T> => this as T ?? T.Create(_body);

    /// <summary>The object as JSON text, equal to what came.</summary>
    /// <param name="indented">Whether to break it into lines for people.</param>
    public string ToJson(bool indented = false)
    {
        if (!indented) return Encoding.UTF8.GetString(Utf8Json);
        var buffer = new ArrayBufferWriter<byte>(Utf8Json.Length * 2);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1000 }))
            Json.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Type and id, for logs and debuggers.</summary>
    public override string ToString() => $"{Type} {Id}";

    // Who does not know what comes gets it by its own class where there is one: a search gives a VtFile, a VtUrl...
    static VtObject IVtObject<VtObject>.Create(VtObjectBody body) => VtObjectTypes.Create(body);
}
