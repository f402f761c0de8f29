using System.Security.Cryptography;
using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>One rule file, and the namespace that stands for it in YARA's output.</summary>
internal sealed record YaraRuleFile(string Path, string Namespace, string RulesetId, string RulesetName)
{
    /// <summary>Files beyond this are left out: their names would not fit on one command line.</summary>
    public const int MaxFiles = 2000;

    /// <summary>Finds the <c>*.yar</c> and <c>*.yara</c> files of a folder and its subfolders, in a stable order. A file is the one that is meant, whatever its name.</summary>
    public static IReadOnlyList<YaraRuleFile> Find(string folder)
    {
        if (File.Exists(folder))
            return [new YaraRuleFile(System.IO.Path.GetFullPath(folder), "r0", Id(System.IO.Path.GetFileName(folder)), System.IO.Path.GetFileNameWithoutExtension(folder))];
        if (!Directory.Exists(folder)) return [];
        var root = System.IO.Path.GetFullPath(folder);
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, MaxRecursionDepth = 16 };
        return [.. Directory.EnumerateFiles(root, "*", options)
            .Where(path => System.IO.Path.GetExtension(path).ToUpperInvariant() is ".YAR" or ".YARA")
            .Order(StringComparer.Ordinal)
            .Take(MaxFiles)
            .Select((path, index) => new YaraRuleFile(
                path,
                FormattableString.Invariant($"r{index}"),
                Id(System.IO.Path.GetRelativePath(root, path)),
                System.IO.Path.GetFileNameWithoutExtension(path)))];
    }

    private static string Id(string relativePath) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(relativePath.Replace('\\', '/'))))[..10];
}
