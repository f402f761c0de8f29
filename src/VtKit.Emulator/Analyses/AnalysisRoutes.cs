namespace VtKit.Emulator;

/// <summary>Asking how far an analysis is.</summary>
internal static class AnalysisRoutes
{
    public static Task<Answer> GetAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
    {
        // vt-py waits here for private scans of URLs, too.
        if (Analysis.Find(store, request.Argument(0)) is null && PrivateAnalyses.Find(store, request, request.Argument(0)) is { } scan)
            return ObjectAnswer.Of(store, request, ObjectType.PrivateAnalysis, scan.Id);
        var analysis = Require(store, request.Argument(0));
        return ObjectAnswer.Of(store, request, ObjectType.Analysis, analysis.Id, writer => WriteMeta(writer, analysis));
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
            // A file that was only described may lack the others.
            if (md5.Length > 0) json.WriteString(Part.AnalysisFileInfo.Md5, md5);
            if (sha1.Length > 0) json.WriteString(Part.AnalysisFileInfo.Sha1, sha1);
            if (size > 0 || Files.IsStored(writer.Store, analysis.Item)) json.WriteNumber(Part.AnalysisFileInfo.Size, size);
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
