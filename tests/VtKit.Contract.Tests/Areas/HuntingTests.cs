using VtKit.Emulator;
using VtKit.Testing.Shared;

namespace VtKit.Contract.Tests;

/// <summary>Livehunt, Retrohunt and the IoC stream, with the real YARA.</summary>
public sealed class HuntingTests : IAsyncLifetime
{
    private EmulatedService _service = null!;

    private VtClient Vt => _service.Premium;

    public async Task InitializeAsync() => _service = await EmulatedService.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [YaraFact]
    [Covers("HuntingRulesets.CreateAsync")]
    [Covers("HuntingRulesets.GetAsync")]
    [Covers("HuntingRulesets.UpdateAsync")]
    [Covers("HuntingRulesets.DeleteAsync")]
    [Covers("HuntingRulesets.ListAsync")]
    [Covers("HuntingRulesets.DeleteAllAsync")]
    [Covers("Operations.GetAsync")]
    [Covers("Operations.WaitAsync")]
    public async Task Rulesets_are_made_changed_listed_and_removed()
    {
        var made = await AddAsync("first", enabled: false);
        made.Enabled.ShouldBe(false);
        made.RuleNames.ShouldBe(["Eicar"]);
        (await Vt.HuntingRulesets.GetAsync(made.Id)).Rules.ShouldBe(Hunting.Rules);
        var changed = await Vt.HuntingRulesets.UpdateAsync(made.Id, new VtHuntingRulesetEdit { Name = "renamed" });
        (changed.Name, changed.Rules).ShouldBe(("renamed", Hunting.Rules));
        await AddAsync("second", enabled: true);
        (await Vt.HuntingRulesets.ListAsync(filter: "enabled:true").ToListAsync()).ShouldHaveSingleItem().Name.ShouldBe("second");
        (await Vt.HuntingRulesets.ListAsync(order: "name-").ToListAsync()).Select(one => one.Name).ShouldBe(["second", "renamed"]);
        await Vt.HuntingRulesets.DeleteAsync(made.Id);
        await Should.ThrowAsync<VtNotFoundException>(() => Vt.HuntingRulesets.GetAsync(made.Id));

        (await Should.ThrowAsync<VtApiException>(() => Vt.HuntingRulesets.DeleteAllAsync("somebody"))).Code.ShouldBe(VtErrorCode.BadRequestError);
        var operation = await Vt.HuntingRulesets.DeleteAllAsync("premium");
        (await Vt.Operations.WaitAsync(operation.Id)).Status.ShouldBe(OperationStatus.Finished);
        (await Vt.Operations.GetAsync(operation.Id)).Status.ShouldBe(OperationStatus.Finished);
        (await Vt.HuntingRulesets.ListAsync().ToListAsync()).ShouldBeEmpty();
    }

