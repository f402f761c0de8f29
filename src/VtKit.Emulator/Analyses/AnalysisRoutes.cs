namespace VtKit.Emulator;

/// <summary>Asking how far an analysis is.</summary>
internal static class AnalysisRoutes
{
    public static Task<Answer> GetAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
    {
        var analysis = Require(store, request.Argument(0));
        var wanted = InlineRelationships.Read(request, ObjectType.Analysis);
        return Answer.Json(json =>
        {
            var writer = new ObjectWriter(store, request, json);
            json.WriteStartObject("data"u8);
            json.WriteString("id"u8, analysis.Id);
            json.WriteString("type"u8, ObjectType.Analysis);
            json.WriteStartObject("links"u8);
            json.WriteString("self"u8, Links.Self(request, ObjectType.Analysis, analysis.Id));
            json.WriteString("item"u8, Links.Self(request, analysis.Type, analysis.Item));
            json.WriteEndObject();
            json.WriteStartObject("attributes"u8);
            WriteAttributes(writer, analysis);
            json.WriteEndObject();
            if (wanted.Count > 0)
            {
                json.WriteStartObject("relationships"u8);
                InlineRelationships.Write(writer, ObjectType.Analysis, analysis.Id, wanted);
                json.WriteEndObject();
            }
            json.WriteEndObject();
            WriteMeta(writer, analysis);
        });
    }, cancellationToken);

    /// <exception cref="ApiException">There is no such analysis.</exception>
    public static Analysis Require(Session store, string id) =>
        Analysis.Find(store, id) ?? throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.Analysis), id);

    public static Action<ObjectWriter>? Find(Session store, string id) =>
        Analysis.Find(store, id) is { } analysis ? writer => WriteAttributes(writer, analysis) : null;

    private static void WriteAttributes(ObjectWriter writer, Analysis analysis)
    {
        var status = analysis.Status(writer.Request.NowMs);
        writer.Date(Attr.Analysis.Date, analysis.Queued);
        writer.Text(Attr.Analysis.Status, status);
        analysis.WriteVerdicts(writer, Attr.Analysis.Stats, Attr.Analysis.Results, completed: status == Words.AnalysisStatus.Completed);
    }

    /// <summary>What was analysed, for files and URLs: clients learn the hash of what they sent from here.</summary>
    private static void WriteMeta(ObjectWriter writer, Analysis analysis)
    {
        var json = writer.Json;
        if (analysis.Type == ObjectType.File)
        {
            var (md5, sha1, size) = writer.Store.First("SELECT md5, sha1, size FROM file WHERE sha256 = $1",
                row => (row.GetString(0), row.GetString(1), row.GetInt64(2)), analysis.Item);
            json.WriteStartObject("meta"u8);
            json.WriteStartObject(Part.AnalysisMeta.FileInfo);
            json.WriteString(Part.AnalysisFileInfo.Sha256, analysis.Item);
            json.WriteString(Part.AnalysisFileInfo.Md5, md5);
            json.WriteString(Part.AnalysisFileInfo.Sha1, sha1);
            json.WriteNumber(Part.AnalysisFileInfo.Size, size);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        else if (analysis.Type == ObjectType.Url)
        {
            json.WriteStartObject("meta"u8);
            json.WriteStartObject(Part.AnalysisMeta.UrlInfo);
            json.WriteString(Part.AnalysisUrlInfo.Id, analysis.Item);
            json.WriteString(Part.AnalysisUrlInfo.Url, Urls.TextOf(writer.Store, analysis.Item));
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }
}
