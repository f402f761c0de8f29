using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk config</c>: reads and changes the configuration file.</summary>
internal static class ConfigCommand
{
    private static readonly Argument<string> Name = new("name")
    {
        Description = "One of " + string.Join(", ", Setting.Names),
    };

    private static readonly Argument<string> Value = new("value")
    {
        Description = "The value; without it, or with -, it is read from stdin and stands in no process list",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static CliCommand Build()
    {
        var set = new CliCommand("set", "Set a value", SetAsync)
        {
            Examples = ["vtk config set api-key", "vtk config set key-command 'pass show virustotal'", "vtk config set base-url http://127.0.0.1:8080 --profile emulator"],
        };
        set.Arguments.Add(Name);
        set.Arguments.Add(Value);
        var get = new CliCommand("get", "Print a value; of the key only its end", (session, _) => Task.FromResult(Get(session))) { Examples = ["vtk config get base-url"] };
        get.Arguments.Add(Name);
        var unset = new CliCommand("unset", "Remove a value", (session, _) => Task.FromResult(Unset(session))) { Examples = ["vtk config unset proxy --profile work"] };
        unset.Arguments.Add(Name);
        return new CliCommand("config", "Read and change the configuration file")
        {
            Examples = ["vtk config set api-key", "vtk config list"],
            Subcommands =
            {
                set,
                get,
                new CliCommand("list", "Print all values of all profiles; of keys only the end", (session, _) => Task.FromResult(List(session))) { Examples = ["vtk config list"] },
                unset,
                new CliCommand("path", "Print where the configuration file is", (session, _) => Task.FromResult(PrintPath(session))) { Examples = ["vtk config path"] },
            },
        };
    }

    private static async Task<ExitCode> SetAsync(CliSession session, CancellationToken cancellationToken)
    {
        var (name, profile) = (session.Parsed.GetValue(Name)!, Profile(session));
        var value = session.Parsed.GetValue(Value) is { } given and not "-" ? given : await ReadSecretAsync(session, name, cancellationToken).ConfigureAwait(false);
        if (name == Setting.ApiKey) value = Setting.ParseKey(value);
        Setting.Check(name, value);
        var file = Load(session);
        file.Set(profile, name, value);
        file.Save();
        session.Talk.Say($"{name} = {Setting.Shown(name, value)} (profile {profile}, {file.Path})");
        return ExitCode.Ok;
    }

    private static ExitCode Get(CliSession session)
    {
        var (name, profile) = (session.Parsed.GetValue(Name)!, Profile(session));
        CheckName(name);
        var value = Load(session).Get(profile, name)
            ?? throw new CliException(ExitCode.NotFound, $"{name} is not set in profile {profile}; set it with: vtk config set {name}");
        session.Console.WriteLine(Setting.Shown(name, value));
        return ExitCode.Ok;
    }

    private static ExitCode List(CliSession session)
    {
        var file = Load(session);
        foreach (var profile in file.Profiles)
        {
            session.Console.WriteLine($"[{TerminalText.Neutralise(profile)}]");
            foreach (var (name, value) in file.Settings(profile))
                session.Console.WriteLine($"{name} = {TerminalText.Neutralise(Setting.Shown(name, value))}");
        }
        return ExitCode.Ok;
    }

    private static ExitCode Unset(CliSession session)
    {
        var (name, profile) = (session.Parsed.GetValue(Name)!, Profile(session));
        CheckName(name);
        var file = Load(session);
        if (!file.Unset(profile, name)) throw new CliException(ExitCode.NotFound, $"{name} is not set in profile {profile}");
        file.Save();
        session.Talk.Say($"{name} is no longer set (profile {profile}, {file.Path})");
        return ExitCode.Ok;
    }

    private static ExitCode PrintPath(CliSession session)
    {
        session.Console.WriteLine(session.Environment.ConfigFile);
        return ExitCode.Ok;
    }

    private static ConfigFile Load(CliSession session) => ConfigFile.Load(session.Environment.ConfigFile, session.Talk.Say);

    /// <summary>The profile that the user names.</summary>
    /// <exception cref="CliException">It is no name of one.</exception>
    public static string Profile(CliSession session)
    {
        var profile = session.Parsed.GetValue(GlobalOptions.Profile) ?? ConfigFile.DefaultProfile;
        return profile.Length > 0 && profile.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? profile
            : throw CliException.Usage("the name of a profile is letters, digits, '-', '_' and '.'");
    }

    private static void CheckName(string name)
    {
        if (!Setting.Names.Contains(name)) throw CliException.Usage($"there is no setting '{name}'; there are {string.Join(", ", Setting.Names)}");
    }

    /// <summary>Reads what others are not to see: without echo from a terminal, or a line of stdin.</summary>
    public static async Task<string> ReadSecretAsync(CliSession session, string name, CancellationToken cancellationToken)
    {
        if (session.Console.CanAsk) return await session.Console.ReadHiddenAsync(session.Talk, $"{name}:", cancellationToken).ConfigureAwait(false);
        return await session.Console.ReadLineAsync(cancellationToken).ConfigureAwait(false)
            ?? throw CliException.Usage($"no value for {name}: give one, or write it to stdin");
    }
}
