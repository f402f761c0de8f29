using System.Text;
using System.Text.Json.Nodes;
using VtKit.Emulator;

namespace VtKit.Contract.Tests;

/// <summary>Groups, software collections, alerts, widgets, and what is only read.</summary>
public sealed class OrganisationTests : IAsyncLifetime
{
    private EmulatedService _service = null!;

    private VtClient Vt => _service.Premium;

    public async Task InitializeAsync()
    {
        _service = await EmulatedService.StartAsync();
        await _service.PlantAsync(MoreRows.Seed);
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    [Covers("Groups.GetAsync")]
    [Covers("Groups.UpdateAsync")]
    [Covers("Groups.ApiUsageAsync")]
    [Covers("Groups.AdministratorsAsync")]
    [Covers("Groups.AddAdministratorsAsync")]
    [Covers("Groups.IsAdministratorAsync")]
    [Covers("Groups.RemoveAdministratorAsync")]
    [Covers("Groups.UsersAsync")]
    [Covers("Groups.AddUsersAsync")]
    [Covers("Groups.IsUserAsync")]
    [Covers("Groups.RemoveUserAsync")]
    [Covers("Groups.RelatedIdsAsync")]
    [Covers("Groups.RelatedAsync")]
    [Covers("Groups.ServiceAccountsAsync")]
    [Covers("Groups.AddServiceAccountsAsync")]
    [Covers("ServiceAccounts.GetAsync")]
    [Covers("ActivityLog.GetAsync")]
    [Covers("ActivityLog.RelatedAsync")]
    [Covers("ActivityLog.ListAsync")]
    [Covers("Users.UpdateAsync")]
    [Covers("Users.DeleteAsync")]
    public async Task A_group_is_administered()
    {
        const string Group = MoreRows.Group;
        VtRef[] one = [new VtRef("user", "one-a-day")];
        (await Vt.Groups.UpdateAsync(Group, new JsonObject { ["organization"] = "ACME" })).Organization.ShouldBe("ACME");
        await Vt.Groups.AddUsersAsync(Group, one);
        await Vt.Groups.AddAdministratorsAsync(Group, one);

        (await Vt.Groups.GetAsync(Group)).Organization.ShouldBe("ACME");
        (await Vt.Groups.UsersAsync(Group).ToListAsync()).Select(user => user.Id).ShouldBe(["one-a-day", "premium"]);
        (await Vt.Groups.AdministratorsAsync(Group).ToListAsync()).Count.ShouldBe(2);
        (await Vt.Groups.RelatedAsync(Group, "users").ToListAsync()).Count.ShouldBe(2);
        (await Vt.Groups.RelatedIdsAsync(Group, "administrators").ToListAsync()).Count.ShouldBe(2);
        (await Vt.Groups.IsUserAsync(Group, "one-a-day")).ShouldBeTrue();
        await Vt.Groups.RemoveAdministratorAsync(Group, "one-a-day");
        (await Vt.Groups.IsAdministratorAsync(Group, "one-a-day")).ShouldBeFalse();
        (await Vt.Groups.ApiUsageAsync(Group))["total"]["groups"].AsInt64().ShouldNotBeNull().ShouldBeGreaterThan(0);
        await Vt.Groups.AddServiceAccountsAsync(Group, [new VtRef("service_account", "robot")]);
        (await Vt.Groups.ServiceAccountsAsync(Group).ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe("robot");
        (await Vt.ServiceAccounts.GetAsync("robot")).Status.ShouldBe("active");

        (await Vt.Users.UpdateAsync("one-a-day", new JsonObject { ["first_name"] = "Ada" })).FirstName.ShouldBe("Ada");
        await Vt.Groups.RemoveUserAsync(Group, "one-a-day");
        await Should.ThrowAsync<VtAuthenticationException>(() => Vt.Users.DeleteAsync("one-a-day", "password"));
        await Vt.Groups.AddUsersAsync(Group, one);
        await Vt.Users.DeleteAsync("one-a-day", "password");
        await Should.ThrowAsync<VtNotFoundException>(() => Vt.Users.GetAsync("one-a-day"));

        var trail = await Vt.ActivityLog.ListAsync(Group).ToListAsync();
        trail.Count.ShouldBe(9);
        trail[0].Action.ShouldBe("user_removed");
        (await Vt.ActivityLog.GetAsync(trail[^1].Id)).Action.ShouldBe("group_updated");
        (await Vt.ActivityLog.RelatedAsync(trail[0].Id, "user").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe("premium");
        await Should.ThrowAsync<VtAuthenticationException>(() => _service.Client(VtEmulatorKeys.OtherGroup).Groups.GetAsync(Group));
    }

    [Fact]
    [Covers("Monitor.UploadAsync")]
    [Covers("Monitor.ReplaceAsync")]
    [Covers("Monitor.CreateFolderAsync")]
    [Covers("Monitor.EventsAsync")]
    [Covers("Monitor.ItemsAsync")]
    [Covers("Monitor.GetUploadUrlAsync")]
    [Covers("Monitor.GetItemAsync")]
    [Covers("Monitor.DeleteItemAsync")]
    [Covers("Monitor.AnalysesAsync")]
    [Covers("Monitor.CommentsAsync")]
    [Covers("Monitor.ConfigureItemAsync")]
    [Covers("Monitor.ClearDetailsAsync")]
    [Covers("Monitor.OpenReadAsync")]
    [Covers("Monitor.GetDownloadUrlAsync")]
    [Covers("Monitor.GetOwnerAsync")]
    [Covers("Monitor.StatisticsAsync")]
    [Covers("MonitorPartner.GetCommentAsync")]
    [Covers("MonitorPartner.UpdateCommentAsync")]
    [Covers("MonitorPartner.DeleteCommentAsync")]
    [Covers("MonitorPartner.OpenDetectionsBundleAsync")]
    [Covers("MonitorPartner.GetDetectionsBundleUrlAsync")]
    [Covers("MonitorPartner.OpenDetectionsBundleOfDayAsync")]
    [Covers("MonitorPartner.OpenReadAsync")]
    [Covers("MonitorPartner.GetDownloadUrlAsync")]
    [Covers("MonitorPartner.HashesAsync")]
    [Covers("MonitorPartner.AnalysesAsync")]
    [Covers("MonitorPartner.AddCommentAsync")]
    [Covers("MonitorPartner.ItemsAsync")]
    [Covers("MonitorPartner.StatisticsAsync")]
    public async Task A_software_collection_is_kept_and_its_detections_are_discussed()
    {
        using var folder = new TempFolder();
        using var eicar = new MemoryStream();
        await Vt.DownloadAsync($"/files/{Samples.EicarSha256}/download", eicar);
        var clean = await folder.WriteAsync("clean.bin", Samples.Text("monitor"));
        var item = await Vt.Monitor.UploadAsync(await folder.WriteAsync("eicar.com", eicar.ToArray()), "/bin/tools/eicar.com");
        var other = _service.Client(VtEmulatorKeys.OtherGroup);

        (item.Path, item.LastDetectionsCount, item.CreatorId).ShouldBe(("/bin/tools/eicar.com", 1, "premium"));
        var engine = item.LastAnalysisResults.Keys.ShouldHaveSingleItem();
        item.Tags.ShouldBe(["detected", engine]);
        (await Vt.Monitor.CreateFolderAsync("/empty")).ItemType.ShouldBe(MonitorItemType.Folder);
        (await Vt.Monitor.ItemsAsync().ToListAsync()).Select(one => one.Path).ShouldBe(["/empty/", "/bin/tools/eicar.com", "/bin/tools/", "/bin/"]);
        (await Vt.Monitor.ItemsAsync("tag:detected").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe(item.Id);
        (await Vt.Monitor.ItemsAsync("path:/empty/").ToListAsync()).ShouldHaveSingleItem().Path.ShouldBe("/empty/");
        (await Vt.Monitor.ConfigureItemAsync(item.Id, "A test file")).Details.ShouldBe("A test file");
        (await Vt.Monitor.ClearDetailsAsync(item.Id)).Details.ShouldBeNull();
        (await Vt.Monitor.GetOwnerAsync(item.Id)).Id.ShouldBe("premium");
        (await Vt.Monitor.AnalysesAsync(item.Id).ToListAsync()).ShouldHaveSingleItem().DetectionsCount.ShouldBe(1);
        (await TextAsync(Vt.Monitor.OpenReadAsync(item.Id))).ShouldContain("EICAR");
        (await Vt.Monitor.GetDownloadUrlAsync(item.Id)).AbsolutePath.ShouldContain(Samples.EicarSha256);
        (await Vt.Monitor.GetUploadUrlAsync()).AbsolutePath.ShouldStartWith("/_ah/upload/");
        (await Vt.Monitor.StatisticsAsync().ToListAsync()).ShouldHaveSingleItem().StorageFilesCount.ShouldBe(1);
        await Should.ThrowAsync<VtNotFoundException>(() => other.Monitor.GetItemAsync(item.Id));

        (await other.MonitorPartner.HashesAsync("engine:" + engine).ToListAsync()).ShouldHaveSingleItem().Sha256.ShouldBe(Samples.EicarSha256);
        (await other.MonitorPartner.HashesAsync("engine:Nobody").ToListAsync()).ShouldBeEmpty();
        (await other.MonitorPartner.ItemsAsync(Samples.EicarSha256).ToListAsync()).ShouldHaveSingleItem().Path.ShouldBe("/bin/tools/eicar.com");
        (await other.MonitorPartner.AnalysesAsync(Samples.EicarSha256).ToListAsync()).ShouldHaveSingleItem().Type.ShouldBe("monitor_analysis");
        (await other.MonitorPartner.StatisticsAsync("engine:" + engine).ToListAsync()).ShouldHaveSingleItem().HashesDetectedCount.ShouldBe(1);
        (await TextAsync(other.MonitorPartner.OpenReadAsync(Samples.EicarSha256))).ShouldContain("EICAR");
        (await other.MonitorPartner.GetDownloadUrlAsync(Samples.EicarSha256)).AbsolutePath.ShouldContain(Samples.EicarSha256);
        var today = _service.Clock.GetUtcNow().ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);
        (await TextAsync(other.MonitorPartner.OpenDetectionsBundleAsync(engine))).ShouldContain(Samples.EicarSha256);
        (await TextAsync(other.MonitorPartner.OpenDetectionsBundleOfDayAsync(engine, today))).ShouldContain(Samples.EicarSha256);
        (await TextAsync(other.MonitorPartner.OpenDetectionsBundleOfDayAsync(engine, "20200101"))).ShouldNotContain(Samples.EicarSha256);
        (await other.MonitorPartner.GetDetectionsBundleUrlAsync(engine)).AbsolutePath.ShouldContain(today);
        var comment = await other.MonitorPartner.AddCommentAsync(Samples.EicarSha256, new VtMonitorHashCommentEdit { Comment = "Meant", Engine = engine });
        (await Vt.Monitor.CommentsAsync(item.Id).ToListAsync()).ShouldHaveSingleItem().Comment.ShouldBe("Meant");
        (await other.MonitorPartner.UpdateCommentAsync(comment.Id, new VtMonitorHashCommentEdit { Comment = "Solved" })).Engine.ShouldBe(engine);
        await Should.ThrowAsync<VtAuthenticationException>(() => Vt.MonitorPartner.DeleteCommentAsync(comment.Id));
        (await Vt.MonitorPartner.GetCommentAsync(comment.Id)).Comment.ShouldBe("Solved");
        await other.MonitorPartner.DeleteCommentAsync(comment.Id);

        (await Vt.Monitor.ReplaceAsync(item.Id, clean)).Id.ShouldBe(item.Id);
        (await Vt.Monitor.GetItemAsync(item.Id)).LastDetectionsCount.ShouldBe(0);
        (await other.MonitorPartner.HashesAsync().ToListAsync()).ShouldBeEmpty();
        await Vt.Monitor.DeleteItemAsync((await Vt.Monitor.ItemsAsync("item:/bin/").ToListAsync())[0].Id);
        (await Vt.Monitor.ItemsAsync().ToListAsync()).ShouldHaveSingleItem().Path.ShouldBe("/empty/");
        (await Vt.Monitor.EventsAsync().ToListAsync()).Select(one => one.Action!.Value.Value).ShouldBe(["DELETE", "CLEAN", "UPLOAD", "COMMENT", "DETECTED", "UPLOAD"]);
        (await Vt.Monitor.EventsAsync("action:CLEAN").ToListAsync()).Count.ShouldBe(1);
    }

    [Fact]
    [Covers("Alerts.AssetsAsync")]
    [Covers("Alerts.CreateAssetAsync")]
    [Covers("Alerts.GetAssetAsync")]
    [Covers("Alerts.DeleteAssetAsync")]
    [Covers("Alerts.NotificationsAsync")]
    [Covers("Alerts.GetNotificationAsync")]
    [Covers("Metadata.PopularThreatCategoriesAsync")]
    [Covers("Operations.WaitAsync")]
    [Covers("Operations.GetAsync")]
    [Covers("SigmaAnalyses.GetAsync")]
    [Covers("SigmaAnalyses.RulesAsync")]
    [Covers("Submissions.GetAsync")]
    [Covers("Submissions.GetPluralAsync")]
    [Covers("YaraRules.ListAsync")]
    [Covers("YaraRules.GetAsync")]
    [Covers("YaraRules.RelatedIdsAsync")]
    [Covers("YaraRules.RelatedAsync")]
    [Covers("YaraRulesets.GetAsync")]
    [Covers("Feeds.OpenBehaviourEvtxAsync")]
    [Covers("Feeds.OpenBehaviourHtmlAsync")]
    [Covers("Feeds.OpenBehaviourMemdumpAsync")]
    [Covers("Feeds.OpenBehaviourPcapAsync")]
    public async Task What_was_brought_in_is_read()
    {
        var asset = await Vt.Alerts.CreateAssetAsync(JsonNode.Parse("""{"data": {"type": "alerting_asset", "attributes": {"asset_type": "brand", "value": "ACME"} } }""")!);
        (await Vt.Alerts.GetAssetAsync(asset.Id)).Value.ShouldBe("ACME");
        (await Vt.Alerts.AssetsAsync("brand").ToListAsync()).Count.ShouldBe(1);
        (await Vt.Alerts.AssetsAsync("domain").ToListAsync()).ShouldBeEmpty();
        (await _service.Client(VtEmulatorKeys.OtherGroup).Alerts.AssetsAsync().ToListAsync()).ShouldBeEmpty();
        await Vt.Alerts.DeleteAssetAsync(asset.Id);
        await Should.ThrowAsync<VtNotFoundException>(() => Vt.Alerts.GetAssetAsync(asset.Id));
        (await Vt.Alerts.NotificationsAsync(severity: "high", messageContains: "SOMETHING", lastNHours: 1).ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe("alert-1");
        (await Vt.Alerts.NotificationsAsync(severity: "low").ToListAsync()).ShouldBeEmpty();
        (await Vt.Alerts.GetNotificationAsync("alert-1")).Id.ShouldBe("alert-1");
        (await Vt.Metadata.PopularThreatCategoriesAsync()).ShouldBe(["trojan"]);
        (await Vt.Operations.WaitAsync("job-1")).Status.ShouldBe(OperationStatus.Finished);
        (await Vt.Operations.GetAsync("job-1")).Id.ShouldBe("job-1");
        (await Vt.SigmaAnalyses.GetAsync("sigma-1")).SeverityStats.High.ShouldBe(1);
        (await Vt.SigmaAnalyses.RulesAsync("sigma-1").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe("sigma-rule-1");
        (await Vt.YaraRules.ListAsync("name:rule", "matches-").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe("set|Rule");
        (await Vt.YaraRules.GetAsync("set|Rule")).Name.ShouldBe("Rule");
        (await Vt.YaraRules.RelatedAsync("set|Rule", "yara_ruleset").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe("set");
        (await Vt.YaraRules.RelatedIdsAsync("set|Rule", "yara_ruleset").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe("set");
        (await Vt.YaraRulesets.GetAsync("set")).Name.ShouldBe("A set");
        using var folder = new TempFolder();
        await Vt.Files.UploadAsync(await folder.WriteAsync("sent.txt", Samples.Text("submitted")));
        var submission = (await Vt.Files.SubmissionsAsync(Samples.Sha256(Samples.Text("submitted"))).ToListAsync()).ShouldHaveSingleItem();
        (await Vt.Submissions.GetAsync(submission.Id)).Name.ShouldBe("sent.txt");
        (await Vt.Submissions.GetPluralAsync(submission.Id)).Name.ShouldBe("sent.txt");
        // The number alone is no id.
        await Should.ThrowAsync<VtNotFoundException>(() => Vt.Submissions.GetAsync("f-0-0-" + submission.Id.Split('-')[^1]));
        foreach (var open in new Func<string, Task<Stream>>[] { token => Vt.Feeds.OpenBehaviourEvtxAsync(token), token => Vt.Feeds.OpenBehaviourHtmlAsync(token), token => Vt.Feeds.OpenBehaviourMemdumpAsync(token), token => Vt.Feeds.OpenBehaviourPcapAsync(token) })
            await Should.ThrowAsync<VtNotFoundException>(() => open("e30.AAAA"));
    }

    [Fact]
    [Covers("Widget.OpenHtmlAsync")]
    [Covers("Widget.GetUrlAsync")]
    public async Task A_widget_shows_what_is_known_and_runs_nothing()
    {
        var widget = await Vt.Widget.GetUrlAsync(Samples.EicarSha256, fg1: "ff0000");
        (widget["found"].AsBoolean(), widget["detection_ratio"]["detections"].AsInt64()).ShouldBe((true, 1));
        var page = await TextAsync(Vt.Widget.OpenHtmlAsync(widget["url"].AsString()!.Split('/')[^1]));
        page.ShouldContain("1 of 1 engines");
        page.ShouldContain("color:#ff0000");
        var url = await Vt.Widget.GetUrlAsync("http://example.com/<script>alert(1)</script>");
        url["found"].AsBoolean().ShouldBe(false);
        using var http = new HttpClient();
        // The page needs no key.
        (await http.GetStringAsync(new Uri(url["url"].AsString()!))).ShouldNotContain("<script");
        await Should.ThrowAsync<VtApiException>(() => Vt.Widget.GetUrlAsync("example.com", bg1: "red;}</style>"));
        await Should.ThrowAsync<VtApiException>(() => Vt.Widget.GetUrlAsync("no such thing"));
        await Should.ThrowAsync<VtNotFoundException>(() => Vt.Widget.OpenHtmlAsync("forged.token"));
        _service.Clock.Advance(TimeSpan.FromDays(4));
        await Should.ThrowAsync<VtAuthenticationException>(() => Vt.Widget.OpenHtmlAsync(widget["url"].AsString()!.Split('/')[^1]));
    }

    private static async Task<string> TextAsync(Task<Stream> opening)
    {
        await using var stream = await opening;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
