namespace VtKit.Emulator;

/// <summary>Answers that hold one object.</summary>
internal static class ObjectAnswer
{
    /// <summary>An object that is there, with the relationships that the request names, and what stands beside it.</summary>
    public static Answer Of(Session store, ApiRequest request, string type, string id, Action<ObjectWriter>? beside = null)
    {
        var wanted = InlineRelationships.Read(request, type);
        return Answer.Json(json =>
        {
            var writer = new ObjectWriter(store, request, json);
            json.WritePropertyName("data"u8);
            writer.Object(type, id, relationships: wanted.Count == 0 ? null : _ => InlineRelationships.Write(writer, type, id, wanted));
            beside?.Invoke(writer);
        });
    }

    /// <summary>A list of types and ids.</summary>
    public static Answer Descriptors(List<(string Type, string Id)> objects) => Answer.Json(json =>
    {
        json.WriteStartArray("data"u8);
        foreach (var (type, id) in objects)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            json.WriteString("id"u8, id);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    /// <summary>What a submission is answered with: the analysis by type and id.</summary>
    public static Answer AnalysisDescriptor(ApiRequest request, string id, string type = ObjectType.Analysis) => Answer.Json(json =>
    {
        json.WriteStartObject("data"u8);
        json.WriteString("type"u8, type);
        json.WriteString("id"u8, id);
        json.WriteStartObject("links"u8);
        json.WriteString("self"u8, Links.Self(request, type, id));
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
