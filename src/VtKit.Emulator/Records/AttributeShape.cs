using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>What users may write into attributes, which mean the same in all kinds of records.</summary>
internal static class AttributeShape
{
    private static readonly Dictionary<string, JsonValueKind> Shapes = new(StringComparer.Ordinal)
    {
        [Attr.Collection.Name] = JsonValueKind.String,
        [Attr.Collection.Description] = JsonValueKind.String,
        [Attr.Collection.Private] = JsonValueKind.True,
        [Attr.Collection.Tags] = JsonValueKind.Array,
        [Attr.Graph.GraphData] = JsonValueKind.Object,
        [Attr.Graph.Nodes] = JsonValueKind.Array,
        [Attr.Graph.GraphLinks] = JsonValueKind.Array,
        [Attr.SavedSearch.SearchQuery] = JsonValueKind.String,
        [Attr.ThreatProfile.EnableRecommendations] = JsonValueKind.True,
        [Attr.ThreatProfile.Interests] = JsonValueKind.Object,
        [Attr.ThreatProfile.RecommendationConfig] = JsonValueKind.Object,
    };

    /// <exception cref="ApiException">The value is none of the attribute. Null, which removes it, always is.</exception>
    public static void Check(JsonProperty attribute)
    {
        if (!Shapes.TryGetValue(attribute.Name, out var shape) || attribute.Value.ValueKind == JsonValueKind.Null) return;
        var kind = attribute.Value.ValueKind == JsonValueKind.False ? JsonValueKind.True : attribute.Value.ValueKind;
        if (kind != shape) throw ApiException.BadRequest($"Attribute \"{attribute.Name}\" is not {Spoken(shape)}");
        if (attribute.Name == Attr.Collection.Tags && attribute.Value.EnumerateArray().Any(tag => tag.ValueKind != JsonValueKind.String))
            throw ApiException.BadRequest($"Attribute \"{attribute.Name}\" is not a list of texts");
    }

    private static string Spoken(JsonValueKind shape) => shape switch
    {
        JsonValueKind.String => "a text",
        JsonValueKind.True => "true or false",
        JsonValueKind.Array => "a list",
        _ => "an object",
    };
}
