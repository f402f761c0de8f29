namespace VtKit.Emulator;

/// <summary>Asking how far an analysis is.</summary>
internal static class AnalysisRoutes
{
    public static Task<Answer> GetAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
    {
        var analysis = Require(store, request.Argument(0));
        var wanted = InlineRelationships.Read(request, ObjectTypes.Analysis);
        return Answer.Json(json =>
        {
            var writer = new ObjectWriter(store, request, json);
            json.WriteStartObject("data"u8);
            json.WriteString("id"u8, analysis.Id);
            json.WriteString("type"u8, ObjectTypes.Analysis);
            json.WriteStartObject("links"u8);
            json.WriteString("self"u8, Links.Self(request, ObjectTypes.Analysis, analysis.Id));
            json.WriteString("item"u8, Links.Self(request, analysis.Type, analysis.Item));
            json.WriteEndObject();
            json.WriteStartObject("attributes"u8);
            WriteAttributes(writer, analysis);
            json.WriteEndObject();
            if (wanted.Count > 0)
            {
                json.WriteStartObject("relationships"u8);
                InlineRelationships.Write(writer, ObjectTypes.Analysis, analysis.Id, wanted);
                json.WriteEndObject();
            }
            json.WriteEndObject();
            WriteMeta(writer, analysis);
        });
    }, cancellationToken);

    /// <exception cref="ApiException">There is no such analysis.</exception>
    public static Analysis Require(Session store, string id) =>
        Analysis.Find(store, id) ?? throw ApiException.NotFound(ObjectTypes.Spoken(ObjectTypes.Analysis), id);

    public static Action<ObjectWriter>? Find(Session store, string id) =>
        Analysis.Find(store, id) is { } analysis ? writer => WriteAttributes(writer, analysis) : null;

    private static void WriteAttributes(ObjectWriter writer, Analysis analysis)
    {
        var status = analysis.Status(writer.Request.NowMs);
        writer.Date(Attr.Date, analysis.Queued);
        writer.Text(Attr.Status, status);
        analysis.WriteVerdicts(writer, Attr.Stats, Attr.Results, completed: status == "completed");
    }

    /// <summary>What was analysed, for files and URLs: clients learn the hash of what they sent from here.</summary>
    private static void WriteMeta(ObjectWriter writer, Analysis analysis)
    {
        var json = writer.Json;
        if (analysis.Type == ObjectTypes.File)
        {
            var (md5, sha1, size) = writer.Store.First("SELECT md5, sha1, size FROM file WHERE sha256 = $1",
                row => (row.GetString(0), row.GetString(1), row.GetInt64(2)), analysis.Item);
            json.WriteStartObject("meta"u8);
            json.WriteStartObject("file_info"u8);
            json.WriteString("sha256"u8, analysis.Item);
            json.WriteString("md5"u8, md5);
            json.WriteString("sha1"u8, sha1);
            json.WriteNumber("size"u8, size);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else if (analysis.Type == ObjectTypes.Url)
        {
            json.WriteStartObject("meta"u8);
            json.WriteStartObject("url_info"u8);
            json.WriteString("id"u8, analysis.Item);
            json.WriteString("url"u8, Urls.TextOf(writer.Store, analysis.Item));
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }
}
