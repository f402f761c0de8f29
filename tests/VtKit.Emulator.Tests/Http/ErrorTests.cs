using System.Text.Json;
using VtKit.Testing.Shared;

namespace VtKit.Emulator.Tests;

public sealed class ErrorTests
{
    [Fact]
    public async Task Keys_are_asked_for_and_looked_at()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        const string Path = "/ip_addresses/8.8.8.8";
        (await emulator.Admin.FailAsync(HttpMethod.Get, Path)).ShouldBe("401 AuthenticationRequiredError X-Apikey header is missing");
        using var wrong = emulator.Client("testapikey");
        (await wrong.FailAsync(HttpMethod.Get, Path)).ShouldBe("401 WrongCredentialsError Wrong API key: testapikey");
        using var inactive = emulator.Client(VtEmulatorKeys.NotActive);
        (await inactive.FailAsync(HttpMethod.Get, Path)).ShouldBe("401 UserNotActiveError User is inactive");
        using var other = emulator.Client(VtEmulatorKeys.OtherGroup);
        await other.ReadAsync(HttpMethod.Get, Path);
    }

    /// <summary>Bodies as they were recorded, in the emulator's place of the same request.</summary>
    [SharedTheory]
    [InlineData("WrongCredentialsError_401_pwelch.json", "GET", "/files/01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b", "testapikey", null)]
    [InlineData("NotFoundError_404_pwelch.json", "GET", "/files/01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b", null, null)]
    [InlineData("InvalidArgumentError_400_pwelch.json", "GET", "/domains/xpressco.za", null, null)]
    [InlineData("error_url_not_found.json", "GET", "/urls/thisurlidmakesnosenseatall", null, null)]
    [InlineData("NotFoundError_404_ninoseki.json", "POST", "/urls/aHR0cDovL2V4YW1wbGUuY29tLw/votes", null, "harmless")]
    public async Task Errors_are_those_that_were_recorded(string fixture, string method, string path, string? key, string? verdict)
    {
        if (fixture.StartsWith("InvalidArgument", StringComparison.Ordinal)) path = "/domains/not%20a%20domain";
        await using var emulator = await EmulatorFixture.StartAsync();
        using var client = emulator.Client(key ?? VtEmulatorKeys.Premium);
        using var body = verdict is null ? null : new StringContent(Bodies.Vote(verdict));
        var error = await client.FailAsync(new HttpMethod(method), path, body);
        using var recorded = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(SharedMaterial.Fixtures!, "errors", fixture)));
        var expected = recorded.RootElement.GetProperty("error");
        // The recorded domain is refused by a list of top-level domains that changes; the words are what counts.
        var message = expected.GetProperty("message").GetString()!.Replace("xpressco.za", "not a domain", StringComparison.Ordinal);
        error[4..].ShouldBe($"{expected.GetProperty("code").GetString()} {message}");
    }

    [Fact]
    public async Task Endpoints_that_are_not_emulated_say_so_and_are_never_a_fake_success()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        foreach (var endpoint in Endpoints.All.Where(endpoint => !Routes.All.ContainsKey(endpoint)))
        {
            var path = endpoint.Path([.. Enumerable.Repeat("x", endpoint.Template.Count(c => c == '{'))]);
            var error = await emulator.Premium.FailAsync(new HttpMethod(endpoint.Method), path);
            error.ShouldStartWith("501 NotSupportedByEmulator The emulator does not have ", customMessage: endpoint.ToString());
        }
    }

    [Fact]
    public async Task Forms_that_clients_use_beside_the_documented_ones_are_known()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        foreach (var alias in EndpointAliases.All)
        {
            Routes.All.ContainsKey(AliasEndpoints.Of(alias)).ShouldBe(alias.Emulated, alias.Name);
            if (alias.Emulated) continue;
            var path = System.Text.RegularExpressions.Regex.Replace(alias.Template, @"\{\w+\}", "x");
            (await emulator.Premium.FailAsync(new HttpMethod(alias.Method), path)).ShouldStartWith("501 NotSupportedByEmulator");
        }
    }

    [Theory]
    [InlineData("GET", "/nowhere")]
    [InlineData("GET", "/files")]
    [InlineData("PUT", "/files/" + EmulatorFixture.EicarMd5)]
    [InlineData("GET", "//files/" + EmulatorFixture.EicarMd5)]
    [InlineData("GET", "/files/" + EmulatorFixture.EicarMd5 + "/")]
    public async Task Other_paths_are_not_found(string method, string path)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        (await emulator.Premium.FailAsync(new HttpMethod(method), path)).ShouldBe("404 NotFoundError Resource not found.");
    }

    [Fact]
    public async Task Unknown_parameters_are_refused_unless_loose()
    {
        await using (var strict = await EmulatorFixture.StartAsync())
            (await strict.Premium.FailAsync(HttpMethod.Get, "/ip_addresses/8.8.8.8?foo=1")).ShouldStartWith("400 InvalidArgumentError Parameter \"foo\" is not known");
        await using var loose = await EmulatorFixture.StartAsync(options => options.Loose = true);
        await loose.GetAsync("/ip_addresses/8.8.8.8?foo=1");
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"data": "x"}""")]
    [InlineData("""{"data": {"type": "vote", "attributes": {"text": "a comment"}}}""")]
    [InlineData("""{"data": {"type": "comment", "attributes": {"text": "  "}}}""")]
    [InlineData("""{"data": {"type": "comment", "attributes": {"text": 5}}}""")]
    public async Task Bodies_that_say_nothing_are_bad_requests(string body)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        (await emulator.Premium.FailAsync(HttpMethod.Post, "/domains/example.com/comments", new StringContent(body))).ShouldStartWith("400 BadRequestError");
    }

    [Fact]
    public async Task A_json_body_is_read_whatever_its_type_says()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        foreach (var type in new[] { "text/plain", "application/octet-stream", "application/x-www-form-urlencoded" })
        {
            using var body = new ByteArrayContent(Bodies.Comment("hello").Utf8());
            body.Headers.TryAddWithoutValidation("Content-Type", type);
            await emulator.Premium.ReadAsync(HttpMethod.Post, "/domains/example.com/comments", body);
        }
    }
}
