using System.Net;
using System.Net.Sockets;
using VtKit.Testing.Shared;

namespace VtKit.StaticAnalysis.Tests;

public class ClamdTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);
    private static readonly byte[] File = Samples.Random(1, 200_000);

    [Fact]
    public async Task A_clean_answer_is_undetected_with_the_version_of_engine_and_signatures()
    {
        await using var clamd = new FakeClamd();
        (await ScanAsync(clamd)).ShouldBe(new EngineVerdict("ClamAV", VerdictCategory.Undetected, null, "1.4.6", "20250602"));
        clamd.Received.ShouldBe(File);
    }

    [Fact]
    public async Task A_name_is_malicious()
    {
        await using var clamd = new FakeClamd { Reply = "stream: Win.Test.EICAR_HDB-1 FOUND" };
        var verdict = await ScanAsync(clamd);
        verdict.Category.ShouldBe(VerdictCategory.Malicious);
        verdict.Result.ShouldBe("Win.Test.EICAR_HDB-1");
    }

    [Theory]
    [InlineData("INSTREAM size limit exceeded. ERROR", "size limit")]
    [InlineData("stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND", "Limits.Exceeded")]
    [InlineData("stream: Can't allocate memory ERROR", "allocate")]
    [InlineData("stream:  FOUND", "FOUND")]
    [InlineData("HTTP/1.1 400 Bad Request", "HTTP/1.1")]
    [InlineData("", "without an answer")]
    public async Task A_refusal_is_a_failure_that_says_why(string reply, string why)
    {
        await using var clamd = new FakeClamd { Reply = reply };
        var verdict = await ScanAsync(clamd);
        verdict.Category.ShouldBe(VerdictCategory.Failure);
        verdict.Result.ShouldBeNull();
        verdict.Problem!.ShouldContain(why);
    }

    [Fact]
    public async Task A_refusal_in_the_middle_of_the_file_is_heard()
    {
        await using var clamd = new FakeClamd { Reply = "INSTREAM size limit exceeded. ERROR", ReplyAfter = 70_000 };
        // Far more than the buffers of the connection hold: sending blocks until the answer is heard.
        var verdict = await ScanAsync(clamd, content: new MemoryStream(new byte[64 << 20]));
        verdict.Category.ShouldBe(VerdictCategory.Failure);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_a_failure()
    {
        await using var clamd = new FakeClamd { HangsUp = true };
        (await ScanAsync(clamd, content: new MemoryStream(new byte[16 << 20]))).Category.ShouldBe(VerdictCategory.Failure);
    }

    [Fact]
    public async Task Silence_is_a_timeout_on_the_clock_that_was_given()
    {
        await using var clamd = new FakeClamd { Reply = null };
        var time = new FakeTime();
        var engine = new ClamdEngine(clamd.EndPoint, Long, time);
        var scan = engine.ScanAsync(new MemoryStream(File), await Samples.AnalyzeAsync(File)).AsTask();
        await clamd.ScanStarted;
        scan.IsCompleted.ShouldBeFalse();
        time.Advance(Long);
        var verdict = await scan;
        verdict.Category.ShouldBe(VerdictCategory.Timeout);
        verdict.CategoryName.ShouldBe("timeout");
        verdict.EngineVersion.ShouldBe("1.4.6");
    }

    [Fact]
    public async Task The_caller_may_give_up()
    {
        await using var clamd = new FakeClamd { Reply = null };
        using var cancellation = new CancellationTokenSource();
        var scan = new ClamdEngine(clamd.EndPoint, Long).ScanAsync(new MemoryStream(File), await Samples.AnalyzeAsync(File), cancellation.Token).AsTask();
        await clamd.ScanStarted;
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => scan);
    }

    [Fact]
    public async Task Hostile_answers_are_bounded_and_made_harmless()
    {
        await using var endless = new FakeClamd { Reply = "stream: " + new string('x', 100_000) + " FOUND" };
        (await ScanAsync(endless)).ShouldSatisfyAllConditions(
            v => v.Category.ShouldBe(VerdictCategory.Failure),
            v => v.Problem!.Length.ShouldBeLessThan(300));
        await using var escapes = new FakeClamd { Reply = "stream: \u001b[31mred\n FOUND" };
        (await ScanAsync(escapes)).Result.ShouldBe("?[31mred?");
    }

    [Theory]
    [InlineData("ClamAV 1.4.6", "1.4.6", null)]
    [InlineData("ClamAV 1.4.6/27654/Mon Jun 12 08:32:01 2023", "1.4.6", "20230612")]
    [InlineData("ClamAV 1.4.6/27654/yesterday", "1.4.6", null)]
    public async Task The_probe_tells_version_and_date(string reply, string version, string? update)
    {
        await using var clamd = new FakeClamd { Version = reply };
        (await new ClamdEngine(clamd.EndPoint, Long).ProbeAsync()).ShouldBe(new EngineInfo(version, update));
    }

    [Fact]
    public async Task What_is_not_there_or_is_not_clamd_is_absent()
    {
        await using var other = new FakeClamd { Version = "SSH-2.0-OpenSSH_9" };
        (await new ClamdEngine(other.EndPoint, Long).ProbeAsync()).ShouldBeNull();
        (await ScanAsync(other)).Category.ShouldBe(VerdictCategory.Failure);
        var nobody = new ClamdEngine(new UnixDomainSocketEndPoint(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"))), Long);
        (await nobody.ProbeAsync()).ShouldBeNull();
        (await nobody.ScanAsync(new MemoryStream(File), await Samples.AnalyzeAsync(File))).Category.ShouldBe(VerdictCategory.Failure);
    }

    [Theory]
    [InlineData("localhost:3310")]
    [InlineData("tcp://127.0.0.1:3310")]
    [InlineData("[::1]:3310")]
    public void Addresses_of_TCP_are_read(string text) =>
        ClamdEngine.ParseEndpoint(text).ToString()!.ShouldEndWith("3310");

    [Fact]
    public void Paths_of_sockets_are_read()
    {
        if (OperatingSystem.IsWindows()) return;
        ClamdEngine.ParseEndpoint("/run/clamav/clamd.ctl").ShouldBeOfType<UnixDomainSocketEndPoint>();
        ClamdEngine.ParseEndpoint("unix:/run/clamav/clamd.ctl").ToString().ShouldBe("/run/clamav/clamd.ctl");
    }

    [Theory]
    [InlineData("clamd")]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:99999")]
    [InlineData(":3310")]
    [InlineData("relative/path")]
    public void Other_addresses_are_refused_with_a_way_out(string text) =>
        Should.Throw<FormatException>(() => ClamdEngine.ParseEndpoint(text)).Message.ShouldContain("host:port");

    [Fact]
    public void A_path_that_no_socket_can_have_is_refused()
    {
        if (OperatingSystem.IsWindows()) return;
        Should.Throw<FormatException>(() => ClamdEngine.ParseEndpoint("/" + new string('x', 300))).Message.ShouldContain("too long");
    }

    private static async Task<EngineVerdict> ScanAsync(FakeClamd clamd, Stream? content = null) =>
        await new ClamdEngine(clamd.EndPoint, Long).ScanAsync(content ?? new MemoryStream(File), await Samples.AnalyzeAsync(File));
}

/// <summary>A real clamd with a signature file of its own, started for these tests alone.</summary>
public sealed class RealClamdTests : IAsyncLifetime, IDisposable
{
    private readonly TempFolder _folder = new();
    private string _socket = "";

    private static string Script => Path.Combine(SharedMaterial.RepositoryRoot, "eng", "start-clamd");

    public async Task InitializeAsync()
    {
        if (Tool.Find("clamd") is null || Tool.Find("bash") is null) return;
        _socket = (await Tool.RunAsync("bash", Script, _folder.File("clamd"))).Trim();
    }

    public async Task DisposeAsync()
    {
        if (_socket.Length > 0) await Tool.RunAsync("bash", Script, "--stop", _folder.File("clamd"));
    }

    public void Dispose() => _folder.Dispose();

    [ToolFact("clamd", "bash")]
    public async Task A_real_clamd_finds_its_signatures_and_nothing_else()
    {
        var engines = await EngineSet.DiscoverAsync(new EngineDiscovery { Clamd = _socket });
        engines.Problems.ShouldBeEmpty();
        engines.Engines.Select(e => e.Name).ShouldBe(["EICAR", "ClamAV"]);
        (await engines.Engines[1].ProbeAsync())!.Version!.ShouldMatch(@"^\d+\.\d+\.\d+");

        await ExpectAsync(Samples.Eicar, VerdictCategory.Malicious, "Eicar-Test-Signature.UNOFFICIAL");
        await ExpectAsync([.. Samples.Random(1, 300_000), .. "vtkit-clamd-test-marker"u8], VerdictCategory.Malicious, "VtKit.Test.Marker.UNOFFICIAL");
        await ExpectAsync(new ZipBuilder().Add("eicar.com", Samples.Eicar).Build(), VerdictCategory.Malicious, "Eicar-Test-Signature.UNOFFICIAL");
        await ExpectAsync("harmless"u8.ToArray(), VerdictCategory.Undetected, null);
        await ExpectAsync([], VerdictCategory.Undetected, null);

        async Task ExpectAsync(byte[] content, VerdictCategory category, string? result)
        {
            var verdict = (await engines.ScanAsync(new MemoryStream(content), await Samples.AnalyzeAsync(content)))[1];
            verdict.Category.ShouldBe(category, verdict.Problem);
            verdict.Result.ShouldBe(result);
        }
    }

    [ToolFact("clamd", "bash")]
    public async Task A_file_beyond_the_limit_of_a_real_clamd_is_a_failure()
    {
        var engine = new ClamdEngine(ClamdEngine.ParseEndpoint(_socket), TimeSpan.FromMinutes(1));
        var content = new byte[40 << 20];
        var verdict = await engine.ScanAsync(new MemoryStream(content), await Samples.AnalyzeAsync("x"));
        verdict.Category.ShouldBe(VerdictCategory.Failure, verdict.Problem);
    }
}
