using System.Net;

namespace VtKit.Emulator.Tests;

/// <summary>Who reaches an emulator may do everything there: other machines get in only where somebody meant it.</summary>
public sealed class ExposureTests
{
    private const string Token = "a token of some length";

    [Theory]
    [InlineData("0.0.0.0", false, Token, "--allow-remote")]
    [InlineData("*", false, null, "--allow-remote")]
    [InlineData("::", true, null, "VTK_EMULATOR_TOKEN")]
    [InlineData("127.0.0.1", false, "short", "16 characters")]
    public async Task It_does_not_start_half_open(string host, bool allow, string? token, string advice)
    {
        var e = await Should.ThrowAsync<VtEmulatorException>(() => VtEmulator.StartAsync(new() { Host = host, AllowRemote = allow, AdminToken = token }));
        e.Message.ShouldContain(advice);
        e.Message.ShouldNotContain("\n");
    }

    [Fact]
    public async Task Open_to_others_it_wants_the_token_for_all_that_an_admin_does()
    {
        await using var emulator = await VtEmulator.StartAsync(new() { Host = "0.0.0.0", AllowRemote = true, AdminToken = Token });
        using var client = new HttpClient { BaseAddress = emulator.BaseAddress };

        (await StatusAsync(client, "/_emulator/health", null)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(client, "/_emulator/clock", null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(client, "/_emulator/clock", "another token of some length")).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(client, "/_emulator/clock", Token)).ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null) request.Headers.Add("x-emulator-token", token);
        using var answer = await client.SendAsync(request);
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain(Token);
        return answer.StatusCode;
    }
}
