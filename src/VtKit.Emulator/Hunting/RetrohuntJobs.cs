using System.Text.Json;
using System.Text.Json.Nodes;

namespace VtKit.Emulator;

/// <summary>Retrohunt jobs as records: what a body sets, and what their state is.</summary>
internal static class RetrohuntJobs
{
    private static readonly string[] Ended = [Words.RetrohuntStatus.Aborted, Words.RetrohuntStatus.Finished];

    public static RecordKind Kind { get; } = new(
        ObjectType.RetrohuntJob, [Attr.RetrohuntJob.Rules, Attr.RetrohuntJob.NotificationEmail, Attr.RetrohuntJob.Corpus, Attr.RetrohuntJob.TimeRange], Attr.RetrohuntJob.Rules)
    {
        OwnersOnly = true,
        Compute = (writer, record) => writer.Date(Attr.RetrohuntJob.CreationDate, record.Created),
    };

    /// <summary>What a body sets, looked through, and the state of a job that is about to start.</summary>
    /// <exception cref="ApiException">An attribute has no good value, or the rules do not compile.</exception>
    public static async Task<string> ReadAsync(Backend backend, JsonElement attributes, CancellationToken cancellationToken)
    {
        var rules = HuntingRules.Read(attributes, Attr.RetrohuntJob.Rules) ?? throw ApiException.BadRequest($"The attribute \"{Attr.RetrohuntJob.Rules}\" is missing");
        if (System.Text.Encoding.UTF8.GetByteCount(rules) > Limits.RetrohuntRulesBytes) throw ApiException.BadRequest($"The rules are larger than {Limits.RetrohuntRulesBytes} bytes");
        var corpus = attributes.Member(Attr.RetrohuntJob.Corpus) is null ? Words.RetrohuntCorpus.Main : attributes.Text(Attr.RetrohuntJob.Corpus);
        if (corpus is not (Words.RetrohuntCorpus.Main or Words.RetrohuntCorpus.Goodware)) throw ApiException.BadRequest($"The attribute \"{Attr.RetrohuntJob.Corpus}\" is \"main\" or \"goodware\"");
        if (attributes.Member(Attr.RetrohuntJob.NotificationEmail) is { ValueKind: not JsonValueKind.String }) throw ApiException.BadRequest($"The attribute \"{Attr.RetrohuntJob.NotificationEmail}\" is not a text");
        if (TimeRange(attributes) is var (from, to) && from > to) throw ApiException.BadRequest($"The attribute \"{Attr.RetrohuntJob.TimeRange}\" ends before it starts");
        var names = await HuntingRules.CheckAsync(backend, rules, cancellationToken).ConfigureAwait(false);
        if (names.Count > Limits.RetrohuntRulesMax) throw ApiException.BadRequest($"There are more than {Limits.RetrohuntRulesMax} rules");
        var job = JsonObject.Create(attributes)!;
        job[Attr.RetrohuntJob.Corpus] = corpus;
        job[Attr.RetrohuntJob.Status] = Words.RetrohuntStatus.Starting;
        foreach (var counter in new[] { Attr.RetrohuntJob.Progress, Attr.RetrohuntJob.ScannedBytes, Attr.RetrohuntJob.NumMatches, Attr.RetrohuntJob.NumMatchesOutsideTimeRange }) job[counter] = 0;
        return JsonSerializer.Serialize(job, JsonNodes.Default.JsonObject);
    }

    /// <summary>From when to when submissions are looked at, in milliseconds.</summary>
    /// <exception cref="ApiException">The range is none.</exception>
    public static (long From, long To) TimeRange(JsonElement attributes)
    {
        if (attributes.Member(Attr.RetrohuntJob.TimeRange) is not { ValueKind: not JsonValueKind.Null } range) return (0, long.MaxValue);
        if (range.ValueKind != JsonValueKind.Object) throw NoRange();
        return (Seconds(range, Part.TimeRange.Start) * 1000 ?? 0, Seconds(range, Part.TimeRange.End) * 1000 + 999 ?? long.MaxValue);
    }

    public static string? Status(Record job)
    {
        using var attributes = job.Read();
        return attributes.RootElement.Text(Attr.RetrohuntJob.Status);
    }

    public static bool HasEnded(Record job) => Ended.Contains(Status(job), StringComparer.Ordinal);

    /// <summary>The jobs that have not ended, the oldest first.</summary>
    public static List<string> Active(Session store, string? owner) => store.List(
        $"SELECT id FROM record WHERE type = $1 AND ($2 IS NULL OR owner = $2) AND json_extract(attributes, '$.status') NOT IN ('{Ended[0]}', '{Ended[1]}') ORDER BY key",
        row => row.GetString(0), ObjectType.RetrohuntJob, owner);

    /// <summary>Changes what a job says of itself.</summary>
    public static void Change(Session store, Record job, Action<JsonObject> change, long nowMs)
    {
        var attributes = JsonNode.Parse(job.Attributes)!.AsObject();
        change(attributes);
        Records.Save(store, job with { Attributes = JsonSerializer.Serialize(attributes, JsonNodes.Default.JsonObject), Modified = nowMs });
    }

    private static long? Seconds(JsonElement range, string name) => range.Member(name) switch
    {
        null or { ValueKind: JsonValueKind.Null } => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var seconds) && seconds is >= 0 and < 1L << 40 => seconds,
        _ => throw NoRange(),
    };

    private static ApiException NoRange() => ApiException.BadRequest($"The attribute \"{Attr.RetrohuntJob.TimeRange}\" is not an object with \"start\" and \"end\" in seconds since 1970");
}
