namespace VtKit.Emulator;

/// <summary>What users watch, and the alerts on it. Nothing here raises alerts: they are brought in.</summary>
internal static class AlertRoutes
{
    public static RecordKind Assets { get; } = new(
        ObjectType.AlertingAsset, [Attr.AlertingAsset.AssetType, Attr.AlertingAsset.Value, Attr.AlertingAsset.AssetInfo], Attr.AlertingAsset.AssetType, Attr.AlertingAsset.Value)
    {
        OwnersOnly = true,
        Compute = static (writer, record) =>
        {
            writer.Date(Attr.AlertingAsset.CreationDate, record.Created);
            writer.Date(Attr.AlertingAsset.LastModificationDate, record.Modified);
        },
    };

    /// <summary>Parameters that ask for an attribute of the same name.</summary>
    private static readonly string[] Same = ["asset_id", "detection_category", "entity_type", "severity", "use_case_category"];

    private static readonly string[] All = [.. Same, "type", "message_contains", "last_n_hours"];

    public static void Map(RouteTable routes)
    {
        routes.Add(Endpoints.AlertsAssetsList, "alerts_assets", (request, cancellationToken) => ListAsync(request, ObjectType.AlertingAsset, cancellationToken));
        routes.Add(Endpoints.AlertsAssetsCreate, "alerts_assets", RecordRoutes.Create(Assets));
        routes.Add(Endpoints.AlertsAssetsGet, "alerts_assets", RecordRoutes.Get(Assets.Type));
        routes.Add(Endpoints.AlertsAssetsDelete, "alerts_assets", RecordRoutes.Delete(Assets.Type));
        routes.Add(Endpoints.AlertsNotificationsList, "alerts_notifications", (request, cancellationToken) => ListAsync(request, ObjectType.AlertingNotification, cancellationToken));
        routes.Add(Endpoints.AlertsNotificationsGet, "alerts_notifications", RecordRoutes.Get(ObjectType.AlertingNotification));
    }

    private static Task<Answer> ListAsync(ApiRequest request, string type, CancellationToken cancellationToken)
    {
        var sql = $"SELECT r.key, r.type, r.id, NULL AS file_name FROM record r WHERE r.type = $1 AND {RecordAccess.VisibleSql(2, 3)}";
        List<object?> arguments = [type, request.Account.Name, request.Account.Group];
        void Where(Func<string, string> condition, object value)
        {
            arguments.Add(value);
            sql += " AND " + condition(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${arguments.Count}"));
        }

        if (request.Query("type") is { Length: > 0 } assetType) Where(n => $"json_extract(r.attributes, '$.{Attr.AlertingAsset.AssetType}') = {n}", assetType);
        foreach (var name in Same)
            if (request.Query(name) is { Length: > 0 } value) Where(n => $"json_extract(r.attributes, '$.{name}') = {n}", value);
        if (request.Query("message_contains") is { Length: > 0 } text) Where(n => $"instr(lower(json_extract(r.attributes, '$.message')), lower({n})) > 0", text);
        if (request.Query("last_n_hours") is { Length: > 0 } said)
        {
            if (!int.TryParse(said, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var hours)) throw ApiException.BadRequest($"last_n_hours \"{said}\" is not a number");
            Where(n => $"r.created >= {n}", request.NowMs - (hours * 3_600_000L));
        }
        return request.Backend.ReadAsync(store => PageAnswer.Objects(store, request, string.Join('\n', [type, .. All.Select(request.Query)]), new ListQuery(sql, [.. arguments])), cancellationToken);
    }
}
