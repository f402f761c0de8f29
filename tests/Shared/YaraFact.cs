using Xunit;

namespace VtKit.Testing.Shared;

/// <summary>A fact that needs the programs of YARA: skipped, with the reason, where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class YaraFactAttribute : FactAttribute
{
    public YaraFactAttribute()
    {
        if (!Yara.IsInstalled) Skip = Yara.Missing;
    }
}

/// <summary>A theory that needs the programs of YARA.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class YaraTheoryAttribute : TheoryAttribute
{
    public YaraTheoryAttribute()
    {
        if (!Yara.IsInstalled) Skip = Yara.Missing;
    }
}

/// <summary>YARA on this machine.</summary>
internal static class Yara
{
    public const string Missing = "The programs yara and yarac are not installed.";

    public static bool IsInstalled { get; } = new[] { "yara", "yarac" }.All(program =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program))));
}
