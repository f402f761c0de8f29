using System.Text;
using Microsoft.Playwright;

namespace VtKit.Browser.Tests;

/// <summary>The emulator's pages, as a person uses them.</summary>
public sealed class PageTests(BrowserFixture fixture) : IClassFixture<BrowserFixture>
{
    private const string EicarMd5 = "44d88612fea8a8f36de82e1278abb02f";
    private const string EicarSha256 = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";

    [ToolFact("chromium")]
    public async Task A_search_for_a_hash_leads_to_the_file_and_needs_no_script()
    {
        var page = await fixture.OpenAsync("/", script: false);
        await page.GetByRole(AriaRole.Searchbox).Or(page.Locator("input[name=q]")).First.FillAsync(EicarMd5);
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();

        page.Url.ShouldEndWith("/gui/file/" + EicarMd5);
        (await page.TextContentAsync("h1")).ShouldBe("eicar.com");
        (await page.TextContentAsync(".id")).ShouldBe(EicarSha256);
        (await page.TextContentAsync("#detection")).ShouldNotBeNull().ShouldContain("EICAR-Test-File");
        (await page.TextContentAsync(".mark")).ShouldNotBeNull().ShouldContain("not VirusTotal");
    }

    [ToolFact("chromium")]
    public async Task A_file_that_is_chosen_is_uploaded_at_once_and_shown()
    {
        var page = await fixture.OpenAsync("/gui/home");
        await page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "letter.txt", MimeType = "text/plain", Buffer = "Dear reader"u8.ToArray() });
        await page.WaitForURLAsync("**/gui/file/*");

        (await page.TextContentAsync("h1")).ShouldBe("letter.txt");
        await page.GotoAsync("/gui/home");
        (await page.TextContentAsync("main")).ShouldNotBeNull().ShouldContain("letter.txt");
    }

    [ToolFact("chromium")]
    public async Task A_file_that_is_dropped_on_the_page_is_uploaded()
    {
        var page = await fixture.OpenAsync("/gui/home");
        var dropped = await page.EvaluateHandleAsync("() => { const files = new DataTransfer(); files.items.add(new File(['dropped'], 'dropped.txt')); return files; }");
        await page.DispatchEventAsync("h1", "drop", new { dataTransfer = dropped });
        await page.WaitForURLAsync("**/gui/file/*");

        (await page.TextContentAsync("h1")).ShouldBe("dropped.txt");
    }

    [ToolFact("chromium")]
    public async Task Without_script_the_form_uploads_by_its_button()
    {
        var page = await fixture.OpenAsync("/gui/home", script: false);
        await page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "plain.txt", MimeType = "text/plain", Buffer = "Without script"u8.ToArray() });
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload" }).ClickAsync();

        (await page.TextContentAsync("h1")).ShouldBe("plain.txt");
    }

    [ToolFact("chromium")]
    public async Task A_hostile_name_and_comment_are_text()
    {
        const string Hostile = "<img src=x onerror=alert(1)><script>alert(2)</script>.exe";
        await PostAsync("/_emulator/seed", $$"""{"files": [{"name": "{{Hostile}}\u202Egpj", "base64": "aG9zdGlsZQ=="}]}""");
        var sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("hostile"u8));
        await PostAsync($"/api/v3/files/{sha256}/comments", """{"data": {"type": "comment", "attributes": {"text": "</p><script>alert(3)</script>"}}}""");

        var page = await fixture.OpenAsync("/gui/file/" + sha256);
        (await page.TextContentAsync("h1")).ShouldBe(Hostile + "\uFFFDgpj");
        (await page.QuerySelectorAllAsync("main img, main script")).ShouldBeEmpty();
        (await page.TextContentAsync("#community")).ShouldNotBeNull().ShouldContain("</p><script>alert(3)</script>");
    }

    [ToolTheory("chromium")]
    [InlineData("http://Example.com/login?x=1", "/gui/url/", "http://example.com/login?x=1")]
    [InlineData("example.com", "/gui/domain/example.com", "example.com")]
    [InlineData("8.8.8.8", "/gui/ip-address/8.8.8.8", "8.8.8.8")]
    public async Task A_search_finds_what_is_no_file(string text, string path, string title)
    {
        await PostAsync("/_emulator/seed", """{"urls": ["http://example.com/login?x=1"]}""");
        var page = await fixture.OpenAsync("/gui/home");
        await page.FillAsync("input[name=q]", text);
        await page.PressAsync("input[name=q]", "Enter");

        page.Url.ShouldContain(path);
        (await page.TextContentAsync("h1")).ShouldBe(title);
    }

    [ToolFact("chromium")]
    public async Task Relations_lead_on()
    {
        await PostAsync("/_emulator/seed", """{"urls": ["http://www.lead.example/on"]}""");
        var page = await fixture.OpenAsync("/gui/domain/www.lead.example");
        await page.GetByRole(AriaRole.Link, new() { Name = "http://www.lead.example/on" }).ClickAsync();
        (await page.TextContentAsync("h1")).ShouldBe("http://www.lead.example/on");
    }

    [ToolFact("chromium")]
    public async Task What_is_not_there_is_a_page_that_leads_on()
    {
        var page = await fixture.OpenAsync("/gui/file/" + new string('0', 64));
        (await page.TextContentAsync("h1")).ShouldBe("Nothing here");
        await page.GetByRole(AriaRole.Link, new() { Name = "upload a file" }).ClickAsync();
        page.Url.ShouldEndWith("/gui/home");
    }

    [ToolFact("chromium")]
    public async Task On_a_narrow_screen_nothing_is_cut_off()
    {
        var page = await fixture.OpenAsync("/gui/file/" + EicarSha256);
        await page.SetViewportSizeAsync(380, 700);
        (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(380);
    }

    private async Task PostAsync(string path, string json)
    {
        using var client = new HttpClient { BaseAddress = fixture.Address };
        client.DefaultRequestHeaders.Add("x-apikey", VtKit.Emulator.VtEmulatorKeys.Premium);
        using var answer = await client.PostAsync(new Uri(path, UriKind.Relative), new StringContent(json, Encoding.UTF8, "application/json"));
        answer.EnsureSuccessStatusCode();
    }
}
