using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VtKit.Emulator;
using VtKit.Indicators;

namespace VtKit.Contract.Tests;

/// <summary>The examples of the guides, as they stand there, run against the emulator.</summary>
public sealed class GuideTests : IAsyncLifetime
{
    private const string Eicar = "44d88612fea8a8f36de82e1278abb02f";

    private readonly string _folder = Directory.CreateTempSubdirectory("vtkit-guides-").FullName;
    private readonly List<string> _handled = [];
    private EmulatedService _service = null!;

    public async Task InitializeAsync()
    {
        _service = await EmulatedService.StartAsync();
        for (var number = 1; number <= 3; number++) await _service.Premium.Domains.AddCommentAsync("example.com", $"Number {number}");
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Feeds()
    {
        await _service.Premium.Files.UploadAsync(new MemoryStream("for the feed"u8.ToArray()));
        _service.Clock.Advance(TimeSpan.FromHours(2));
        var vt = _service.Premium;

        var since = new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
        var range = new VtFeedRange { Since = since, Until = since.AddMinutes(5) };
        var options = new VtFeedOptions { OnGap = gap => Console.Error.WriteLine(gap) };

        await foreach (var item in vt.Feeds.FilesAsync(range, options))
        {
            Console.WriteLine($"{item.Object.Id} {item.Object.LastAnalysisStats.Malicious} {item.Object.ContextAttributes["download_url"]}");
        }

        // The test file, which every store has, and the new one.
        (await vt.Feeds.FilesAsync(range, options).ToListAsync()).Count.ShouldBe(2);
        var later = new VtFeedRange { ResumeFrom = VtFeedCursor.Parse("files-202601151000-17") };
        later.ResumeFrom!.Value.ToString().ShouldBe("files-202601151000-17");

        var wanted = new VtFeedOptions { OnGap = Console.Error.WriteLine, Filter = line => line.IndexOf("\"type_tag\": \"android\""u8) >= 0 };
        await foreach (var line in vt.Feeds.LinesAsync(VtFeedKind.Files, range, wanted)) Console.WriteLine(line.Utf8.Length);
    }

    [Fact]
    [Trait("seed", "76")]
    public async Task Paging()
    {
        var vt = _service.Premium;

        await foreach (var comment in vt.Domains.CommentsAsync("example.com", new VtListOptions { PageSize = 40, Max = 200 }))
            Console.WriteLine($"{comment.Date:u} {comment.Text}");
    }

    [Fact]
    [Trait("seed", "77")]
    public async Task Going_on_later()
    {
        var (vt, bookmark, cancellationToken) = (_service.Premium, Path.Combine(_folder, "bookmark"), CancellationToken.None);

        for (var run = 0; run < 2; run++)
        {
            var place = File.Exists(bookmark) ? VtResumeToken.Parse(await File.ReadAllTextAsync(bookmark)) : default;
            var list = vt.Domains.CommentsAsync("example.com", new VtListOptions { PageSize = 40, ResumeFrom = place });
            await foreach (var page in list.Pages(cancellationToken: cancellationToken))
                for (var i = 0; i < page.Items.Count; i++)
                {
                    await HandleAsync(page.Items[i]);
                    await File.WriteAllTextAsync(bookmark, page.After(i + 1).ToString());
                }
        }

        _handled.ShouldBe(["Number 3", "Number 2", "Number 1"]);
    }

    [Fact]
    [Trait("seed", "45")]
    [Trait("seed", "61")]
    public async Task Looking_before_uploading()
    {
        var path = Path.Combine(_folder, "own.txt");
        await File.WriteAllTextAsync(path, "nobody has seen this before");

        (await LookOrUploadAsync(_service.Premium, path, CancellationToken.None)).Malicious.ShouldBe(0);
        (await LookOrUploadAsync(_service.Premium, path, CancellationToken.None)).Exists.ShouldBeTrue();

        (await _service.RequestsAsync()).Count(request => request.StartsWith("POST", StringComparison.Ordinal) && request.Contains("/files", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Uploading_and_waiting()
    {
        var (vt, path, cancellationToken) = (_service.Premium, Path.Combine(_folder, "a.zip"), CancellationToken.None);
        await File.WriteAllTextAsync(path, "no archive at all");

        var upload = new VtUploadOptions
        {
            FileName = "invoice.zip",
            Password = "infected",
            Progress = new Progress<VtTransferProgress>(p => Console.Error.Write($"\r{p.Bytes:N0} of {p.Total:N0}")),
        };
        var submitted = await vt.Files.UploadAsync(path, upload, cancellationToken);

        var wait = new VtWaitOptions { Deadline = TimeSpan.FromMinutes(5), Progress = new Progress<VtWaitProgress>(p => Console.Error.WriteLine(p.Status)) };
        try
        {
            var analysis = await vt.Analyses.WaitAsync(submitted.Id, wait, cancellationToken);
            Console.WriteLine($"{analysis.Stats.Malicious} say malicious");
        }
        catch (VtTimeoutException e)
        {
            Console.Error.WriteLine($"Still {e.Status} after {e.Waited}. Ask again for {e.AnalysisId}.");
        }
    }

    [Fact]
    [Trait("seed", "36")]
    [Trait("seed", "37")]
    public void Timeouts_and_a_proxy()
    {
        var (key, password, authority) = (VtEmulatorKeys.Public, "x", Path.Combine(_folder, "authority.cer"));
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using (var certificate = new CertificateRequest("CN=Company", pair, HashAlgorithmName.SHA256).CreateSelfSigned(_service.Clock.GetUtcNow(), _service.Clock.GetUtcNow().AddDays(1)))
            File.WriteAllBytes(authority, certificate.Export(X509ContentType.Cert));

        var options = new VtClientOptions
        {
            ApiKey = key,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            ReadTimeout = TimeSpan.FromSeconds(30),
            Deadline = TimeSpan.FromMinutes(2),
            Proxy = new WebProxy("http://proxy.example:8080") { Credentials = new NetworkCredential("jane", password) },
        };
        options.ExtraCertificateAuthorities.Add(X509CertificateLoader.LoadCertificateFromFile(authority));
        using var vt = new VtClient(options);

        vt.BaseAddress.ToString().ShouldBe("https://www.virustotal.com/api/v3");
    }

    [Fact]
    [Trait("seed", "56")]
    public async Task A_service_that_cannot_be_reached()
    {
        var (hash, cancellationToken) = (Eicar, CancellationToken.None);
        var vt = _service.Client(VtEmulatorKeys.Public, options => { options.BaseAddress = new Uri("http://127.0.0.1:1"); options.Retry.MaxAttempts = 1; });
        (await Should.ThrowAsync<VtTransportException>(() => vt.Files.GetAsync(hash))).Fault.ShouldBe(VtTransportFault.Connection);

        try
        {
            await vt.Files.GetAsync(hash, cancellationToken: cancellationToken);
        }
        catch (VtTransportException e) when (e.Fault is VtTransportFault.ConnectTimeout or VtTransportFault.Connection or VtTransportFault.Proxy)
        {
            Console.Error.WriteLine($"VirusTotal cannot be reached: {e.Message}");
        }
    }

    [Fact]
    [Trait("seed", "46")]
    public async Task From_vtapi3()
    {
        var vt = _service.Premium;

        var file = await vt.Files.GetAsync("44d88612fea8a8f36de82e1278abb02f");
        Console.WriteLine($"{file.Sha256}: {file.LastAnalysisStats.Malicious}");

        file.LastAnalysisStats.Malicious.ShouldBe(1);
    }

    [Fact]
    [Trait("seed", "68")]
    [Trait("seed", "92")]
    public async Task From_vt_py()
    {
        var vt = _service.Premium;

        var file = await vt.GetObjectAsync<VtFile>($"/files/{"44d88612fea8a8f36de82e1278abb02f"}");
        Console.WriteLine($"{file.Size} {file.Sha256} {file.LastAnalysisStats.Malicious}");

        await foreach (var comment in vt.Domains.CommentsAsync("example.com", new VtListOptions { PageSize = 20, Max = 200 }))
            Console.WriteLine(comment.Text);

        file.Size.ShouldBe(68);
    }

    [Fact]
    public async Task From_VirusTotalNet()
    {
        var vt = _service.Premium;

        try
        {
            var file = await vt.Files.GetAsync("44d88612fea8a8f36de82e1278abb02f");
            foreach (var (engine, result) in file.LastAnalysisResults)
                Console.WriteLine($"{engine}: {result.Category} {result.Result}");
        }
        catch (VtNotFoundException)
        {
            Console.WriteLine("VirusTotal does not know it.");
        }
    }

    [Fact]
    [Trait("seed", "83")]
    public async Task From_VirusTotalAnalyzer()
    {
        var vt = _service.Premium;

        var file = await vt.Files.GetAsync("44d88612fea8a8f36de82e1278abb02f", new VtReadOptions { Relationships = ["contacted_domains"] });
        foreach (var domain in file.Relationships["contacted_domains"].Objects)
            Console.WriteLine(domain.Id);
    }

    private static async Task<AnalysisStats> LookOrUploadAsync(VtClient vt, string path, CancellationToken cancellationToken)
    {
        var hashes = await FileHasher.HashFileAsync(path, cancellationToken: cancellationToken);
        try
        {
            var known = await vt.Files.GetAsync(hashes.Sha256!.Value, cancellationToken: cancellationToken);
            return known.LastAnalysisStats;
        }
        catch (VtNotFoundException)
        {
            var analysis = await vt.Files.ScanAndWaitAsync(path, cancellationToken: cancellationToken);
            return analysis.Stats;
        }
    }

    private Task HandleAsync(VtComment comment)
    {
        _handled.Add(comment.Text!);
        return Task.CompletedTask;
    }
}
