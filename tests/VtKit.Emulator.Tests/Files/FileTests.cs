namespace VtKit.Emulator.Tests;

public sealed class FileTests
{
    [Theory]
    [InlineData(EmulatorFixture.EicarMd5)]
    [InlineData(EmulatorFixture.EicarSha1)]
    [InlineData(EmulatorFixture.EicarSha256)]
    [Trait("seed", "92")]
    public async Task A_fresh_store_knows_the_test_file_by_each_of_its_hashes(string hash)
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        var answer = await emulator.GetAsync("/files/" + hash);
        System.Console.WriteLine(answer.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true }));
        var file = answer["data"]!;
        file["id"]!.GetValue<string>().ShouldBe(EmulatorFixture.EicarSha256);
        file["attributes"]!["last_analysis_stats"]!["malicious"]!.GetValue<int>().ShouldBeGreaterThan(0);
    }
}
