using System.Security.Cryptography;

namespace VtKit.Emulator.Tests;

public sealed class ConcurrencyTests
{
    [Fact]
    public async Task The_same_file_from_many_sides_is_one_file()
    {
        using var folder = new TemporaryFolder();
        await using var emulator = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path);
        var content = RandomNumberGenerator.GetBytes(200_000);
        var ids = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => emulator.UploadAsync(content)));
        ids.Distinct().Count().ShouldBe(1);
        var file = (await emulator.GetAsync("/files/" + Convert.ToHexStringLower(SHA256.HashData(content))))["data"]!["attributes"]!;
        file["times_submitted"]!.GetValue<int>().ShouldBe(16);
        Directory.GetFiles(folder["blobs"], "*", SearchOption.AllDirectories).Length.ShouldBe(2);
        Directory.GetFiles(folder["uploads"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Reading_and_writing_at_once_answers_everything()
    {
        await using var emulator = await EmulatorFixture.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            await emulator.UploadAsync($"file {i}".Utf8(), $"{i}.txt");
            await emulator.GetAsync("/files/" + Convert.ToHexStringLower(SHA256.HashData($"file {i}".Utf8())));
            await emulator.PostAsync("/domains/example.com/comments", Bodies.Comment($"comment {i}"));
            await emulator.GetAsync("/domains/example.com/comments?limit=40");
        }));
        (await emulator.GetAsync("/domains/example.com/comments"))["meta"]!["count"]!.GetValue<int>().ShouldBe(40);
    }
}
