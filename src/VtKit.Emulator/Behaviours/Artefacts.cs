using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>What a sandbox recorded beside its report, where an import brought it: a page, an event log, network traffic, memory.</summary>
internal static class Artefacts
{
    /// <summary>One kind: how paths and an import call it, the attribute that says whether it is there, and what a feed calls its link.</summary>
    private sealed record Kind(string Name, string Spoken, string Has, string Link, EndpointAlias Feed);

    private static readonly Kind[] Kinds =
    [
        new("html", "HTML report", Attr.FileBehaviour.HasHtmlReport, Part.FeedContext.HtmlReport, EndpointAliases.FeedsFileBehavioursHtmlDashed),
        new("evtx", "EVTX", Attr.FileBehaviour.HasEvtx, Part.FeedContext.Evtx, EndpointAliases.FeedsFileBehavioursEvtxDashed),
        new("pcap", "PCAP", Attr.FileBehaviour.HasPcap, Part.FeedContext.Pcap, EndpointAliases.FeedsFileBehavioursPcapDashed),
        new("memdump", "Memory dump", Attr.FileBehaviour.HasMemdump, Part.FeedContext.Memdump, EndpointAliases.FeedsFileBehavioursMemdumpDashed),
    ];

    /// <summary>Keeps what an import brings with a report, <c>"artefacts": {"pcap": "base64"}</c>, and says in the report that it is there.</summary>
    /// <exception cref="ApiException">A kind is none, or the content no base64.</exception>
    public static void Put(Session store, string type, string id, JsonElement artefacts)
    {
        if (artefacts.ValueKind != JsonValueKind.Object) throw ApiException.BadRequest("\"artefacts\" is not an object");
        foreach (var artefact in artefacts.EnumerateObject())
        {
            var kind = Array.Find(Kinds, kind => kind.Name == artefact.Name) ?? throw ApiException.BadRequest($"\"{artefact.Name}\" is no artefact: give {string.Join(", ", Kinds.Select(kind => kind.Name))}");
            if (artefact.Value.ValueKind != JsonValueKind.String || !artefact.Value.TryGetBytesFromBase64(out var content))
                throw ApiException.BadRequest($"The artefact \"{artefact.Name}\" is no text in base64");
            store.Execute("INSERT INTO artefact(type, id, kind, content) VALUES ($1, $2, $3, $4) ON CONFLICT(type, id, kind) DO UPDATE SET content = excluded.content", type, id, kind.Name, content);
            store.Execute("UPDATE record SET attributes = json_set(attributes, $3, json('true')) WHERE type = $1 AND id = $2", type, id, "$." + kind.Has);
        }
    }

    /// <summary>Sends one kind; the id of the report is the placeholder of the path, whose end names the kind.</summary>
    public static Handler Of(string type) => (request, cancellationToken) =>
        request.Backend.ReadAsync(store => Send(store, request, Behaviours.Require(store, request, type, request.Argument(0))), cancellationToken);

    /// <summary>Sends one kind by the token of a line of a feed.</summary>
    public static Task<Answer> OfFeedAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var parts = request.Argument(0).Split('.');
        var id = parts.Length == 2 && Base64Url.IsValid(parts[0]) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])) : null;
        if (id is null || request.Backend.Signer.Verify(Purpose(id), parts[1]) is null) throw ApiException.NoSuchPath();
        return request.Backend.ReadAsync(store => Send(store, request, Behaviours.Require(store, request, ObjectType.FileBehaviour, id)), cancellationToken);
    }

    /// <summary>Writes the links of a line of a feed to those that are there, spelt as in recorded lines. They need a key, and cost nothing.</summary>
    public static void WriteLinks(ObjectWriter writer, string id)
    {
        var token = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(id))}.{writer.Request.Backend.Signer.Sign(Purpose(id), writer.Request.NowMs)}";
        foreach (var kind in Kinds)
            if (Content(writer.Store, ObjectType.FileBehaviour, id, kind) is not null) writer.Json.WriteString(kind.Link, writer.Request.ApiBase + kind.Feed.Template.Replace("{token}", token, StringComparison.Ordinal));
    }

    private static Answer Send(Session store, ApiRequest request, Record report)
    {
        var kind = Array.Find(Kinds, kind => request.Endpoint.Template.EndsWith("/" + kind.Name, StringComparison.Ordinal))!;
        return new Answer
        {
            ContentType = kind.Name == "html" ? "text/html; charset=utf-8" : "application/octet-stream",
            Body = Content(store, report.Type, report.Id, kind) ?? throw ApiException.NotFound(kind.Spoken, report.Id),
            Headers = kind.Name == "html" ? [KeyValuePair.Create("X-Content-Type-Options", "nosniff")] : DownloadLinks.Attachment(kind.Name),
        };
    }

    private static byte[]? Content(Session store, string type, string id, Kind kind) =>
        store.First("SELECT content FROM artefact WHERE type = $1 AND id = $2 AND kind = $3", row => row.GetFieldValue<byte[]>(0), type, id, kind.Name);

    private static string Purpose(string id) => "feed artefact\n" + id;
}
