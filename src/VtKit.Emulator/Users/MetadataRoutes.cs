namespace VtKit.Emulator;

/// <summary>What the service knows: here the engines that are present, the caller's privileges, and the relationships.</summary>
internal static class MetadataRoutes
{
    public static async Task<Answer> GetAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var engines = await request.Backend.Analyzer.EnginesAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        return Answer.Json(json =>
        {
            json.WriteStartObject("data"u8);
            json.WriteStartObject("engines"u8);
            foreach (var engine in engines.Engines)
            {
                json.WriteStartObject(engine.Name);
                json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteStartArray("privileges"u8);
            json.WriteEndArray();
            json.WriteStartObject("relationships"u8);
            foreach (var type in new[] { ObjectType.Analysis, ObjectType.Comment, ObjectType.Domain, ObjectType.File, ObjectType.IpAddress, ObjectType.Url, ObjectType.User })
            {
                json.WriteStartArray(type);
                foreach (var relationship in Relationships.For(type))
                {
                    json.WriteStartObject();
                    json.WriteString("name"u8, relationship.Name);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }
}
