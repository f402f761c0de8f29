namespace VtKit.Emulator;

/// <summary>What engine vendors say about detections. Whoever wrote a comment changes and removes it; the owners of the file read it, too.</summary>
internal static class PartnerComments
{
    private static readonly RecordKind Kind = new(
        ObjectType.MonitorHashComment, [Attr.MonitorHashComment.Comment, Attr.MonitorHashComment.Detection, Attr.MonitorHashComment.Engine]);

    public static void Map(RouteTable routes)
    {
        routes.Add(Endpoints.MonitorPartnerHashesCommentsAdd, "monitor_partner_comments", AddAsync);
        routes.Add(Endpoints.MonitorPartnerCommentsGet, "monitor_partner_comments", RecordRoutes.Get(Kind.Type));
        routes.Add(Endpoints.MonitorPartnerCommentsUpdate, "monitor_partner_comments", RecordRoutes.Update(Kind));
        routes.Add(Endpoints.MonitorPartnerCommentsDelete, "monitor_partner_comments", RecordRoutes.Delete(Kind.Type));
    }

    private static async Task<Answer> AddAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        var attributes = Envelope.Attributes(body, Kind);
        if (string.IsNullOrWhiteSpace(attributes.Text(Attr.MonitorHashComment.Comment))) throw ApiException.BadRequest("The comment has no text");
        return await request.Backend.WriteAsync(store =>
        {
            var sha256 = PartnerRoutes.RequireHash(store, request.Argument(0));
            var record = Records.Add(store, Kind.Type, Kind.NewId(request), request.Account.Name, isPrivate: false, request.NowMs, Records.Write(json =>
            {
                foreach (var attribute in attributes.EnumerateObject()) attribute.WriteTo(json);
                json.WriteString(Attr.MonitorHashComment.Sha256, sha256);
                json.WriteNumber(Attr.MonitorHashComment.Date, request.Now.ToUnixTimeSeconds());
            }));
            foreach (var (owner, id, path) in store.List("SELECT owner, id, path FROM monitor_item WHERE sha256 = $1", row => (row.GetString(0), row.GetString(1), row.GetString(2)), sha256))
                MonitorEvents.Add(store, request, owner, id, path, Words.MonitorAction.Comment, "ANALYSIS");
            return ObjectAnswer.Of(store, request, Kind.Type, record.Id);
        }, cancellationToken).ConfigureAwait(false);
    }
}
