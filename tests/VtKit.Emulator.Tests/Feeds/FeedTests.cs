using System.Formats.Tar;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using ICSharpCode.SharpZipLib.BZip2;

namespace VtKit.Emulator.Tests;

/// <summary>Feeds, by the bytes that a client gets: redirects, bzip2, lines of JSON, and the clock that decides what there is.</summary>
public sealed class FeedTests
{
    [Fact]
    [Trait("seed", "79")]
    public async Task A_minute_holds_what_was_analysed_in_it_once_an_hour_has_passed()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        emulator.Clock.Advance(TimeSpan.FromMinutes(5));
        var minute = Minute(emulator);
        await emulator.UploadAsync("first".Utf8(), "first.txt");
        await emulator.UploadAsync("second".Utf8(), "second.txt");
        emulator.Clock.Advance(TimeSpan.FromMinutes(1));
        await emulator.UploadAsync("third".Utf8(), "third.txt");

        (await emulator.Premium.FailAsync(HttpMethod.Get, "/feeds/files/" + minute)).ShouldBe($"400 NotAvailableYet The package of {minute} is not available yet.");
        emulator.Clock.Advance(TimeSpan.FromMinutes(60));

        var lines = Lines(await PackageAsync(emulator, "/feeds/files/" + minute));
        lines.Select(line => line["attributes"]!["meaningful_name"]!.GetValue<string>()).ShouldBe(["first.txt", "second.txt"]);
        lines.ShouldAllBe(line => line["type"]!.GetValue<string>() == "file" && line["data"] == null);
    }

    [Fact]
    [Trait("seed", "82")]
    public async Task A_line_leads_to_its_sample_with_a_key_and_at_no_cost()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var minute = Minute(emulator);
        await emulator.UploadAsync("sample".Utf8());
        emulator.Clock.Advance(TimeSpan.FromMinutes(61));
        var before = await UsedAsync(emulator);
        var line = Lines(await PackageAsync(emulator, "/feeds/files/" + minute)).Single(l => l["attributes"]!["size"]!.GetValue<int>() == 6);
        var link = new Uri(line["context_attributes"]!["download_url"]!.GetValue<string>());

        Encoding.UTF8.GetString(await FollowAsync(emulator, emulator.Premium, link.PathAndQuery)).ShouldBe("sample");

        (await UsedAsync(emulator)).ShouldBe(before);
        using var without = await emulator.Admin.GetAsync(link);
        without.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/feeds/files/nonsense/download")).ShouldStartWith("404 NotFoundError");
    }

    [Fact]
    public async Task An_hour_is_an_archive_of_sixty_minutes()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var hour = emulator.Clock.GetUtcNow();
        emulator.Clock.Advance(TimeSpan.FromMinutes(7));
        await emulator.PostAsync("/domains/example.com/analyse");
        emulator.Clock.Advance(TimeSpan.FromMinutes(113));

        using var tar = new TarReader(new MemoryStream(await PackageAsync(emulator, "/feeds/domains/hourly/" + hour.ToString("yyyyMMddHH", CultureInfo.InvariantCulture))));
        var entries = new List<(string Name, string Text)>();
        while (await tar.GetNextEntryAsync(copyData: true) is { } entry)
        {
            using var reader = new StreamReader(entry.DataStream ?? Stream.Null);
            entries.Add((entry.Name, await reader.ReadToEndAsync()));
        }

        entries.Count.ShouldBe(60);
        entries.Select(entry => entry.Name).ShouldBe(Enumerable.Range(0, 60).Select(i => hour.AddMinutes(i).ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture)));
        JsonNode.Parse(entries[7].Text)!["id"]!.GetValue<string>().ShouldBe("example.com");
        entries.Where((_, index) => index != 7).ShouldAllBe(entry => entry.Text.Length == 0);
    }

    [Theory]
    [InlineData("urls")]
    [InlineData("ip_addresses")]
    [InlineData("file_behaviours")]
    [InlineData("file-behaviours")]
    public async Task A_minute_in_which_nothing_happened_is_an_empty_package(string kind)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var minute = Minute(emulator);
        emulator.Clock.Advance(TimeSpan.FromMinutes(61));

        (await PackageAsync(emulator, $"/feeds/{kind}/{minute}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_older_than_a_week_is_gone_and_what_is_no_time_is_refused()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var minute = Minute(emulator);
        emulator.Clock.Advance(TimeSpan.FromDays(8));

        (await emulator.Premium.FailAsync(HttpMethod.Get, "/feeds/urls/" + minute)).ShouldBe($"404 NotFoundError Package \"{minute}\" not found");
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/feeds/urls/yesterday")).ShouldStartWith("400 InvalidArgumentError \"yesterday\" is no time of a package");
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/feeds/urls/hourly/202601151")).ShouldStartWith("400 InvalidArgumentError");
        (await emulator.Public.FailAsync(HttpMethod.Get, "/feeds/urls/" + minute)).ShouldStartWith("403 ForbiddenError");
    }

    [Fact]
    public async Task The_address_of_a_package_is_good_for_an_hour_and_for_that_package()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var minute = Minute(emulator);
        emulator.Clock.Advance(TimeSpan.FromMinutes(62));
        using var redirect = await emulator.Premium.GetAsync(EmulatorFixture.Api("/feeds/urls/" + minute));
        var address = redirect.Headers.Location!.PathAndQuery;

        using var other = await emulator.Admin.GetAsync(new Uri(address.Replace("url", "file", StringComparison.Ordinal), UriKind.Relative));
        other.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        emulator.Clock.Advance(TimeSpan.FromMinutes(61));
        using var late = await emulator.Admin.GetAsync(new Uri(address, UriKind.Relative));
        late.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private static string Minute(EmulatorFixture emulator) => emulator.Clock.GetUtcNow().ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);

    private static async Task<long> UsedAsync(EmulatorFixture emulator) =>
        (await emulator.GetAsync("/users/premium/overall_quotas"))["data"]!["api_requests_daily"]!["user"]!["used"]!.GetValue<long>();

    private static async Task<byte[]> PackageAsync(EmulatorFixture emulator, string path)
    {
        using var bzip2 = new BZip2InputStream(new MemoryStream(await FollowAsync(emulator, emulator.Premium, "/api/v3" + path)));
        using var content = new MemoryStream();
        bzip2.CopyTo(content);
        return content.ToArray();
    }

    // The address that a redirect leads to is asked without a key.
    private static async Task<byte[]> FollowAsync(EmulatorFixture emulator, HttpClient client, string path)
    {
        using var redirect = await client.GetAsync(new Uri(path, UriKind.Relative));
        redirect.StatusCode.ShouldBe(HttpStatusCode.Redirect, await redirect.Content.ReadAsStringAsync());
        return await emulator.Admin.GetByteArrayAsync(redirect.Headers.Location);
    }

    private static JsonObject[] Lines(byte[] package) =>
        [.. Encoding.UTF8.GetString(package).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];
}
