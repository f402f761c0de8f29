using System.CommandLine;

namespace VtKit.Cli;

/// <summary>The options that every command takes.</summary>
internal static class GlobalOptions
{
    public static readonly Option<string> ApiKey = new("--api-key")
    {
        Description = "API key; - reads it from stdin. Other users see it in the process list: VTK_API_KEY or `vtk config set api-key` are better",
        HelpName = "KEY",
        Recursive = true,
    };

    public static readonly Option<string> BaseUrl = new("--base-url")
    {
        Description = "Address of the service",
        HelpName = "URL",
        Recursive = true,
    };

    public static readonly Option<bool> Local = new("--local")
    {
        Description = "Use an emulator on this machine: no key, no network",
        Recursive = true,
    };

    public static readonly Option<string> Profile = new("--profile")
    {
        Description = "Profile of the configuration file",
        HelpName = "NAME",
        Recursive = true,
    };

    public static readonly Option<string> Proxy = new("--proxy")
    {
        Description = "HTTP proxy, for http and https alike",
        HelpName = "URL",
        Recursive = true,
    };

    public static readonly Option<string> CaFile = new("--ca-file")
    {
        Description = "Certificate authorities to trust beside the system's, in PEM",
        HelpName = "FILE",
        Recursive = true,
    };

    public static readonly Option<string> ConnectTimeout = new("--connect-timeout")
    {
        Description = "Seconds that connecting may take; also 500ms, 2m",
        HelpName = "TIME",
        Recursive = true,
    };

    public static readonly Option<string> ReadTimeout = new("--read-timeout")
    {
        Description = "Seconds that the service may stay silent",
        HelpName = "TIME",
        Recursive = true,
    };

    public static readonly Option<string> Format = new("--format")
    {
        Description = "table (on a terminal), json (else), jsonl, yaml, csv, md, raw",
        HelpName = "FORMAT",
        Recursive = true,
    };

    public static readonly Option<bool> Refresh = new("--refresh")
    {
        Description = "Ask the service also for reports that were kept",
        Recursive = true,
    };

    public static readonly Option<bool> Offline = new("--offline")
    {
        Description = "Answer from reports that were kept; ask the service nothing",
        Recursive = true,
    };

    public static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Say on stderr what is asked of the service",
        Recursive = true,
    };

    public static readonly Option<bool> Version = new("--version")
    {
        Description = "Print the version",
    };

    public static readonly Option<bool> Help = new("--help", "-h", "-?")
    {
        Description = "Print help for the command",
        Recursive = true,
    };

    public static readonly IReadOnlyList<Option> All =
        [ApiKey, BaseUrl, Local, Profile, Proxy, CaFile, ConnectTimeout, ReadTimeout, Format, Refresh, Offline, Verbose, Version, Help, VtCliOptions.Silent, VtCliOptions.Threads];
}
