using VtKit.SpecGenerator.Emit;

namespace VtKit.SpecGenerator;

/// <summary>Turns the tables of spec/ into the files that are made from them. It reads spec/ and nothing else.</summary>
public static class Generator
{
    private const string Sdk = "src/VtKit/Generated", Emulator = "src/VtKit.Emulator/Generated", Static = "src/VtKit.StaticAnalysis/Generated", Graph = "src/VtKit.Graph/Generated",
        Explorer = "src/VtKit.Graph.Explorer/Generated", Cli = "src/VtKit.Cli/Generated", Indicators = "src/VtKit.Indicators/Generated";

    /// <summary>Folders in which every file is generated: one that <see cref="Run"/> does not return is stale.</summary>
    public static IReadOnlyList<string> OwnedFolders { get; } = [Sdk, Emulator, Static, Graph, Explorer, Cli, Indicators, "docs/reference"];

    /// <summary>Makes all files.</summary>
    /// <param name="specFolder">The folder spec/.</param>
    /// <returns>Text by path; paths are relative to the repository and use forward slashes.</returns>
    /// <exception cref="SpecException">A table is wrong.</exception>
    public static IReadOnlyDictionary<string, string> Run(string specFolder)
    {
        var api = ApiSpec.Read(specFolder);
        var objects = ObjectSpec.Read(specFolder);
        var relations = RelationSpec.Read(specFolder, api, objects);
        var methods = MethodSpec.Read(specFolder, api, objects);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, text) in ForSdk(api, objects, relations, methods).Concat(ForEmulator(api, objects, relations)).Concat(ForStaticAnalysis(objects)).Concat(ForGraph(api, objects)).Concat(ForExplorer(api)).Concat(ForCli(api, objects)).Concat(Docs.Write(api, objects, relations, methods)))
            files.Add(path, text);
        files.Add($"{Indicators}/TopLevel.g.cs", TopLevelCode.Write(specFolder, "VtKit.Indicators"));
        return files;
    }

    private static IEnumerable<(string Path, string Text)> ForSdk(ApiSpec api, ObjectSpec objects, RelationSpec relations, MethodSpec methods) =>
    [
        .. EndpointCode.Write(api, Sdk, "VtKit", emulated: null),
        ($"{Sdk}/Limits.g.cs", ErrorAndLimitCode.Limits(api, "VtKit")),
        ($"{Sdk}/Service.g.cs", ErrorAndLimitCode.Service(api, "VtKit")),
        ($"{Sdk}/VtErrorCode.g.cs", ErrorAndLimitCode.SdkErrors(api, "VtKit")),
        .. ShapeCode.Write(objects, Sdk),
        .. RelationshipCode.Sdk(relations, Sdk),
        .. new AreaCode(methods, objects, relations).Write(Sdk),
        ("docs/api-coverage.tsv", AreaCode.Coverage(methods)),
    ];

    private static IEnumerable<(string Path, string Text)> ForEmulator(ApiSpec api, ObjectSpec objects, RelationSpec relations) =>
    [
        .. EndpointCode.Write(api, Emulator, "VtKit.Emulator", relations.Emulated),
        ($"{Emulator}/Limits.g.cs", ErrorAndLimitCode.Limits(api, "VtKit.Emulator")),
        ($"{Emulator}/Service.g.cs", ErrorAndLimitCode.Service(api, "VtKit.Emulator")),
        ($"{Emulator}/Errors.g.cs", ErrorAndLimitCode.EmulatorErrors(api, "VtKit.Emulator")),
        ($"{Emulator}/Relationships.g.cs", RelationshipCode.Emulator(relations)),
        ($"{Emulator}/SearchModifiers.g.cs", ModifierCode.Write("VtKit.Emulator", relations)),
        ($"{Emulator}/ObjectType.g.cs", NameCode.Types("VtKit.Emulator", objects.Types)),
        ($"{Emulator}/Words.g.cs", NameCode.Words("VtKit.Emulator", objects.Enums)),
        ($"{Emulator}/Attr.g.cs", NameCode.Attributes("VtKit.Emulator", "Attr", "Names of the attributes of objects", "objects", objects.Types)),
        ($"{Emulator}/Part.g.cs", NameCode.Attributes("VtKit.Emulator", "Part", "Names of what lies inside attributes", "objects/views", objects.Views)),
    ];

    private static IEnumerable<(string Path, string Text)> ForStaticAnalysis(ObjectSpec objects) =>
    [
        ($"{Static}/Words.g.cs", NameCode.Words("VtKit.StaticAnalysis", objects.Enums.Where(e => e.Name is "engine_category" or "rule_severity"))),
        ($"{Static}/Attr.g.cs", NameCode.Attributes("VtKit.StaticAnalysis", "Attr", "Names of the attributes of files", "objects", objects.Types.Where(t => t.Name == "file"))),
        ($"{Static}/Part.g.cs", NameCode.Attributes("VtKit.StaticAnalysis", "Part", "Names of what lies inside attributes of files", "objects/views", objects.ViewsUnder("file"))),
    ];

    private static IEnumerable<(string Path, string Text)> ForGraph(ApiSpec api, ObjectSpec objects) =>
    [
        ($"{Graph}/Service.g.cs", ErrorAndLimitCode.Service(api, "VtKit.Graph")),
        ($"{Graph}/Attr.g.cs", NameCode.Attributes("VtKit.Graph", "Attr", "Names of the attributes of graphs", "objects", objects.Types.Where(t => t.Name == "graph"))),
        ($"{Graph}/Part.g.cs", NameCode.Attributes("VtKit.Graph", "Part", "Names of what lies inside attributes of graphs", "objects/views", objects.ViewsUnder("graph"))),
    ];

    private static IEnumerable<(string Path, string Text)> ForExplorer(ApiSpec api) =>
    [
        ($"{Explorer}/Service.g.cs", ErrorAndLimitCode.Service(api, "VtKit.Graph.Explorer", "address", "graph_page", "graph_embed", "graph_private_quota")),
        ($"{Explorer}/Undocumented.g.cs", EndpointCode.Undocumented(api, "VtKit.Graph.Explorer", "graphs.screenshot")),
    ];

    private static IEnumerable<(string Path, string Text)> ForCli(ApiSpec api, ObjectSpec objects) =>
    [
        ($"{Cli}/Limits.g.cs", ErrorAndLimitCode.Limits(api, "VtKit.Cli")),
        ($"{Cli}/DateAttributes.g.cs", NameCode.Dates("VtKit.Cli", objects.Types)),
    ];
}
