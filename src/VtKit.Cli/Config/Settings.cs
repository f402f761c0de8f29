using System.CommandLine;
using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>What the user wants of the connection. An option wins over the environment, and that over the configuration file.</summary>
internal sealed record Settings
{
    public string? ApiKey { get; init; }

    /// <summary>Where the key came from, for people.</summary>
    public string? ApiKeySource { get; init; }

    public Uri? BaseUrl { get; init; }

    public Uri? Proxy { get; init; }

    /// <summary>A file of certificate authorities to trust beside the system's.</summary>
    public string? CaFile { get; init; }

    public TimeSpan? ConnectTimeout { get; init; }

    public TimeSpan? ReadTimeout { get; init; }

    public OutputFormat? Format { get; init; }

    public bool Local { get; init; }

    /// <summary>The name of the key's user, with which the service tells what was used of its quota.</summary>
    public string? User { get; init; }

    /// <summary>What the key may use, where the user says it.</summary>
    public VtQuota? Quota { get; init; }

    /// <summary>Whether reports are kept, where the user says it.</summary>
    public bool? Cache { get; init; }

    public VtCacheMode CacheMode { get; init; }

    /// <summary>The user's own domains, which are not looked up in bulk.</summary>
    public IReadOnlyList<DomainName> Own { get; init; } = [];

    /// <summary>Reads options, environment and configuration file together.</summary>
    /// <exception cref="CliException">One of them holds something malformed, or the configuration file cannot be read.</exception>
    public static Settings Read(ParseResult parsed, CliEnvironment environment, CliConsole console, Action<string> say)
    {
        var file = ConfigFile.Load(environment.ConfigFile, say);
        var chosen = parsed.GetValue(GlobalOptions.Profile);
        var profile = chosen ?? ConfigFile.DefaultProfile;
        var mayBeNew = parsed.CommandResult.Command is CliCommand { MakesProfile: true };
        if (chosen is not null && chosen != ConfigFile.DefaultProfile && !file.Profiles.Contains(chosen) && !mayBeNew)
            throw CliException.Usage($"there is no profile '{chosen}' in {file.Path}; make it with: vtk config set api-key --profile {chosen}");

        string? Value(Option<string> option, string name) => parsed.GetValue(option) ?? file.Get(profile, name);

        var local = parsed.GetValue(GlobalOptions.Local);
        if (local && parsed.GetValue(GlobalOptions.BaseUrl) is not null)
            throw CliException.Usage("--local and --base-url exclude each other: --local knows its own address");
        var (key, source) = local ? default : FindKey(parsed, environment, file, chosen, console, say);
        return new Settings
        {
            ApiKey = key is null ? null : Setting.ParseKey(key),
            ApiKeySource = source,
            BaseUrl = Value(GlobalOptions.BaseUrl, Setting.BaseUrl) is { } url ? Setting.ParseAddress("--base-url", url) : null,
            Proxy = Value(GlobalOptions.Proxy, Setting.Proxy) is { } proxy ? Setting.ParseAddress("--proxy", proxy) : null,
            CaFile = Value(GlobalOptions.CaFile, Setting.CaFile),
            ConnectTimeout = Value(GlobalOptions.ConnectTimeout, Setting.ConnectTimeout) is { } connect ? Setting.ParseDuration("--connect-timeout", connect) : null,
            ReadTimeout = Value(GlobalOptions.ReadTimeout, Setting.ReadTimeout) is { } read ? Setting.ParseDuration("--read-timeout", read) : null,
            Format = Value(GlobalOptions.Format, Setting.Format) is { } format ? OutputFormats.Parse(format) : null,
            Local = local,
            User = file.Get(profile, Setting.User) is { } user ? Setting.ParseUser(user) : null,
            Quota = file.Get(profile, Setting.Quota) is { } quota ? Setting.ParseQuota(quota) : null,
            Cache = file.Get(profile, Setting.Cache) is { } cache ? Setting.ParseSwitch(Setting.Cache, cache) : null,
            CacheMode = ReadCacheMode(parsed),
            Own = file.Get(profile, Setting.Own) is { } own ? Setting.ParseDomains(Setting.Own, own) : [],
        };
    }

    private static VtCacheMode ReadCacheMode(ParseResult parsed)
    {
        var (refresh, offline) = (parsed.GetValue(GlobalOptions.Refresh), parsed.GetValue(GlobalOptions.Offline));
        if (refresh && offline) throw CliException.Usage("--refresh and --offline exclude each other: offline nothing is asked");
        return refresh ? VtCacheMode.Refresh : offline ? VtCacheMode.Offline : VtCacheMode.Use;
    }

    // A profile that was chosen by name is meant: its key wins over the environment's.
    private static (string? Key, string? Source) FindKey(
        ParseResult parsed, CliEnvironment environment, ConfigFile file, string? chosenProfile, CliConsole console, Action<string> say)
    {
        if (parsed.GetValue(GlobalOptions.ApiKey) is { } option)
        {
            if (option == "-") return (console.In.ReadLine() ?? "", "stdin");
            say("other users of this machine can read the key in the process list: VTK_API_KEY or `vtk config set api-key` keep it from them");
            return (option, "--api-key");
        }
        if (chosenProfile is not null && KeyOf(file, chosenProfile) is { Key: not null } chosen) return chosen;
        foreach (var variable in CliEnvironment.KeyVariables)
            if (environment[variable] is { } value)
                return (value, variable);
        return KeyOf(file, ConfigFile.DefaultProfile);
    }

    private static (string? Key, string? Source) KeyOf(ConfigFile file, string profile)
    {
        if (file.Get(profile, Setting.ApiKey) is { } key) return (key, $"profile {profile} of {file.Path}");
        return file.Get(profile, Setting.KeyCommand) is { } command ? (KeyCommand.Run(command), $"{Setting.KeyCommand} of profile {profile}") : default;
    }
}
