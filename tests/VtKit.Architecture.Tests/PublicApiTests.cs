using VtKit.Testing.Shared;

namespace VtKit.Architecture.Tests;

/// <summary>
/// The public surface of each library, as text that a reviewer sees change. To accept a change, run the tests once with
/// VTKIT_ACCEPT=1 and read the difference before it is committed.
/// </summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Libraries => [.. BuiltRooms.Libraries];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void The_public_surface_is_the_committed_one(string library)
    {
        var file = Path.Combine(SharedMaterial.RepositoryRoot, "tests", "VtKit.Architecture.Tests", "PublicApi", library + ".txt");
        var now = PublicApiText.Of(BuiltRooms.Load(library));
        if (Environment.GetEnvironmentVariable("VTKIT_ACCEPT") == "1") File.WriteAllText(file, now);
        File.Exists(file).ShouldBeTrue($"{library} has no committed surface yet: run the tests with VTKIT_ACCEPT=1.");

        var committed = File.ReadAllText(file).Split('\n');
        var current = now.Split('\n');
        var gone = committed.Except(current).ToArray();
        var come = current.Except(committed).ToArray();
        (gone.Length + come.Length).ShouldBe(0, $"Gone:\n{string.Join('\n', gone)}\nNew:\n{string.Join('\n', come)}\nIf that is meant, run with VTKIT_ACCEPT=1.");
        now.ShouldBe(File.ReadAllText(file));
    }
}
