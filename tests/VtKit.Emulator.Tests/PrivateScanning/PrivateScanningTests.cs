using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ICSharpCode.SharpZipLib.Zip;

namespace VtKit.Emulator.Tests;

public sealed class PrivateScanningTests
{
    private static readonly byte[] Secret = "for our eyes only".Utf8();
    private static readonly string Sha256 = Convert.ToHexStringLower(SHA256.HashData(Secret));

    [Fact]
    public async Task A_private_file_has_a_report_without_verdicts_and_no_public_trace()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        await UploadAsync(fixture, ("command_line", "--quiet"), ("enable_internet", "true"));

        var report = (await fixture.GetAsync($"/private/files/{Sha256}"))["data"]!;
        ((string?)report["type"], (string?)report["attributes"]!["owner"], (string?)report["attributes"]!["meaningful_name"]).ShouldBe(("private_file", "premium", "secret.txt"));
        ((long)report["attributes"]!["expiration"]!).ShouldBe(fixture.Clock.GetUtcNow().AddDays(1).ToUnixTimeSeconds());
        report["attributes"]!.AsObject().ContainsKey("last_analysis_stats").ShouldBeFalse();
        var analysis = (await fixture.GetAsync("/private/analyses"))["data"]![0]!;
        ((string?)analysis["attributes"]!["status"], (string?)analysis["attributes"]!["sandbox_configuration"]!["command_line"]).ShouldBe(("completed", "--quiet"));
        ((string?)analysis["links"]!["item"]).ShouldNotBeNull().ShouldEndWith($"/private/files/{Sha256}");
        ((string?)(await fixture.GetAsync($"/private/analyses/{analysis["id"]}"))["meta"]!["file_info"]!["sha256"]).ShouldBe(Sha256);

        (await fixture.Premium.FailAsync(HttpMethod.Get, $"/files/{Sha256}")).ShouldStartWith("404");
        (await fixture.Premium.FailAsync(HttpMethod.Get, $"/files/{Sha256}/download_url")).ShouldStartWith("404");
        (await fixture.Public.FailAsync(HttpMethod.Get, $"/analyses/{analysis["id"]}")).ShouldStartWith("404");
        var zip = await fixture.PostAsync("/intelligence/zip_files", $$$"""{"data": {"hashes": ["{{{Sha256}}}"]}}""");
        ((int)zip["data"]!["attributes"]!["files_error"]!).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_public_is_not_private_and_each_has_its_own_end()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        (await fixture.Premium.FailAsync(HttpMethod.Get, $"/private/files/{EmulatorFixture.EicarSha256}")).ShouldBe($"404 NotFoundError Private file \"{EmulatorFixture.EicarSha256}\" not found");
        await UploadAsync(fixture);
        await fixture.UploadAsync(Secret);

        await DeleteAsync(fixture, "");

