using System.Text.RegularExpressions;
using VtKit.Testing.Shared;

namespace VtKit.Packaging.Tests;

/// <summary>The packages as a newcomer meets them: in a project of their own, elsewhere.</summary>
[Collection(nameof(Workshop))]
public sealed partial class PackageTests(Workshop workshop)
{
    private const string EicarSha256 = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";
    private const string EicarMd5 = "44d88612fea8a8f36de82e1278abb02f";

    [Theory]
    [InlineData("VtKit")]
    [InlineData("VtKit.Indicators")]
    [InlineData("VtKit.DependencyInjection")]
    [InlineData("VtKit.Testing")]
    [InlineData("VtKit.StaticAnalysis")]
    [InlineData("VtKit.Graph")]
    [InlineData("VtKit.Graph.Explorer")]
    [InlineData("VtKit.Enrichment")]
    [InlineData("VtKit.Emulator")]
    [InlineData("VtKit.Cli")]
    public void Every_room_makes_a_package(string id) =>
        File.Exists(Path.Combine(workshop.Feed, $"{id}.{workshop.Version}.nupkg")).ShouldBeTrue();

    [Fact]
    [Trait("seed", "29")]
    [Trait("seed", "92")]
    public async Task The_readme_example_runs_from_the_packages()
    {
        var output = await RunProgramAsync("readme", ReadmeExample(), "VtKit", "VtKit.Emulator");

        output.ShouldContain(EicarSha256);
        output.ShouldContain("malicious");
    }

    [Fact]
    public async Task A_host_and_its_test_run_from_the_packages()
    {
        const string program = """
            using Microsoft.Extensions.Configuration;
            using Microsoft.Extensions.DependencyInjection;
            using VtKit;
            using VtKit.Testing;

            await using var server = await VtTestServer.StartAsync();
            await server.AddDomainAsync("evil.example", VtTestVerdict.Malicious(3, of: 70));
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [
                new("VirusTotal:ApiKey", server.CreateOptions().ApiKey), new("VirusTotal:BaseAddress", server.BaseAddress.ToString()),
            ]).Build();
            await using var services = new ServiceCollection().AddVirusTotal(configuration.GetSection("VirusTotal")).BuildServiceProvider();
            var domain = await services.GetRequiredService<VtClient>().Domains.GetAsync("evil.example");
            Console.WriteLine($"{domain.Id}: {domain.LastAnalysisStats.Malicious} malicious");
            """;

        (await RunProgramAsync("host", program, "VtKit.DependencyInjection", "VtKit.Testing")).ShouldContain("evil.example: 3 malicious");
    }

    /// <summary>What trimming would take away from the SDK shows here: a look-up, an upload, pages, a feed, a path.</summary>
    [LongFact]
    public async Task A_trimmed_program_does_all_that_an_untrimmed_one_does()
    {
        const string program = """
            using VtKit;
            using VtKit.Testing;

            await using var server = await VtTestServer.StartAsync();
            var vt = server.Client;
            var since = server.Clock.GetUtcNow();
            var file = await vt.Files.GetAsync("44d88612fea8a8f36de82e1278abb02f");
            Console.WriteLine($"look-up: {file.LastAnalysisStats.Malicious} {file.Select("$.attributes.last_analysis_results[?@.category == 'malicious'].engine_name").Single().AsString()}");
            using var content = new MemoryStream("trimmed"u8.ToArray());
            var analysis = await vt.Files.ScanAndWaitAsync(content, new VtUploadOptions { FileName = "trimmed.txt" });
            Console.WriteLine($"upload: {analysis.Status}");
            for (var i = 0; i < 25; i++) await vt.Files.AddCommentAsync(file.Sha256!, $"comment {i}");
            var comments = 0;
            await foreach (var comment in vt.Files.CommentsAsync(file.Sha256!)) comments++;
            Console.WriteLine($"pages: {comments}");
            server.Clock.Advance(TimeSpan.FromHours(2));
            var lines = 0;
            await foreach (var item in vt.Feeds.FilesAsync(new VtFeedRange { Since = since, Until = since.AddMinutes(2) })) lines++;
            Console.WriteLine($"feed: {lines}");
            """;
        var folder = await ProjectAsync("trimmed", program, "<PublishTrimmed>true</PublishTrimmed><SelfContained>true</SelfContained><UseCurrentRuntimeIdentifier>true</UseCurrentRuntimeIdentifier>", "VtKit.Testing");
        var said = await Run.Dotnet(folder, "publish", "-o", "out", "-v", "q", "--nologo");
        said.ShouldNotContain("warning");

        var (exitCode, output, errors) = await Run.Program(Path.Combine(folder, "out", OperatingSystem.IsWindows() ? "trimmed.exe" : "trimmed"), folder, null);

        exitCode.ShouldBe(0, output + errors);
        output.ReplaceLineEndings("\n").ShouldBe("look-up: 1 EICAR\nupload: completed\npages: 25\nfeed: 2\n");
    }

