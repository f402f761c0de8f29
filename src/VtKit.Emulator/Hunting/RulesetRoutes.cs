using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>Making, changing, listing and handing on Livehunt rulesets.</summary>
internal static class RulesetRoutes
{
    private const string ConfirmHeader = "x-confirm-delete";

    public static async Task<Answer> CreateAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        var given = Envelope.Attributes(body, Rulesets.Kind);
        foreach (var name in Rulesets.Kind.Needed)
            if (given.Member(name) is null) throw ApiException.BadRequest($"The attribute \"{name}\" is missing");
        var attributes = await Rulesets.ReadAsync(request.Backend, given, isNew: true, cancellationToken).ConfigureAwait(false);
        return await request.Backend.WriteAsync(store =>
        {
            var id = Rulesets.Kind.NewId(request);
            Rulesets.RefuseTakenName(store, request.Account.Name, id, attributes);
            Records.Add(store, ObjectType.HuntingRuleset, id, request.Account.Name, isPrivate: true, request.NowMs, attributes.GetRawText());
            return ObjectAnswer.Of(store, request, ObjectType.HuntingRuleset, id);
        }, cancellationToken).ConfigureAwait(false);
    }

    public static async Task<Answer> UpdateAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        // Before the rules are compiled, which costs something.
        await request.Backend.ReadAsync(store => Records.RequireEditable(store, request, ObjectType.HuntingRuleset, request.Argument(0)), cancellationToken).ConfigureAwait(false);
        var attributes = await Rulesets.ReadAsync(request.Backend, Envelope.Attributes(body, Rulesets.Kind), isNew: false, cancellationToken).ConfigureAwait(false);
        return await request.Backend.WriteAsync(store =>
        {
            var record = Records.RequireEditable(store, request, ObjectType.HuntingRuleset, request.Argument(0));
            Rulesets.RefuseTakenName(store, record.Owner!, record.Id, attributes);
            Records.Save(store, record with { Attributes = Records.Merge(record.Attributes, attributes, Rulesets.Kind), Modified = request.NowMs });
            return ObjectAnswer.Of(store, request, ObjectType.HuntingRuleset, record.Id);
        }, cancellationToken).ConfigureAwait(false);
    }

    public static Task<Answer> DeleteAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.WriteAsync(store =>
    {
        Records.Delete(store, Rulesets.RequireOwned(store, request));
        return Answer.Empty();
    }, cancellationToken);

    /// <summary>Removes all rulesets of the caller, whom a header must name: it is easily done by mistake.</summary>
    public static Task<Answer> DeleteAllAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        if (request.Http.Request.Headers[ConfirmHeader].ToString() != request.Account.Name)
            throw ApiException.BadRequest($"The header {ConfirmHeader} must hold your user name");
        return request.Backend.WriteAsync(store =>
        {
            foreach (var id in store.List("SELECT id FROM record WHERE type = $1 AND owner = $2", row => row.GetString(0), ObjectType.HuntingRuleset, request.Account.Name))
                Records.Delete(store, Records.Find(store, ObjectType.HuntingRuleset, id)!);
            return Operations.Done(store, request);
        }, cancellationToken);
    }

    public static Task<Answer> ListAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var filter = HuntingFilter.Read(request, "name", "enabled", "rules", "tag");
        var order = RulesetOrder.Read(request);
        return request.Backend.ReadAsync(store =>
        {
            var keys = store.List(
                $"SELECT r.key, r.created, r.modified, r.attributes FROM record r WHERE r.type = $1 AND {RecordAccess.VisibleSql(2, 3)}",
                row => new ListedRuleset(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3)), ObjectType.HuntingRuleset, request.Account.Name, request.Account.Group)
                .Where(ruleset => ruleset.Meets(filter));
            // Without an order the newest come first, and pages lose nothing when one is added.
            var key = order is null ? "r.key" : "-j.key";
            return PageAnswer.Objects(store, request, $"{ObjectType.HuntingRuleset}\n{request.Query("filter")}\n{request.Query("order")}", new ListQuery(
                $"SELECT {key} AS key, r.type, r.id, NULL AS file_name FROM json_each($1) j JOIN record r ON r.key = j.value",
                $"[{string.Join(',', (order?.Sort(keys) ?? keys).Select(ruleset => ruleset.Key))}]"));
        }, cancellationToken);
    }

    /// <summary>Hands a ruleset to another user, with what it has matched.</summary>
    public static async Task<Answer> TransferAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        return await request.Backend.WriteAsync(store =>
        {
            var record = Rulesets.RequireOwned(store, request);
            if (Envelope.Descriptors(body) is not [(ObjectType.User, var name)]) throw ApiException.BadRequest("The new owner is one user");
            var owner = ShareRoutes.Principal(store, request, ObjectType.User, name).Id;
            using (var attributes = record.Read()) Rulesets.RefuseTakenName(store, owner, record.Id, attributes.RootElement);
            Records.Save(store, record with { Owner = owner });
            store.Execute("UPDATE hunting_match SET owner = $3 WHERE source_type = $1 AND source = $2", record.Type, record.Id, owner);
            return ObjectAnswer.Descriptors([(ObjectType.User, owner)]);
        }, cancellationToken).ConfigureAwait(false);
    }
}
