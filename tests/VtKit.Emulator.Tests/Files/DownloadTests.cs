using System.Net;

namespace VtKit.Emulator.Tests;

/// <summary>Downloads that are asked about first, and that go on where they were cut off.</summary>
public sealed class DownloadTests
{
    private static readonly byte[] Content = "0123456789"u8.ToArray();

    [Fact]
    public async Task The_head_of_a_download_says_how_long_it_is()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var head = await SendAsync(emulator, HttpMethod.Head, await LinkAsync(emulator), null);
        head.StatusCode.ShouldBe(HttpStatusCode.OK);
        head.Content.Headers.ContentLength.ShouldBe(10);
        head.Headers.AcceptRanges.ShouldBe(["bytes"]);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();

        using var redirect = await emulator.Premium.SendAsync(new HttpRequestMessage(HttpMethod.Head, EmulatorFixture.Api($"/files/{EmulatorFixture.EicarMd5}/download")));
        redirect.StatusCode.ShouldBe(HttpStatusCode.Found);
        redirect.Headers.Location.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("bytes=4-", 206, "456789", "bytes 4-9/10")]
    [InlineData("bytes=0-0", 206, "0", "bytes 0-0/10")]
    [InlineData("bytes=-3", 206, "789", "bytes 7-9/10")]
    [InlineData("bytes=8-99", 206, "89", "bytes 8-9/10")]
    [InlineData("bytes=10-", 416, "", "bytes */10")]
    [InlineData("bytes=-0", 416, "", "bytes */10")]
    [InlineData("bytes=0-1,5-6", 200, "0123456789", null)]
    [InlineData("pages=1-2", 200, "0123456789", null)]
    public async Task A_part_is_sent_where_one_is_asked_for(string range, int status, string content, string? told)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var answer = await SendAsync(emulator, HttpMethod.Get, await LinkAsync(emulator), range);
        ((int)answer.StatusCode).ShouldBe(status);
        (await answer.Content.ReadAsStringAsync()).ShouldBe(content);
        answer.Content.Headers.ContentRange?.ToString().ShouldBe(told);
    }

    private static async Task<Uri> LinkAsync(EmulatorFixture emulator)
    {
        await emulator.UploadAsync(Content);
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Content));
        return new Uri((await emulator.GetAsync($"/files/{sha256}/download_url"))["data"]!.GetValue<string>());
    }

    private static Task<HttpResponseMessage> SendAsync(EmulatorFixture emulator, HttpMethod method, Uri address, string? range)
    {
        var request = new HttpRequestMessage(method, address);
        if (range is not null) request.Headers.TryAddWithoutValidation("Range", range);
        return emulator.Admin.SendAsync(request);
    }
}
