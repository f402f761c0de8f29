using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ICSharpCode.SharpZipLib.BZip2;

namespace VtKit.Contract.Tests;

/// <summary>Archives, private scanning, sandbox runs, groups, software collections, and what has few rows.</summary>
internal sealed class MoreRows : AreaRows
{
    public const string Seed =
        $$$"""
        {"objects": [
            {"type": "file_behaviour", "id": "{{{Run}}}", "attributes": {"sandbox_name": "Zenbox", "tags": ["A"], "attack_techniques": {"T1059": [{"description": "a shell"}]} },
                "artefacts": {"html": "PGI+", "evtx": "bG9n", "pcap": "cGNhcA==", "memdump": "bWVt"} },
            {"type": "private_file_behaviour", "id": "{{{PrivateRun}}}", "attributes": {"sandbox_name": "Zenbox", "tags": ["P"], "attack_techniques": {"T1059": [{"description": "a shell"}]} },
                "artefacts": {"html": "PGI+", "evtx": "bG9n", "pcap": "cGNhcA==", "memdump": "bWVt"} },
            {"type": "file", "id": "{{{Samples.UnknownSha256}}}", "attributes": {"popular_threat_classification": {"popular_threat_category": [{"value": "trojan", "count": 2}]} } },
            {"type": "sigma_analysis", "id": "sigma-1", "attributes": {"severity_stats": {"high": 1} }, "relationships": {"rules": {"data": [{"type": "sigma_rule", "id": "sigma-rule-1"}]} } },
            {"type": "sigma_rule", "id": "sigma-rule-1", "attributes": {"title": "A rule"} },
            {"type": "yara_rule", "id": "set|Rule", "attributes": {"name": "Rule"}, "relationships": {"yara_ruleset": {"data": {"type": "yara_ruleset", "id": "set"} } } },
            {"type": "yara_ruleset", "id": "set", "attributes": {"name": "A set"} },
            {"type": "operation", "id": "job-1", "attributes": {"status": "finished"} },
            {"type": "alerting_notification", "id": "alert-1", "attributes": {"severity": "high", "message": "Something happened"} }]}
        """;

    public const string Run = Samples.EicarSha256 + "_Zenbox";
    public const string Group = "premium-group";

    /// <summary>The text "private rows".</summary>
    public const string PrivateSha256 = "61e3c680911771a7942e57d43a7baed46658001beaf6bc6ac67bbfaea7280f54";
    public const string PrivateRun = PrivateSha256 + "_Zenbox";

    private static readonly string[] Paths =
    [
        "intelligence/zip_files", "private", "file_behaviours", "feeds/file_behaviours/{token}", "sigma_analyses", "yara_rules", "yara_rulesets", "groups", "activity_log_entries",
        "service_accounts", "monitor", "monitor_partner", "alerts", "operations", "popular_threat_categories", "submission", "submissions", "widget", "ui/widget", "codeinsights",
    ];

    private readonly Dictionary<string, string> _ids = [];
    private EmulatedService _service = null!;
    private DateTimeOffset _minute;
    private int _made;

    public override bool Has(EndpointRow row) => row.Name is "users.update" or "users.delete"
        || Paths.Any(path => row.Path.StartsWith('/' + path, StringComparison.Ordinal) && (row.Path.Length == path.Length + 1 || row.Path[path.Length + 1] == '/'));

    public override async Task PrepareAsync(EmulatedService service)
    {
        _service = service;
        _minute = service.Clock.GetUtcNow();
        var vt = service.Premium;
        await service.PlantAsync(Seed);
        Samples.Sha256("private rows"u8).ShouldBe(PrivateSha256);
        _ids["private_analysis"] = (await vt.PrivateFiles.UploadAsync(new MemoryStream("private rows"u8.ToArray()))).Id;
        await vt.PrivateUrls.SubmitAsync(RowsFixture.Url);
        _ids["zip"] = (await vt.ZipFiles.CreateAsync([Samples.EicarSha256])).Id;
        _ids["private_zip"] = (await vt.PrivateZipFiles.CreateAsync([PrivateSha256])).Id;
        var item = await DetectedAsync();
        (_ids["item"], _ids["hash"], _ids["engine"]) = (item.Id, item.Sha256!, item.LastAnalysisResults.Keys.Single());
        _ids["comment"] = await CommentAsync();
        await vt.Groups.AddServiceAccountsAsync(Group, [new VtRef("service_account", "robot")]);
        _ids["entry"] = (await vt.ActivityLog.ListAsync(Group).ToListAsync())[0].Id;
        using var folder = new TempFolder();
        await vt.Files.UploadAsync(await folder.WriteAsync("rows.txt", Samples.Text("submissions")));
        _ids["submission"] = (await vt.Files.SubmissionsAsync(Samples.Sha256(Samples.Text("submissions"))).ToListAsync())[0].Id;
        _ids["widget"] = (await vt.Widget.GetUrlAsync("example.com"))["url"].AsString()!.Split('/')[^1];
    }

