using VtKit.Cli.Tests.Enrichment;
using VtKit.Cli.Tests.Graphs;

namespace VtKit.Cli.Tests;

/// <summary>Which class runs the examples of which document.</summary>
internal static class DocumentedExamples
{
    /// <summary>The documents whose blocks call <c>vtk</c>.</summary>
    public static readonly IReadOnlyDictionary<string, Type> RunBy = new Dictionary<string, Type>
    {
        ["README.md"] = typeof(ReadmeTests),
        ["docs/guides/ci.md"] = typeof(GateGuideTests),
        ["docs/guides/enrichment.md"] = typeof(EnrichGuideTests),
        ["docs/guides/feeds.md"] = typeof(FeedGuideTests),
        ["docs/guides/threat-graphs.md"] = typeof(GraphGuideTests),
    };

    /// <summary>What installs and publishes, by its first words: VtKit.Packaging.Tests run it.</summary>
    public static readonly IReadOnlyDictionary<string, string> RunByPackagingTests = new Dictionary<string, string>
    {
        ["dotnet pack"] = "Workshop.cs",
        ["dotnet tool install"] = "PackageTests.cs",
        ["dotnet publish"] = "PackageTests.cs",
    };

    public static string DocumentOf<T>() => RunBy.Single(pair => pair.Value == typeof(T)).Key;
}
