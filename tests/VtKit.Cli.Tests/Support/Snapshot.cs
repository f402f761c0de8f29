using System.Runtime.CompilerServices;

namespace VtKit.Cli.Tests;

/// <summary>
/// Compares text with an approved file beside the tests. A difference writes what came to <c>*.received.txt</c>; whoever wants
/// it so renames that file.
/// </summary>
internal static class Snapshot
{
    private const string Verified = ".verified.txt";

    private static string Folder { get; } = Path.Combine(Testing.Shared.SharedMaterial.RepositoryRoot, "tests", "VtKit.Cli.Tests", "Snapshots");

    /// <summary>The names of the approved texts that begin so.</summary>
    public static IEnumerable<string> Names(string prefix) => Directory.EnumerateFiles(Folder, $"{prefix}*{Verified}").Select(path => Path.GetFileName(path)[..^Verified.Length]);

    public static void Verify(string actual, string name, [CallerFilePath] string caller = "")
    {
        var verified = Path.Combine(Folder, name + Verified);
        var received = Path.Combine(Folder, name + ".received.txt");
        var expected = File.Exists(verified) ? File.ReadAllText(verified) : "";
        if (actual == expected)
        {
            File.Delete(received);
            return;
        }
        File.WriteAllText(received, actual);
        actual.ShouldBe(expected, $"{name} differs from its approved text (asked by {Path.GetFileName(caller)})");
    }
}
