using System.Net;
using VtKit.Emulator;

namespace VtKit.Contract.Tests;

/// <summary>Downloading: verified, all or nothing, and for keys that may.</summary>
[Trait("seed", "53")]
public sealed class DownloadTests(AreaFixture fixture) : IClassFixture<AreaFixture>
{
    private readonly VtClient _vt = fixture.Vt;

    [Theory]
    [InlineData(Samples.EicarSha256)]
    [InlineData(Samples.EicarSha1)]
    [InlineData(Samples.EicarMd5)]
    [Trait("seed", "69")]
    [Covers("Files.DownloadAsync(VtId, Stream)")]
    public async Task A_file_comes_by_any_of_its_hashes(string hash)
    {
        using var content = new MemoryStream();
        var progress = new Told<VtTransferProgress>();

        await _vt.Files.DownloadAsync(hash, content, progress);

        Samples.Sha256(content.ToArray()).ShouldBe(Samples.EicarSha256);
        progress.Reports[^1].ShouldBe(new VtTransferProgress(Samples.EicarSize, Samples.EicarSize));
    }

    [Fact]
    [Covers("Files.DownloadAsync(VtId, String)")]
    public async Task A_saved_file_replaces_another_and_nobody_may_run_it()
    {
        using var folder = new TempFolder();
        var path = await folder.WriteAsync("letter.txt", Samples.Text("what was there before"));

        await _vt.Files.DownloadAsync(fixture.LetterSha256, path);

        (await File.ReadAllBytesAsync(path)).ShouldBe(fixture.Letter);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Directory.GetFileSystemEntries(folder.Path).ShouldBe([path]);
    }

    [Theory]
    [InlineData("""{"path": "/_ah/download/*", "status": 200, "body": "another file", "content_type": "application/octet-stream"}""")]
    [InlineData("""{"path": "/_ah/download/*", "kind": "corrupt"}""")]
    [Covers("Files.DownloadAsync(VtId, String)")]
    public async Task What_has_another_hash_leaves_everything_as_it_was(string fault)
    {
        using var folder = new TempFolder();
        var path = await folder.WriteAsync("letter.txt", Samples.Text("what was there before"));
        await fixture.Service.FaultAsync(fault);

        var error = await Should.ThrowAsync<VtProtocolException>(() => _vt.Files.DownloadAsync(fixture.LetterSha256, path));

        error.Message.ShouldContain(fixture.LetterSha256);
        (await File.ReadAllBytesAsync(path)).ShouldBe(Samples.Text("what was there before"));
        Directory.GetFileSystemEntries(folder.Path).ShouldBe([path]);
        (await fixture.Service.FaultsLeftAsync()).ShouldBe(0);
    }

    [Fact]
    [Covers("Files.DownloadAsync(VtId, String)")]
    public async Task A_download_that_breaks_off_leaves_nothing()
    {
        using var folder = new TempFolder();
        // Whether the client has seen the head of the answer when it breaks off decides whether it may ask again: here it may not.
        var vt = fixture.Service.Client(VtEmulatorKeys.Premium, options => options.Retry.MaxAttempts = 1);
        await fixture.Service.FaultAsync("""{"path": "/_ah/download/*", "kind": "truncate"}""");

        var error = await Should.ThrowAsync<VtTransportException>(() => vt.Files.DownloadAsync(fixture.LetterSha256, folder.At("letter.txt")));

        error.Fault.ShouldBe(VtTransportFault.Interrupted);
        Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    [Covers("Files.GetDownloadUrlAsync")]
    public async Task A_download_URL_needs_no_key_and_ends_after_an_hour()
    {
        await using var service = await EmulatedService.StartAsync();
        using var keyless = new HttpClient();

        var address = await service.Premium.Files.GetDownloadUrlAsync(Samples.EicarMd5);

        Samples.Sha256(await keyless.GetByteArrayAsync(address)).ShouldBe(Samples.EicarSha256);
        service.Clock.Advance(TimeSpan.FromMinutes(61));
        using var late = await keyless.GetAsync(address);
        late.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    [Covers("Files.DownloadAsync(VtId, String)")]
    [Covers("Files.GetDownloadUrlAsync")]
    public async Task A_public_key_may_not_download()
    {
        using var folder = new TempFolder();
        var vt = fixture.Service.Client(VtEmulatorKeys.Public);

        (await Should.ThrowAsync<VtAuthenticationException>(() => vt.Files.DownloadAsync(Samples.EicarMd5, folder.At("file")))).IsForbidden.ShouldBeTrue();
        (await Should.ThrowAsync<VtAuthenticationException>(() => vt.Files.GetDownloadUrlAsync(Samples.EicarMd5))).IsForbidden.ShouldBeTrue();

        Directory.GetFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    [Covers("Files.DownloadAsync(VtId, Stream)")]
    public async Task A_file_that_is_not_there_is_not_found()
    {
        using var content = new MemoryStream();

        await Should.ThrowAsync<VtNotFoundException>(() => _vt.Files.DownloadAsync(Samples.UnknownSha256, content));

        content.Length.ShouldBe(0);
    }
}
