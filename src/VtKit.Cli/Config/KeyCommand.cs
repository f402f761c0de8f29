using System.ComponentModel;
using System.Diagnostics;

namespace VtKit.Cli;

/// <summary>
/// A command of the user's own that prints the key, such as that of a password manager. It may ask on the terminal: only its
/// output is taken.
/// </summary>
internal static class KeyCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs the command in the system's shell and gives the first line that it prints.</summary>
    /// <exception cref="CliException">It cannot be run, fails, takes too long, or prints nothing.</exception>
    public static string Run(string command)
    {
        var shell = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd.exe", ["/d", "/c", command]) : new ProcessStartInfo("/bin/sh", ["-c", command]);
        shell.RedirectStandardOutput = true;
        try
        {
            using var process = Process.Start(shell)!;
            var isLate = false;
            using var patience = TimeProvider.System.CreateTimer(_ =>
            {
                isLate = true;
                process.Kill(entireProcessTree: true);
            }, null, Patience, Timeout.InfiniteTimeSpan);
            var key = process.StandardOutput.ReadToEnd().Split('\n')[0].Trim();
            process.WaitForExit();
            if (isLate) throw Failed("gave no key within two minutes");
            if (process.ExitCode != 0) throw Failed($"ended with exit code {process.ExitCode}");
            return key.Length > 0 ? key : throw Failed("printed no key in its first line");
        }
        catch (Win32Exception e)
        {
            throw Failed($"cannot be run: {e.Message}");
        }
    }

    // What it printed may be a key, and is not repeated.
    private static CliException Failed(string how) =>
        new(ExitCode.Auth, $"the {Setting.KeyCommand} of the configuration file {how}: run it by hand, or change it with `vtk config set {Setting.KeyCommand}`");
}
