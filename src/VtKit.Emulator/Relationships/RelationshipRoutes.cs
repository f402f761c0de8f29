namespace VtKit.Emulator;

/// <summary>Reading what is related to an object: as objects or as descriptors, one or a page of many.</summary>
internal static class RelationshipRoutes
{
    /// <summary>Whole objects; the relationship is the second placeholder of the path.</summary>
    public static Handler Objects(string type) => (request, cancellationToken) => AnswerAsync(request, type, request.Argument(1), descriptors: false, cancellationToken);

    /// <summary>Descriptors; the relationship is the second placeholder of the path.</summary>
    public static Handler Descriptors(string type) => (request, cancellationToken) => AnswerAsync(request, type, request.Argument(1), descriptors: true, cancellationToken);

    /// <summary>Whole objects, for an endpoint whose path ends in the name of the relationship.</summary>
    public static Handler Named(string type) => (request, cancellationToken) => AnswerAsync(request, type, NameOf(request), descriptors: false, cancellationToken);

    /// <summary>Descriptors, for an endpoint whose path ends in the name of the relationship.</summary>
    public static Handler NamedDescriptors(string type) => (request, cancellationToken) => AnswerAsync(request, type, NameOf(request), descriptors: true, cancellationToken);

    private static string NameOf(ApiRequest request) => request.Endpoint.Template[(request.Endpoint.Template.LastIndexOf('/') + 1)..];

    private static Task<Answer> AnswerAsync(ApiRequest request, string type, string name, bool descriptors, CancellationToken cancellationToken) =>
        request.Backend.ReadAsync(store =>
        {
            var relationship = Relations.Require(request, type, name);
            var id = Relations.RequireOwner(store, request, type);
            var query = Relations.Query(store, request, relationship, id);
            if (!relationship.ToMany) return One(store, request, query, descriptors);
            var scope = Relations.Scope(relationship, id);
            return descriptors ? PageAnswer.Descriptors(store, request, scope, query) : PageAnswer.Objects(store, request, scope, query);
        }, cancellationToken);

    /// <summary>A relationship to at most one object. Limit and cursor are let pass: clients send them everywhere.</summary>
    private static Answer One(Session store, ApiRequest request, ListQuery query, bool descriptor) => Answer.Json(json =>
    {
        var writer = new ObjectWriter(store, request, json);
        var row = query.Read(store, long.MaxValue, 1).FirstOrDefault();
        json.WritePropertyName("data"u8);
        if (row is null) json.WriteNullValue();
        else if (descriptor) writer.Descriptor(row.Type, row.Id, new Listing(row.FileName));
        else writer.Object(row.Type, row.Id, new Listing(row.FileName), InlineRelationships.For(writer, row.Type, row.Id));
        json.WriteStartObject("links"u8);
        json.WriteString("self"u8, request.ApiBase + request.Path);
        json.WriteEndObject();
    });
}
