using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace VtKit.Emulator;

/// <summary>Livehunt rulesets: records whose rules compile.</summary>
internal static class Rulesets
{
    private const int IdLength = 16;
    private const int DefaultLimit = 100;

    private static readonly string[] ObjectTypesMatched = [Words.MatchObjectType.File, Words.MatchObjectType.Url, Words.MatchObjectType.Domain, Words.MatchObjectType.Ip];

    public static RecordKind Kind { get; } = new(
        ObjectType.HuntingRuleset,
        [Attr.HuntingRuleset.Name, Attr.HuntingRuleset.Rules, Attr.HuntingRuleset.Enabled, Attr.HuntingRuleset.Limit, Attr.HuntingRuleset.NotificationEmails, Attr.HuntingRuleset.MatchObjectType],
        Attr.HuntingRuleset.Name, Attr.HuntingRuleset.Rules)
    {
        OwnersOnly = true,
        OwnerShares = true,
        NewId = _ => RandomNumberGenerator.GetString("123456789", IdLength),
        Compute = (writer, record) =>
        {
            writer.Date(Attr.HuntingRuleset.CreationDate, record.Created);
            writer.Date(Attr.HuntingRuleset.ModificationDate, record.Modified);
            if (!writer.Wants(Attr.HuntingRuleset.RateLimited)) return;
            using var attributes = record.Read();
            writer.Json.WriteBoolean(Attr.HuntingRuleset.RateLimited, Left(writer.Store, record.Id, LimitOf(attributes.RootElement), writer.Request.NowMs) == 0);
        },
    };

    /// <summary>How many more matches of a ruleset are noted by now: the limit is of 24 hours.</summary>
    public static long Left(Session store, string id, long limit, long nowMs) => Math.Max(0, limit - store.Number(
        "SELECT count(*) FROM hunting_match WHERE source_type = $1 AND source = $2 AND at > $3", ObjectType.HuntingRuleset, id, nowMs - 86_400_000));

    public static long LimitOf(JsonElement attributes) => attributes.Number(Attr.HuntingRuleset.Limit) ?? DefaultLimit;

    /// <summary>What a body sets, looked through, with what follows from the rules.</summary>
    /// <param name="backend">What compiles the rules.</param>
    /// <param name="attributes">The attributes of the body.</param>
    /// <param name="isNew">Whether what is absent gets its default.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ApiException">An attribute has no good value, or the rules do not compile.</exception>
    public static async Task<JsonElement> ReadAsync(Backend backend, JsonElement attributes, bool isNew, CancellationToken cancellationToken)
    {
        Check(attributes, Attr.HuntingRuleset.Name, "a text", value => value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.TryText()));
        Check(attributes, Attr.HuntingRuleset.Enabled, "true or false", value => value.ValueKind is JsonValueKind.True or JsonValueKind.False);
        Check(attributes, Attr.HuntingRuleset.Limit, "a number of matches", value => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var limit) && limit >= 0);
        Check(attributes, Attr.HuntingRuleset.NotificationEmails, "a list of texts", value => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(email => email.ValueKind == JsonValueKind.String));
        Check(attributes, Attr.HuntingRuleset.MatchObjectType, "one of " + string.Join(", ", ObjectTypesMatched), value => value.ValueKind == JsonValueKind.String && ObjectTypesMatched.Contains(value.TryText(), StringComparer.Ordinal));
        var set = JsonObject.Create(attributes)!;
        if (isNew)
        {
            set.TryAdd(Attr.HuntingRuleset.Enabled, false);
            set.TryAdd(Attr.HuntingRuleset.Limit, DefaultLimit);
            set.TryAdd(Attr.HuntingRuleset.NotificationEmails, new JsonArray());
        }
        if (HuntingRules.Read(attributes, Attr.HuntingRuleset.Rules) is { } rules)
        {
            var names = await HuntingRules.CheckAsync(backend, rules, cancellationToken).ConfigureAwait(false);
            set[Attr.HuntingRuleset.RuleNames] = new JsonArray([.. names.Select(name => (JsonNode)name)]);
            set[Attr.HuntingRuleset.NumberOfRules] = names.Count;
        }
        return JsonSerializer.SerializeToElement(set, JsonNodes.Default.JsonObject);
    }

    /// <exception cref="ApiException">The owner has another ruleset of the name.</exception>
    public static void RefuseTakenName(Session store, string owner, string id, JsonElement attributes)
    {
        if (attributes.Text(Attr.HuntingRuleset.Name) is { } name && store.Any(
            "SELECT 1 FROM record WHERE type = $1 AND owner = $2 AND id <> $3 AND json_extract(attributes, '$.name') = $4", ObjectType.HuntingRuleset, owner, id, name))
            throw new ApiException(Errors.AlreadyExistsError, $"A ruleset with the name \"{name}\" already exists");
    }

    /// <summary>A ruleset that the caller owns: editors change rules, and no more.</summary>
    /// <exception cref="ApiException">There is none, or it is somebody else's.</exception>
    public static Record RequireOwned(Session store, ApiRequest request)
    {
        var record = Records.Require(store, request, ObjectType.HuntingRuleset, request.Argument(0));
        return record.Owner == request.Account.Name ? record : throw ApiException.Forbidden();
    }

    private static void Check(JsonElement attributes, string name, string what, Func<JsonElement, bool> isGood)
    {
        if (attributes.Member(name) is { } value && !isGood(value)) throw ApiException.BadRequest($"The attribute \"{name}\" is not {what}");
    }
}
