using System.Text.Json.Nodes;
using VtKit.Testing.Shared;

namespace VtKit.Contract.Tests;

/// <summary>Rulesets, what they matched, and Retrohunt jobs. Each row gets its own: one of them removes all.</summary>
internal sealed class HuntingRows : AreaRows
{
    private static readonly string[] Areas = ["hunting_rulesets", "hunting_notifications", "hunting_notification_files", "ioc_stream", "ioc_stream_notifications", "retrohunt_jobs", "operations"];

    private EmulatedService _service = null!;
    private int _count;

    public override bool Has(EndpointRow row) => row.Emulated && Areas.Contains(row.Name.Split('.')[0], StringComparer.Ordinal);

    public override Task PrepareAsync(EmulatedService service)
    {
        _service = service;
        return Task.CompletedTask;
    }

    public override async Task<string[]> ArgumentsAsync(EndpointRow row)
    {
        if (!row.Path.Contains('{', StringComparison.Ordinal) || !Yara.IsInstalled) return ["0", "0"];
        var vt = _service.Premium;
        switch (row.Name.Split('.')[0])
        {
            case "operations":
                return [(await vt.IocStream.DeleteAllAsync("source_id:0")).Id];
            case "retrohunt_jobs":
                return [(await vt.RetrohuntJobs.CreateAsync(new VtRetrohuntJobEdit { Rules = Hunting.Rules })).Id];
            case "hunting_rulesets":
            {
                var id = await AddRulesetAsync(enabled: false);
                await vt.HuntingRulesets.AddEditorsAsync(id, [new VtRef(VtObjectTypes.User, "other")]);
                return [id, row.Path.Contains("editors/", StringComparison.Ordinal) ? "other" : "editors"];
            }
            case "hunting_notifications":
                return [await MatchAsync() is var ruleset ? (await vt.HuntingNotifications.ListAsync().ToListAsync()).First(one => one.Id.Contains(ruleset, StringComparison.Ordinal)).Id : ""];
            default:
                return [(await vt.IocStream.ListAsync(filter: "source_id:" + await MatchAsync()).ToListAsync()).Single().ContextAttributes["notification_id"].AsString()!];
        }
    }

    public override JsonNode? Body(EndpointRow row) => row.Name switch
    {
        "hunting_rulesets.create" => Envelope("hunting_ruleset", new JsonObject { ["name"] = "Row " + ++_count, ["rules"] = Hunting.Rules }),
        "hunting_rulesets.update" => Envelope("hunting_ruleset", new JsonObject { ["limit"] = 7 }),
        "hunting_rulesets.editors.add" or "hunting_rulesets.owner.transfer" => new JsonObject { ["data"] = new JsonArray(new JsonObject { ["type"] = "user", ["id"] = "other" }) },
        "retrohunt_jobs.create" => Envelope("retrohunt_job", new JsonObject { ["rules"] = Hunting.Rules }),
        _ => null,
    };

    public override IReadOnlyList<KeyValuePair<string, string>>? Headers(EndpointRow row) =>
        row.Name == "hunting_rulesets.delete_all" ? [KeyValuePair.Create("x-confirm-delete", "premium")] : null;

    /// <summary>Has a new ruleset match a file, and returns its id.</summary>
    private async Task<string> MatchAsync()
    {
        var id = await AddRulesetAsync(enabled: true);
        await _service.Premium.Files.AnalyseAsync(Samples.EicarSha256);
        return id;
    }

    private async Task<string> AddRulesetAsync(bool enabled) =>
        (await _service.Premium.HuntingRulesets.CreateAsync(new VtHuntingRulesetEdit { Name = "Row " + ++_count, Rules = Hunting.Rules, Enabled = enabled })).Id;

    private static JsonObject Envelope(string type, JsonObject attributes) => new() { ["data"] = new JsonObject { ["type"] = type, ["attributes"] = attributes } };
}

/// <summary>Rules that find EICAR's test file.</summary>
internal static class Hunting
{
    public const string Rules = "rule Eicar : test { strings: $a = \"EICAR-STANDARD\" condition: $a }";
}
