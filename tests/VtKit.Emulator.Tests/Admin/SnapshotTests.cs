namespace VtKit.Emulator.Tests;

public sealed class SnapshotTests
{
    private const string File = "/files/" + EmulatorFixture.EicarSha256;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_store_goes_back_to_its_snapshot_samples_clock_and_counts_included(bool lasting)
    {
        using var folder = new TemporaryFolder();
        await using var emulator = await EmulatorFixture.StartAsync(options => options.DataDirectory = lasting ? folder.Path : null);
        await emulator.UploadAsync("kept"u8.ToArray());
        await emulator.AdminAsync(HttpMethod.Post, "/clock", """{"advance_seconds": 60}""");
        (await emulator.AdminAsync(HttpMethod.Post, "/snapshot", """{"name": "before"}"""))["snapshots"]!.ToJsonString().ShouldBe("""["before"]""");
        var used = await UsedAsync(emulator);

        await emulator.PostAsync(File + "/votes", Bodies.Vote("malicious"));
        await emulator.UploadAsync("later"u8.ToArray());
        await emulator.AdminAsync(HttpMethod.Post, "/reset");
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/files/" + Sha256("kept"))).ShouldStartWith("404");
        await emulator.AdminAsync(HttpMethod.Post, "/restore", """{"name": "before"}""");

        (await UsedAsync(emulator)).ShouldBe(used);
        (await emulator.GetAsync(File + "/votes"))["data"]!.AsArray().ShouldBeEmpty();
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/files/" + Sha256("later"))).ShouldStartWith("404");
        (await emulator.AdminAsync(HttpMethod.Get, "/clock"))["offset_seconds"]!.GetValue<double>().ShouldBe(60);
        using var redirect = await emulator.Premium.GetAsync(EmulatorFixture.Api($"/files/{Sha256("kept")}/download"));
        (await emulator.Admin.GetStringAsync(redirect.Headers.Location)).ShouldBe("kept");
    }

    [Fact]
    public async Task A_name_leads_nowhere_else_and_an_unknown_one_is_told()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        foreach (var (path, body, status) in new[] { ("/restore", """{"name": "none"}""", 404), ("/snapshot", """{"name": "../x"}""", 400), ("/snapshot", "{}", 400) })
        {
            using var answer = await emulator.Admin.PostAsync(new Uri("/_emulator" + path, UriKind.Relative), new StringContent(body));
            ((int)answer.StatusCode).ShouldBe(status);
        }
    }

    [Fact]
    public async Task The_clock_goes_on_where_a_data_folder_was_left()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path))
            await first.AdminAsync(HttpMethod.Post, "/clock", """{"advance_seconds": 3600}""");
        await using (var second = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path))
            (await second.AdminAsync(HttpMethod.Get, "/clock"))["offset_seconds"]!.GetValue<double>().ShouldBe(3600);
        await using var third = await EmulatorFixture.StartAsync(options => (options.DataDirectory, options.StartTime) = (folder.Path, new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        (await third.AdminAsync(HttpMethod.Get, "/clock"))["now"]!.GetValue<string>().ShouldBe("2027-01-01T00:00:00.000Z");
    }

    [Fact]
    public async Task What_was_used_is_known_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        await using (var first = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path))
            for (var i = 0; i < 4; i++) await first.Public.ReadAsync(HttpMethod.Get, File);
        await using var second = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path);
        (await second.Public.FailAsync(HttpMethod.Get, File)).ShouldStartWith("429");
    }

    private static async Task<long> UsedAsync(EmulatorFixture emulator) =>
        (await emulator.GetAsync("/users/premium/overall_quotas"))["data"]!["api_requests_daily"]!["user"]!["used"]!.GetValue<long>();

    private static string Sha256(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(text.Utf8()));
}
