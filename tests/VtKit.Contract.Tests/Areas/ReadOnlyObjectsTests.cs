namespace VtKit.Contract.Tests;

/// <summary>Objects that nobody makes: they are brought in, and read by their id.</summary>
public sealed class ReadOnlyObjectsTests : IAsyncLifetime
{
    private EmulatedService _service = null!;

    public async Task InitializeAsync()
    {
        _service = await EmulatedService.StartAsync();
        await new ReadOnlyRows().PrepareAsync(_service);
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    [Covers("AttackTactics.GetAsync")]
    [Covers("AttackTactics.RelatedAsync")]
    [Covers("AttackTactics.RelatedIdsAsync")]
    [Covers("AttackTechniques.GetAsync")]
    [Covers("AttackTechniques.RelatedAsync")]
    [Covers("AttackTechniques.RelatedIdsAsync")]
    public async Task Tactics_lead_to_their_techniques()
    {
        var vt = _service.Premium;

        (await vt.AttackTactics.GetAsync("TA0002"))["name"].AsString().ShouldBe("Execution");
        (await vt.AttackTactics.RelatedAsync("TA0002", "attack_techniques").ToListAsync()).ShouldHaveSingleItem()["name"].AsString().ShouldBe("Command and Scripting Interpreter");
        (await vt.AttackTactics.RelatedIdsAsync("TA0002", "attack_techniques").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe("T1059");
        (await vt.AttackTechniques.GetAsync("T1059")).Type.ShouldBe("attack_technique");
        // Only the other direction was brought in.
        (await vt.AttackTechniques.RelatedAsync("T1059", "attack_tactics").ToListAsync()).ShouldBeEmpty();
        (await vt.AttackTechniques.RelatedIdsAsync("T1059", "subtechniques").ToListAsync()).ShouldBeEmpty();
    }

    [Fact]
    [Covers("Resolutions.GetAsync")]
    [Covers("SigmaRules.GetAsync")]
    [Covers("SslCerts.GetAsync")]
    [Covers("WhoisRecords.GetAsync")]
    public async Task What_was_brought_in_reads_as_its_class()
    {
        var vt = _service.Premium;

        (await vt.Resolutions.GetAsync("8.8.8.8example.com")).HostName.ShouldBe("example.com");
        (await vt.SigmaRules.GetAsync("rule-1"))["title"].AsString().ShouldBe("A rule");
        (await vt.SslCerts.GetAsync("ab12")).Version.ShouldBe("V3");
        (await vt.WhoisRecords.GetAsync("cd34"))["registrar_name"].AsString().ShouldBe("A registrar");
        await Should.ThrowAsync<VtNotFoundException>(() => vt.WhoisRecords.GetAsync("none"));
    }
}
