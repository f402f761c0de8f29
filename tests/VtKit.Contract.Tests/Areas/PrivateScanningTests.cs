using System.Text;
using VtKit.Emulator;

namespace VtKit.Contract.Tests;

/// <summary>Private scanning, sandbox runs and archives.</summary>
public sealed class PrivateScanningTests : IAsyncLifetime
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
    [Covers("PrivateFiles.UploadAsync(String)")]
    [Covers("PrivateFiles.UploadAsync(Stream)")]
    [Covers("PrivateFiles.GetAsync")]
    [Covers("PrivateFiles.ListAsync")]
    [Covers("PrivateFiles.DeleteAsync")]
    [Covers("PrivateFiles.AnalyseAsync")]
    [Covers("PrivateFiles.GetUploadUrlAsync")]
    [Covers("PrivateFiles.RelatedAsync")]
    [Covers("PrivateFiles.RelatedIdsAsync")]
    [Covers("PrivateAnalyses.WaitAsync")]
    [Covers("PrivateAnalyses.ListAsync")]
    [Covers("PrivateAnalyses.GetAsync")]
    [Covers("PrivateAnalyses.RelatedAsync")]
    [Covers("PrivateAnalyses.RelatedIdsAsync")]
    public async Task Private_files_are_scanned_read_and_removed()
    {
        using var folder = new TempFolder();
        var first = await Vt.PrivateFiles.UploadAsync(await folder.WriteAsync("first.txt", "private rows"u8.ToArray()), null, new VtPrivateScanOptions { RetentionDays = 3, StorageRegion = "EU", CommandLine = "-x" });
        var second = await Vt.PrivateFiles.UploadAsync(new MemoryStream(Samples.Text("second")));

        (await Vt.PrivateAnalyses.WaitAsync(first.Id)).Status.ShouldBe(AnalysisStatus.Completed);
        (await Vt.PrivateAnalyses.GetAsync(first.Id)).SandboxConfiguration["command_line"].AsString().ShouldBe("-x");
        (await Vt.PrivateAnalyses.ListAsync().ToListAsync()).Select(one => one.Id).ShouldBe([second.Id, first.Id]);
        (await Vt.PrivateAnalyses.ListAsync("date+").ToListAsync()).Select(one => one.Id).ShouldBe([first.Id, second.Id]);
        (await Vt.PrivateAnalyses.RelatedAsync(first.Id, "item").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe(MoreRows.PrivateSha256);
        (await Vt.PrivateAnalyses.RelatedIdsAsync(first.Id, "submitter").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe("premium");
        var file = await Vt.PrivateFiles.GetAsync(MoreRows.PrivateSha256);
        (file.Owner, file.Expiration).ShouldBe(("premium", _service.Clock.GetUtcNow().AddDays(3)));
        (await Vt.PrivateFiles.AnalyseAsync(MoreRows.PrivateSha256, commandLine: "-y")).Type.ShouldBe("private_analysis");
        (await Vt.PrivateFiles.RelatedAsync(MoreRows.PrivateSha256, "analyses").ToListAsync()).Count.ShouldBe(2);
        (await Vt.PrivateFiles.RelatedIdsAsync(MoreRows.PrivateSha256, "analyses").ToListAsync()).Count.ShouldBe(2);
        (await Vt.PrivateFiles.ListAsync().ToListAsync()).Count.ShouldBe(2);
        (await Vt.PrivateFiles.GetUploadUrlAsync()).AbsolutePath.ShouldStartWith("/_ah/upload/");

        await Vt.PrivateFiles.DeleteAsync(MoreRows.PrivateSha256, onlyFromStorage: true);
        await Vt.PrivateFiles.GetAsync(MoreRows.PrivateSha256);
        await Vt.PrivateFiles.DeleteAsync(MoreRows.PrivateSha256);
        await Should.ThrowAsync<VtNotFoundException>(() => Vt.PrivateFiles.GetAsync(MoreRows.PrivateSha256));
        await Should.ThrowAsync<VtAuthenticationException>(() => _service.Client(VtEmulatorKeys.Public).PrivateFiles.GetAsync(MoreRows.PrivateSha256));
    }

    [Fact]
    [Covers("PrivateUrls.SubmitAsync")]
    [Covers("PrivateUrls.GetAsync")]
    [Covers("PrivateUrls.RelatedAsync")]
    [Covers("PrivateUrls.RelatedIdsAsync")]
    public async Task Private_urls_stay_private()
    {
        const string Url = "http://secret.example/path";
        await Vt.PrivateUrls.SubmitAsync(Url, new VtPrivateScanOptions { UserAgent = "agent" });

        (await Vt.PrivateUrls.GetAsync(Url)).Url.ShouldBe(Url);
        (await Vt.PrivateUrls.RelatedIdsAsync(Url, "network_location").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe("secret.example");
        (await Vt.PrivateUrls.RelatedAsync(Url, "analyses").ToListAsync()).ShouldHaveSingleItem().Type.ShouldBe("private_analysis");
        await Should.ThrowAsync<VtNotFoundException>(() => Vt.Urls.GetAsync(Url));
        await Should.ThrowAsync<VtNotFoundException>(() => _service.Client(VtEmulatorKeys.OtherGroup).PrivateUrls.GetAsync(Url));
    }

    [Fact]
    [Trait("seed", "52")]
    [Covers("PrivateFiles.BehavioursAsync")]
    [Covers("PrivateFiles.BehaviourSummaryAsync")]
    [Covers("PrivateFiles.BehaviourMitreTreesAsync")]
    [Covers("PrivateFileBehaviours.GetAsync")]
    [Covers("PrivateFileBehaviours.OpenEvtxAsync")]
    [Covers("PrivateFileBehaviours.OpenHtmlAsync")]
    [Covers("PrivateFileBehaviours.OpenMemdumpAsync")]
    [Covers("PrivateFileBehaviours.OpenPcapAsync")]
    [Covers("PrivateFileBehaviours.RelatedAsync")]
    [Covers("PrivateFileBehaviours.RelatedIdsAsync")]
    [Covers("FileBehaviours.GetAsync")]
    [Covers("FileBehaviours.OpenEvtxAsync")]
    [Covers("FileBehaviours.OpenHtmlAsync")]
    [Covers("FileBehaviours.OpenMemdumpAsync")]
    [Covers("FileBehaviours.OpenPcapAsync")]
    [Covers("FileBehaviours.RelatedAsync")]
    [Covers("FileBehaviours.RelatedIdsAsync")]
    [Covers("Files.BehaviourSummaryAsync")]
    [Covers("Files.BehaviourMitreTreesAsync")]
    public async Task Sandbox_runs_are_read_public_and_private()
    {
        await Vt.PrivateFiles.UploadAsync(new MemoryStream("private rows"u8.ToArray()));
        const string Public = MoreRows.Run, Private = MoreRows.PrivateRun;

        (await Vt.FileBehaviours.GetAsync(Public)).SandboxName.ShouldBe("Zenbox");
        (await Vt.PrivateFileBehaviours.GetAsync(Private)).Tags.ShouldBe(["P"]);
        foreach (var (run, opening) in new[]
        {
            ("<b>", Vt.FileBehaviours.OpenHtmlAsync(Public)), ("log", Vt.FileBehaviours.OpenEvtxAsync(Public)), ("pcap", Vt.FileBehaviours.OpenPcapAsync(Public)), ("mem", Vt.FileBehaviours.OpenMemdumpAsync(Public)),
            ("<b>", Vt.PrivateFileBehaviours.OpenHtmlAsync(Private)), ("log", Vt.PrivateFileBehaviours.OpenEvtxAsync(Private)), ("pcap", Vt.PrivateFileBehaviours.OpenPcapAsync(Private)), ("mem", Vt.PrivateFileBehaviours.OpenMemdumpAsync(Private)),
        })
            (await TextAsync(opening)).ShouldBe(run);
        (await Vt.FileBehaviours.RelatedAsync(Public, "file").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe(Samples.EicarSha256);
        (await Vt.FileBehaviours.RelatedIdsAsync(Public, "attack_techniques").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe("T1059");
        (await Vt.PrivateFileBehaviours.RelatedAsync(Private, "file").ToListAsync()).ShouldHaveSingleItem().Type.ShouldBe("private_file");
        (await Vt.PrivateFileBehaviours.RelatedIdsAsync(Private, "attack_techniques").ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe("T1059");
        (await Vt.PrivateFiles.BehavioursAsync(MoreRows.PrivateSha256).ToListAsync()).ShouldHaveSingleItem().Id.ShouldBe(Private);
        (await Vt.PrivateFiles.BehaviourSummaryAsync(MoreRows.PrivateSha256))["tags"].AsStrings().ShouldBe(["P"]);
        (await Vt.PrivateFiles.BehaviourMitreTreesAsync(MoreRows.PrivateSha256))["Zenbox"].Exists.ShouldBeTrue();
        (await Vt.Files.BehaviourSummaryAsync(Samples.EicarSha256)).Tags.ShouldBe(["A"]);
        (await Vt.Files.BehaviourMitreTreesAsync(Samples.EicarSha256)).Count.ShouldBe(1);
        await Should.ThrowAsync<VtNotFoundException>(() => Vt.FileBehaviours.OpenPcapAsync(Samples.EicarSha256 + "_Other"));
        await Should.ThrowAsync<VtNotFoundException>(() => _service.Client(VtEmulatorKeys.OtherGroup).PrivateFileBehaviours.GetAsync(Private));
    }

    [Fact]
    [Covers("ZipFiles.CreateAsync")]
    [Covers("ZipFiles.WaitAsync")]
    [Covers("ZipFiles.GetAsync")]
    [Covers("ZipFiles.OpenReadAsync")]
    [Covers("ZipFiles.GetDownloadUrlAsync")]
    [Covers("PrivateZipFiles.CreateAsync")]
    [Covers("PrivateZipFiles.WaitAsync")]
    [Covers("PrivateZipFiles.GetAsync")]
    [Covers("PrivateZipFiles.OpenReadAsync")]
    [Covers("PrivateZipFiles.GetDownloadUrlAsync")]
    public async Task Archives_are_made_and_downloaded()
    {
        await Vt.PrivateFiles.UploadAsync(new MemoryStream("private rows"u8.ToArray()));
        var zip = await Vt.ZipFiles.CreateAsync([Samples.EicarSha256, Samples.UnknownSha256], "infected");
        var secret = await Vt.PrivateZipFiles.CreateAsync([MoreRows.PrivateSha256, Samples.EicarSha256]);

        (await Vt.ZipFiles.WaitAsync(zip.Id)).Status.ShouldBe(ZipStatus.Finished);
        (await Vt.PrivateZipFiles.WaitAsync(secret.Id)).Status.ShouldBe(ZipStatus.Finished);
        ((await Vt.ZipFiles.GetAsync(zip.Id)).FilesOk, (await Vt.PrivateZipFiles.GetAsync(secret.Id)).FilesOk).ShouldBe((1, 1));
        (await TextAsync(Vt.ZipFiles.OpenReadAsync(zip.Id))).ShouldStartWith("PK");
        (await TextAsync(Vt.PrivateZipFiles.OpenReadAsync(secret.Id))).ShouldContain(MoreRows.PrivateSha256);
        (await Vt.ZipFiles.GetDownloadUrlAsync(zip.Id)).AbsolutePath.ShouldContain(zip.Id);
        (await Vt.PrivateZipFiles.GetDownloadUrlAsync(secret.Id)).AbsolutePath.ShouldContain(secret.Id);
        // Neither is one of the other kind.
        await Should.ThrowAsync<VtNotFoundException>(() => Vt.ZipFiles.GetAsync(secret.Id));
    }

    private static async Task<string> TextAsync(Task<Stream> opening)
    {
        await using var stream = await opening;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
