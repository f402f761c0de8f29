using System.Xml.Linq;
using VtKit.Testing.Shared;

namespace VtKit.Architecture.Tests;

/// <summary>Who may import whom. A change of plan is made here and in docs/architecture.md, openly.</summary>
public sealed class ArrowsTests
{
    private static readonly Dictionary<string, string[]> AllowedProjects = new()
    {
        ["VtKit.Indicators"] = [],
        ["VtKit"] = ["VtKit.Indicators"],
        ["VtKit.StaticAnalysis"] = ["VtKit.Indicators"],
        ["VtKit.Graph"] = ["VtKit.Indicators"],
        ["VtKit.Graph.Explorer"] = ["VtKit.Indicators", "VtKit", "VtKit.Graph"],
        ["VtKit.Enrichment"] = ["VtKit.Indicators", "VtKit"],
        ["VtKit.Emulator"] = ["VtKit.Indicators", "VtKit.StaticAnalysis", "VtKit.Graph"],
        ["VtKit.DependencyInjection"] = ["VtKit.Indicators", "VtKit"],
        // What the emulator's options are made of comes along with it.
        ["VtKit.Testing"] = ["VtKit.Indicators", "VtKit", "VtKit.StaticAnalysis", "VtKit.Emulator"],
        ["VtKit.Cli"] = ["VtKit.Indicators", "VtKit", "VtKit.StaticAnalysis", "VtKit.Graph", "VtKit.Graph.Explorer", "VtKit.Enrichment", "VtKit.Emulator"],
    };

    private static readonly Dictionary<string, string[]> AllowedPackages = new()
    {
        ["VtKit.Indicators"] = [],
        ["VtKit"] = [],
        ["VtKit.StaticAnalysis"] = ["System.Security.Cryptography.Pkcs"],
        ["VtKit.Graph"] = [],
        ["VtKit.Graph.Explorer"] = [],
        ["VtKit.Enrichment"] = ["SQLitePCLRaw.bundle_e_sqlite3", "SQLitePCLRaw.core", "YamlDotNet"],
        ["VtKit.Emulator"] = ["Microsoft.Data.Sqlite.Core", "SharpZipLib", "SQLitePCLRaw.bundle_e_sqlite3", "SQLitePCLRaw.core", "YamlDotNet"],
        ["VtKit.DependencyInjection"] =
        [
            "Microsoft.Extensions.Configuration.Binder", "Microsoft.Extensions.Options.ConfigurationExtensions",
            "Microsoft.Extensions.Logging.Abstractions", "Microsoft.Extensions.Diagnostics.HealthChecks",
        ],
        ["VtKit.Testing"] = [],
        ["VtKit.Cli"] = ["ModelContextProtocol.Core", "System.CommandLine", "YamlDotNet"],
    };

    public static TheoryData<string> Rooms => [.. Directory.GetDirectories(Path.Combine(SharedMaterial.RepositoryRoot, "src")).Select(folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_imports_only_what_the_plan_allows(string room)
    {
        AllowedProjects.ShouldContainKey(room, "A new room needs its row here and in docs/architecture.md");
        var project = XDocument.Load(Path.Combine(SharedMaterial.RepositoryRoot, "src", room, room + ".csproj"));
        Names(project, "ProjectReference").ShouldBeSubsetOf(AllowedProjects[room]);
        Names(project, "PackageReference").ShouldBeSubsetOf(AllowedPackages[room]);
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_built_room_references_only_what_the_plan_allows(string room)
    {
        var assembly = BuiltRooms.Load(room);
        var inside = assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("VtKit", StringComparison.Ordinal));
        inside.ShouldBeSubsetOf(AllowedProjects[room]);
    }

    [Fact]
    public void The_emulator_does_not_know_the_sdk()
    {
        BuiltRooms.Load("VtKit.Emulator").GetReferencedAssemblies().ShouldNotContain(name => name.Name == "VtKit");
    }

    private static IEnumerable<string> Names(XDocument project, string item) =>
        project.Descendants(item).Select(element => Path.GetFileNameWithoutExtension(element.Attribute("Include")!.Value is var include && item == "PackageReference" ? include + ".x" : include));
}
