using System.Text.Json.Nodes;

namespace VtKit.Emulator;

/// <summary>Starting, watching and stopping Retrohunt jobs.</summary>
internal static class RetrohuntRoutes
{
    public static async Task<Answer> CreateAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        var attributes = await RetrohuntJobs.ReadAsync(request.Backend, Envelope.Attributes(body, RetrohuntJobs.Kind), cancellationToken).ConfigureAwait(false);
        var (answer, id) = await request.Backend.WriteAsync(store =>
        {
            if (RetrohuntJobs.Active(store, request.Account.Name).Count >= Limits.RetrohuntConcurrentJobs)
                throw new ApiException(Errors.QuotaExceededError, $"You have {Limits.RetrohuntConcurrentJobs} Retrohunt jobs running already");
            // The id says the second: jobs of one second get the next ones.
            var first = request.Now.ToUnixTimeSeconds();
            var id = Enumerable.Range(0, int.MaxValue).Select(later => FormattableString.Invariant($"{request.Account.Name}-{first + later}")).First(free => Records.Find(store, ObjectType.RetrohuntJob, free) is null);
            Records.Add(store, ObjectType.RetrohuntJob, id, request.Account.Name, isPrivate: true, request.NowMs, attributes);
            return (ObjectAnswer.Of(store, request, ObjectType.RetrohuntJob, id), id);
        }, cancellationToken).ConfigureAwait(false);
        request.Backend.Retrohunt.Add(id);
        return answer;
    }

    public static Task<Answer> ListAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var filter = HuntingFilter.Read(request, "status").ConvertAll(term => term.Value);
        return request.Backend.ReadAsync(store => PageAnswer.Objects(store, request, $"{ObjectType.RetrohuntJob}\n{request.Query("filter")}", new ListQuery(
            $"""
            SELECT r.key, r.type, r.id, NULL AS file_name FROM record r WHERE r.type = $1 AND {RecordAccess.VisibleSql(2, 3)}
                AND ($4 IS NULL OR json_extract(r.attributes, '$.status') = $4)
            """, ObjectType.RetrohuntJob, request.Account.Name, request.Account.Group, filter.Count == 0 ? null : filter.TrueForAll(status => status == filter[0]) ? filter[0] : "")), cancellationToken);
    }

    /// <summary>Stops a job; one that has ended stays as it is.</summary>
    public static Task<Answer> AbortAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.WriteAsync(store =>
    {
        var job = Records.RequireEditable(store, request, ObjectType.RetrohuntJob, request.Argument(0));
        if (!RetrohuntJobs.HasEnded(job))
            RetrohuntJobs.Change(store, job, attributes => attributes[Attr.RetrohuntJob.Status] = Words.RetrohuntStatus.Aborting, request.NowMs);
        return ObjectAnswer.Of(store, request, ObjectType.RetrohuntJob, job.Id);
    }, cancellationToken);

    public static ListQuery Matches(ApiRequest request, string id)
    {
        var condition = new MatchCondition(request);
        condition.And("m.source_type = $", ObjectType.RetrohuntJob);
        condition.And("m.source = $", id);
        return new ListQuery($"SELECT m.key, 'file' AS type, m.sha256 AS id, NULL AS file_name FROM hunting_match m WHERE {condition.Sql}", condition.Arguments)
        {
            Context = (writer, key) => HuntingMatch.Find(writer.Store, key)?.WriteJobContext(writer),
        };
    }
}