        (await fixture.Premium.FailAsync(HttpMethod.Get, $"/private/files/{Sha256}")).ShouldStartWith("404");
        var address = (string)(await fixture.GetAsync($"/files/{Sha256}/download_url"))["data"]!;
        (await fixture.Admin.GetByteArrayAsync(new Uri(address))).ShouldBe(Secret);
    }

    [Fact]
    public async Task Members_of_a_private_archive_do_not_get_out()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        using var packed = new MemoryStream();
        using (var zip = new ZipOutputStream(packed) { IsStreamOwner = false })
        {
            zip.PutNextEntry(new ZipEntry("inside.txt"));
            zip.Write(Secret);
            zip.CloseEntry();
        }
        using var form = EmulatorFixture.Form(packed.ToArray(), "archive.zip");
        await fixture.Premium.ReadAsync(HttpMethod.Post, "/private/files", form);

        (await fixture.Premium.FailAsync(HttpMethod.Get, $"/files/{Sha256}")).ShouldStartWith("404");
        (await fixture.GetAsync("/private/files"))["data"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Another_group_sees_nothing_and_a_public_key_may_not_ask()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        using var other = fixture.Client(VtEmulatorKeys.OtherGroup);
        var file = await UploadAsync(fixture);
        var url = await SubmitAsync(fixture, "http://secret.example/path");
        var urlId = (string)(await fixture.GetAsync($"/private/analyses/{url}"))["meta"]!["url_info"]!["id"]!;

        foreach (var path in new[] { $"/private/files/{Sha256}", $"/private/files/{Sha256}/analyses", $"/private/analyses/{file}", $"/private/analyses/{url}/item", $"/private/urls/{urlId}", $"/analyses/{url}" })
        {
            await fixture.GetAsync(path);
            (await other.FailAsync(HttpMethod.Get, path)).ShouldStartWith("404 NotFoundError");
        }
        (await other.FailAsync(HttpMethod.Delete, $"/private/files/{Sha256}")).ShouldStartWith("404");
        (await other.FailAsync(HttpMethod.Post, $"/private/files/{Sha256}/analyse")).ShouldStartWith("404");
        foreach (var path in new[] { "/private/files", "/private/analyses" })
            (await other.ReadAsync(HttpMethod.Get, path))["data"]!.AsArray().ShouldBeEmpty();
        var zip = await other.ReadAsync(HttpMethod.Post, "/private/zip_files", new StringContent($$$"""{"data": {"hashes": ["{{{Sha256}}}"]}}"""));
        ((int)zip["data"]!["attributes"]!["files_ok"]!).ShouldBe(0);
        // The URL and its host were not seen by anybody.
        (await fixture.Premium.FailAsync(HttpMethod.Get, $"/urls/{urlId}")).ShouldStartWith("404");
        (await fixture.Premium.FailAsync(HttpMethod.Get, "/domains/secret.example")).ShouldStartWith("404");

        foreach (var path in new[] { "/private/files", $"/private/files/{Sha256}", "/private/files/upload_url", $"/private/urls/{urlId}" })
            (await fixture.Public.FailAsync(HttpMethod.Get, path)).ShouldBe("403 ForbiddenError You are not authorized to perform the requested operation");
    }

    [Fact]
    public async Task After_its_time_an_object_is_gone()
    {
        using var folder = new TemporaryFolder();
        await using var fixture = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path);
        var analysis = await UploadAsync(fixture, ("retention_period_days", "2"));
        await SubmitAsync(fixture, "http://secret.example/", ("retention_period_days", "28"));
        var zip = (string)(await fixture.PostAsync("/private/zip_files", $$$"""{"data": {"hashes": ["{{{Sha256}}}"]}}"""))["data"]!["id"]!;
        fixture.Clock.Advance(TimeSpan.FromHours(47));
        await fixture.GetAsync($"/private/files/{Sha256}");
        Entries(await DownloadAsync(fixture, zip)).ShouldBe([Sha256]);

        fixture.Clock.Advance(TimeSpan.FromHours(1));

        foreach (var path in new[] { $"/private/files/{Sha256}", $"/private/analyses/{analysis}", $"/private/files/{Sha256}/analyses" })
            (await fixture.Premium.FailAsync(HttpMethod.Get, path)).ShouldStartWith("404 NotFoundError");
        (await fixture.GetAsync("/private/files"))["data"]!.AsArray().ShouldBeEmpty();
        (await fixture.GetAsync("/private/analyses"))["data"]!.AsArray().Count.ShouldBe(1);
        // Not even an archive that was asked for in time has it.
        Entries(await DownloadAsync(fixture, zip)).ShouldBeEmpty();
        // The next private submission removes the content itself.
        await SubmitAsync(fixture, "http://secret.example/again");
        Directory.EnumerateFiles(folder.Path, Sha256, SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task Deleting_the_content_alone_keeps_the_report()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        await UploadAsync(fixture);

        await DeleteAsync(fixture, "?only_from_storage=true");

        await fixture.GetAsync($"/private/files/{Sha256}");
        (await fixture.GetAsync($"/private/files/{Sha256}/analyses"))["data"]!.AsArray().Count.ShouldBe(1);
        (await fixture.Premium.FailAsync(HttpMethod.Post, $"/private/files/{Sha256}/analyse")).ShouldStartWith("404 NotFoundError");
        (await fixture.Premium.FailAsync(HttpMethod.Delete, $"/private/files/{Sha256}?only_from_storage=perhaps")).ShouldStartWith("400 BadRequestError");
        await DeleteAsync(fixture, "");
        (await fixture.GetAsync("/private/analyses"))["data"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_upload_address_is_for_what_it_was_asked_for()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        var address = (string)(await fixture.GetAsync("/private/files/upload_url"))["data"]!;
        using var form = EmulatorFixture.Form(Secret, "secret.txt");
        using var refused = await fixture.Public.PostAsync(new Uri(address), form);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var again = EmulatorFixture.Form(Secret, "secret.txt");
        using var taken = await fixture.Premium.PostAsync(new Uri(address), again);

        ((string?)JsonNode.Parse(await taken.Content.ReadAsStringAsync())!["data"]!["type"]).ShouldBe("private_analysis");
        await fixture.GetAsync($"/private/files/{Sha256}");
        (await fixture.Premium.FailAsync(HttpMethod.Get, $"/files/{Sha256}")).ShouldStartWith("404");
    }

    [Fact]
    public async Task A_scan_follows_the_clock_and_lists_run_both_ways()
    {
        await using var fixture = await EmulatorFixture.StartAsync(options => (options.AnalysisQueueTime, options.AnalysisRunTime) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)));
        var first = await UploadAsync(fixture);
        (await StatusAsync()).ShouldBe("queued");
        fixture.Clock.Advance(TimeSpan.FromSeconds(6));
        (await StatusAsync()).ShouldBe("in-progress");
        fixture.Clock.Advance(TimeSpan.FromSeconds(6));
        (await StatusAsync()).ShouldBe("completed");
        var second = (string)(await fixture.PostAsync($"/private/files/{Sha256}/analyse?command_line=x"))["data"]!["id"]!;

        (await IdsAsync("")).ShouldBe([second, first]);
        (await IdsAsync("?order=date%2B")).ShouldBe([first, second]);
        var page = await fixture.GetAsync("/private/analyses?limit=1&order=date%2B");
        ((string?)(await fixture.GetAsync($"/private/analyses?limit=1&order=date%2B&cursor={page["meta"]!["cursor"]}"))["data"]![0]!["id"]).ShouldBe(second);
        (await fixture.Premium.FailAsync(HttpMethod.Get, "/private/analyses?order=size-")).ShouldStartWith("400 BadRequestError");
        ((string?)(await fixture.GetAsync($"/private/analyses/{second}/submitter"))["data"]!["id"]).ShouldBe("premium");

        async Task<string?> StatusAsync() => (string?)(await fixture.GetAsync($"/private/analyses/{first}"))["data"]!["attributes"]!["status"];
        async Task<string[]> IdsAsync(string query) => [.. (await fixture.GetAsync("/private/analyses" + query))["data"]!.AsArray().Select(one => (string)one!["id"]!)];
    }

    [Theory]
    [InlineData("retention_period_days", "0")]
    [InlineData("retention_period_days", "29")]
    [InlineData("retention_period_days", "long")]
    [InlineData("storage_region", "MOON")]
    [InlineData("interaction_timeout", "59")]
    [InlineData("enable_internet", "maybe")]
    public async Task Options_that_cannot_be_are_refused_and_nothing_is_kept(string name, string value)
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        using var form = EmulatorFixture.Form(Secret, "secret.txt");
        form.Add(new StringContent(value), name);

        (await fixture.Premium.FailAsync(HttpMethod.Post, "/private/files", form)).ShouldStartWith("400 BadRequestError");
        (await fixture.GetAsync("/private/files"))["data"]!.AsArray().ShouldBeEmpty();
    }

    private static async Task<string> UploadAsync(EmulatorFixture fixture, params (string Name, string Value)[] options)
    {
        using var form = EmulatorFixture.Form(Secret, "secret.txt");
        foreach (var (name, value) in options) form.Add(new StringContent(value), name);
        return (string)(await fixture.Premium.ReadAsync(HttpMethod.Post, "/private/files", form))["data"]!["id"]!;
    }

    private static async Task<string> SubmitAsync(EmulatorFixture fixture, string url, params (string Name, string Value)[] options)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("url", url), .. options.Select(option => KeyValuePair.Create(option.Name, option.Value))]);
        return (string)(await fixture.Premium.ReadAsync(HttpMethod.Post, "/private/urls", form))["data"]!["id"]!;
    }

    private static Task<JsonObject> DeleteAsync(EmulatorFixture fixture, string query) => fixture.Premium.ReadAsync(HttpMethod.Delete, $"/private/files/{Sha256}{query}");

    private static async Task<byte[]> DownloadAsync(EmulatorFixture fixture, string zip) =>
        await fixture.Admin.GetByteArrayAsync(new Uri((string)(await fixture.GetAsync($"/private/zip_files/{zip}/download_url"))["data"]!));

    private static string[] Entries(byte[] packed)
    {
        using var zip = new ZipFile(new MemoryStream(packed));
        return [.. zip.Cast<ZipEntry>().Select(entry => entry.Name)];
    }
}
