using System.Text.Json;
using VtKit.Testing.Shared;

namespace VtKit.Emulator.Tests;

public sealed class VoteTests
{
    private const string Path = "/files/" + EmulatorFixture.EicarSha256;

    [Fact]
    [Trait("seed", "50")]
    public async Task A_vote_counts_for_its_object()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var vote = (await emulator.PostAsync(Path + "/votes", Bodies.Vote("malicious")))["data"]!;
        vote["id"]!.GetValue<string>().ShouldMatch($"^f-{EmulatorFixture.EicarSha256}-[0-9a-f]{{8}}$");
        vote["attributes"]!["value"]!.GetValue<int>().ShouldBe(-1);
        vote["links"]!.AsObject().ContainsKey("self").ShouldBeTrue();
        vote["links"]!["self"].ShouldBeNull();
        using var other = emulator.Client(VtEmulatorKeys.OtherGroup);
        await other.ReadAsync(HttpMethod.Post, Path + "/votes", new StringContent(Bodies.Vote("malicious")));
        var attributes = (await emulator.GetAsync(Path))["data"]!["attributes"]!;
        attributes["reputation"]!.GetValue<int>().ShouldBe(-2);
        attributes["total_votes"]!.ToJsonString().ShouldBe("""{"harmless":0,"malicious":2}""");
        (await emulator.GetAsync(Path + "/votes"))["meta"]!["count"]!.GetValue<int>().ShouldBe(2);
        (await emulator.GetAsync(Path + "/user_votes"))["data"]!.AsArray().Count.ShouldBe(1);
        var id = vote["id"]!.GetValue<string>();
        (await emulator.GetAsync("/votes/" + id))["data"]!["attributes"]!["verdict"]!.GetValue<string>().ShouldBe("malicious");
        (await emulator.GetAsync("/users/premium/votes"))["data"]![0]!["id"]!.GetValue<string>().ShouldBe(id);
    }

    [SharedTheory]
    [InlineData("AlreadyExistsError_409_api_evangelist.json", "/domains/example.com/votes")]
    [InlineData("AlreadyExistsError_409_api_evangelist_2.json", "/ip_addresses/8.8.8.8/votes")]
    public async Task A_second_vote_is_refused_in_the_recorded_words(string fixture, string path)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await emulator.PostAsync(path, Bodies.Vote("harmless"));
        using var recorded = JsonDocument.Parse(await File.ReadAllBytesAsync(System.IO.Path.Combine(SharedMaterial.Fixtures!, "errors", fixture)));
        var message = recorded.RootElement.GetProperty("error").GetProperty("message").GetString()!;
        message = System.Text.RegularExpressions.Regex.Replace(message, "User \"\\w+\"", "User \"premium\"");
        foreach (var verdict in new[] { "harmless", "malicious" })
            (await emulator.Premium.FailAsync(HttpMethod.Post, path, new StringContent(Bodies.Vote(verdict)))).ShouldBe($"409 AlreadyExistsError {message}");
    }

    [Fact]
    public async Task Votes_at_the_same_moment_count_once()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var body = new StringContent(Bodies.Vote("harmless"));
            using var response = await emulator.Premium.PostAsync(EmulatorFixture.Api("/ip_addresses/8.8.8.8/votes"), body);
            return (int)response.StatusCode;
        }));
        statuses.Count(status => status == 200).ShouldBe(1);
        statuses.Count(status => status == 409).ShouldBe(19);
        (await emulator.GetAsync("/ip_addresses/8.8.8.8"))["data"]!["attributes"]!["reputation"]!.GetValue<int>().ShouldBe(1);
    }

    [Theory]
    [InlineData("nice")]
    [InlineData("")]
    public async Task Other_verdicts_are_refused(string verdict)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        (await emulator.Premium.FailAsync(HttpMethod.Post, Path + "/votes", new StringContent(Bodies.Vote(verdict)))).ShouldStartWith("400 BadRequestError");
    }
}
