using System.Net;

namespace VtKit.Emulator.Tests;

/// <summary>Faults for some requests, and those that the right answer suffers on its way.</summary>
public sealed class FaultTests
{
    private const string File = "/files/" + EmulatorFixture.EicarMd5;

    [Fact]
    public async Task A_fault_may_be_for_one_key()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await OrderAsync(emulator, """{"key": "public", "status": 503, "times": 0}""");
        await emulator.GetAsync(File);
        (await emulator.Public.FailAsync(HttpMethod.Get, File)).ShouldStartWith("503");
        await emulator.GetAsync(File);
    }

    [Fact]
    public async Task A_fault_by_chance_strikes_the_same_requests_for_the_same_seed()
    {
        var runs = new List<string>();
        foreach (var seed in new[] { 7, 7, 8 })
        {
            await using var emulator = await EmulatorFixture.StartAsync();
            await OrderAsync(emulator, $$"""{"probability": 0.3, "seed": {{seed}}, "times": 0, "status": 500}""");
            var run = "";
            for (var i = 0; i < 60; i++)
            {
                using var answer = await emulator.Premium.GetAsync(EmulatorFixture.Api(File));
                run += answer.IsSuccessStatusCode ? '.' : 'x';
            }
            runs.Add(run);
        }
        runs[0].ShouldBe(runs[1]);
        runs[0].ShouldNotBe(runs[2]);
        runs[0].Count(letter => letter == 'x').ShouldBeInRange(8, 30);
    }

    [Fact]
    public async Task A_wrong_media_type_comes_with_the_right_body()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await OrderAsync(emulator, """{"kind": "content_type", "content_type": "text/plain"}""");
        using var answer = await emulator.Premium.GetAsync(EmulatorFixture.Api(File));
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        (await answer.Content.ReadAsStringAsync()).ShouldContain(EmulatorFixture.EicarSha256);
    }

    [Fact]
    public async Task A_slow_body_waits_before_each_piece()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var whole = await emulator.Premium.GetByteArrayAsync(EmulatorFixture.Api(File));
        await OrderAsync(emulator, """{"kind": "slow_body", "delay_ms": 1000}""");
        var reading = emulator.Premium.GetByteArrayAsync(EmulatorFixture.Api(File));
        for (var piece = 0; piece < 8; piece++)
        {
            await emulator.SomebodyWaitsAsync();
            reading.IsCompleted.ShouldBeFalse();
            emulator.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        (await reading).ShouldBe(whole);
    }

    [Theory]
    [InlineData("""{"probability": 2, "status": 500}""")]
    [InlineData("""{"key": "nobody", "status": 500}""")]
    [InlineData("""{"kind": "content_type"}""")]
    [InlineData("""{"kind": "slow_body"}""")]
    public async Task An_order_that_says_nothing_clear_is_refused(string order)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        using var answer = await emulator.Admin.PostAsync(new Uri("/_emulator/faults", UriKind.Relative), new StringContent(order));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static Task<System.Text.Json.Nodes.JsonObject> OrderAsync(EmulatorFixture emulator, string order) => emulator.AdminAsync(HttpMethod.Post, "/faults", order);
}
