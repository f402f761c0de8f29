using System.Security.Cryptography;
using System.Text;

namespace VtKit.Tests;

/// <summary>A service whose answers point to a third origin, in every way that an answer can: the key never goes there.</summary>
public sealed class ThirdOriginTests
{
    private const string Hash = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";
    private static readonly byte[] Sample = Encoding.ASCII.GetBytes("a sample");

    private static async Task WithThirdParty(Func<WireServer, string> service, Func<VtClient, Task> use, int visits)
    {
        await using var third = new WireServer(async request =>
        {
            await request.DrainAsync();
            await request.SendAsync(request.Target.Contains("sample", StringComparison.Ordinal)
                ? $"HTTP/1.1 200 OK\r\nContent-Length: {Sample.Length}\r\n\r\n{Encoding.ASCII.GetString(Sample)}"
                : WireServer.Json("""{"data":{"type":"analysis","id":"n"}}"""));
        });
        WireServer? origin = null;
        await using var server = origin = new WireServer(_ => service(third));
        var options = new VtClientOptions { ApiKey = Make.Key, BaseAddress = server.Address, ToolName = "tool" };
        options.Headers["X-Gateway-Token"] = "gateway-secret";
        options.Retry.MaxAttempts = 1;
        using (var client = new VtClient(options)) await use(client);

        third.Requests.Count.ShouldBe(visits);
        foreach (var request in third.Requests)
        {
            request.Head.ShouldNotContain(Make.Key, Case.Insensitive);
            request.Head.ShouldNotContain("gateway-secret");
            request.Head.ShouldNotContain("x-tool", Case.Insensitive);
        }
        origin.Requests.ShouldNotBeEmpty();
        foreach (var request in origin.Requests) request.Header("x-apikey").ShouldBe(Make.Key);
    }

    [Fact]
    public Task A_redirect_of_a_read() => WithThirdParty(
        third => WireServer.Redirect($"{third.Address}api/v3/files/{Hash}"),
        client => client.GetAsync($"/files/{Hash}"), visits: 1);

    [Fact]
    [Trait("seed", "53")]
    public Task A_redirect_of_a_download() => WithThirdParty(
        third => WireServer.Redirect($"{third.Address}sample?signature=s"),
        async client =>
        {
            using var destination = new MemoryStream();
            await client.Files.DownloadAsync(Convert.ToHexStringLower(SHA256.HashData(Sample)), destination);
            destination.ToArray().ShouldBe(Sample);
        }, visits: 1);

    [Fact]
    [Trait("seed", "53")]
    public Task A_download_address() => WithThirdParty(
        third => WireServer.Json("{\"data\":\"" + third.Address + "sample\"}"),
        async client =>
        {
            using var destination = new MemoryStream();
            await client.DownloadAsync(await client.Files.GetDownloadUrlAsync(Hash), destination);
            destination.ToArray().ShouldBe(Sample);
        }, visits: 1);

    [Fact]
    [Trait("seed", "45")]
    public Task An_upload_address() => WithThirdParty(
        third => WireServer.Json("{\"data\":\"" + third.Address + "upload\"}"),
        client => client.Files.UploadAsync(new SparseStream(40_000_000)), visits: 1);

    [Fact]
    public Task The_next_link_of_a_page()
    {
        var page = 0;
        return WithThirdParty(
            third => WireServer.Json(++page == 1
                ? "{\"data\":[{\"type\":\"file\",\"id\":\"a\"}],\"links\":{\"next\":\"" + third.Address + "api/v3/x?cursor=c\"}}"
                : """{"data":[]}"""),
            async client => (await client.IterateAsync<VtObject>("/x").ToListAsync()).Count.ShouldBe(1), visits: 0);
    }

    [Fact]
    public Task A_link_that_the_caller_follows() => WithThirdParty(
        third => WireServer.Json("{\"data\":{\"type\":\"x\",\"id\":\"y\",\"links\":{\"self\":\"" + third.Address + "api/v3/x/y\"}}}"),
        async client => await client.GetAsync((await client.GetObjectAsync<VtObject>("/x/y")).Links.Self!), visits: 1);

    [Fact]
    public async Task Another_port_of_the_same_host_is_another_origin()
    {
        await using var other = new WireServer(_ => WireServer.Json("{}"));
        await using var server = new WireServer(_ => WireServer.Json("{}"));
        using var client = new VtClient(new VtClientOptions { ApiKey = Make.Key, BaseAddress = server.Address });

        await client.GetAsync(new Uri(other.Address, "/api/v3/files/aa"));
        await client.GetAsync(new Uri(server.Address, "/api/v3/files/aa"));

        other.Requests.Single().Header("x-apikey").ShouldBeNull();
        server.Requests.Single().Header("x-apikey").ShouldBe(Make.Key);
    }

    [Fact]
    public async Task A_client_that_redirects_by_itself_is_found_out()
    {
        await using var third = new WireServer(_ => WireServer.Json("{}"));
        await using var server = new WireServer(_ => WireServer.Redirect(third.Address.AbsoluteUri));
        using var http = new HttpClient();
        using var client = new VtClient(new VtClientOptions { ApiKey = Make.Key, BaseAddress = server.Address }, http);

        (await Should.ThrowAsync<InvalidOperationException>(client.GetAsync("/files/aa"))).Message.ShouldContain("AllowAutoRedirect");
    }

    [Fact]
    public async Task A_client_made_with_our_handler_keeps_the_key_at_home()
    {
        await using var third = new WireServer(_ => WireServer.Json("{}"));
        await using var server = new WireServer(_ => WireServer.Redirect(third.Address.AbsoluteUri));
        var options = new VtClientOptions { ApiKey = Make.Key, BaseAddress = server.Address };
        using var http = new HttpClient(VtClient.CreateHandler(options));
        using (var client = new VtClient(options, http)) await client.GetAsync("/files/aa");

        third.Requests.Single().Header("x-apikey").ShouldBeNull();
        server.Requests.Single().Header("x-apikey").ShouldBe(Make.Key);
        // It is still the caller's, and as it was.
        http.DefaultRequestHeaders.ShouldBeEmpty();
        http.BaseAddress.ShouldBeNull();
        http.Timeout.ShouldBe(TimeSpan.FromSeconds(100));
        (await http.GetAsync(third.Address)).IsSuccessStatusCode.ShouldBeTrue();
    }
}
