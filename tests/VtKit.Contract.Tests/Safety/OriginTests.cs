using System.Text;
using VtKit.Emulator;

namespace VtKit.Contract.Tests;

/// <summary>Wherever answers point, the key stays with the origin that it was given for.</summary>
public sealed class OriginTests : IAsyncLifetime
{
    private EmulatedService _service = null!;
    private VtClient _vt = null!;

    public async Task InitializeAsync()
    {
        _service = await EmulatedService.StartAsync();
        _vt = Client(_service.Emulator.BaseAddress);
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_to_another_origin_is_followed_without_the_key(int status)
    {
        await using var third = OtherOrigin.Answering("""{"data": {"type": "file", "id": "from elsewhere"}}""");
        await using var first = OtherOrigin.Redirecting(status, third.Address);
        var vt = Client(first.Address);

        (await vt.Files.GetAsync(Samples.EicarMd5)).Id.ShouldBe("from elsewhere");

        var asked = first.Requests.ShouldHaveSingleItem();
        asked.ShouldContain(VtEmulatorKeys.Premium);
        asked.ShouldContain("x-own: private");
        ShouldHoldNoSecret(third.Requests.ShouldHaveSingleItem());
    }

    [Fact]
    public async Task A_download_that_is_redirected_to_another_origin_takes_no_key_along()
    {
        await using var third = OtherOrigin.Answering("content", "application/octet-stream");
        await using var first = OtherOrigin.Redirecting(302, third.Address);
        var vt = Client(first.Address);
        using var content = new MemoryStream();

        await vt.DownloadAsync($"/files/{Samples.EicarMd5}/download", content);

        Encoding.ASCII.GetString(content.ToArray()).ShouldBe("content");
        ShouldHoldNoSecret(third.Requests.ShouldHaveSingleItem());
    }

    [Fact]
    public async Task A_write_is_not_redirected_at_all()
    {
        await using var third = OtherOrigin.Answering("{}");
        await using var first = OtherOrigin.Redirecting(307, third.Address);
        var vt = Client(first.Address);
        using var file = new MemoryStream(Samples.Text("redirects"));

        await Should.ThrowAsync<VtProtocolException>(() => vt.Domains.AddCommentAsync("example.com", "Not for others"));
        await Should.ThrowAsync<VtProtocolException>(() => vt.Files.UploadAsync(file));

        third.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_next_link_to_another_origin_is_not_followed_there()
    {
        await using var third = OtherOrigin.Answering("""{"data": []}""");
        await _service.FaultAsync($$$"""{"path": "/api/v3/comments", "status": 200, "content_type": "application/json", "body": "{\"data\": [], \"links\": {\"next\": \"{{{third.Address}}}api/v3/comments?cursor=%22%22\"}}"}""");

        (await _vt.Comments.LatestAsync().ToListAsync()).ShouldBeEmpty();

        third.Requests.ShouldBeEmpty();
        (await _service.RequestsAsync()).ShouldBe(["GET /comments 200", "GET /comments 200"]);
    }

    [Fact]
    public async Task An_upload_URL_of_another_origin_gets_the_file_and_no_key()
    {
        await using var third = OtherOrigin.Answering("""{"data": {"type": "analysis", "id": "elsewhere"}}""");
        await AnswerWithAsync("/files/upload_url", third.Address);
        using var zeros = new Zeros(33 * 1024 * 1024);

        (await _vt.Files.UploadAsync(zeros, new VtUploadOptions { FileName = "large.bin" })).Id.ShouldBe("elsewhere");

        var upload = third.Requests.ShouldHaveSingleItem();
        upload.ShouldStartWith("POST / HTTP/1.1");
        ShouldHoldNoSecret(upload);
    }

    [Fact]
    public async Task A_download_URL_of_another_origin_is_read_without_the_key()
    {
        await using var third = OtherOrigin.Answering("content", "application/octet-stream");
        await AnswerWithAsync($"/files/{Samples.EicarMd5}/download_url", third.Address);
        using var content = new MemoryStream();

        await _vt.DownloadAsync(await _vt.Files.GetDownloadUrlAsync(Samples.EicarMd5), content);

        content.Length.ShouldBe(7);
        ShouldHoldNoSecret(third.Requests.ShouldHaveSingleItem());
    }

    [Fact]
    public async Task An_absolute_URL_gets_the_key_at_the_same_origin_alone()
    {
        await using var third = OtherOrigin.Answering("{}");
        var home = _service.Emulator.BaseAddress;

        (await _vt.GetAsync(new Uri(home, $"/api/v3/files/{Samples.EicarMd5}"))).IsSuccess.ShouldBeTrue();
        await _vt.GetAsync(third.Address);
        // The name of the host, written into the part of a URL that is for users.
        await _vt.GetAsync(new Uri($"http://{home.Host}:{home.Port}@{third.Address.Authority}/"));
        // Another name for the same machine is another origin.
        var error = await Should.ThrowAsync<VtAuthenticationException>(() => _vt.GetAsync(new Uri($"http://localhost:{home.Port}/api/v3/files/{Samples.EicarMd5}")));

        error.Code.ShouldBe(VtErrorCode.AuthenticationRequiredError);
        third.Requests.Count.ShouldBe(2);
        foreach (var request in third.Requests) ShouldHoldNoSecret(request);
    }

    private VtClient Client(Uri address) => _service.Client(VtEmulatorKeys.Premium, options =>
    {
        options.BaseAddress = address;
        options.ToolName = "org.example.tool";
        options.Headers["x-own"] = "private";
        options.Retry.MaxAttempts = 1;
    });

    private Task AnswerWithAsync(string path, Uri address) => _service.FaultAsync(
        $$$"""{"path": "/api/v3{{{path}}}", "status": 200, "content_type": "application/json", "body": "{\"data\": \"{{{address}}}\"}"}""");

    private static void ShouldHoldNoSecret(string request)
    {
        request.ShouldContain("User-Agent: VtKit/");
        foreach (var secret in new[] { VtEmulatorKeys.Premium, "apikey", "x-own", "x-tool" })
            request.Contains(secret, StringComparison.OrdinalIgnoreCase).ShouldBeFalse(secret);
    }
}
