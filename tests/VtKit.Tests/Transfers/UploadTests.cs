using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VtKit.Tests;

public sealed class UploadTests : IDisposable
{
    private const string Queued = """{"data":{"type":"analysis","id":"n"}}""";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vtkit-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Sample(string name, string content = "sample")
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, content);
        return path;
    }

    [Fact]
    [Trait("seed", "45")]
    public async Task A_file_goes_up_as_multipart_with_its_name_and_without_its_folders()
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK, Queued);
        using var client = Make.Client(stub);

        var analysis = await client.Files.UploadAsync(Sample("ein \"böser\" name.exe"));

        analysis.Id.ShouldBe("n");
        var asked = stub.Requests.Single();
        asked.PathAndQuery.ShouldBe("/api/v3/files");
        var boundary = asked.Headers["Content-Type"].Split("boundary=")[1];
        asked.Headers["Content-Type"].ShouldBe($"multipart/form-data; boundary={boundary}");
        asked.Text.ShouldBe($"--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"ein %22böser%22 name.exe\"\r\nContent-Type: application/octet-stream\r\n\r\nsample\r\n--{boundary}--\r\n");
        asked.Headers["Content-Length"].ShouldBe(asked.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_password_is_a_field_of_the_form()
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK, Queued);
        using var client = Make.Client(stub);

        await client.Files.UploadAsync(new MemoryStream("zip"u8.ToArray()), new VtUploadOptions { FileName = "a.zip", Password = "infected" });

        stub.Requests.Single().Text.ShouldContain("Content-Disposition: form-data; name=\"password\"\r\n\r\ninfected\r\n");
        stub.Requests.Single().Headers.Values.ShouldNotContain(v => v.Contains("infected"));
    }

    [Theory]
    [InlineData("/cases/secret case/a.exe", "a.exe")]
    [InlineData(@"C:\Users\jane\a.exe", "a.exe")]
    [InlineData("a\r\nX-Evil: 1.exe", "a%0D%0AX-Evil: 1.exe")]
    [InlineData("a\0b\tc", "a_b_c")]
    [InlineData("folder/", "9834876dcfb05cb167a5c24953eba58c4ac89b1adf57f28f2f9d09af107ee8f0")]
    [InlineData(null, "9834876dcfb05cb167a5c24953eba58c4ac89b1adf57f28f2f9d09af107ee8f0")]
    public async Task The_name_tells_nothing_but_the_name(string? given, string sent)
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK, Queued);
        using var client = Make.Client(stub);

        await client.Files.UploadAsync(new MemoryStream("aaa"u8.ToArray()), new VtUploadOptions { FileName = given });

        stub.Requests.Single().Text.ShouldContain($"; filename=\"{sent}\"\r\n");
        stub.Requests.Single().Text.ShouldNotContain("jane");
    }

    [Fact]
    public async Task The_name_can_be_hidden()
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK, Queued);
        using var client = Make.Client(stub);

        await client.Files.UploadAsync(Sample("secret.txt", "aaa"), new VtUploadOptions { HideFileName = true });

        stub.Requests.Single().Text.ShouldContain("filename=\"9834876dcfb05cb167a5c24953eba58c4ac89b1adf57f28f2f9d09af107ee8f0\"");
    }

    [Theory]
    [InlineData(33_000_000, false)]
    [InlineData(33_554_433, true)]
    [Trait("seed", "45")]
    public async Task Above_32_MB_an_upload_address_is_asked_for(long size, bool asks)
    {
        var stub = new StubHandler().Always(asked => StubHandler.Answer(HttpStatusCode.OK, asked.Method == "GET" ? """{"data":"https://www.virustotal.com/_ah/upload/1/"}""" : Queued));
        using var client = Make.Client(stub, o => o.Quota = new VtQuota(PerDay: 10));

        await client.Files.UploadAsync(new SparseStream(size));

        stub.Requests.Select(r => r.Url.AbsolutePath).ShouldBe(asks ? ["/api/v3/files/upload_url", "/_ah/upload/1/"] : ["/api/v3/files"]);
        (await client.Quota.GetUsageAsync()).Day.ShouldBe(1, "asking for the address costs, using it does not: it is no row of the table");
    }

    [Fact]
    public async Task Above_650_MB_nothing_is_sent()
    {
        var stub = new StubHandler();
        using var client = Make.Client(stub);
        var stream = new SparseStream(700_000_000);

        var error = await Should.ThrowAsync<VtFileSizeException>(client.Files.UploadAsync(stream));

        error.Size.ShouldBe(700_000_000);
        error.Message.ShouldContain("681,574,400");
        stub.Requests.ShouldBeEmpty();
        stream.BytesRead.ShouldBe(0);
    }

    [Fact]
    public async Task A_stream_that_cannot_seek_is_kept_aside_and_leaves_nothing_behind()
    {
        var before = Directory.GetFiles(Path.GetTempPath(), "vtkit-upload-*");
        var stub = new StubHandler().Then(HttpStatusCode.ServiceUnavailable, "{}").Then(HttpStatusCode.TooManyRequests, StubHandler.Error("TooManyRequestsError")).Always(HttpStatusCode.OK, Queued);
        using var client = Make.Client(stub);

        await Should.ThrowAsync<VtProtocolException>(client.Files.UploadAsync(new SparseStream(1_000_000, seekable: false)));
        await client.Files.UploadAsync(new SparseStream(1_000_000, seekable: false));

        stub.Requests.Count.ShouldBe(3);
        stub.Requests[2].Body.Length.ShouldBeGreaterThan(1_000_000);
        Directory.GetFiles(Path.GetTempPath(), "vtkit-upload-*").ShouldBe(before);
    }

    [Fact]
    public async Task Each_attempt_begins_at_the_beginning()
    {
        var stub = new StubHandler().Then(HttpStatusCode.TooManyRequests, StubHandler.Error("TooManyRequestsError")).Then(HttpStatusCode.OK, Queued);
        using var client = Make.Client(stub);
        var stream = new MemoryStream("xxsample"u8.ToArray()) { Position = 2 };

        await client.Files.UploadAsync(stream);

        stub.Requests[0].Body.ShouldBe(stub.Requests[1].Body);
        stub.Requests[1].Text.ShouldContain("\r\n\r\nsample\r\n");
        stream.CanRead.ShouldBeTrue();
    }

    [Fact]
    [Trait("seed", "44")]
    public async Task Files_that_cannot_be_read_are_told_apart_in_one_line()
    {
        var stub = new StubHandler();
        using var client = Make.Client(stub);

        (await Should.ThrowAsync<FileNotFoundException>(client.Files.UploadAsync(Path.Combine(_folder.FullName, "none")))).Message.ShouldContain("File not found");
        (await Should.ThrowAsync<IOException>(client.Files.UploadAsync(_folder.FullName))).Message.ShouldContain("is a folder");
        var locked = Sample("locked");
        if (!OperatingSystem.IsWindows() && Environment.UserName != "root")
        {
            File.SetUnixFileMode(locked, UnixFileMode.None);
            (await Should.ThrowAsync<UnauthorizedAccessException>(client.Files.UploadAsync(locked))).Message.ShouldContain("No permission");
        }
        stub.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_source_that_fails_is_not_taken_for_the_network()
    {
        var stub = new StubHandler();
        using var client = Make.Client(stub);
        var broken = new SparseStream(1_000_000) { OnRead = position => { if (position > 300_000) throw new IOException("The disk is gone."); } };

        (await Should.ThrowAsync<IOException>(client.Files.UploadAsync(broken, new VtUploadOptions { FileName = "x" }))).Message.ShouldBe("The disk is gone.");
    }

    [Fact]
    public async Task An_upload_that_stalls_ends()
    {
        await using var server = new WireServer(r => r.SilenceAsync());
        var options = new VtClientOptions { ApiKey = Make.Key, BaseAddress = server.Address, ReadTimeout = TimeSpan.FromMilliseconds(300) };
        using var client = new VtClient(options);

        var error = await Should.ThrowAsync<VtTransportException>(client.Files.UploadAsync(new SparseStream(30_000_000)));

        error.Fault.ShouldBe(VtTransportFault.ReadTimeout);
        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_slow_upload_may_take_longer_than_every_timeout()
    {
        await using var server = new WireServer(async r =>
        {
            // Taken in with pauses, each shorter than the read timeout, all of them together longer.
            await r.DrainAsync(TimeSpan.FromMilliseconds(100), pieces: 50);
            await r.SendAsync(WireServer.Json(Queued));
        });
        var options = new VtClientOptions { ApiKey = Make.Key, BaseAddress = server.Address, Deadline = TimeSpan.FromMilliseconds(200), ReadTimeout = TimeSpan.FromSeconds(4) };
        using var client = new VtClient(options);

        (await client.Files.UploadAsync(new SparseStream(30_000_000))).Id.ShouldBe("n");
    }

    [Fact]
    public async Task An_upload_that_was_cut_off_is_not_repeated()
    {
        await using var server = new WireServer(r => { r.Close(reset: true); return Task.CompletedTask; });
        using var client = new VtClient(new VtClientOptions { ApiKey = Make.Key, BaseAddress = server.Address });

        (await Should.ThrowAsync<VtTransportException>(client.Files.UploadAsync(new SparseStream(20_000_000)))).Fault.ShouldBe(VtTransportFault.Interrupted);

        server.Requests.Count.ShouldBe(1);
    }
}
