namespace VtKit.StaticAnalysis;

/// <summary>Scripts that name their interpreter in their first line.</summary>
internal static class Interpreters
{
    private const int MaxLine = 256;

    // A name that is missing is one that file(1) has none for: it says what stands in the line.
    private static readonly (string Program, TypeInfo Type, string? Name)[] Known =
    [
        ("sh", FileTypes.Shell, "POSIX shell script"),
        ("bash", FileTypes.Shell, "Bourne-Again shell script"),
        ("zsh", FileTypes.Shell, "Paul Falstad's zsh script"),
        ("ksh", FileTypes.Shell, "Korn shell script"),
        ("csh", FileTypes.Shell, "C shell script"),
        ("tcsh", FileTypes.Shell, "Tenex C shell script"),
        ("fish", FileTypes.Shell, "fish shell script"),
        ("ash", FileTypes.Shell, "Neil Brown's ash script"),
        ("dash", FileTypes.Shell, null),
        ("mksh", FileTypes.Shell, null),
        ("rbash", FileTypes.Shell, null),
        ("python", FileTypes.Python, "Python script"),
        ("pypy", FileTypes.Python, null),
        ("perl", FileTypes.Perl, "Perl script"),
        ("ruby", FileTypes.Ruby, "Ruby script"),
        ("php", FileTypes.Php, "PHP script"),
        ("node", FileTypes.JavaScript, "Node.js script"),
        ("nodejs", FileTypes.JavaScript, "Node.js script"),
        ("pwsh", FileTypes.PowerShell, null),
        // The service has no type for Tcl.
        ("tclsh", FileTypes.Text, "Tcl/Tk script"),
        ("wish", FileTypes.Text, "Tcl/Tk script"),
    ];

    /// <summary>Names the kind of a script by the program that runs it, not by the folder that this lies in; null for others.</summary>
    public static Sniffed? Match(TextShape shape, string text)
    {
        if (!text.StartsWith("#!", StringComparison.Ordinal)) return null;
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var line = text[2..Math.Clamp(end < 0 ? text.Length : end, 2, Math.Max(2, Math.Min(text.Length, MaxLine)))];
        // These run what is named behind them, and may have options and variables of their own.
        var program = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
            .SkipWhile((word, i) => BaseName(word) is "env" or "busybox" || (i > 0 && (word[0] == '-' || word.Contains('=', StringComparison.Ordinal)))).FirstOrDefault();
        if (program is null) return null;
        var name = BaseName(program);
        var known = Array.Find(Known, one => one.Program == name);
        return known.Program is null ? null : new Sniffed(known.Type, $"{known.Name ?? $"a {Printable(program)} script"}, {shape.Describe(executable: true)}");
    }

    /// <summary>Without the folder and without the version: <c>/usr/bin/python3.11</c> is <c>python</c>.</summary>
    private static string BaseName(string path)
    {
        var name = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        if (name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase)) name = name[..^4];
        return name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.', '-');
    }

    private static string Printable(string text) => new([.. text.Select(c => c is >= ' ' and <= '~' ? c : '?')]);
}