    [Fact]
    public async Task The_tool_installs_and_answers()
    {
        var folder = workshop.NewProjectFolder("tool");
        await Run.Dotnet(folder, "tool", "install", "VtKit.Cli", "--tool-path", "bin", "--add-source", workshop.Feed, "--version", workshop.Version);
        await AnswersFromAFreshStore(Path.Combine(folder, "bin", Executable), folder);
    }

    [Fact]
    public async Task The_published_executable_answers()
    {
        var folder = Path.Combine(workshop.Folder, "published");
        var said = await Run.Dotnet(workshop.Sources, "publish", Path.Combine("src", "VtKit.Cli"), "-p:PublishProfile=release", "-o", folder, "-v", "q", "--nologo", $"-p:Version={workshop.Version}", "-p:RunAnalyzers=false");
        said.ShouldNotContain("warning");
        await AnswersFromAFreshStore(Path.Combine(folder, Executable), folder);
    }

    /// <summary>Runs a program in a project of its own that has the packages.</summary>
    private async Task<string> RunProgramAsync(string name, string program, params string[] packages) =>
        await Run.Dotnet(await ProjectAsync(name, program, "", packages), "run");

    private async Task<string> ProjectAsync(string name, string program, string properties, params string[] packages)
    {
        var folder = workshop.NewProjectFolder(name);
        await File.WriteAllTextAsync(Path.Combine(folder, name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <NuGetAudit>false</NuGetAudit>
                {properties}
                <RestorePackagesPath>{workshop.Packages}</RestorePackagesPath>
                <RestoreFallbackFolders>{GlobalPackages()}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(packages.Select(package => $"<PackageReference Include=\"{package}\" Version=\"{workshop.Version}\" />"))}
              </ItemGroup>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), program);
        return folder;
    }

    private static string Executable => OperatingSystem.IsWindows() ? "vtk.exe" : "vtk";

    private async Task AnswersFromAFreshStore(string vtk, string folder)
    {
        var home = Path.Combine(folder, "home");
        var environment = new Dictionary<string, string>
        {
            ["VTK_LOCAL_DATA"] = Path.Combine(home, "data"),
            ["XDG_CONFIG_HOME"] = Path.Combine(home, "config"),
            ["XDG_DATA_HOME"] = Path.Combine(home, "share"),
        };

        var version = await Run.Program(vtk, folder, environment, "--version");
        version.ExitCode.ShouldBe(0, version.Errors);
        version.Output.ShouldContain(workshop.Version);

        var eicar = await Run.Program(vtk, folder, environment, "file", EicarMd5, "--local", "--format", "table");
        eicar.ExitCode.ShouldBe(0, eicar.Errors);
        eicar.Output.ShouldContain(EicarSha256);
        eicar.Output.ShouldContain("malicious");

        var own = Path.Combine(folder, "own.txt");
        await File.WriteAllTextAsync(own, "a file that no store has seen");
        var scan = await Run.Program(vtk, folder, environment, "scan", "file", own, "--local", "--format", "json");
        scan.ExitCode.ShouldBe(0, scan.Errors);
        scan.Output.ShouldContain("\"sha256\"");
    }

    private static string ReadmeExample()
    {
        var readme = File.ReadAllText(Path.Combine(SharedMaterial.RepositoryRoot, "README.md"));
        var example = CSharpBlock().Match(readme);
        example.Success.ShouldBeTrue("The README has no example in C#.");
        return example.Groups["code"].Value;
    }

    internal static string GlobalPackages() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CSharpBlock();
}
