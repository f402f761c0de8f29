namespace VtKit.Cli;

/// <summary>The variables that <c>vtk</c> reads, and the folders that follow from them.</summary>
/// <param name="read">Reads a variable; null or empty where it is not set.</param>
internal sealed class CliEnvironment(Func<string, string?> read)
{
    /// <summary>The variables that may hold the API key, best first. The second is vt-cli's, the third vtapi3's.</summary>
    public static readonly IReadOnlyList<string> KeyVariables = ["VTK_API_KEY", "VTCLI_APIKEY", "VT_API_KEY", "VIRUSTOTAL_API_KEY"];

    /// <summary>Whether stack traces are wanted. Never by default: they are noise to a user.</summary>
    public bool Debug => this["VTK_DEBUG"] is not null;

    /// <summary>Whether colour is unwelcome (https://no-color.org).</summary>
    public bool NoColor => this["NO_COLOR"] is not null || this["TERM"] == "dumb";

    /// <summary>The configuration file.</summary>
    public string ConfigFile => Path.Combine(
        this["XDG_CONFIG_HOME"] ?? (OperatingSystem.IsWindows() ? Folder(Environment.SpecialFolder.ApplicationData) : Path.Combine(Home, ".config")),
        "vtkit", "config");

    /// <summary>The folder in which <c>--local</c> keeps what it was given.</summary>
    public string LocalData => this["VTK_LOCAL_DATA"] ?? Path.Combine(Data, "local");

    /// <summary>The file in which all processes of the user count requests.</summary>
    public string QuotaLedger => Path.Combine(Data, "quota.db");

    /// <summary>The file in which reports are kept. It may be removed at any time.</summary>
    public string ResponseCache => Path.Combine(
        this["XDG_CACHE_HOME"] ?? (OperatingSystem.IsWindows() ? Folder(Environment.SpecialFolder.LocalApplicationData) : Path.Combine(Home, ".cache")),
        "vtkit", "responses.db");

    /// <summary>The folder of runs of <c>vtk enrich</c>.</summary>
    public string Runs => Path.Combine(Data, "runs");

    private string Data => Path.Combine(
        this["XDG_DATA_HOME"] ?? (OperatingSystem.IsWindows() ? Folder(Environment.SpecialFolder.LocalApplicationData) : Path.Combine(Home, ".local", "share")),
        "vtkit");

    /// <summary>The record of what was uploaded.</summary>
    public string ReceiptsFile => Path.Combine(
        this["XDG_STATE_HOME"] ?? (OperatingSystem.IsWindows() ? Folder(Environment.SpecialFolder.LocalApplicationData) : Path.Combine(Home, ".local", "state")),
        "vtkit", "receipts.jsonl");

    private string Home => this["HOME"] ?? Folder(Environment.SpecialFolder.UserProfile);

    public string? this[string variable] => read(variable) is { Length: > 0 } value ? value : null;

    public static CliEnvironment OfProcess() => new(Environment.GetEnvironmentVariable);

    private static string Folder(Environment.SpecialFolder folder) => Environment.GetFolderPath(folder);
}
