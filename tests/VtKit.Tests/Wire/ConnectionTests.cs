using System.IO.Compression;
using System.Net;
using System.Net.NetworkInformation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace VtKit.Tests;

/// <summary>Connections are kept, released and made as the options say.</summary>
public sealed class ConnectionTests
{
    private const string File = """{"data":{"type":"file","id":"aa"}}""";

    private static VtClient ClientOf(WireServer server, Action<VtClientOptions>? configure = null)
    {
        var options = new VtClientOptions { ApiKey = Make.Key, BaseAddress = server.Address };
        options.Retry.MaxAttempts = 1;
        configure?.Invoke(options);
        return new VtClient(options);
    }

    [Fact]
    public async Task One_connection_serves_many_calls()
    {
        await using var server = new WireServer(_ => WireServer.Json(File));
        using var client = ClientOf(server);

        for (var i = 0; i < 20; i++) await client.GetAsync("/files/aa");

        server.Accepted.ShouldBe(1);
    }

    [Fact]
    [Trait("seed", "67")]
    public async Task A_disposed_client_leaves_no_connection_open()
    {
        await using var server = new WireServer(_ => WireServer.Json(File));
        var client = ClientOf(server);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => client.GetAsync("/files/aa")));

        await client.DisposeAsync();

        await WireServer.UntilAsync(() => server.Open == 0);
    }

    [Fact]
    public async Task An_abandoned_iterator_holds_no_connection()
    {
        var page = 0;
        await using var server = new WireServer(_ => WireServer.Json("{\"data\":[{\"type\":\"file\",\"id\":\"a\"},{\"type\":\"file\",\"id\":\"b\"}],\"meta\":{\"cursor\":\"" + ++page + "\"}}"));
        using var client = ClientOf(server);

        for (var i = 0; i < 10; i++)
            await foreach (var _ in client.IterateAsync<VtObject>("/x")) break;

        server.Accepted.ShouldBe(1);
        server.Requests.Count.ShouldBe(10);
    }

    [Fact]
    public async Task An_abandoned_download_releases_its_connection()
    {
        await using var server = new WireServer(async r =>
        {
            await r.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
            await r.SendAsync(new byte[100_000]);
            await r.SilenceAsync();
        });
        using var client = ClientOf(server);

        for (var i = 0; i < 5; i++)
        {
            await using var stream = await client.OpenReadAsync("/files/aa/download");
            (await stream.ReadAsync(new byte[1000])).ShouldBeGreaterThan(0);
        }
        using var cancel = new CancellationTokenSource();
        var download = client.DownloadAsync("/files/aa/download", new SlowSink(cancel), cancellationToken: cancel.Token);
        await Should.ThrowAsync<OperationCanceledException>(download);

        server.Accepted.ShouldBe(6);
        // The server learns of it when it next looks; what counts is that the client has let go.
        await WireServer.UntilAsync(() => Established(server) == 0);
    }

    [Fact]
    public async Task A_forgotten_download_is_released_when_it_is_collected()
    {
        await using var server = new WireServer(async r =>
        {
            await r.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\nx");
            await r.SilenceAsync();
        });
        using var client = ClientOf(server);
        await OpenAndForgetAsync(client);

        await WireServer.UntilAsync(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Established(server) == 0;
        });
    }

    // A method of its own, so that nothing of it stays on the stack.
    private static async Task OpenAndForgetAsync(VtClient client) => _ = await client.OpenReadAsync("/files/aa/download");

    private static int Established(WireServer server) => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections()
        .Count(c => c.RemoteEndPoint.Port == server.Port && c.State == TcpState.Established);

    [Fact]
    public async Task A_given_client_that_gives_up_is_told_from_a_host_that_does_not_connect()
    {
        await using var server = new WireServer(r => r.SilenceAsync());
        var options = new VtClientOptions { ApiKey = Make.Key, BaseAddress = server.Address };
        using var http = new HttpClient(VtClient.CreateHandler(options)) { Timeout = TimeSpan.FromSeconds(2) };
        using var client = new VtClient(options, http);

        var error = await Should.ThrowAsync<VtTransportException>(client.PostAsync("/files/aa/analyse"));

        error.Fault.ShouldBe(VtTransportFault.ReadTimeout);
        error.Message.ShouldContain("Timeout is 2 s");
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Answers_are_asked_for_and_read_compressed()
    {
        var body = Encoding.UTF8.GetBytes("{\"data\":{\"type\":\"file\",\"id\":\"" + new string('a', 100_000) + "\"}}");
        using var buffer = new MemoryStream();
        await using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest, leaveOpen: true)) await gzip.WriteAsync(body);
        await using var server = new WireServer(async r =>
        {
            await r.SendAsync($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: {buffer.Length}\r\n\r\n");
            await r.SendAsync(buffer.ToArray());
        });
        using var client = ClientOf(server);

        var response = await client.GetAsync("/files/aa");

        response.Body.ToArray().ShouldBe(body);
        server.Requests.Single().Header("Accept-Encoding").ShouldBe("gzip");
        server.Requests.Single().Header("User-Agent")!.ShouldContain("gzip");
    }

    [Fact]
    public async Task Chunked_answers_are_read_to_their_end()
    {
        await using var server = new WireServer(async r =>
        {
            await r.SendAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
            foreach (var part in File.Chunk(5)) await r.SendAsync($"{part.Length:x}\r\n{new string(part)}\r\n");
            await r.SendAsync("0\r\n\r\n");
        });
        using var client = ClientOf(server);

        (await client.GetObjectAsync<VtObject>("/files/aa")).Id.ShouldBe("aa");
    }

    [Fact]
    [Trait("seed", "37")]
    public async Task A_proxy_is_used_with_the_name_and_password_of_its_address()
    {
        await using var proxy = new WireServer(r => r.Header("Proxy-Authorization") is null
            ? "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n"
            : WireServer.Json(File));
        var options = new VtClientOptions
        {
            ApiKey = Make.Key,
            BaseAddress = new Uri("http://vt.example"),
            Proxy = new WebProxy($"http://jane:p%40ss@127.0.0.1:{proxy.Port}"),
        };
        using var client = new VtClient(options);

        await client.GetAsync("/files/aa");

        var last = proxy.Requests.Last();
        last.Line.ShouldBe("GET http://vt.example/api/v3/files/aa HTTP/1.1");
        last.Header("Proxy-Authorization").ShouldBe("Basic " + Convert.ToBase64String("jane:p@ss"u8));
    }

    [Fact]
    public async Task A_companys_authority_can_be_trusted_and_a_wrong_name_cannot()
    {
        using var authority = Authority();
        using var good = Leaf(authority, "127.0.0.1");
        using var wrong = Leaf(authority, "10.9.9.9");
        await using var server = new WireServer(r => r.SendAsync(WireServer.Json(File)), good);
        await using var impostor = new WireServer(r => r.SendAsync(WireServer.Json(File)), wrong);
        void Trust(VtClientOptions o) => o.ExtraCertificateAuthorities.Add(authority);

        using (var trusting = ClientOf(server, Trust)) await trusting.GetAsync("/files/aa");
        using var distrusting = ClientOf(server);
        using var deceived = ClientOf(impostor, Trust);

        (await Should.ThrowAsync<VtTransportException>(distrusting.GetAsync("/files/aa"))).Fault.ShouldBe(VtTransportFault.Tls);
        (await Should.ThrowAsync<VtTransportException>(deceived.GetAsync("/files/aa"))).Fault.ShouldBe(VtTransportFault.Tls);
        impostor.Requests.ShouldBeEmpty();
    }

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Acme Test Authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    private static X509Certificate2 Leaf(X509Certificate2 authority, string address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var certificate = request.Create(authority, new DateTimeOffset(authority.NotBefore), new DateTimeOffset(authority.NotAfter), [1, 2, 3, 4]);
        using var withKey = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null);
    }

    /// <summary>Cancels once something has arrived.</summary>
    private sealed class SlowSink(CancellationTokenSource cancel) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await cancel.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
