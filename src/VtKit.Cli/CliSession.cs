using System.CommandLine;

namespace VtKit.Cli;

/// <summary>One run of <c>vtk</c>: what was asked, and what it may use.</summary>
internal sealed class CliSession(CliConsole console, CliEnvironment environment, TimeProvider time, ParseResult parsed, Talk talk)
{
    private Settings? _settings;

    public CliConsole Console { get; } = console;

    public CliEnvironment Environment { get; } = environment;

    public TimeProvider Time { get; } = time;

    public ParseResult Parsed { get; } = parsed;

    public Talk Talk { get; } = talk;

    public Style Style { get; } = new(console is { OutIsTerminal: true, TakesEscapes: true } && !environment.NoColor);

    /// <summary>Tells of pauses of calls, where a command does that in its own way.</summary>
    public Action<VtPause>? Pausing { get; set; }

    /// <summary>What the user wants of the connection.</summary>
    /// <exception cref="CliException">An option, a variable or the configuration file holds something malformed.</exception>
    public Settings Settings
    {
        get
        {
            if (_settings is not null) return _settings;
            _settings = Settings.Read(Parsed, Environment, Console, Talk.Say);
            Talk.Hide(_settings.ApiKey);
            return _settings;
        }
    }

    /// <summary>The format asked for; a table for a person and JSON for a program where none was.</summary>
    public OutputFormat Format => Settings.Format ?? (Console.OutIsTerminal || Parsed.GetValue(VtCliOptions.Human) ? OutputFormat.Table : OutputFormat.Json);
}
