using System.CommandLine;

namespace VtKit.Cli;

/// <summary>Options of vt-cli that scripts carry along and that have nothing to do here. They are understood, and stand in no help.</summary>
internal static class VtCliOptions
{
    /// <summary>Progress goes to a terminal alone, so that there is nothing to silence.</summary>
    public static readonly Option<bool> Silent = new("--silent", "-s") { Hidden = true, Recursive = true };

    /// <summary>How many at a time is each command's own business: quota is the limit.</summary>
    public static readonly Option<int> Threads = new("--threads", "-t") { Hidden = true, Recursive = true };

    /// <summary>A scan waits unless it is told not to.</summary>
    public static readonly Option<bool> Wait = new("--wait", "-w") { Hidden = true };

    /// <summary>A scan prints the report itself, where vt-cli prints the address of its page.</summary>
    public static readonly Option<bool> Open = new("--open", "-o") { Hidden = true };

    /// <summary>The same as <c>--format table</c>, which goes before it.</summary>
    public static readonly Option<bool> Human = new("--human", "-H") { Hidden = true };
}
