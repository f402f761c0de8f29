using System.Buffers.Text;

namespace VtKit.Emulator.Tests;

public sealed class UrlTests
{

    [Fact]
    public async Task A_submitted_url_is_there_under_its_hash_and_under_any_spelling_of_it()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await SubmitAsync(emulator, "HTTP://Example.com");
        var now = emulator.Clock.GetUtcNow().ToUnixTimeSeconds();
        var byText = (await emulator.GetAsync("/urls/" + IdOf("http://example.com/")))["data"]!;
        var id = byText["id"]!.GetValue<string>();
        id.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("http://example.com/"u8)));
        foreach (var spelling in new[] { id, IdOf("example.com"), IdOf("http://example.com") + "==", IdOf("http://EXAMPLE.com:80/#part") })
            (await emulator.GetAsync("/urls/" + Uri.EscapeDataString(spelling)))["data"]!["id"]!.GetValue<string>().ShouldBe(id, spelling);
        var attributes = byText["attributes"]!;
        attributes["url"]!.GetValue<string>().ShouldBe("http://example.com/");
        attributes["times_submitted"]!.GetValue<int>().ShouldBe(1);
        attributes["first_submission_date"]!.GetValue<long>().ShouldBe(now);
        attributes["last_analysis_date"]!.GetValue<long>().ShouldBe(now);
        // No engine, no verdict: five counters that are zero.
        attributes["last_analysis_stats"]!.AsObject().Select(counter => counter.Value!.GetValue<int>()).ShouldBe([0, 0, 0, 0, 0]);
        attributes["last_analysis_results"]!.AsObject().ShouldBeEmpty();
        byText["links"]!["self"]!.GetValue<string>().ShouldEndWith("/api/v3/urls/" + id);
    }

    [Fact]
    public async Task A_multipart_form_is_taken_too()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var form = new MultipartFormDataContent { { new StringContent("http://example.com/é?x=1"), "url" } };
        var answer = await emulator.Premium.ReadAsync(HttpMethod.Post, "/urls", form);
        answer["data"]!["id"]!.GetValue<string>().ShouldStartWith("u-");
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    public async Task A_form_without_a_url_is_a_bad_request(string url)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var form = new FormUrlEncodedContent([new("url", url)]);
        (await emulator.Premium.FailAsync(HttpMethod.Post, "/urls", form)).ShouldBe("400 BadRequestError The form field \"url\" is missing");
    }

    [Theory]
    [InlineData("http://")]
    [InlineData("http:///path")]
    public async Task Text_that_is_no_url_cannot_be_canonicalised(string url)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var form = new FormUrlEncodedContent([new("url", url)]);
        (await emulator.Premium.FailAsync(HttpMethod.Post, "/urls", form)).ShouldBe("400 InvalidArgumentError Unable to canonicalize url");
    }

    [Fact]
    public async Task Looking_up_never_submits()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        for (var i = 0; i < 2; i++)
            (await emulator.Premium.FailAsync(HttpMethod.Get, "/urls/" + IdOf("http://example.com/"))).ShouldBe($"404 NotFoundError URL \"{IdOf("http://example.com/")}\" not found");
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/urls/" + new string('0', 64))).ShouldStartWith("404");
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/domains/example.com")).ShouldStartWith("404");
    }

    [Fact]
    public async Task The_host_of_a_url_is_seen_with_it()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await SubmitAsync(emulator, "https://user:secret@www.example.com:8443/path?q=a@b");
        await emulator.GetAsync("/domains/www.example.com");
        await emulator.GetAsync("/domains/example.com");
        await SubmitAsync(emulator, "http://[2001:DB8::1]:8080/");
        await SubmitAsync(emulator, "http://192.0.2.7/a");
        var urls = await emulator.GetAsync("/ip_addresses/192.0.2.7/urls");
        urls["data"]![0]!["attributes"]!["url"]!.GetValue<string>().ShouldBe("http://192.0.2.7/a");
        urls["data"]![0]!["context_attributes"]!["url"]!.GetValue<string>().ShouldBe("http://192.0.2.7/a");
        var ids = await emulator.GetAsync("/ip_addresses/2001:db8::1/relationships/urls");
        ids["data"]![0]!["context_attributes"]!["url"]!.GetValue<string>().ShouldBe("http://[2001:db8::1]:8080/");
        (await emulator.GetAsync("/domains/www.example.com/urls"))["meta"]!["count"]!.GetValue<int>().ShouldBe(1);
    }

    private static async Task SubmitAsync(EmulatorFixture emulator, string url)
    {
        using var form = new FormUrlEncodedContent([new("url", url)]);
        await emulator.Premium.ReadAsync(HttpMethod.Post, "/urls", form);
    }

    private static string IdOf(string url) => Base64Url.EncodeToString(url.Utf8());
}
