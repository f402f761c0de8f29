using System.Net;
using System.Text;
using VtKit.Indicators;

namespace VtKit.Contract.Tests;

/// <summary>Uploading: which way a file takes, what the service is told of it, and that looking up never does it.</summary>
public sealed class UploadTests
{
    private const long Mebibyte = 1024 * 1024;

    [Fact]
    [Trait("seed", "30")]
    [Trait("seed", "45")]
    [Covers("Files.UploadAsync(String)")]
    public async Task A_small_file_goes_directly_and_without_its_folders()
    {
        await using var service = await EmulatedService.StartAsync();
        using var folder = new TempFolder();
        var content = Samples.Text("uploads");
        var progress = new Told<VtTransferProgress>();

        var analysis = await service.Premium.Files.UploadAsync(await folder.WriteAsync("räksmörgås (1).txt", content), new VtUploadOptions { Progress = progress });

        analysis.Type.ShouldBe(VtObjectTypes.Analysis);
        (await service.RequestsAsync()).ShouldBe(["POST /files 200"]);
        progress.Reports[^1].ShouldBe(new VtTransferProgress(content.Length, content.Length));
        var file = await service.Premium.Files.GetAsync(Samples.Sha256(content));
        file.Names.ShouldBe(["räksmörgås (1).txt"]);
        (await service.Premium.Analyses.GetAsync(analysis.Id)).Subject.FileInfo.Sha256.ShouldBe(file.Id);
    }

    [Fact]
    [Covers("Files.UploadAsync(Stream)")]
    public async Task A_stream_goes_under_its_SHA256_from_where_it_stands()
    {
        await using var service = await EmulatedService.StartAsync();
        var content = Samples.Text("streams");
        using var stream = new MemoryStream([1, 2, 3, .. content]) { Position = 3 };

        await service.Premium.Files.UploadAsync(stream);
        await service.Premium.Files.UploadAsync(new Forwards(Samples.Text("what cannot seek")), new VtUploadOptions { FileName = "folder/named.txt" });

        (await service.Premium.Files.GetAsync(Samples.Sha256(content))).Names.ShouldBe([Samples.Sha256(content)]);
        (await service.Premium.Files.GetAsync(Samples.Sha256(Samples.Text("what cannot seek")))).Names.ShouldBe(["named.txt"]);
    }

    [Fact]
    [Covers("Files.UploadAsync(String)")]
    public async Task A_name_can_be_kept_back()
    {
        await using var service = await EmulatedService.StartAsync();
        using var folder = new TempFolder();
        var content = Samples.Text("secrets");

        await service.Premium.Files.UploadAsync(await folder.WriteAsync("merger with Example Ltd.txt", content), new VtUploadOptions { HideFileName = true, Password = "infected" });

        (await service.Premium.Files.GetAsync(Samples.Sha256(content))).Names.ShouldBe([Samples.Sha256(content)]);
    }

    [Fact]
    [Trait("seed", "45")]
    [Covers("Files.UploadAsync(Stream)")]
    public async Task Above_32_MB_a_file_goes_to_an_upload_URL()
    {
        await using var service = await EmulatedService.StartAsync();
        var progress = new Told<VtTransferProgress>();
        using var zeros = new Zeros(33 * Mebibyte);

        var analysis = await service.Premium.Files.UploadAsync(zeros, new VtUploadOptions { FileName = "zeros.bin", Progress = progress });

        // The address is a secret of its own, and the log does not tell it.
        (await service.RequestsAsync()).ShouldBe(["GET /files/upload_url 200", "POST /_ah/upload/<redacted> 200"]);
        progress.Reports[^1].ShouldBe(new VtTransferProgress(33 * Mebibyte, 33 * Mebibyte));
        progress.Reports.Select(report => report.Bytes).ShouldBeInOrder();
        var subject = (await service.Premium.Analyses.GetAsync(analysis.Id)).Subject.FileInfo;
        subject.Size.ShouldBe(33 * Mebibyte);
        var file = await service.Premium.Files.GetAsync(subject.Sha256!);
        (file.Size, file.MeaningfulName).ShouldBe((33 * Mebibyte, "zeros.bin"));
    }

    [Fact]
    [Trait("seed", "45")]
    [Covers("Files.GetUploadUrlAsync")]
    public async Task An_upload_URL_is_good_for_one_upload()
    {
        await using var service = await EmulatedService.StartAsync();
        var address = await service.Premium.Files.GetUploadUrlAsync();
        var upload = new VtRequest(HttpMethod.Post, address)
        {
            Body = Encoding.ASCII.GetBytes("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"by hand.txt\"\r\n\r\nby hand\r\n--b--\r\n"),
            ContentType = "multipart/form-data; boundary=b",
        };

        (await service.Premium.SendAsync(upload)).EnsureSuccess().ToObject<VtAnalysis>().Id.ShouldNotBeEmpty();
        var again = (await service.Premium.SendAsync(upload)).Status;

        again.ShouldBe(HttpStatusCode.NotFound);
        (await service.Premium.Files.GetAsync(Samples.Sha256("by hand"u8))).Names.ShouldBe(["by hand.txt"]);
    }

    [Fact]
    [Covers("Files.UploadAsync(String)")]
    public async Task A_file_that_is_too_large_for_the_service_is_refused_in_one_line()
    {
        await using var service = await EmulatedService.StartAsync(options => options.MaxUploadBytes = 1000);
        using var folder = new TempFolder();
        var path = await folder.WriteAsync("large.bin", new byte[2000]);

        // The front of the service answers with a page, not with an error of the API.
        var error = await Should.ThrowAsync<VtProtocolException>(() => service.Premium.Files.UploadAsync(path));

        error.Status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        error.Message.ShouldNotContain('\n');
        (await service.RequestsAsync()).ShouldBe(["POST /files 413"]);
        await Should.ThrowAsync<VtNotFoundException>(() => service.Premium.Files.GetAsync(Samples.Sha256(new byte[2000])));
    }

    [Fact]
    [Trait("seed", "43")]
    [Trait("seed", "61")]
    [Covers("Files.GetAsync")]
    public async Task Looking_up_a_file_on_disk_hashes_it_here_and_never_uploads_it()
    {
        await using var service = await EmulatedService.StartAsync();
        using var folder = new TempFolder();
        var content = Samples.Text("look-ups");
        var path = await folder.WriteAsync("mine.txt", content);
        var hash = (await FileHasher.HashFileAsync(path)).Sha256!.Value;

        await Should.ThrowAsync<VtNotFoundException>(() => service.Premium.Files.GetAsync(hash));
        await service.Premium.Files.UploadAsync(path);
        await service.ForgetRequestsAsync();
        (await service.Premium.Files.GetAsync(hash)).Id.ShouldBe(Samples.Sha256(content));
        await Should.ThrowAsync<VtNotFoundException>(() => service.Premium.Files.GetAsync(Samples.UnknownSha256));

        (await service.RequestsAsync()).ShouldBe([$"GET /files/{hash} 200", $"GET /files/{Samples.UnknownSha256} 404"]);
    }
}
