namespace VtKit.Cli.Tests;

public sealed class ConfigFileTests : IDisposable
{
    private const string Key = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private readonly CliRun _vtk = new();

    public void Dispose() => _vtk.Dispose();

    [Fact]
    public async Task A_value_that_was_set_is_there()
    {
        (await _vtk.RunAsync("config", "set", "base-url", "http://127.0.0.1:8080")).Code.ShouldBe(ExitCode.Ok);
        var got = await _vtk.RunAsync("config", "get", "base-url");
        got.ShouldBe(new CliResult(ExitCode.Ok, "http://127.0.0.1:8080\n", ""));
    }

    [Fact]
    public async Task Only_the_owner_may_read_the_file()
    {
        await _vtk.RunAsync("config", "set", "api-key", Key);
        if (OperatingSystem.IsWindows()) return;
        File.GetUnixFileMode(_vtk.ConfigFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(Path.GetDirectoryName(_vtk.ConfigFile)!).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.GetFiles(Path.GetDirectoryName(_vtk.ConfigFile)!).ShouldBe([_vtk.ConfigFile]);
    }

    [Fact]
    public async Task Wider_rights_are_taken_back_and_it_is_said()
    {
        if (OperatingSystem.IsWindows()) return;
        await _vtk.RunAsync("config", "set", "api-key", Key);
        File.SetUnixFileMode(_vtk.ConfigFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var listed = await _vtk.RunAsync("config", "list");
        listed.ErrorLine.ShouldContain("was readable by other users");
        File.GetUnixFileMode(_vtk.ConfigFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await _vtk.RunAsync("config", "list")).Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("config", "list")]
    [InlineData("config", "get", "api-key")]
    [InlineData("config", "set", "api-key", Key)]
    public async Task The_key_is_shown_by_its_end_only(params string[] arguments)
    {
        await _vtk.RunAsync("config", "set", "api-key", Key);
        var result = await _vtk.RunAsync(arguments);
        (result.Out + result.Error).ShouldContain("********cdef");
        (result.Out + result.Error).ShouldNotContain(Key);
    }

    [Theory]
    [InlineData("config", "set", "api-key")]
    [InlineData("config", "set", "api-key", "-")]
    public async Task A_key_can_come_from_stdin(params string[] arguments)
    {
        _vtk.Input = $"  {Key}\n";
        (await _vtk.RunAsync(arguments)).Code.ShouldBe(ExitCode.Ok);
        (await File.ReadAllTextAsync(_vtk.ConfigFile)).ShouldBe($"api-key = {Key}\n");
    }

    [Fact]
    public async Task Comments_order_and_other_profiles_survive_a_change()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_vtk.ConfigFile)!);
        await File.WriteAllTextAsync(_vtk.ConfigFile, "# mine\napi-key = a\n\n[work]\n; theirs\napi-key = b\nproxy = http://p:1\n");
        await _vtk.RunAsync("config", "set", "api-key", "c", "--profile", "work");
        await _vtk.RunAsync("config", "set", "format", "yaml");
        await _vtk.RunAsync("config", "set", "base-url", "https://example.org", "--profile", "third");
        await _vtk.RunAsync("config", "unset", "proxy", "--profile", "work");
        (await File.ReadAllTextAsync(_vtk.ConfigFile)).ShouldBe(
            "# mine\napi-key = a\nformat = yaml\n\n[work]\n; theirs\napi-key = c\n\n[third]\nbase-url = https://example.org\n");
        (await _vtk.RunAsync("config", "list")).Out.ShouldBe(
            "[default]\napi-key = ********\nformat = yaml\n[work]\napi-key = ********\n[third]\nbase-url = https://example.org\n");
    }

    [Fact]
    public async Task A_link_stays_a_link()
    {
        if (OperatingSystem.IsWindows()) return;
        var elsewhere = Path.Combine(_vtk.Home.FullName, "elsewhere");
        await File.WriteAllTextAsync(elsewhere, "");
        Directory.CreateDirectory(Path.GetDirectoryName(_vtk.ConfigFile)!);
        File.CreateSymbolicLink(_vtk.ConfigFile, elsewhere);
        await _vtk.RunAsync("config", "set", "format", "csv");
        new FileInfo(_vtk.ConfigFile).LinkTarget.ShouldBe(elsewhere);
        (await File.ReadAllTextAsync(elsewhere)).ShouldBe("format = csv\n");
    }

    [Theory]
    [InlineData((int)ExitCode.Usage, "there is no setting 'key'", "config", "set", "key", "x")]
    [InlineData((int)ExitCode.Usage, "no address", "config", "set", "base-url", "ftp://x")]
    [InlineData((int)ExitCode.Usage, "no time", "config", "set", "read-timeout", "soon")]
    [InlineData((int)ExitCode.Usage, "there is no format 'xml'", "config", "set", "format", "xml")]
    [InlineData((int)ExitCode.Usage, "name of a profile", "config", "set", "format", "csv", "--profile", "a b]")]
    [InlineData((int)ExitCode.Usage, "is empty", "config", "set", "api-key", " ")]
    [InlineData((int)ExitCode.Usage, "holds a space", "config", "set", "api-key", "a b")]
    [InlineData((int)ExitCode.NotFound, "not set", "config", "get", "proxy")]
    [InlineData((int)ExitCode.NotFound, "not set", "config", "unset", "proxy")]
    public async Task What_cannot_be_is_one_clear_line(int code, string says, params string[] arguments)
    {
        var result = await _vtk.RunAsync(arguments);
        ((int)result.Code).ShouldBe(code);
        result.ErrorLine.ShouldContain(says);
        result.Out.ShouldBeEmpty();
        File.Exists(_vtk.ConfigFile).ShouldBeFalse();
    }

    [Theory]
    [InlineData("api-key " + Key, "line 1 of ", "no 'name = value'")]
    [InlineData("x = 1\napikey = " + Key, "line 1 of ", "does not know")]
    public async Task A_broken_file_is_told_by_line_and_without_its_text(string text, string where, string what)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_vtk.ConfigFile)!);
        await File.WriteAllTextAsync(_vtk.ConfigFile, text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_vtk.ConfigFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var result = await _vtk.RunAsync("config", "list");
        result.Code.ShouldBe(ExitCode.Error);
        result.ErrorLine.ShouldContain(where);
        result.ErrorLine.ShouldContain(what);
        result.ErrorLine.ShouldNotContain(Key);
    }

    [Fact]
    public async Task A_proxy_is_shown_without_its_password()
    {
        await _vtk.RunAsync("config", "set", "proxy", "http://user:secret@proxy:3128");
        (await _vtk.RunAsync("config", "list")).Out.ShouldBe("[default]\nproxy = http://***@proxy:3128\n");
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("1.5", 1.5)]
    [InlineData("500ms", 0.5)]
    [InlineData("2m", 120)]
    [InlineData("1h", 3600)]
    public void Durations_read_as_people_write_them(string text, double seconds) =>
        Setting.ParseDuration("x", text).TotalSeconds.ShouldBe(seconds, 0.0001);

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1d")]
    [InlineData("ms")]
    [InlineData("25h")]
    [InlineData("1e9")]
    public void What_is_no_duration_is_refused(string text) =>
        Should.Throw<CliException>(() => Setting.ParseDuration("x", text)).ExitCode.ShouldBe(ExitCode.Usage);
}
