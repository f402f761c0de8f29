using System.Net;

namespace VtKit.Emulator.Tests;

/// <summary>What guards the pages; how they look and work is held by a browser.</summary>
public sealed class PageTests
{
    [Theory]
    [InlineData("/gui/home")]
    [InlineData("/gui/file/" + EmulatorFixture.EicarSha256)]
    [InlineData("/gui/file/" + EmulatorFixture.EicarSha256 + "/detection")]
    [InlineData("/gui/search?q=%23nothing")]
    public async Task A_page_loads_nothing_and_runs_nothing_but_its_own(string path)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var page = await emulator.Admin.GetAsync(new Uri(path, UriKind.Relative));
        page.StatusCode.ShouldBe(HttpStatusCode.OK);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none';");
        policy.ShouldNotContain("unsafe");
        var html = await page.Content.ReadAsStringAsync();
        html.ShouldNotContain("src=");
        html.ShouldNotContain("https://");
        html.ShouldContain("not VirusTotal");
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task A_page_of_another_site_cannot_upload(string header, string value)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/gui/upload") { Content = EmulatorFixture.Form("planted"u8.ToArray(), "planted") };
        request.Headers.Add(header, value);
        using var answer = await emulator.Admin.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await emulator.Admin.GetStringAsync(new Uri("/gui/home", UriKind.Relative))).ShouldNotContain("planted");
    }

    [Theory]
    [InlineData("/gui/file/not-a-hash")]
    [InlineData("/gui/url/%22%3E")]
    [InlineData("/gui/ip-address/1.2.3")]
    [InlineData("/gui/nothing/x")]
    [InlineData("/gui/collection/none")]
    public async Task Nonsense_is_a_page_that_says_so(string path)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var page = await emulator.Admin.GetAsync(new Uri(path, UriKind.Relative));
        page.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await page.Content.ReadAsStringAsync()).ShouldContain("Nothing here");
    }
}
