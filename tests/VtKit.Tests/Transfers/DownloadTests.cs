using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace VtKit.Tests;

public sealed class DownloadTests : IDisposable
{
    private static readonly byte[] Sample = Encoding.ASCII.GetBytes("a sample");
    private static readonly string Sha256 = Convert.ToHexStringLower(SHA256.HashData(Sample));
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vtkit-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string Target => Path.Combine(_folder.FullName, "sample.bin");

    private static StubHandler Serving(byte[] bytes) => new StubHandler().Always(_ => new HttpResponseMessage { Content = new ByteArrayContent(bytes) });

    [Theory]
    [InlineData("sha256")]
    [InlineData("sha1")]
    [InlineData("md5")]
    [Trait("seed", "53")]
    public async Task A_file_appears_when_it_is_complete_and_right(string kind)
    {
        var stub = Serving(Sample);
        using var client = Make.Client(stub);
        var hash = kind switch { "sha256" => Sha256, "sha1" => Convert.ToHexString(SHA1.HashData(Sample)), _ => Convert.ToHexString(MD5.HashData(Sample)) };

        await client.Files.DownloadAsync(hash, Target);

        File.ReadAllBytes(Target).ShouldBe(Sample);
        stub.Requests.Single().PathAndQuery.ShouldBe($"/api/v3/files/{hash.ToLowerInvariant()}/download");
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(Target).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _folder.GetFiles().Length.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_not_the_file_leaves_nothing_behind_and_the_old_one_in_place()
    {
        File.WriteAllText(Target, "old");
        using var client = Make.Client(Serving("another"u8.ToArray()));

        var error = await Should.ThrowAsync<VtProtocolException>(client.Files.DownloadAsync(Sha256, Target));

        error.Message.ShouldContain(Sha256);
        File.ReadAllText(Target).ShouldBe("old");
        _folder.GetFiles().Length.ShouldBe(1);
    }

    [Fact]
    public async Task A_refusal_leaves_nothing_behind()
    {
        using var client = Make.Client(new StubHandler().Always(HttpStatusCode.Forbidden, StubHandler.Error("ForbiddenError")));

        (await Should.ThrowAsync<VtAuthenticationException>(client.Files.DownloadAsync(Sha256, Target))).IsForbidden.ShouldBeTrue();

        _folder.GetFileSystemInfos().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_download_that_breaks_off_leaves_nothing_behind()
    {
        await using var server = new WireServer(async r =>
        {
            await r.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            await r.SendAsync(new byte[300_000]);
            r.Close();
        });
        using var client = new VtClient(new VtClientOptions { ApiKey = Make.Key, BaseAddress = server.Address });

        (await Should.ThrowAsync<VtTransportException>(client.Files.DownloadAsync(Sha256, Target))).Fault.ShouldBe(VtTransportFault.Interrupted);

        _folder.GetFileSystemInfos().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_download_that_falls_silent_ends()
    {
        await using var server = new WireServer(async r =>
        {
            await r.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            await r.SendAsync(new byte[300_000]);
            await r.SilenceAsync();
        });
        using var client = new VtClient(new VtClientOptions { ApiKey = Make.Key, BaseAddress = server.Address, ReadTimeout = TimeSpan.FromMilliseconds(300) });

        (await Should.ThrowAsync<VtTransportException>(client.DownloadAsync("/files/aa/download", new MemoryStream()))).Fault.ShouldBe(VtTransportFault.ReadTimeout);
    }

    [Fact]
    public async Task A_slow_download_may_take_longer_than_the_deadline_and_no_limit_of_size_holds()
    {
        await using var server = new WireServer(async r =>
        {
            await r.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            for (var i = 0; i < 10; i++)
            {
                await r.SendAsync(new byte[10_000]);
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, r.Stop);
            }
        });
        var options = new VtClientOptions { ApiKey = Make.Key, BaseAddress = server.Address, Deadline = TimeSpan.FromMilliseconds(150), MaxResponseBytes = 1000 };
        using var client = new VtClient(options);
        var seen = new List<VtTransferProgress>();

        (await client.DownloadAsync("/files/aa/download", Stream.Null, new Sink(seen))).ShouldBe(100_000);

        seen[^1].ShouldBe(new VtTransferProgress(100_000, 100_000));
    }

    [Fact]
    public async Task Time_between_two_reads_is_the_callers()
    {
        await using var server = new WireServer(r => r.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\na sample"));
        using var client = new VtClient(new VtClientOptions { ApiKey = Make.Key, BaseAddress = server.Address, ReadTimeout = TimeSpan.FromMilliseconds(100) });
        await using var stream = await client.OpenReadAsync("/files/aa/download");
        var buffer = new byte[4];

        await stream.ReadExactlyAsync(buffer);
        await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System);
        await stream.ReadExactlyAsync(buffer);

        Encoding.ASCII.GetString(buffer).ShouldBe("mple");
    }

    [Fact]
    public async Task A_folder_is_no_file()
    {
        using var client = Make.Client(Serving(Sample));

        (await Should.ThrowAsync<IOException>(client.Files.DownloadAsync(Sha256, _folder.FullName))).Message.ShouldContain("is a folder");
        await Should.ThrowAsync<DirectoryNotFoundException>(client.Files.DownloadAsync(Sha256, Path.Combine(_folder.FullName, "none", "x")));
    }

    private sealed class Sink(List<VtTransferProgress> seen) : IProgress<VtTransferProgress>
    {
        public void Report(VtTransferProgress value) => seen.Add(value);
    }
}
