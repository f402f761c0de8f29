using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>The software collection of a publisher.</summary>
internal static class MonitorRoutes
{
    /// <summary>What addresses of files of collections begin with.</summary>
    public const string Kind = "monitor";

    /// <summary>Files of collections, and folders, which have no file.</summary>
    public static UploadKind Upload { get; } = new("monitor", "monitor_upload", Endpoints.MonitorItemsUpload, Endpoints.MonitorItemsUploadUrl, TakeAsync, "path", "item") { FileIsOptional = true };

    public static void Map(RouteTable routes)
    {
        routes.Add(Endpoints.MonitorItemsUpload, "monitor_upload", UploadRoutes.Direct(Upload));
        routes.Add(Endpoints.MonitorItemsUploadUrl, "monitor_upload_url", UploadRoutes.Address(Upload));
        routes.Add(Endpoints.MonitorItemsList, "monitor_items", ListAsync);
        routes.Add(Endpoints.MonitorItemsGet, "monitor_items", GetAsync);
        routes.Add(Endpoints.MonitorItemsDelete, "monitor_items", DeleteAsync);
        routes.Add(Endpoints.MonitorItemsConfigure, "monitor_items", ConfigureAsync);
        foreach (var endpoint in new[] { Endpoints.MonitorItemsAnalyses, Endpoints.MonitorItemsComments, Endpoints.MonitorItemsOwner })
            routes.Add(endpoint, "monitor_items", RelationshipRoutes.Named(ObjectType.MonitorItem));
        routes.Add(Endpoints.MonitorItemsDownload, "monitor_download", async (request, cancellationToken) => Answer.Redirect(await AddressAsync(request, cancellationToken).ConfigureAwait(false)));
        routes.Add(Endpoints.MonitorItemsDownloadUrl, "monitor_download_url", async (request, cancellationToken) => Answer.Data(await AddressAsync(request, cancellationToken).ConfigureAwait(false)));
        routes.Add(Endpoints.MonitorEvents, "monitor_events", MonitorEvents.ListAsync);
        routes.Add(Endpoints.MonitorStatistics, "monitor_statistics", MonitorStatistics.ListAsync);
    }

    /// <summary>Sends content of a collection to whoever has its address.</summary>
    public static async Task<Answer> SendAsync(string sha256, Backend backend, CancellationToken cancellationToken) =>
        await backend.ReadAsync(store => store.Any("SELECT 1 FROM monitor_item WHERE sha256 = $1", sha256), cancellationToken).ConfigureAwait(false)
            ? DownloadRoutes.Sample(backend, sha256)
            : throw ApiException.NotFound("File", sha256);

    public static void AddRelations(Dictionary<Relationship, Relations.Source> sources)
    {
        const string HashSql = "(SELECT sha256 FROM monitor_item WHERE id = $1)";
        sources[Relationships.MonitorItem.Analyses] = (_, id) => new(
            $"SELECT key, type, id, NULL AS file_name FROM record WHERE type = 'monitor_analysis' AND id >= {HashSql} || '-' AND id < {HashSql} || '.'", id);
        sources[Relationships.MonitorItem.Comments] = (_, id) => new(
            $"SELECT key, type, id, NULL AS file_name FROM record WHERE type = 'monitor_hash_comment' AND json_extract(attributes, '$.sha256') = {HashSql}", id);
        sources[Relationships.MonitorItem.Owner] = (_, id) => new("SELECT 0 AS key, 'user' AS type, owner AS id, NULL AS file_name FROM monitor_item WHERE id = $1", id);
    }

    private static async Task<Answer> TakeAsync(ApiRequest request, Upload upload, CancellationToken cancellationToken)
    {
        var path = upload.Fields.GetValueOrDefault("item") is { Length: > 0 } item
            ? await request.Backend.ReadAsync(store => MonitorItems.RequireFile(store, request, item).Path, cancellationToken).ConfigureAwait(false)
            : MonitorItems.ReadPath(upload.Fields.GetValueOrDefault("path"));
        if (upload.File is null != path.EndsWith('/'))
            throw ApiException.BadRequest(upload.File is null ? "The form field \"file\" is missing; the path of a folder ends in a slash" : "The path of a file does not end in a slash");
        var id = upload.File is null
            ? await request.Backend.WriteAsync(store => MonitorItems.AddFolder(store, request, path), cancellationToken).ConfigureAwait(false)
            : await SampleIntake.TakeAsync(request.Backend, upload.File, upload.Name, unpack: false, (store, sample) => MonitorItems.Save(store, request, path, sample), cancellationToken).ConfigureAwait(false);
        return await request.Backend.ReadAsync(store => ObjectAnswer.Of(store, request, ObjectType.MonitorItem, id), cancellationToken).ConfigureAwait(false);
    }

    private static Task<Answer> ListAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var list = new ListQuery("SELECT key, 'monitor_item' AS type, id, NULL AS file_name FROM monitor_item WHERE owner = $1", request.Account.Name);
        list = MonitorFilter.Apply(list, request, (name, n) => name switch
        {
            "path" => $"substr(path, 1, length({n})) = {n}",
            "item" => $"(id = {n} OR path = {n})",
            "tag" => $"(({n} = 'detected' AND results <> '{MonitorItems.NoDetections}') OR EXISTS (SELECT 1 FROM json_each(results) j WHERE j.key = {n}))",
            _ => null,
        }, ["path", "item", "tag"]);
        return request.Backend.ReadAsync(store => PageAnswer.Objects(store, request, $"monitor_item {request.Query("filter")}", list), cancellationToken);
    }

    private static Task<Answer> GetAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        ObjectAnswer.Of(store, request, ObjectType.MonitorItem, MonitorItems.Require(store, request, request.Argument(0)).Id), cancellationToken);

    private static Task<Answer> DeleteAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.WriteAsync(store =>
    {
        MonitorItems.Delete(store, request, MonitorItems.Require(store, request, request.Argument(0)));
        return Answer.Empty();
    }, cancellationToken);

    /// <summary>Sets what the publisher says of an item; null removes it.</summary>
    private static async Task<Answer> ConfigureAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        var details = Envelope.Attributes(body, new RecordKind(ObjectType.MonitorItem, [Attr.MonitorItem.Details])).Member(Attr.MonitorItem.Details);
        if (details is not { ValueKind: JsonValueKind.String or JsonValueKind.Null }) throw ApiException.BadRequest("\"details\" is a text, or null");
        return await request.Backend.WriteAsync(store =>
        {
            var item = MonitorItems.Require(store, request, request.Argument(0));
            store.Execute("UPDATE monitor_item SET details = $2 WHERE key = $1", item.Key, details.Value.ValueKind == JsonValueKind.Null ? null : details.Value.TryText());
            return ObjectAnswer.Of(store, request, ObjectType.MonitorItem, item.Id);
        }, cancellationToken).ConfigureAwait(false);
    }

    private static Task<string> AddressAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        DownloadLinks.Address(request, $"{Kind}/{MonitorItems.RequireFile(store, request, request.Argument(0)).Sha256}"), cancellationToken);
}
