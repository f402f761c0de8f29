using System.Runtime.CompilerServices;

namespace VtKit.Cli.Tests;

/// <summary>
/// Compares text with an approved file beside the tests. A difference writes what came to <c>*.received.txt</c>; whoever wants
/// it so renames that file.
/// </summary>
internal static class Snapshot
{
    public static void Verify(string actual, string name, [CallerFilePath] string caller = "")
    {
        var folder = Path.Combine(Testing.Shared.SharedMaterial.RepositoryRoot, "tests", "VtKit.Cli.Tests", "Snapshots");
        var verified = Path.Combine(folder, name + ".verified.txt");
        var received = Path.Combine(folder, name + ".received.txt");
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