    public override async Task<string[]> ArgumentsAsync(EndpointRow row)
    {
        var vt = _service.Premium;
        switch (row.Name)
        {
            case "private.files.delete":
                var content = Samples.Text($"private {++_made}");
                await vt.PrivateFiles.UploadAsync(new MemoryStream(content));
                return [Samples.Sha256(content)];
            case "monitor.items.delete":
                return [(await vt.Monitor.CreateFolderAsync($"/folder {++_made}/")).Id];
            case "monitor_partner.comments.delete":
                return [await CommentAsync()];
            case "alerts.assets.delete" or "alerts.assets.get":
                return [(await vt.Alerts.CreateAssetAsync(Asset())).Id];
            case "groups.users.remove" or "groups.administrators.remove" or "users.delete":
                var user = row.Name == "users.delete" ? "not-active" : "one-a-day";
                await vt.Groups.AddUsersAsync(Group, [new VtRef("user", user)]);
                await vt.Groups.AddAdministratorsAsync(Group, [new VtRef("user", user)]);
                return row.Name == "users.delete" ? [user] : [Group, user];
            case "users.update":
                return ["premium"];
        }
        var path = row.Path.Split('/');
        return (path[1], path.ElementAtOrDefault(2)) switch
        {
            ("intelligence", _) => [_ids["zip"]],
            ("private", "zip_files") => [_ids["private_zip"]],
            ("private", "file_behaviours") => [PrivateRun, "file"],
            ("private", "analyses") => [_ids["private_analysis"], "item"],
            ("private", "urls") => [Convert.ToBase64String(Encoding.UTF8.GetBytes(RowsFixture.Url)).TrimEnd('='), "network_location"],
            ("private", _) => [PrivateSha256, "behaviours"],
            ("file_behaviours", _) => [Run, "file"],
            ("feeds", _) => [await FeedTokenAsync()],
            ("sigma_analyses", _) => ["sigma-1"],
            ("yara_rules", _) => ["set|Rule", "yara_ruleset"],
            ("yara_rulesets", _) => ["set"],
            ("groups", _) => [Group, row.Path.EndsWith("{user_id}", StringComparison.Ordinal) ? "premium" : "users"],
            ("activity_log_entries", _) => [_ids["entry"], "user"],
            ("service_accounts", _) => ["robot", "groups"],
            ("monitor", _) => [_ids["item"]],
            ("monitor_partner", "comments") => [_ids["comment"]],
            ("monitor_partner", "detections_bundle") => [_ids["engine"], _minute.ToString("yyyyMMdd", CultureInfo.InvariantCulture)],
            ("monitor_partner", _) => [_ids["hash"]],
            ("operations", _) => ["job-1"],
            ("alerts", _) => ["alert-1"],
            ("submission" or "submissions", _) => [_ids["submission"]],
            ("ui", _) => [_ids["widget"]],
            _ => [],
        };
    }

    public override string? Query(EndpointRow row) => row.Name == "widget.url" ? "query=example.com" : null;

    public override JsonNode? Body(EndpointRow row) => row.Name switch
    {
        "zip_files.create" => JsonNode.Parse($$$"""{"data": {"hashes": ["{{{Samples.EicarSha256}}}"]}}"""),
        "private.zip_files.create" => JsonNode.Parse($$$"""{"data": {"hashes": ["{{{PrivateSha256}}}"]}}"""),
        "groups.update" => Of("group", "industry", "Testing"),
        "users.update" => Of("user", "first_name", "Ada"),
        "groups.users.add" or "groups.administrators.add" => JsonNode.Parse("""{"data": [{"type": "user", "id": "other"}]}"""),
        "groups.service_accounts.add" => JsonNode.Parse($$$"""{"data": [{"type": "service_account", "id": "robot-{{{++_made}}}"}]}"""),
        "monitor.items.configure" => Of("monitor_item", "details", "A test file"),
        "monitor_partner.hashes.comments.add" or "monitor_partner.comments.update" => Of("monitor_hash_comment", "comment", "It is meant"),
        "alerts.assets.create" => Asset(),
        _ => null,
    };

    private static JsonObject Asset() => JsonNode.Parse("""{"data": {"type": "alerting_asset", "attributes": {"asset_type": "domain", "value": "example.com"} } }""")!.AsObject();

    private static JsonObject Of(string type, string attribute, string value) =>
        new() { ["data"] = new JsonObject { ["type"] = type, ["attributes"] = new JsonObject { [attribute] = value } } };

    private async Task<VtMonitorItem> DetectedAsync()
    {
        using var folder = new TempFolder();
        using var eicar = new MemoryStream();
        await _service.Premium.DownloadAsync($"/files/{Samples.EicarSha256}/download", eicar);
        return await _service.Premium.Monitor.UploadAsync(await folder.WriteAsync("eicar.com", eicar.ToArray()), "/bin/eicar.com");
    }

    private async Task<string> CommentAsync() =>
        (await _service.Premium.MonitorPartner.AddCommentAsync(Samples.EicarSha256, new VtMonitorHashCommentEdit { Comment = "It is meant", Detection = "confirmed", Engine = "Engine" })).Id;

    private async Task<string> FeedTokenAsync()
    {
        using var packed = new MemoryStream();
        await _service.Premium.DownloadAsync("/feeds/file_behaviours/" + _minute.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture), packed);
        packed.Position = 0;
        using var lines = new StreamReader(new BZip2InputStream(packed));
        return ((string)JsonNode.Parse((await lines.ReadLineAsync())!)!["context_attributes"]!["pcap"]!).Split('/')[^2];
    }
}
