using System.Security.Cryptography;

namespace VtKit.Emulator.Tests;

/// <summary>What an emulator finds that takes over from one that was killed.</summary>
public sealed class CrashTests
{
    [Fact]
    public async Task A_sample_that_was_moved_but_never_written_down_is_removed()
    {
        using var folder = new TemporaryFolder();
        var content = RandomNumberGenerator.GetBytes(1000);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
        using (var data = await DataFolder.OpenAsync(folder.Path, CancellationToken.None))
        using (var backend = await Backend.OpenAsync(new VtEmulatorOptions(), data, "killed", CancellationToken.None))
        {
            var arrival = backend.Blobs.Begin();
            await arrival.Content.WriteAsync(content);
            await backend.WriteAsync(store => store.Execute("INSERT INTO blob_arriving(sha256, ticket) VALUES ($1, 'x')", sha256), CancellationToken.None);
            backend.Blobs.Settle(arrival, sha256);
            Directory.GetFiles(folder["blobs"], sha256, SearchOption.AllDirectories).Length.ShouldBe(1);
            // Killed here: neither the file's row nor the end of its arrival was written.
            await arrival.Content.DisposeAsync();
        }
        await using var emulator = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path);
        (await emulator.Premium.FailAsync(HttpMethod.Get, "/files/" + sha256)).ShouldStartWith("404");
        Directory.GetFiles(folder["blobs"], sha256, SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sample_that_is_in_the_store_survives_another_arrival_that_was_cut_off()
    {
        using var folder = new TemporaryFolder();
        await using (var emulator = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path))
            await emulator.UploadAsync("kept"u8.ToArray());
        var sha256 = Convert.ToHexStringLower(SHA256.HashData("kept"u8));
        using (var data = await DataFolder.OpenAsync(folder.Path, CancellationToken.None))
        using (var backend = await Backend.OpenAsync(new VtEmulatorOptions(), data, "killed", CancellationToken.None))
            await backend.WriteAsync(store => store.Execute("INSERT INTO blob_arriving(sha256, ticket) VALUES ($1, 'x')", sha256), CancellationToken.None);
        await using var again = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path);
        using var redirect = await again.Premium.GetAsync(EmulatorFixture.Api($"/files/{sha256}/download"));
        (await again.Admin.GetStringAsync(redirect.Headers.Location)).ShouldBe("kept");
    }

    [Fact]
    public async Task Uploads_that_broke_off_are_removed()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["uploads"]);
        await File.WriteAllTextAsync(Path.Combine(folder["uploads"], "half"), "half a file");
        await using var emulator = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path);
        await emulator.GetAsync("/files/" + EmulatorFixture.EicarMd5);
        Directory.GetFiles(folder["uploads"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_client_that_goes_away_in_the_middle_of_an_upload_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        await using var emulator = await EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path);
        await emulator.GetAsync("/files/" + EmulatorFixture.EicarMd5);
        using (var client = new System.Net.Sockets.TcpClient())
        {
            await client.ConnectAsync(emulator.Emulator.BaseAddress.Host, emulator.Emulator.BaseAddress.Port);
            await client.GetStream().WriteAsync(
                $"POST /api/v3/files HTTP/1.1\r\nHost: x\r\nx-apikey: {VtEmulatorKeys.Premium}\r\nContent-Length: 1000000\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nhalf".Utf8());
            await WaitAsync(() => Directory.GetFiles(folder["uploads"]).Length == 1);
        }
        await WaitAsync(() => Directory.GetFiles(folder["uploads"]).Length == 0);
        Directory.GetFiles(folder["blobs"], "*", SearchOption.AllDirectories).Length.ShouldBe(1);
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }
    }
}
