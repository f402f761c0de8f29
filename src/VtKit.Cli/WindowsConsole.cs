using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace VtKit.Cli;

/// <summary>What a console of Windows has to be told before it acts on escape sequences, instead of showing them.</summary>
[SupportedOSPlatform("windows")]
internal static class WindowsConsole
{
    private const int StandardOutput = -11;
    private const int StandardError = -12;
    private const uint VirtualTerminalProcessing = 4;

    /// <summary>Makes the consoles of stdout and stderr act on escape sequences; false where one of them cannot.</summary>
    /// <seealso href="https://learn.microsoft.com/windows/console/setconsolemode"/>
    public static bool TakeEscapes(bool outIsTerminal, bool errorIsTerminal) =>
        (!outIsTerminal || TakeEscapes(StandardOutput)) && (!errorIsTerminal || TakeEscapes(StandardError));

    private static bool TakeEscapes(int stream)
    {
        var handle = GetStdHandle(stream);
        return GetConsoleMode(handle, out var mode) && ((mode & VirtualTerminalProcessing) != 0 || SetConsoleMode(handle, mode | VirtualTerminalProcessing));
    }

    [DllImport("kernel32.dll", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern nint GetStdHandle(int stream);

    [DllImport("kernel32.dll", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool GetConsoleMode(nint handle, out uint mode);

    [DllImport("kernel32.dll", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static extern bool SetConsoleMode(nint handle, uint mode);
}
