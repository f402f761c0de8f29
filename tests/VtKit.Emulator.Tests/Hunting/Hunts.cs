using System.Text.Json.Nodes;

namespace VtKit.Emulator.Tests;

/// <summary>Requests about hunting.</summary>
internal static class Hunts
{
    public const string Rulesets = "/intelligence/hunting_rulesets";
    public const string Notifications = "/intelligence/hunting_notifications";
    public const string Jobs = "/intelligence/retrohunt_jobs";
    public const string Marker = "rule Marker : first second { strings: $a = \"marker\" condition: $a }";

    public static StringContent Ruleset(JsonObject attributes) => Body("hunting_ruleset", attributes);

    public static StringContent Job(JsonObject attributes) => Body("retrohunt_job", attributes);

    public static StringContent Descriptors(params (string Type, string Id)[] descriptors) => new(new JsonObject
    {
        ["data"] = new JsonArray([.. descriptors.Select(one => new JsonObject { ["type"] = one.Type, ["id"] = one.Id })]),
    }.ToJsonString());

    /// <summary>Makes an enabled ruleset and returns its id.</summary>
    public static async Task<string> AddRulesetAsync(this HttpClient client, string name = "Rules A", string rules = Marker, int? limit = null)
    {
        var attributes = new JsonObject { ["name"] = name, ["rules"] = rules, ["enabled"] = true };
        if (limit is not null) attributes["limit"] = limit;
        return Id(await client.ReadAsync(HttpMethod.Post, Rulesets, Ruleset(attributes)));
    }

    /// <summary>Asks for a job until it has ended.</summary>
    public static async Task<JsonNode> EndedJobAsync(this HttpClient client, string id)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            var job = (await client.ReadAsync(HttpMethod.Get, $"{Jobs}/{id}"))["data"]!["attributes"]!;
            if ((string)job["status"]! is "finished" or "aborted") return job;
        }
    }

    public static string Id(JsonObject answer) => (string)answer["data"]!["id"]!;

    public static string[] Ids(JsonObject answer) => [.. answer["data"]!.AsArray().Select(one => (string)one!["id"]!)];

    private static StringContent Body(string type, JsonObject attributes) =>
        new(new JsonObject { ["data"] = new JsonObject { ["type"] = type, ["attributes"] = attributes } }.ToJsonString());
}