    [YaraFact]
    [Covers("HuntingRulesets.AddEditorsAsync")]
    [Covers("HuntingRulesets.IsEditorAsync")]
    [Covers("HuntingRulesets.RemoveEditorAsync")]
    [Covers("HuntingRulesets.TransferOwnershipAsync")]
    [Covers("HuntingRulesets.RelatedAsync")]
    [Covers("HuntingRulesets.RelatedIdsAsync")]
    [Covers("HuntingRulesets.EditorsAsync")]
    [Covers("HuntingRulesets.GetOwnerAsync")]
    public async Task Rulesets_are_shared_and_handed_on()
    {
        var other = _service.Client(VtEmulatorKeys.OtherGroup);
        var id = (await AddAsync("shared", enabled: false)).Id;
        (await Vt.HuntingRulesets.IsEditorAsync(id, "other")).ShouldBeFalse();
        await Vt.HuntingRulesets.AddEditorsAsync(id, [new VtRef(VtObjectTypes.User, "other")]);
        (await Vt.HuntingRulesets.IsEditorAsync(id, "other")).ShouldBeTrue();
        (await Vt.HuntingRulesets.EditorsAsync(id).ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe("other");
        (await other.HuntingRulesets.RelatedIdsAsync(id, "editors").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe("other");
        (await other.HuntingRulesets.RelatedAsync(id, "editors").ToListAsync()).ShouldHaveSingleItem().Type.ShouldBe("user");
        await Vt.HuntingRulesets.RemoveEditorAsync(id, "other");
        await Should.ThrowAsync<VtNotFoundException>(() => other.HuntingRulesets.GetAsync(id));
        (await Vt.HuntingRulesets.GetOwnerAsync(id))!.Id.ShouldBe("premium");
        await Vt.HuntingRulesets.TransferOwnershipAsync(id, [new VtRef(VtObjectTypes.User, "other")]);
        (await other.HuntingRulesets.GetOwnerAsync(id))!.Id.ShouldBe("other");
    }

    [YaraFact]
    [Covers("HuntingNotifications.ListAsync")]
    [Covers("HuntingNotifications.GetAsync")]
    [Covers("HuntingNotifications.FilesAsync")]
    [Covers("HuntingNotifications.DeleteAsync")]
    [Covers("HuntingNotifications.DeleteAllAsync")]
    [Covers("HuntingRulesets.HuntingNotificationFilesAsync")]
    public async Task Matches_are_notifications()
    {
        var id = (await AddAsync("live", enabled: true)).Id;
        await AddAsync("live too", enabled: true);
        await Vt.Files.AnalyseAsync(Samples.EicarSha256);

        var notifications = await Vt.HuntingNotifications.ListAsync().ToListAsync();
        notifications.Count.ShouldBe(2);
        var one = await Vt.HuntingNotifications.GetAsync(notifications[1].Id);
        (one.RuleName, one.MatchInSubfile, one.Date).ShouldBe(("Eicar", false, _service.Clock.GetUtcNow()));
        one.RuleTags.ShouldBe(["test"]);
        one.Snippet.ShouldNotBeNull().ShouldContain("*begin_highlight*EICAR-STANDARD*end_highlight*");
        one.Tags.ShouldBe(["live", "eicar", Samples.EicarSha256]);
        (await Vt.HuntingNotifications.FilesAsync(filter: id).ToListAsync()).ShouldHaveSingleItem().ContextAttributes["ruleset_name"].AsString().ShouldBe("live");
        (await Vt.HuntingRulesets.HuntingNotificationFilesAsync(id).ToListAsync()).ShouldHaveSingleItem().Sha256.ShouldBe(Samples.EicarSha256);
        await Vt.HuntingNotifications.DeleteAsync(one.Id);
        (await Vt.HuntingNotifications.DeleteAllAsync(tag: "nothing")).Status.ShouldBe(OperationStatus.Finished);
        (await Vt.HuntingNotifications.ListAsync().ToListAsync()).Count.ShouldBe(1);
        await Vt.HuntingNotifications.DeleteAllAsync();
        (await Vt.HuntingNotifications.ListAsync().ToListAsync()).ShouldBeEmpty();
    }

    [YaraFact]
    [Covers("IocStream.ListAsync")]
    [Covers("IocStream.GetAsync")]
    [Covers("IocStream.DeleteAsync")]
    [Covers("IocStream.DeleteAllAsync")]
    public async Task Matches_are_entries_of_the_stream()
    {
        await AddAsync("live", enabled: true);
        await Vt.Files.AnalyseAsync(Samples.EicarSha256);

        var entry = (await Vt.IocStream.ListAsync(descriptorsOnly: true, filter: "origin:hunting").ToListAsync()).ShouldHaveSingleItem();
        entry.Id.ShouldBe(Samples.EicarSha256);
        var notification = await Vt.IocStream.GetAsync(entry.ContextAttributes["notification_id"].AsString()!);
        notification.Origin.ShouldBe(IocStreamOrigin.Hunting);
        notification.Sources.ShouldHaveSingleItem().Label.ShouldBe("live");
        notification.HuntingInfo.RuleName.ShouldBe("Eicar");
        await Vt.IocStream.DeleteAsync(notification.Id);
        await Should.ThrowAsync<VtNotFoundException>(() => Vt.IocStream.GetAsync(notification.Id));
        await Vt.Files.AnalyseAsync(Samples.EicarSha256);
        await Vt.IocStream.DeleteAllAsync("notification_tag:live");
        (await Vt.IocStream.ListAsync().ToListAsync()).ShouldBeEmpty();
    }

    [YaraFact]
    [Covers("RetrohuntJobs.CreateAsync")]
    [Covers("RetrohuntJobs.GetAsync")]
    [Covers("RetrohuntJobs.WaitAsync")]
    [Covers("RetrohuntJobs.AbortAsync")]
    [Covers("RetrohuntJobs.ListAsync")]
    [Covers("RetrohuntJobs.MatchingFilesAsync")]
    [Covers("RetrohuntJobs.GetOwnerAsync")]
    [Covers("RetrohuntJobs.DeleteAsync")]
    public async Task Jobs_run_over_the_past()
    {
        var job = await Vt.RetrohuntJobs.CreateAsync(new VtRetrohuntJobEdit { Rules = Hunting.Rules, Corpus = RetrohuntCorpus.Main });
        while ((await Vt.RetrohuntJobs.GetAsync(job.Id)).Status is not { } status || (status != RetrohuntStatus.Finished && status != RetrohuntStatus.Aborted)) await Task.Yield();
        job = await Vt.RetrohuntJobs.WaitAsync(job.Id);
        (job.Status, job.NumMatches, job.Progress).ShouldBe((RetrohuntStatus.Finished, 1, 100));
        var file = (await Vt.RetrohuntJobs.MatchingFilesAsync(job.Id).ToListAsync()).ShouldHaveSingleItem();
        (file.Sha256, file.ContextAttributes["rule_name"].AsString()).ShouldBe((Samples.EicarSha256, "Eicar"));
        // One that has ended stays as it is.
        (await Vt.RetrohuntJobs.AbortAsync(job.Id)).Status.ShouldBe(RetrohuntStatus.Finished);
        (await Vt.RetrohuntJobs.ListAsync(filter: "status:finished").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe(job.Id);
        await Vt.RetrohuntJobs.DeleteAsync(job.Id);
        (await Vt.RetrohuntJobs.ListAsync().ToListAsync()).ShouldBeEmpty();
    }

    private Task<VtHuntingRuleset> AddAsync(string name, bool enabled) =>
        Vt.HuntingRulesets.CreateAsync(new VtHuntingRulesetEdit { Name = name, Rules = Hunting.Rules, Enabled = enabled });
}
