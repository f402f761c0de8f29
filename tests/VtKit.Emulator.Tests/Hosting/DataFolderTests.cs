using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Data.Sqlite;

namespace VtKit.Emulator.Tests;

public sealed class DataFolderTests
{
    [Fact]
    public async Task What_was_stored_is_there_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        string comment;
        await using (var first = await StartAsync(folder))
        {
            await first.UploadAsync("kept"u8.ToArray(), "kept.txt");
            comment = (await first.PostAsync("/domains/example.com/comments", Bodies.Comment("kept")))["data"]!["id"]!.GetValue<string>();
            for (var i = 0; i < 4; i++) await first.Public.ReadAsync(HttpMethod.Get, "/ip_addresses/8.8.8.8");
        }
        await using var second = await StartAsync(folder);
        (await second.GetAsync("/files/" + Hash("kept")))["data"]!["attributes"]!["meaningful_name"]!.GetValue<string>().ShouldBe("kept.txt");
        using var redirect = await second.Premium.GetAsync(EmulatorFixture.Api($"/files/{Hash("kept")}/download"));
        (await second.Admin.GetStringAsync(redirect.Headers.Location)).ShouldBe("kept");
        (await second.GetAsync("/comments/" + comment))["data"]!["attributes"]!["text"]!.GetValue<string>().ShouldBe("kept");
        // The quota was spent before the restart.
        (await second.Public.FailAsync(HttpMethod.Get, "/ip_addresses/8.8.8.8")).ShouldStartWith("429");
    }

    [Fact]
    public async Task A_folder_belongs_to_one_emulator_which_others_find()
    {
        using var folder = new TemporaryFolder();
        (await VtEmulator.TryFindRunningAsync(folder.Path)).ShouldBeNull();
        await using (var first = await StartAsync(folder))
        {
            (await VtEmulator.TryFindRunningAsync(folder.Path)).ShouldBe(first.Emulator.BaseAddress);
            var e = await Should.ThrowAsync<VtEmulatorException>(() => VtEmulator.StartAsync(new() { DataDirectory = folder.Path }));
            e.Reason.ShouldBe(VtEmulatorFailure.DataDirectoryInUse);
            e.RunningAt.ShouldBe(first.Emulator.BaseAddress);
            e.Message.ShouldContain(folder.Path);
            e.Message.ShouldContain(first.Emulator.BaseAddress.Authority);
            e.Message.ShouldNotContain("\n");
        }
        (await VtEmulator.TryFindRunningAsync(folder.Path)).ShouldBeNull();
        File.Exists(folder["emulator.lock"]).ShouldBeFalse();
        await using var second = await StartAsync(folder);
    }

    [Theory]
    [InlineData("nobody listens")]
    [InlineData("another emulator has the port")]
    [InlineData("something else has the port")]
    [InlineData("nonsense")]
    public async Task A_lock_that_outlived_its_emulator_stops_nobody(string situation)
    {
        using var folder = new TemporaryFolder();
        await using var other = await EmulatorFixture.StartAsync();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        var answering = situation.StartsWith("something", StringComparison.Ordinal) ? AnswerOnceAsync(silent) : Task.CompletedTask;
        if (situation.StartsWith("nobody", StringComparison.Ordinal)) silent.Stop();
        await File.WriteAllTextAsync(folder["emulator.lock"], situation switch
        {
            "another emulator has the port" => $"{other.Emulator.BaseAddress.GetLeftPart(UriPartial.Authority)}\n{Guid.NewGuid():N}\n1\n",
            "nonsense" => "\0\0\0",
            _ => $"http://127.0.0.1:{port}\n{Guid.NewGuid():N}\n1\n",
        });
        (await VtEmulator.TryFindRunningAsync(folder.Path)).ShouldBeNull();
        await answering;
        await using var emulator = await StartAsync(folder);
        (await VtEmulator.TryFindRunningAsync(folder.Path)).ShouldBe(emulator.Emulator.BaseAddress);
    }

    [Theory]
    [InlineData("garbage", "is damaged")]
    [InlineData("cut", "is damaged")]
    [InlineData("overwritten", "is damaged")]
    [InlineData("foreign", "another program")]
    [InlineData("newer", "newer version")]
    public async Task A_database_that_cannot_be_used_is_one_clear_line_and_stays_as_it_is(string how, string expected)
    {
        using var folder = new TemporaryFolder();
        await SpoilAsync(folder, how);
        var before = await File.ReadAllBytesAsync(folder["emulator.db"]);
        var e = await Should.ThrowAsync<VtEmulatorException>(() => VtEmulator.StartAsync(new() { DataDirectory = folder.Path }));
        e.Reason.ShouldBe(how == "newer" ? VtEmulatorFailure.DatabaseTooNew : VtEmulatorFailure.DatabaseDamaged);
        e.Message.ShouldContain(expected);
        e.Message.ShouldContain(folder["emulator.db"]);
        e.Message.ShouldContain("left as it is");
        e.Message.ShouldNotContain("\n");
        (await File.ReadAllBytesAsync(folder["emulator.db"])).ShouldBe(before);
        // The folder is free again, so that the person can put it right and try once more.
        File.Delete(folder["emulator.db"]);
        await using var emulator = await StartAsync(folder);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_one_clear_line()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["file"], "");
        var e = await Should.ThrowAsync<VtEmulatorException>(() => VtEmulator.StartAsync(new() { DataDirectory = folder["file"] }));
        e.Reason.ShouldBe(VtEmulatorFailure.DataDirectoryUnusable);
        e.Message.ShouldNotContain("\n");
    }

    [Fact]
    public async Task A_port_in_use_lets_go_of_the_folder()
    {
        using var folder = new TemporaryFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await Should.ThrowAsync<VtEmulatorException>(() => VtEmulator.StartAsync(new() { DataDirectory = folder.Path, Port = ((IPEndPoint)other.LocalEndpoint).Port }));
        await using var emulator = await StartAsync(folder);
    }

    [Fact]
    public async Task Samples_lie_there_masked_private_and_not_executable()
    {
        using var folder = new TemporaryFolder();
        var content = Encoding.ASCII.GetBytes("#!/bin/sh\necho a program that must not run\n" + new string('x', 100_000));
        await using (var emulator = await StartAsync(folder)) await emulator.UploadAsync(content);
        var files = Directory.GetFiles(folder["blobs"], "*", SearchOption.AllDirectories);
        files.Length.ShouldBe(2);
        foreach (var file in files)
        {
            if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            var bytes = await File.ReadAllBytesAsync(file);
            bytes.AsSpan().IndexOf("#!/bin/sh"u8).ShouldBe(-1);
            bytes.AsSpan().IndexOf("EICAR"u8).ShouldBe(-1);
        }
        Directory.GetFiles(folder["uploads"]).ShouldBeEmpty();
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(folder["emulator.db"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task An_emulator_that_keeps_nothing_leaves_nothing()
    {
        var before = Leftovers();
        await using (var emulator = await EmulatorFixture.StartAsync())
        {
            await emulator.UploadAsync([1, 2, 3]);
            Leftovers().Except(before).ShouldNotBeEmpty();
        }
        // Emulators of other tests come and go; this one's folder is not there.
        var after = Leftovers().Except(before).Where(folder => Directory.Exists(Path.Combine(folder, "blobs", "03")));
        after.ShouldBeEmpty();
    }

    [Fact]
    public async Task Leftovers_of_killed_emulators_are_removed()
    {
        var leftover = Directory.CreateTempSubdirectory("vtkit-emulator-").FullName;
        var young = Directory.CreateTempSubdirectory("vtkit-emulator-").FullName;
        await File.WriteAllTextAsync(Path.Combine(leftover, "emulator.held"), "");
        Directory.SetLastWriteTimeUtc(leftover, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-1));
        await using var emulator = await EmulatorFixture.StartAsync();
        Directory.Exists(leftover).ShouldBeFalse();
        Directory.Exists(young).ShouldBeTrue();
        Directory.Delete(young);
    }

    private static string[] Leftovers() => Directory.GetDirectories(Path.GetTempPath(), "vtkit-emulator-*");

    private static async Task AnswerOnceAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        await stream.ReadExactlyAsync(new byte[16]);
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"u8.ToArray());
    }

    private static async Task SpoilAsync(TemporaryFolder folder, string how)
    {
        if (how is "garbage")
        {
            await File.WriteAllBytesAsync(folder["emulator.db"], [.. Enumerable.Repeat((byte)0x55, 5000)]);
            return;
        }
        if (how is "foreign")
        {
            await SqlAsync(folder, "CREATE TABLE mine(x); INSERT INTO mine VALUES (1)");
            return;
        }
        await using (var emulator = await StartAsync(folder)) await emulator.GetAsync("/files/" + EmulatorFixture.EicarMd5);
        if (how is "newer") await SqlAsync(folder, "PRAGMA user_version = 999");
        var bytes = await File.ReadAllBytesAsync(folder["emulator.db"]);
        if (how is "cut") await File.WriteAllBytesAsync(folder["emulator.db"], bytes[..(bytes.Length / 2)]);
        if (how is not "overwritten") return;
        bytes.AsSpan(4096).Fill(0xAA);
        await File.WriteAllBytesAsync(folder["emulator.db"], bytes);
    }

    private static async Task SqlAsync(TemporaryFolder folder, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={folder["emulator.db"]};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static Task<EmulatorFixture> StartAsync(TemporaryFolder folder) => EmulatorFixture.StartAsync(options => options.DataDirectory = folder.Path);

    private static string Hash(string text) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
