using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace VtKit.Emulator;

/// <summary>A private scan. There is no sandbox, so that only the clock decides how far it is.</summary>
internal sealed record PrivateAnalysis(string Id, string Type, string Item, long Queued, long Started, long Done, long Expires, string Configuration);

/// <summary>Private scans of a team's files and URLs.</summary>
internal static class PrivateAnalyses
{
    /// <summary>Adds an analysis and returns its id: a random number, the item, the second.</summary>
    public static string Add(Session store, ApiRequest request, string type, string item, string named, PrivateOptions options, long expires)
    {
        var id = Convert.ToBase64String(Encoding.ASCII.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{RandomNumberGenerator.GetHexString(32, lowercase: true)}:{named}:{request.Now.ToUnixTimeSeconds()}")));
        // No report outlives what it is of, whose time a later submission may shorten.
        store.Execute("UPDATE private_analysis SET expires = min(expires, $4) WHERE team = $1 AND type = $2 AND item = $3", request.Account.Team, type, item, expires);
        var started = request.NowMs + (long)request.Backend.Options.AnalysisQueueTime.TotalMilliseconds;
        store.Execute(
            "INSERT INTO private_analysis(id, team, type, item, account, queued, started, done, expires, configuration) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            id, request.Account.Team, type, item, request.Account.Name, request.NowMs, started,
            started + (long)request.Backend.Options.AnalysisRunTime.TotalMilliseconds, expires, options.Configuration);
        return id;
    }

    public static PrivateAnalysis? Find(Session store, ApiRequest request, string id) => store.First(
        $"SELECT id, type, item, queued, started, done, expires, configuration FROM private_analysis WHERE {PrivateFiles.ThereSql} AND id = $3",
        row => new PrivateAnalysis(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetString(7)),
        request.Account.Team, request.NowMs, id);

    /// <exception cref="ApiException">The caller's team has no such analysis.</exception>
    public static PrivateAnalysis Require(Session store, ApiRequest request, string id) =>
        Find(store, request, id) ?? throw ApiException.NotFound(ObjectTypes.Spoken(ObjectType.PrivateAnalysis), id);

    public static Action<ObjectWriter>? Find(ObjectWriter writer, string id) => Find(writer.Store, writer.Request, id) is not { } analysis ? null : _ =>
    {
        var nowMs = writer.Request.NowMs;
        writer.Date(Attr.PrivateAnalysis.Date, analysis.Queued);
        writer.Date(Attr.PrivateAnalysis.Expiration, analysis.Expires);
        writer.Text(Attr.PrivateAnalysis.Status, nowMs < analysis.Started ? Words.AnalysisStatus.Queued : nowMs < analysis.Done ? Words.AnalysisStatus.InProgress : Words.AnalysisStatus.Completed);
        if (!writer.Wants(Attr.PrivateAnalysis.SandboxConfiguration)) return;
        writer.Json.WritePropertyName(Attr.PrivateAnalysis.SandboxConfiguration);
        writer.Json.WriteRawValue(analysis.Configuration);
    };

    /// <summary>What was analysed: clients learn the hash of what they sent from here.</summary>
    public static void WriteMeta(ObjectWriter writer, PrivateAnalysis analysis)
    {
        var json = writer.Json;
        json.WriteStartObject("meta"u8);
        if (analysis.Type == ObjectType.PrivateFile)
        {
            var (md5, sha1, size) = writer.Store.First($"SELECT md5, sha1, size FROM private_file WHERE {PrivateFiles.ThereSql} AND sha256 = $3",
                row => (row.GetString(0), row.GetString(1), row.GetInt64(2)), writer.Request.Account.Team, writer.Request.NowMs, analysis.Item);
            json.WriteStartObject(Part.AnalysisMeta.FileInfo);
            json.WriteString(Part.AnalysisFileInfo.Sha256, analysis.Item);
            json.WriteString(Part.AnalysisFileInfo.Md5, md5);
            json.WriteString(Part.AnalysisFileInfo.Sha1, sha1);
            json.WriteNumber(Part.AnalysisFileInfo.Size, size);
        }
        else
        {
            json.WriteStartObject(Part.AnalysisMeta.UrlInfo);
            json.WriteString(Part.AnalysisUrlInfo.Id, analysis.Item);
            json.WriteString(Part.AnalysisUrlInfo.Url, PrivateUrls.TextOf(writer.Store, writer.Request, analysis.Item));
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
