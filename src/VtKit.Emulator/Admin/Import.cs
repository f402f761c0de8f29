using System.Globalization;
using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>
/// Brings in objects as the service answers them, one or a list: <c>{"data": {"type": ..., "id": ..., "attributes": {...}, "relationships": {...}}}</c>.
/// Verdicts, names, counts and dates go where the emulator keeps its own, so that later scans and votes change them as usual;
/// all other attributes are told as they came. Users stay out: neither who submitted something nor a key is brought in.
/// </summary>
internal static class Import
{
    /// <summary>Who wrote the comments that are brought in.</summary>
    private const string Stranger = "imported";

    /// <summary>Attributes that the store keeps itself: they change with what happens here.</summary>
    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal)
    {
        Attr.File.LastAnalysisDate, Attr.File.LastAnalysisResults, Attr.File.LastAnalysisStats, Attr.File.LastModificationDate, Attr.File.TotalVotes,
        Attr.File.Names, Attr.File.MeaningfulName, Attr.File.TimesSubmitted, Attr.File.UniqueSources, Attr.File.FirstSubmissionDate, Attr.File.LastSubmissionDate,
        Attr.File.Downloadable, Attr.File.Sha256, Attr.File.Md5, Attr.File.Sha1, Attr.File.Size, Attr.Url.UrlAttribute,
    };

    /// <summary>Attributes that tell of a person or hold a secret.</summary>
    private static readonly HashSet<string> Personal = new(StringComparer.Ordinal)
    {
        Attr.User.Apikey, Attr.User.Email, Attr.User.FirstName, Attr.User.LastName, Attr.Submission.SourceKey, Attr.PrivateFile.Owner, Attr.MonitorEvent.OwnerId, Attr.MonitorEvent.CreatorId,
    };

    /// <summary>Types that are about users, or that the store makes by itself.</summary>
    private static readonly HashSet<string> LeftOut = new(StringComparer.Ordinal)
    {
        ObjectType.User, ObjectType.Group, ObjectType.ServiceAccount, ObjectType.Analysis, ObjectType.Submission, ObjectType.Vote,
    };

    /// <summary>Takes a recorded answer and tells how much of it came in.</summary>
    /// <exception cref="ApiException">It holds no object.</exception>
    public static Task<Answer> TakeAsync(JsonElement answer, Backend backend, CancellationToken cancellationToken)
    {
        var objects = answer.Member("data") switch
        {
            { ValueKind: JsonValueKind.Object } one => [one],
            { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().ToArray(),
            _ => throw ApiException.BadRequest("Give an answer of the service as it came: {\"data\": {...}}, or a list of objects in \"data\""),
        };
        return backend.WriteAsync(store =>
        {
            var imported = objects.Count(found => Put(store, found, backend));
            return Answer.Json(json =>
            {
                json.WriteNumber("imported"u8, imported);
                json.WriteNumber("left_out"u8, objects.Length - imported);
            });
        }, cancellationToken);
    }

    /// <summary>Puts an object and what it is related to into the store; false for one that is left out.</summary>
    /// <exception cref="ApiException">It is no object, or has no id that one of its type can have.</exception>
    public static bool Put(Session store, JsonElement found, Backend backend)
    {
        if (found.Text("type") is not { Length: > 0 } type || found.Text("id") is not { Length: > 0 } id)
            throw ApiException.BadRequest("Each object needs a \"type\" and an \"id\"");
        if (LeftOut.Contains(type)) return false;
        var attributes = found.Member("attributes") is { ValueKind: JsonValueKind.Object } given ? given : default;
        id = type switch
        {
            ObjectType.File => PutFile(store, id, attributes, backend),
            ObjectType.Url => PutUrl(store, id, attributes, backend),
            ObjectType.Domain => PutHost(store, type, Hosts.ReadDomain(id), attributes, backend),
            ObjectType.IpAddress => PutHost(store, type, Hosts.ReadIpAddress(id), attributes, backend),
            ObjectType.Comment => PutComment(store, id, attributes, backend),
            ObjectType.FileBehaviour or ObjectType.PrivateFileBehaviour when Behaviours.FileOf(id) is null =>
                throw ApiException.BadRequest($"The \"id\" of a {type} is the SHA-256 of its file, an underscore and its sandbox"),
            _ => PutRecord(store, type, id, attributes, backend),
        };
        if (found.Member("artefacts") is { } artefacts) Artefacts.Put(store, type, id, artefacts);
        if (found.Member("relationships") is { ValueKind: JsonValueKind.Object } relationships)
            foreach (var relationship in relationships.EnumerateObject())
                foreach (var entry in EntriesOf(relationship.Value))
                    PutRelated(store, type, id, relationship.Name, entry, backend);
        return true;
    }

    private static string PutFile(Session store, string id, JsonElement attributes, Backend backend)
    {
        if (!Indicators.FileHash.TryParse(attributes.Text(Attr.File.Sha256) ?? id, out var hash) || hash.Kind != Indicators.HashKind.Sha256)
            throw ApiException.BadRequest($"The id of a file is its SHA-256, and \"{id}\" is none");
        var sha256 = hash.ToString();
        var now = AnalysedAt(attributes, backend);
        if (!store.Any("SELECT 1 FROM file WHERE sha256 = $1", sha256))
            Files.Save(store, DescribedFile.Of(sha256, attributes), now, backend.Options);
        if (attributes.Member(Attr.File.Names) is { ValueKind: JsonValueKind.Array } names)
            foreach (var name in names.EnumerateArray().Reverse()) Files.AddName(store, sha256, name.ValueKind == JsonValueKind.String ? name.TryText() : null);
        Files.AddName(store, sha256, attributes.Text(Attr.File.MeaningfulName));
        PutShared(store, ObjectType.File, sha256, attributes, backend);
        Files.AnalyseUnstored(store, sha256, now, backend.Options);
        return sha256;
    }

    private static string PutUrl(Session store, string id, JsonElement attributes, Backend backend)
    {
        // The id is a hash: only the attribute tells the URL. One that is known already may be named by it alone.
        if (attributes.Text(Attr.Url.UrlAttribute) is not { } url) return Urls.IdOf(store, id) ?? throw ApiException.BadRequest($"URL \"{id}\" lacks its attribute \"{Attr.Url.UrlAttribute}\"");
        var now = AnalysedAt(attributes, backend);
        var own = Urls.See(store, url, now.ToUnixTimeMilliseconds());
        PutShared(store, ObjectType.Url, own, attributes, backend);
        Urls.AddAnalysis(store, own, now, backend.Options);
        return own;
    }

    private static string PutHost(Session store, string type, string id, JsonElement attributes, Backend backend)
    {
        Items.See(store, type, id, backend.Clock.Now.ToUnixTimeMilliseconds());
        PutShared(store, type, id, attributes, backend);
        if (attributes.Member(Attr.File.LastAnalysisResults) is not null) Hosts.AddAnalysis(store, type, id, AnalysedAt(attributes, backend), backend.Options);
        return id;
    }

    private static string PutComment(Session store, string id, JsonElement attributes, Backend backend)
    {
        var parts = id.Split('-', 3);
        var type = parts[0] switch { "f" => ObjectType.File, "u" => ObjectType.Url, "d" => ObjectType.Domain, "i" => ObjectType.IpAddress, _ => null };
        if (type is null || parts.Length < 3) throw ApiException.BadRequest($"\"{id}\" is no id of a comment on a file, URL, domain or IP address");
        Comments.Put(store, id, type, parts[1], Stranger, attributes.Text(Attr.Comment.Text) ?? "", (attributes.Seconds(Attr.Comment.Date) ?? backend.Clock.Now.ToUnixTimeSeconds()) * 1000);
        return id;
    }

    private static string PutRecord(Session store, string type, string id, JsonElement attributes, Backend backend)
    {
        Records.Put(store, type, id, owner: null, backend.Clock.Now.ToUnixTimeMilliseconds(), Without(attributes, Personal.Contains));
        return id;
    }

    /// <summary>Verdicts become those of a script, counts and dates those of the item; the rest is kept as it came.</summary>
    private static void PutShared(Session store, string type, string id, JsonElement attributes, Backend backend)
    {
        if (attributes.Member(Attr.File.LastAnalysisResults) is { ValueKind: JsonValueKind.Object } results) Script.Set(store, type, id, results.GetRawText());
        store.Execute(
            """
            UPDATE item SET times_submitted = max(times_submitted, coalesce($3, 0)),
                first_submission = coalesce($4, first_submission), last_submission = coalesce($5, last_submission)
            WHERE type = $1 AND id = $2
            """, type, id, attributes.Seconds(Attr.File.TimesSubmitted), attributes.Seconds(Attr.File.FirstSubmissionDate) * 1000, attributes.Seconds(Attr.File.LastSubmissionDate) * 1000);
        var rest = Without(attributes, name => Kept.Contains(name) || Personal.Contains(name));
        if (rest != "{}") Records.Put(store, type, id, owner: null, backend.Clock.Now.ToUnixTimeMilliseconds(), rest);
    }

    /// <summary>Links an object to another one; what came whole comes in as well.</summary>
    private static void PutRelated(Session store, string type, string id, string name, JsonElement entry, Backend backend)
    {
        if (entry.Text("type") is not { } targetType || entry.Text("id") is not { } target || LeftOut.Contains(targetType)) return;
        if (entry.Member("attributes") is not null) Put(store, entry, backend);
        // A listed URL says what it is in its context.
        if (targetType == ObjectType.Url && entry.Member("context_attributes")?.Text(Attr.Url.UrlAttribute) is { } url) target = Urls.See(store, url, backend.Clock.Now.ToUnixTimeMilliseconds());
        else if (targetType is ObjectType.Domain or ObjectType.IpAddress) Items.See(store, targetType, target, backend.Clock.Now.ToUnixTimeMilliseconds());
        RecordLinks.Add(store, type, id, name, targetType, target);
    }

    private static IEnumerable<JsonElement> EntriesOf(JsonElement relationship) => relationship.Member("data") switch
    {
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        { ValueKind: JsonValueKind.Object } one => [one],
        _ => [],
    };

    private static DateTimeOffset AnalysedAt(JsonElement attributes, Backend backend) =>
        attributes.Seconds(Attr.File.LastAnalysisDate) is { } seconds and > 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : backend.Clock.Now;

    private static string Without(JsonElement attributes, Func<string, bool> leaveOut) => Records.Write(json =>
    {
        if (attributes.ValueKind != JsonValueKind.Object) return;
        foreach (var attribute in attributes.EnumerateObject())
            if (!leaveOut(attribute.Name)) attribute.WriteTo(json);
    });

    /// <summary>A whole number, such as a date in seconds.</summary>
    private static long? Seconds(this JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;
}
