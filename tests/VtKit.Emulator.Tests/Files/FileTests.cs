using System.Net;
using System.Security.Cryptography;

namespace VtKit.Emulator.Tests;

public sealed class FileTests
{
    [Theory]
    [InlineData(EmulatorFixture.EicarMd5)]
    [InlineData(EmulatorFixture.EicarSha1)]
    [InlineData(EmulatorFixture.EicarSha256)]
    [Trait("seed", "46")]
    [Trait("seed", "92")]
    public async Task A_fresh_store_knows_the_test_file_by_each_of_its_hashes(string hash)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var file = (await emulator.GetAsync("/files/" + hash))["data"]!;
        file["id"]!.GetValue<string>().ShouldBe(EmulatorFixture.EicarSha256);
        file["type"]!.GetValue<string>().ShouldBe("file");
        file["links"]!["self"]!.GetValue<string>().ShouldBe($"{emulator.Emulator.BaseAddress}api/v3/files/{EmulatorFixture.EicarSha256}");
        var attributes = file["attributes"]!;
        attributes["size"]!.GetValue<int>().ShouldBe(68);
        attributes["last_analysis_stats"]!["malicious"]!.GetValue<int>().ShouldBe(1);
        attributes["last_analysis_stats"]!.AsObject().Count.ShouldBe(8);
        attributes["last_analysis_results"]!["EICAR"]!["category"]!.GetValue<string>().ShouldBe("malicious");
        attributes["last_analysis_results"]!["EICAR"]!.AsObject().Count.ShouldBe(6);
        attributes["last_analysis_date"]!.GetValue<long>().ShouldBe(emulator.Clock.GetUtcNow().ToUnixTimeSeconds());
    }

    [Fact]
    public async Task An_uploaded_file_is_there_with_what_was_said_and_computed()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var content = RandomNumberGenerator.GetBytes(5000);
        await emulator.UploadAsync(content, "first.bin");
        emulator.Clock.Advance(TimeSpan.FromMinutes(10));
        await emulator.UploadAsync(content, "second.bin");
        var now = emulator.Clock.GetUtcNow().ToUnixTimeSeconds();
        var attributes = (await emulator.GetAsync("/files/" + Convert.ToHexString(SHA256.HashData(content))))["data"]!["attributes"]!;
        attributes["sha256"]!.GetValue<string>().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(content)));
        attributes["md5"]!.GetValue<string>().ShouldBe(Convert.ToHexStringLower(MD5.HashData(content)));
        attributes["sha1"]!.GetValue<string>().ShouldBe(Convert.ToHexStringLower(SHA1.HashData(content)));
        attributes["times_submitted"]!.GetValue<int>().ShouldBe(2);
        attributes["unique_sources"]!.GetValue<int>().ShouldBe(1);
        attributes["meaningful_name"]!.GetValue<string>().ShouldBe("second.bin");
        attributes["names"]!.AsArray().Select(name => name!.GetValue<string>()).ShouldBe(["second.bin", "first.bin"]);
        attributes["first_submission_date"]!.GetValue<long>().ShouldBe(now - 600);
        attributes["last_submission_date"]!.GetValue<long>().ShouldBe(now);
        attributes["last_analysis_date"]!.GetValue<long>().ShouldBe(now);
        attributes["reputation"]!.GetValue<int>().ShouldBe(0);
        attributes["downloadable"]!.GetValue<bool>().ShouldBeTrue();
        attributes["last_analysis_stats"]!["undetected"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task No_attribute_is_null_and_none_has_a_name_that_breaks_clients()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var attributes = (await emulator.GetAsync("/files/" + EmulatorFixture.EicarSha256))["data"]!["attributes"]!.AsObject();
        attributes.Where(attribute => attribute.Value is null).ShouldBeEmpty();
        string[] reserved = ["id", "type", "error", "relationships", "context_attributes"];
        attributes.Select(attribute => attribute.Key).Intersect(reserved).ShouldBeEmpty();
    }

    [Fact]
    public async Task Selected_attributes_only()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var only = (await emulator.GetAsync($"/files/{EmulatorFixture.EicarSha256}?attributes=md5,last_analysis_stats"))["data"]!["attributes"]!.AsObject();
        only.Select(attribute => attribute.Key).ShouldBe(["md5", "last_analysis_stats"], ignoreOrder: true);
        var without = (await emulator.GetAsync($"/files/{EmulatorFixture.EicarSha256}?exclude_attributes=md5"))["data"]!["attributes"]!.AsObject();
        without.ContainsKey("md5").ShouldBeFalse();
        without.ContainsKey("sha1").ShouldBeTrue();
    }

    [Fact]
    public async Task An_empty_file_is_a_file()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.UploadAsync([], "empty");
        var file = await emulator.GetAsync("/files/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        file["data"]!["attributes"]!["size"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task Unknown_hashes_and_words_that_are_none()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var hash = new string('0', 64);
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/files/" + hash)).ShouldBe($"404 NotFoundError File \"{hash}\" not found");
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/files/nonsense")).ShouldBe("404 NotFoundError Resource not found.");
        (await emulator.Premium.FailAsync(HttpMethod.Post, $"/files/{hash}/analyse")).ShouldBe($"404 NotFoundError File \"{hash}\" not found");
    }

    [Fact]
    public async Task Forms_that_are_none_are_bad_requests_and_leave_nothing()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var noForm = new StringContent("hello");
        (await emulator.Premium.FailAsync(HttpMethod.Post, "/files", noForm)).ShouldStartWith("400 BadRequestError");
        using var noFile = new MultipartFormDataContent { { new StringContent("x"), "other" } };
        (await emulator.Premium.FailAsync(HttpMethod.Post, "/files", noFile)).ShouldBe("400 BadRequestError The form field \"file\" is missing");
        using var cut = new ByteArrayContent("--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nbreaks off he"u8.ToArray());
        cut.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=xyz");
        (await emulator.Premium.FailAsync(HttpMethod.Post, "/files", cut)).ShouldBe("400 BadRequestError The multipart form is damaged or breaks off");
    }

    [Fact]
    [Trait("seed", "45")]
    public async Task More_than_32_MB_is_turned_away_with_a_page_and_leaves_nothing()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var exact = EmulatorFixture.Form(new byte[32 * 1024 * 1024], "exact");
        using var taken = await emulator.Premium.PostAsync(EmulatorFixture.Api("/files"), exact);
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var above = EmulatorFixture.Form(new byte[32 * 1024 * 1024 + 1], "above");
        using var refused = await emulator.Premium.PostAsync(EmulatorFixture.Api("/files"), above);
        refused.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        refused.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await refused.Content.ReadAsStringAsync()).ShouldContain("upload_url");
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/files/" + Convert.ToHexStringLower(SHA256.HashData(new byte[32 * 1024 * 1024 + 1])))).ShouldStartWith("404");
    }

    [Fact]
    public async Task An_upload_url_is_good_for_one_upload_and_one_hour_and_wants_the_key()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var url = (await emulator.GetAsync("/files/upload_url"))["data"]!.GetValue<string>();
        using var withoutKey = await emulator.Admin.PostAsync(new Uri(url), EmulatorFixture.Form([1], "a"));
        withoutKey.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var first = await emulator.Premium.PostAsync(new Uri(url), EmulatorFixture.Form([1], "a"));
        first.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var second = await emulator.Premium.PostAsync(new Uri(url), EmulatorFixture.Form([1], "a"));
        second.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var late = (await emulator.GetAsync("/files/upload_url"))["data"]!.GetValue<string>();
        emulator.Clock.Advance(TimeSpan.FromMinutes(61));
        using var tooLate = await emulator.Premium.PostAsync(new Uri(late), EmulatorFixture.Form([1], "a"));
        tooLate.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Links_lead_to_the_host_that_the_client_asked()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, EmulatorFixture.Api("/files/upload_url"));
        request.Headers.Host = "vt.test:1234";
        using var response = await emulator.Premium.SendAsync(request);
        (await response.Content.ReadAsStringAsync()).ShouldContain("\"http://vt.test:1234/_ah/upload/");
    }

    [Fact]
    [Trait("seed", "53")]
    public async Task Premium_keys_download_what_was_stored_and_public_ones_do_not()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var content = RandomNumberGenerator.GetBytes(200_000);
        await emulator.UploadAsync(content);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        using var redirect = await emulator.Premium.GetAsync(EmulatorFixture.Api($"/files/{sha256}/download"));
        redirect.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        redirect.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await redirect.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
        // The address is enough: no key.
        (await emulator.Admin.GetByteArrayAsync(redirect.Headers.Location)).ShouldBe(content);
        var url = (await emulator.GetAsync($"/files/{sha256}/download_url"))["data"]!.GetValue<string>();
        using var download = await emulator.Admin.GetAsync(new Uri(url));
        download.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        (await download.Content.ReadAsByteArrayAsync()).ShouldBe(content);

        emulator.Clock.Advance(TimeSpan.FromMinutes(61));
        using var expired = await emulator.Admin.GetAsync(new Uri(url));
        expired.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var forged = await emulator.Admin.GetAsync(new Uri(url.Replace(sha256, EmulatorFixture.EicarSha256, StringComparison.Ordinal)));
        forged.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await emulator.Public.FailAsync(HttpMethod.Get, $"/files/{sha256}/download")).ShouldBe("403 ForbiddenError You are not authorized to perform the requested operation");
    }

    [Fact]
    public async Task Analysing_again_makes_a_new_analysis()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        emulator.Clock.Advance(TimeSpan.FromDays(1));
        var answer = await emulator.PostAsync($"/files/{EmulatorFixture.EicarSha256}/analyse");
        var id = answer["data"]!["id"]!.GetValue<string>();
        Convert.FromBase64String(id).ShouldBe($"{EmulatorFixture.EicarMd5}:{emulator.Clock.GetUtcNow().ToUnixTimeSeconds()}".Utf8());
        var file = (await emulator.GetAsync("/files/" + EmulatorFixture.EicarSha256))["data"]!["attributes"]!;
        file["last_analysis_date"]!.GetValue<long>().ShouldBe(emulator.Clock.GetUtcNow().ToUnixTimeSeconds());
        (await emulator.GetAsync($"/files/{EmulatorFixture.EicarSha256}/analyses"))["data"]!.AsArray().Count.ShouldBe(2);
    }
}
