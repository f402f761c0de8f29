using System.Net;
using System.Net.Sockets;
using System.Text;
using VtKit.Emulator;

namespace VtKit.Cli.Tests;

/// <summary>What only a process of its own shows: exit codes, signals, streams, and two of them at once.</summary>
public sealed class ProcessTests : IDisposable
{
    private const string Eicar = "44d88612fea8a8f36de82e1278abb02f";

    private readonly VtkProcess _vtk = new();

    public void Dispose() => _vtk.Dispose();

    [Fact]
    public async Task The_version_answers_alone() => (await _vtk.RunAsync("--version")).ShouldBe((0, $"vtk {BuildVersion.Text}\n", ""));

    [Fact]
    public async Task A_mistake_is_one_line_and_exit_code_2()
    {
        var (code, stdout, stderr) = await _vtk.RunAsync("flie");
        (code, stdout, stderr).ShouldBe((2, "", "vtk: there is no command 'flie', but there is 'file': see vtk --help\n"));
    }

    [Fact]
    public async Task A_fresh_local_store_knows_the_test_virus_and_lasts()
    {
        var (code, stdout, stderr) = await _vtk.RunAsync("file", Eicar, "--local", "--format", "table");
        (code, stderr).ShouldBe((0, ""));
        stdout.ShouldStartWith("malicious 1/");

        var sample = Path.Combine(_vtk.Home.FullName, "sample.txt");
        await File.WriteAllTextAsync(sample, "a sample");
        (await _vtk.RunAsync("scan", "file", sample, "--local")).Error.ShouldContain("uploaded ");
        (await _vtk.RunAsync("scan", "file", sample, "--local")).Error.ShouldBe($"vtk: {sample} is known by its hash: nothing was uploaded\n");
    }

    [Fact]
    public async Task Many_local_ones_at_once_share_one_store()
    {
        var runs = Enumerable.Range(0, 6).Select(async i =>
        {
            var sample = Path.Combine(_vtk.Home.FullName, $"sample{i}.txt");
            await File.WriteAllTextAsync(sample, $"sample {i}");
            return await _vtk.RunAsync("scan", "file", sample, "--local", "-I");
        });
        foreach (var (code, stdout, stderr) in await Task.WhenAll(runs)) code.ShouldBe(0, stderr + stdout);
    }

    [Fact]
    public async Task An_emulator_says_where_it_listens_serves_local_look_ups_and_stops_cleanly()
    {
        using var emulator = _vtk.Start("emulator", "--port", "0");
        var address = (await emulator.StandardOutput.ReadLineAsync())!;
        address.ShouldStartWith("listening on http://127.0.0.1:");
        var (code, stdout, stderr) = await _vtk.RunAsync("file", Eicar, "--local");
        (code, stderr).ShouldBe((0, ""));
        stdout.ShouldContain(address.Split(' ')[^1]);
        await VtkProcess.SignalAsync(emulator, "INT");
        (code, _, stderr) = await VtkProcess.EndAsync(emulator);
        code.ShouldBe(0, stderr);
    }

    [Fact]
    public async Task A_port_in_use_is_one_line()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        var (code, stdout, stderr) = await _vtk.RunAsync("emulator", "--port", $"{port}", "--in-memory");
        (code, stdout).ShouldBe((1, ""));
        OneLine(stderr).ShouldContain($"{port}");
    }

    [Fact]
    public async Task A_damaged_store_is_one_line_and_left_as_it_is()
    {
        var folder = Path.Combine(_vtk.Home.FullName, "store");
        _vtk.Environment["VTK_LOCAL_DATA"] = folder;
        (await _vtk.RunAsync("file", Eicar, "--local")).Code.ShouldBe(0);
        var database = Directory.GetFiles(folder, "*.db").ShouldHaveSingleItem();
        foreach (var side in Directory.GetFiles(folder, "*.db-*")) File.Delete(side);
        var damaged = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("this is no database ", 1000)));
        await File.WriteAllBytesAsync(database, damaged);

        var (code, stdout, stderr) = await _vtk.RunAsync("file", Eicar, "--local");
        (code, stdout).ShouldBe((1, ""));
        OneLine(stderr).ShouldContain(folder);
        (await File.ReadAllBytesAsync(database)).ShouldBe(damaged);
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_is_one_line()
    {
        if (OperatingSystem.IsWindows()) return;
        var path = Path.Combine(_vtk.Home.FullName, "unreadable");
        await File.WriteAllTextAsync(path, "x");
        File.SetUnixFileMode(path, UnixFileMode.None);
        // Root may read everything, so it lets the right to do so go first.
        if (Environment.UserName == "root") _vtk.Through = ["setpriv", "--bounding-set", "-all", "--inh-caps", "-all"];
        var (code, stdout, stderr) = await _vtk.RunAsync("id", path);
        (code, stdout, stderr).ShouldBe((1, "", $"vtk: {path} may not be read by this user: check its access rights\n"));
    }

    [Fact]
    public async Task Ctrl_C_ends_a_wait_with_130_and_one_line()
    {
        var asked = new TaskCompletionSource();
        await using var service = new StubService(_ =>
        {
            asked.TrySetResult();
            return new TaskCompletionSource<StubAnswer>().Task;
        });
        _vtk.Environment["VTK_API_KEY"] = CliRun.Key;
        using var process = _vtk.Start("file", Eicar, "--base-url", service.Address.AbsoluteUri);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        await VtkProcess.SignalAsync(process, "INT");
        (await VtkProcess.EndAsync(process)).ShouldBe((130, "", "vtk: cancelled\n"));
    }

    [Fact]
    public async Task Ctrl_C_ends_the_reading_of_stdin()
    {
        await using var emulator = await VtEmulator.StartAsync();
        _vtk.Environment["VTK_API_KEY"] = VtEmulatorKeys.Premium;
        using var process = _vtk.Start("ip", "-", "--format", "jsonl", "--base-url", emulator.BaseAddress.AbsoluteUri);
        await process.StandardInput.WriteLineAsync("8.8.8.8");
        await process.StandardInput.FlushAsync();
        // An answer comes although stdin stays open.
        (await process.StandardOutput.ReadLineAsync())!.ShouldContain("8.8.8.8");
        await VtkProcess.SignalAsync(process, "INT");
        (await VtkProcess.EndAsync(process)).Code.ShouldBe(130);
    }

    [Fact]
    public async Task An_unexpected_fault_shows_no_stack_unless_asked()
    {
        _vtk.Environment["XDG_CONFIG_HOME"] = Path.Combine(_vtk.Home.FullName, "file");
        await File.WriteAllTextAsync(Path.Combine(_vtk.Home.FullName, "file"), "");
        var (code, _, stderr) = await _vtk.RunAsync("config", "set", "format", "json");
        code.ShouldBe(1);
        OneLine(stderr).ShouldContain("cannot be written");
        _vtk.Environment["VTK_DEBUG"] = "1";
        (await _vtk.RunAsync("config", "set", "format", "json")).Error.ShouldContain("   at VtKit.Cli.ConfigFile");
    }

    private static string OneLine(string stderr)
    {
        stderr.ShouldStartWith("vtk: ");
        stderr.TrimEnd('\n').ShouldNotContain("\n");
        return stderr;
    }
}
