using System.Text;

namespace VtKit.Cli.Tests;

/// <summary>Runs <c>vtk</c> inside the test: streams in memory, an environment of its own, a home that is removed afterwards.</summary>
internal sealed class CliRun : IDisposable
{
    public DirectoryInfo Home { get; } = Directory.CreateTempSubdirectory("vtk-home-");

    public Dictionary<string, string> Environment { get; } = [];

    public string Input { get; set; } = "";

    /// <summary>Opens stdin where <see cref="Input"/> is not enough.</summary>
    public Func<Stream>? OpenInput { get; set; }

    /// <summary>Opens stdout where what is written has to be read at once; then the result has none of it.</summary>
    public Func<Stream>? OpenOutput { get; set; }

    public bool OutIsTerminal { get; set; }

    public bool CanAsk { get; set; }

    /// <summary>Called whenever something was written to stdout.</summary>
    public Action? Written { get; set; }

    public int Width { get; set; } = 80;

    public const string Key = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public string ConfigFile => Path.Combine(Home.FullName, ".config", "vtkit", "config");

    /// <summary>Makes every run go to a service.</summary>
    public CliRun At(Uri service)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(ConfigFile)!);
        File.WriteAllText(ConfigFile, $"base-url = {service}\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(ConfigFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Environment.TryAdd("VTK_API_KEY", Key);
        return this;
    }

    public string WriteFile(string name, byte[] content)
    {
        var path = Path.Combine(Home.FullName, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public Task<CliResult> RunAsync(params string[] arguments) => RunAsync(CancellationToken.None, arguments);

    public async Task<CliResult> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        using var stdout = new WatchedStream(Written);
        using var stderr = new StringWriter { NewLine = "\n" };
        var console = new CliConsole
        {
            Out = OpenOutput?.Invoke() ?? stdout,
            Error = stderr,
            OpenIn = OpenInput ?? (() => new MemoryStream(Encoding.UTF8.GetBytes(Input))),
            OutIsTerminal = OutIsTerminal,
            ErrorIsTerminal = CanAsk,
            InIsTerminal = CanAsk,
            Width = Width,
            // Lines hold paths of this machine: where they would break is not the same everywhere.
            TalkWidth = () => int.MaxValue,
        };
        var environment = new CliEnvironment(name => Environment.TryGetValue(name, out var value) ? value : name == "HOME" ? Home.FullName : null);
        var code = await new CliHost(console, environment, Time).RunAsync(arguments, cancellationToken);
        return new CliResult(code, Encoding.UTF8.GetString(stdout.ToArray()), stderr.ToString());
    }

    public void Dispose() => Home.Delete(recursive: true);

    private sealed class WatchedStream(Action? written) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer);
            if (!buffer.IsEmpty) written?.Invoke();
        }
    }
}

internal sealed record CliResult(ExitCode Code, string Out, string Error)
{
    /// <summary>Asserts that stderr is one line, and returns it.</summary>
    public string ErrorLine
    {
        get
        {
            Error.ShouldEndWith("\n");
            var line = Error[..^1];
            line.ShouldNotContain("\n");
            line.ShouldStartWith("vtk: ");
            return line;
        }
    }
}
