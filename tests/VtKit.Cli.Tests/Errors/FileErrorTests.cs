namespace VtKit.Cli.Tests;

/// <summary>Files that cannot be scanned: one line each that says what to do, exit code 1, and nothing is sent.</summary>
public sealed class FileErrorTests : IAsyncLifetime, IDisposable
{
    private readonly CliRun _vtk = new();
    private readonly StubService _service = new((StubRequest _) => StubAnswer.Error(404, "NotFoundError", "no"));

    public Task InitializeAsync()
    {
        _vtk.At(_service.Address);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _service.DisposeAsync();

    public void Dispose() => _vtk.Dispose();

    [Theory]
    [Trait("seed", "44")]
    [InlineData("scan", "file")]
    [InlineData("lookup")]
    [InlineData("id")]
    public async Task Missing_file(params string[] command)
    {
        var path = Path.Combine(_vtk.Home.FullName, "absent.bin");
        await FailsAsync($"{path} does not exist: check the path", [.. command, path]);
    }

    [Theory]
    [InlineData("lookup")]
    [InlineData("id")]
    public async Task Folder(params string[] command)
    {
        var path = _vtk.Home.CreateSubdirectory("samples").FullName;
        await FailsAsync($"{path} is a folder: name the files in it, such as {path}/*", [.. command, path]);
    }

    [Fact]
    public async Task Empty_file()
    {
        var path = _vtk.WriteFile("empty", []);
        await FailsAsync($"{path} is empty: there is nothing to scan", "scan", "file", path);
    }

    [Fact]
    [Trait("seed", "45")]
    public async Task File_that_is_too_large()
    {
        var path = Path.Combine(_vtk.Home.FullName, "large.iso");
        await using (var large = File.Create(path)) large.SetLength(700L * 1024 * 1024);
        await FailsAsync($"{path} has 700 MB, and the service takes 650 MB at most: unpack it and scan its parts", "scan", "file", path);
    }

    [Fact]
    public async Task What_is_no_regular_file()
    {
        if (OperatingSystem.IsWindows()) return;
        var path = Path.Combine(_vtk.Home.FullName, "pipe");
        using (var made = System.Diagnostics.Process.Start("mkfifo", [path])) await made.WaitForExitAsync();
        // A writer that says nothing, so that opening does not wait.
        await using var writer = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        await FailsAsync($"{path} is no regular file: save what it gives to a file first", "scan", "file", path);
    }

    private async Task FailsAsync(string says, params string[] arguments)
    {
        var result = await _vtk.RunAsync(arguments);
        result.ErrorLine.ShouldBe("vtk: " + says);
        result.Code.ShouldBe(ExitCode.Error);
        result.Out.ShouldBeEmpty();
        _service.Requests.ShouldBeEmpty();
    }
}
