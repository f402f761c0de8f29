using System.Globalization;
using System.Text.Json.Nodes;

namespace VtKit.Contract.Tests;

/// <summary>What users make and share: graphs, collections, saved searches, threat profiles; and threats that are brought in.</summary>
internal sealed class StateRows : AreaRows
{
    private const string Actor = "actor-1", Reference = "reference-1";

    private static readonly string[] Areas = ["collections", "graphs", "references", "saved_searches", "threat_actors", "threat_lists", "threat_profiles"];

    private EmulatedService _service = null!;
    private string _collection = "", _graph = "", _search = "", _profile = "";

    public override bool Has(EndpointRow row) => Areas.Contains(AreaOf(row), StringComparer.Ordinal);

    public override async Task PrepareAsync(EmulatedService service)
    {
        _service = service;
        await service.PlantAsync(
            $$$"""
            {"objects": [
                {"type": "threat_actor", "id": "{{{Actor}}}", "attributes": {"name": "An actor"}},
                {"type": "reference", "id": "{{{Reference}}}", "attributes": {"title": "A report"}}]}
            """);
        (_collection, _graph, _search, _profile) = (await MakeAsync("/collections"), await MakeAsync("/graphs"), await MakeAsync("/saved_searches"), await MakeAsync("/threat_profiles"));
        await service.Premium.Collections.SetSubscriptionPreferencesAsync(_collection, []);
    }

    public override async Task<string[]> ArgumentsAsync(EndpointRow row)
    {
        var area = AreaOf(row);
        var id = area switch
        {
            _ when row.Emulated && row is { Method: "DELETE" } && row.Path.Count(c => c == '{') == 1 => await MakeAsync("/" + area),
            "collections" => _collection,
            "graphs" => _graph,
            "saved_searches" => _search,
            "threat_profiles" => _profile,
            "threat_actors" => Actor,
            "references" => Reference,
            _ => "malware",
        };
        if (row.Name is "graphs.editors.remove" or "graphs.viewers.remove")
            await _service.Premium.PostAsync($"/graphs/{id}/{row.Path.Split('/')[4]}", Json.Of(Named("user", "other")));
        return [id, .. row.Path.Split('/').Skip(3).Where(segment => segment.StartsWith('{')).Select(segment => segment switch
        {
            "{access}" => "viewers",
            "{user_or_group_id}" => "other",
            "{format}" => "json",
            "{time}" => _service.Clock.GetUtcNow().AddHours(-3).ToString("yyyyMMddHH", CultureInfo.InvariantCulture),
            _ => area switch
            {
                "collections" or "references" => "domains",
                "threat_actors" => "related_domains",
                _ => "viewers",
            },
        })];
    }

    public override string? Query(EndpointRow row) => row.Name == "collections.search" ? "query=example" : null;

    public override JsonNode? Body(EndpointRow row) => row.Name switch
    {
        _ when row.Path.Contains("{access}", StringComparison.Ordinal) || row.Body == "json: descriptors" && AreaOf(row) != "collections" => Named("user", "other"),
        "collections.relationship.add" or "collections.relationship.remove" => Named("domain", "example.com"),
        "collections.subscription_preferences.set" => Made("subscription_preferences", []),
        _ when row.Method is "POST" or "PATCH" && row.Path.Split('/') is [_, _] or [_, _, "{id}"] => BodyOf("/" + AreaOf(row)),
        _ => null,
    };

    private async Task<string> MakeAsync(string path) => (string)(await _service.Premium.PostAsync(path, Json.Of(BodyOf(path)))).Data["id"].AsString()!;

    private static JsonObject BodyOf(string path) => path switch
    {
        "/collections" => Made("collection", new JsonObject { ["name"] = "For the rows" }),
        "/graphs" => Made("graph", new JsonObject { ["graph_data"] = new JsonObject { ["description"] = "For the rows" } }),
        "/saved_searches" => Made("saved_search", new JsonObject { ["name"] = "For the rows", ["search_query"] = "tag:rows" }),
        _ => Made("threat_profile", new JsonObject { ["name"] = "For the rows" }),
    };

    private static JsonObject Made(string type, JsonObject attributes) => new() { ["data"] = new JsonObject { ["type"] = type, ["attributes"] = attributes } };

    private static JsonObject Named(string type, string id) => new() { ["data"] = new JsonArray(new JsonObject { ["type"] = type, ["id"] = id }) };

    private static string AreaOf(EndpointRow row) => row.Path.Split('/')[1];
}
