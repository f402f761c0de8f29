using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ICSharpCode.SharpZipLib.Zip;

namespace VtKit.Emulator.Tests;

public sealed class ZipFileTests
{
    private const string Unknown = "0000000000000000000000000000000000000000000000000000000000000000";

    [Fact]
    public async Task An_archive_holds_what_is_there_and_counts_what_is_not()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        var content = "not whole in memory".Utf8();
        await fixture.UploadAsync(content, "../../etc/passwd");
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));

        // Two hashes of one file are one entry; what is no hash, or of a file without content, cannot be packed.
        var zip = await CreateAsync(fixture, null, sha256, EmulatorFixture.EicarMd5, EmulatorFixture.EicarSha256, Unknown, "nonsense");

        var attributes = zip["data"]!["attributes"]!;
        ((string?)attributes["status"], (int)attributes["progress"]!, (int)attributes["files_ok"]!, (int)attributes["files_error"]!).ShouldBe(("finished", 100, 2, 2));
        var entries = Entries(await DownloadAsync(fixture, $"/intelligence/zip_files/{zip["data"]!["id"]}/download"), null);
        entries.Keys.ShouldBe([sha256, EmulatorFixture.EicarSha256], ignoreOrder: true);
        entries[sha256].ShouldBe(content);
    }

    [Fact]
    public async Task A_password_really_encrypts()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        var zip = await CreateAsync(fixture, "infected", EmulatorFixture.EicarSha256);

        var address = (string)(await fixture.GetAsync($"/intelligence/zip_files/{zip["data"]!["id"]}/download_url"))["data"]!;
        using var response = await fixture.Admin.GetAsync(new Uri(address));
        var packed = await response.Content.ReadAsByteArrayAsync();

        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/zip");
        response.Content.Headers.ContentLength.ShouldBe(packed.Length);
        Convert.ToHexStringLower(SHA256.HashData(Entries(packed, "infected")[EmulatorFixture.EicarSha256])).ShouldBe(EmulatorFixture.EicarSha256);
        packed.AsSpan().IndexOf("EICAR-STANDARD"u8).ShouldBe(-1);
        Should.Throw<Exception>(() => Entries(packed, null)).ShouldBeAssignableTo<ICSharpCode.SharpZipLib.SharpZipBaseException>();
        Should.Throw<ICSharpCode.SharpZipLib.SharpZipBaseException>(() => Entries(packed, "wrong"));
    }

    [Fact]
    public async Task The_clock_brings_it_from_starting_to_finished()
    {
        await using var fixture = await EmulatorFixture.StartAsync(options =>
        {
            options.AnalysisQueueTime = TimeSpan.FromSeconds(10);
            options.AnalysisRunTime = TimeSpan.FromSeconds(40);
        });
        var zip = await CreateAsync(fixture, null, EmulatorFixture.EicarSha256, Unknown);
        var path = $"/intelligence/zip_files/{zip["data"]!["id"]}";

        State(zip).ShouldBe("starting 0 0 0");
        fixture.Clock.Advance(TimeSpan.FromSeconds(30));
        State(await fixture.GetAsync(path)).ShouldBe("creating 50 1 0");
        (await fixture.Premium.FailAsync(HttpMethod.Get, path + "/download")).ShouldStartWith("400 NotAvailableYet");
        (await fixture.Premium.FailAsync(HttpMethod.Get, path + "/download_url")).ShouldStartWith("400 NotAvailableYet");
        fixture.Clock.Advance(TimeSpan.FromSeconds(20));
        State(await fixture.GetAsync(path)).ShouldBe("finished 100 1 1");
        Entries(await DownloadAsync(fixture, path + "/download"), null).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_archive_is_for_who_asked_for_it_and_its_address_for_an_hour()
    {
        await using var fixture = await EmulatorFixture.StartAsync();
        using var other = fixture.Client(VtEmulatorKeys.OtherGroup);
        var id = (string)(await CreateAsync(fixture, null, EmulatorFixture.EicarSha256))["data"]!["id"]!;
        var path = $"/intelligence/zip_files/{id}";

        (await other.FailAsync(HttpMethod.Get, path)).ShouldBe($"404 NotFoundError Zip file \"{id}\" not found");
        (await other.FailAsync(HttpMethod.Get, path + "/download")).ShouldStartWith("404 NotFoundError");
        (await fixture.Public.FailAsync(HttpMethod.Get, path)).ShouldStartWith("403 ForbiddenError");
        var address = new Uri((string)(await fixture.GetAsync(path + "/download_url"))["data"]!);
        fixture.Clock.Advance(TimeSpan.FromMinutes(61));
        using var late = await fixture.Admin.GetAsync(address);
        late.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var forged = await fixture.Admin.GetAsync(new Uri(address.AbsoluteUri.Replace(id, "1234567890", StringComparison.Ordinal)));
        forged.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"data": []}""")]
    [InlineData("""{"data": {}}""")]
    [InlineData("""{"data": {"hashes": []}}""")]
    [InlineData("""{"data": {"hashes": "44d88612fea8a8f36de82e1278abb02f"}}""")]
    [InlineData("""{"data": {"hashes": [1]}}""")]
    [InlineData("""{"data": {"hashes": ["44d88612fea8a8f36de82e1278abb02f"], "password": 5}}""")]
    public async Task Nonsense_is_refused(string body)
    {
        await using var fixture = await EmulatorFixture.StartAsync();

        (await fixture.Premium.FailAsync(HttpMethod.Post, "/intelligence/zip_files", new StringContent(body))).ShouldStartWith("400 BadRequestError");
    }

    private static Task<JsonObject> CreateAsync(EmulatorFixture fixture, string? password, params string[] hashes)
    {
        var data = new JsonObject { ["hashes"] = new JsonArray([.. hashes.Select(hash => JsonValue.Create(hash))]) };
        if (password is not null) data["password"] = password;
        return fixture.PostAsync("/intelligence/zip_files", new JsonObject { ["data"] = data }.ToJsonString());
    }

    private static string State(JsonObject zip)
    {
        var attributes = zip["data"]!["attributes"]!;
        return $"{attributes["status"]} {attributes["progress"]} {attributes["files_ok"]} {attributes["files_error"]}";
    }

    /// <summary>Follows the redirect as a client does: without the key.</summary>
    private static async Task<byte[]> DownloadAsync(EmulatorFixture fixture, string path)
    {
        using var redirect = await fixture.Premium.GetAsync(EmulatorFixture.Api(path));
        redirect.StatusCode.ShouldBe(HttpStatusCode.Found);
        return await fixture.Admin.GetByteArrayAsync(redirect.Headers.Location);
    }

    private static Dictionary<string, byte[]> Entries(byte[] packed, string? password)
    {
        using var zip = new ZipFile(new MemoryStream(packed)) { Password = password };
        return zip.Cast<ZipEntry>().ToDictionary(entry => entry.Name, entry =>
        {
            using var content = new MemoryStream();
            using var stream = zip.GetInputStream(entry);
            stream.CopyTo(content);
            return content.ToArray();
        });
    }
}
