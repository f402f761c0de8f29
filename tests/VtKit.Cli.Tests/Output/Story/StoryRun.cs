using System.Text;
using System.Text.RegularExpressions;
using VtKit.Emulator;
using VtKit.StaticAnalysis;
using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests;

/// <summary>
/// Plays a story: one command after the other by a person at a terminal of 80 columns without colour, against one emulator, on a clock
/// that stands still. What differs from run to run is replaced by names of the same length, so that columns stay where they are.
/// </summary>
internal sealed partial class StoryRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CliRun _vtk = new() { OutIsTerminal = true };
    private readonly FakeTime _time = new();
    private readonly SortedDictionary<string, StringBuilder> _texts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _kept = [];
    private readonly DirectoryInfo _folder;
    private VtEmulator _emulator = null!;

    private StoryRun(string folder) => _folder = Directory.CreateDirectory(folder);

    /// <summary>What each command wrote, by the words of the command with dashes between them.</summary>
    public IEnumerable<(string Command, string Text)> Texts => _texts.Select(pair => (pair.Key, pair.Value.ToString()));

    /// <summary>What later commands were to call by a name, and nobody said.</summary>
    public List<string> Missing { get; } = [];

    /// <summary>Makes the world of a story.</summary>
    /// <param name="folder">Where its files are, as they are typed: a folder below the current one, because paths of temporary folders differ in length.</param>
    public static async Task<StoryRun> BeginAsync(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        var run = new StoryRun(folder);
        run._emulator = await VtEmulator.StartAsync(new VtEmulatorOptions { TimeProvider = run._time, Engines = new EngineSet([new EicarEngine()]) });
        run._vtk.Time = run._time;
        run._vtk.Environment["NO_COLOR"] = "1";
        run._vtk.At(run._emulator.BaseAddress);
        await StoryWorld.MakeAsync(folder, run._emulator.BaseAddress);
        return run;
    }

    /// <summary>The words of a command line.</summary>
    public static string[] Words(string line) => [.. Word().Matches(line).Select(match => match.Value.Trim('"'))];

    /// <summary>The command that words call, as its own words.</summary>
    public static string[] CommandOf(IReadOnlyList<string> words)
    {
        var names = new Stack<string>();
        for (System.CommandLine.Parsing.SymbolResult? result = CommandTree.Parse(words).CommandResult; result is System.CommandLine.Parsing.CommandResult command && !CommandTree.IsRoot(command.Command); result = result.Parent)
            names.Push(command.Command.Name);
        return [.. names];
    }

    /// <summary>Runs a command, and adds what it wrote to the texts.</summary>
    public async Task PlayAsync(Act act)
    {
        _time.Advance(act.Later);
        var typed = act.Line.Replace("{service}", _emulator.BaseAddress.AbsoluteUri, StringComparison.Ordinal);
        var line = Name().Replace(typed, match => _kept.TryGetValue(match.Groups["name"].Value, out var value) ? value : match.Value);
        using var patience = new CancellationTokenSource(Patience);
        (_vtk.CanAsk, _vtk.Input) = (act.Piped is null, act.Piped ?? (act.Answer is null ? "" : act.Answer + "\n"));
        _vtk.Environment["VTK_API_KEY"] = act.Key;
        _vtk.Written = act.RunsOn ? patience.Cancel : null;
        var words = Words(line);
        CliResult result;
        do result = await _vtk.RunAsync(patience.Token, words);
        while (!result.Out.Contains(act.Until, StringComparison.Ordinal) && !patience.IsCancellationRequested);
        foreach (var (name, pattern) in act.Keep)
        {
            var found = Regex.Match(result.Out + result.Error, pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
            if (found.Success) _kept[name] = found.Groups[^1].Value;
            else Missing.Add($"vtk {line}: nothing matches {pattern}:\n{result.Out}{result.Error}");
        }
        if (act.IsPreparation) return;
        var command = string.Join('-', CommandOf(words));
        if (!_texts.TryGetValue(command, out var text)) _texts[command] = text = new StringBuilder();
        else text.Append('\n');
        text.Append(Stable($"$ {(act.Piped is null ? "" : "... | ")}vtk {line}\n{First(result.Out, act.Lines)}"));
        foreach (var talk in Stable(Told(result.Error, act.Answer)).Split('\n', StringSplitOptions.RemoveEmptyEntries)) text.Append("2> ").Append(talk).Append('\n');
        if (result.Out.Length > 0 && result.Out[^1] != '\n') text.Append("(no end of line)\n");
        if (result.Code != ExitCode.Ok) text.Append("exit ").Append((int)result.Code).Append('\n');
    }

    public async ValueTask DisposeAsync()
    {
        await _emulator.DisposeAsync();
        _vtk.Dispose();
        _folder.Delete(recursive: true);
    }

    // A line of progress is taken off by a terminal; an answer that is typed is shown there.
    private static string Told(string error, string? answer) => Question().Replace(Erased().Replace(error, ""), match => match.Value + answer + "\n");

    private static string First(string text, int lines) =>
        text.Split('\n') is var all && all.Length <= lines ? text : string.Join('\n', all[..lines]) + "\n...\n";

    private string Stable(string text)
    {
        foreach (var (name, value) in _kept.OrderByDescending(pair => pair.Value.Length)) text = text.Replace(value, Shown(name, value.Length), StringComparison.Ordinal);
        text = text.Replace(_vtk.Home.FullName, "~", StringComparison.Ordinal).Replace(BuildVersion.Text, "VERSION", StringComparison.Ordinal);
        return Port().Replace(text, match => match.Groups["host"].Value + Shown("port", match.Groups["port"].Length)).Replace('\r', '\u240D');
    }

    private static string Shown(string name, int length) => name.Length >= length ? name[..length] : name.PadRight(length, '.');

    [GeneratedRegex("\"[^\"]*\"|[^ ]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"\{(?<name>[a-z]+)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Name();

    [GeneratedRegex("[^\n]*\r\e\\[K", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Erased();

    [GeneratedRegex(@"(\[y/N\]|\[N\]o:) ", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Question();

    [GeneratedRegex(@"(?<host>127\.0\.0\.1:)(?<port>\d+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Port();
}
