using VtKit.Emulator;

namespace VtKit.Contract.Tests;

/// <summary>Submitting and waiting, on a clock that the client and the emulator share: an analysis is 20 s in the queue and takes 40 s.</summary>
[Trait("seed", "69")]
public sealed class ScanAndWaitTests
{
    private static readonly string[] Course =
    [
        "0 queued", "5 queued", "12.5 queued", "23.8 in-progress", "40.6 in-progress", "65.9 completed",
    ];

    [Fact]
    [Covers("Files.ScanAndWaitAsync(String)")]
    public async Task A_file_is_waited_for_in_growing_intervals_and_each_look_is_told()
    {
        await using var service = await StartAsync();
        using var folder = new TempFolder();
        var content = Samples.Text("waiting");
        var progress = Progress(service);

        var analysis = await service.Premium.Files.ScanAndWaitAsync(await folder.WriteAsync("waiting.txt", content), wait: new VtWaitOptions { Progress = progress });

        Told(progress).ShouldBe(Course);
        progress.Reports.Select(report => report.Polls).ShouldBe([1, 2, 3, 4, 5, 6]);
        progress.Reports.ShouldAllBe(report => report.AnalysisId == analysis.Id);
        analysis.IsCompleted.ShouldBeTrue();
        analysis.Subject.FileInfo.Sha256.ShouldBe(Samples.Sha256(content));
        analysis.Stats.Undetected.ShouldBe(1);
        (await service.RequestsAsync()).ShouldBe(["POST /files 200", .. Enumerable.Repeat($"GET /analyses/{Uri.EscapeDataString(analysis.Id)} 200", 6)]);
    }

    [Fact]
    [Covers("Files.ScanAndWaitAsync(Stream)")]
    public async Task A_stream_is_waited_for()
    {
        await using var service = await StartAsync();
        var progress = Progress(service);
        using var stream = new MemoryStream(Samples.Text("streams that wait"));

        var analysis = await service.Premium.Files.ScanAndWaitAsync(stream, new VtUploadOptions { FileName = "stream.txt" }, new VtWaitOptions { Progress = progress });

        Told(progress).ShouldBe(Course);
        analysis.IsCompleted.ShouldBeTrue();
    }

    [Fact]
    [Covers("Urls.ScanAndWaitAsync")]
    public async Task A_URL_is_waited_for_and_its_report_has_the_verdicts_only_then()
    {
        await using var service = await StartAsync();
        const string Url = "http://phish.example.com/login";
        var before = new List<long?>();
        var progress = new Told<VtWaitProgress>(_ => service.Clock.AutoAdvance = true);
        await service.PlantAsync("""{"verdicts": [{"type": "url", "id": "http://phish.example.com/login", "results": {"Engine A": {"category": "malicious", "result": "phishing"}, "Engine B": {"category": "harmless", "result": "clean"}}}]}""");
        before.Add((await service.Premium.Urls.GetAsync(Url)).LastAnalysisStats.Malicious);

        var analysis = await service.Premium.Urls.ScanAndWaitAsync(Url, new VtWaitOptions { Progress = progress });

        Told(progress).ShouldBe(Course);
        (analysis.Stats.Malicious, analysis.Stats.Harmless).ShouldBe((1, 1));
        before.Add((await service.Premium.Urls.GetAsync(Url)).LastAnalysisStats.Malicious);
        before.ShouldBe([null, 1]);
    }

    [Fact]
    [Covers("Analyses.WaitAsync")]
    public async Task What_takes_too_long_can_be_waited_for_again()
    {
        await using var service = await StartAsync();
        var id = (await service.Premium.Urls.SubmitAsync("http://slow.example.com/")).Id;
        service.Clock.AutoAdvance = true;

        var error = await Should.ThrowAsync<VtTimeoutException>(() => service.Premium.Analyses.WaitAsync(id, new VtWaitOptions { Deadline = TimeSpan.FromSeconds(30) }));

        (error.AnalysisId, error.Status, error.Waited).ShouldBe((id, "in-progress", TimeSpan.FromSeconds(30)));
        error.Message.ShouldContain(id);
        (await service.Premium.Analyses.WaitAsync(error.AnalysisId!)).IsCompleted.ShouldBeTrue();
    }

    [Fact]
    [Covers("Analyses.WaitAsync")]
    public async Task Passing_faults_of_the_service_do_not_end_the_waiting()
    {
        await using var service = await StartAsync();
        var id = (await service.Premium.Urls.SubmitAsync("http://faulty.example.com/")).Id;
        var patient = service.Client(VtEmulatorKeys.Premium, options => options.Retry.MaxAttempts = 1);
        await service.FaultAsync("""{"path": "/api/v3/analyses/*", "nth": 2, "status": 503}""");
        await service.FaultAsync("""{"path": "/api/v3/analyses/*", "nth": 3, "kind": "reset"}""");
        await service.FaultAsync("""{"path": "/api/v3/analyses/*", "nth": 4, "status": 504, "body": "<html>gateway</html>"}""");
        service.Clock.AutoAdvance = true;

        (await patient.Analyses.WaitAsync(id)).IsCompleted.ShouldBeTrue();

        (await service.FaultsLeftAsync()).ShouldBe(0);
    }

    [Fact]
    [Covers("Analyses.WaitAsync")]
    public async Task A_waiting_that_is_given_up_ends_at_once()
    {
        await using var service = await StartAsync();
        var id = (await service.Premium.Urls.SubmitAsync("http://cancelled.example.com/")).Id;
        using var giveUp = new CancellationTokenSource();
        // Nothing moves the clock: without the cancellation the pause would never end.
        var progress = new Told<VtWaitProgress>(_ => giveUp.Cancel());

        await Should.ThrowAsync<OperationCanceledException>(() => service.Premium.Analyses.WaitAsync(id, new VtWaitOptions { Progress = progress }, giveUp.Token));

        progress.Reports.Count.ShouldBe(1);
    }

    private static Task<EmulatedService> StartAsync() => EmulatedService.StartAsync(options =>
    {
        options.AnalysisQueueTime = TimeSpan.FromSeconds(20);
        options.AnalysisRunTime = TimeSpan.FromSeconds(40);
    });

    /// <summary>From the first look on, each pause jumps to its end: before that, the clock must not run away from the scanning.</summary>
    private static Told<VtWaitProgress> Progress(EmulatedService service) => new(_ => service.Clock.AutoAdvance = true);

    private static IEnumerable<string> Told(Told<VtWaitProgress> progress) =>
        progress.Reports.Select(report => FormattableString.Invariant($"{report.Waited.TotalSeconds:0.#} {report.Status}"));
}
