using VtKit.Testing.Shared;

namespace VtKit.Packaging.Tests;

/// <summary>
/// A copy of the sources in a temporary folder outside the repository, packed once for all tests of this project, so
/// that packing never disturbs the build that runs the tests.
/// </summary>
public sealed class Workshop : IAsyncLifetime
{
    /// <summary>A version that no feed has, so that no cache can answer for these packages.</summary>
    public string Version { get; } = $"0.0.1-test.{Guid.NewGuid():N}";

    public string Folder { get; } = Directory.CreateTempSubdirectory("vtkit-pack-").FullName;
    public string Feed => Path.Combine(Folder, "feed");
    public string Sources => Path.Combine(Folder, "sources");

    /// <summary>Where restored packages go; what the machine already has is read from its own cache.</summary>
    public string Packages => Path.Combine(Folder, "packages");

    public async Task InitializeAsync()
    {
        CopySources();
        Directory.CreateDirectory(Feed);
        await Run.Dotnet(Sources, "pack", "Packages.slnx", "-c", "Release", "-o", Feed, "-v", "q", "-m:2", "--nologo",
            $"-p:Version={Version}", "-p:RunAnalyzers=false");
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>A new folder whose projects restore from the packed feed, beside the feeds that the machine knows.</summary>
    public string NewProjectFolder(string name)
    {
        var folder = Path.Combine(Folder, name);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources><add key="packed" value="{Feed}" /></packageSources>
            </configuration>
            """);
        return folder;
    }

    private void CopySources()
    {
        var root = SharedMaterial.RepositoryRoot;
        Directory.CreateDirectory(Sources);
        foreach (var file in Directory.EnumerateFiles(root))
            if (Path.GetExtension(file) != ".slnx")
                File.Copy(file, Path.Combine(Sources, Path.GetFileName(file)));
        var projects = new List<string>();
        Copy(Path.Combine(root, "src"), Path.Combine(Sources, "src"), projects);
        Copy(Path.Combine(root, "web"), Path.Combine(Sources, "web"), projects);
        File.WriteAllText(Path.Combine(Sources, "Packages.slnx"),
            $"<Solution>{string.Concat(projects.Select(project => $"<Project Path=\"{Path.GetRelativePath(Sources, project)}\" />"))}</Solution>");
    }

    private static void Copy(string from, string to, List<string> projects)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.EnumerateFiles(from))
        {
            var copy = Path.Combine(to, Path.GetFileName(file));
            File.Copy(file, copy);
            if (Path.GetExtension(file) == ".csproj") projects.Add(copy);
        }
        foreach (var folder in Directory.EnumerateDirectories(from))
            if (Path.GetFileName(folder) is not ("bin" or "obj" or "node_modules" or "node_modules.lock" or "dist") and var name)
                Copy(folder, Path.Combine(to, name), projects);
    }
}

/// <summary>Packing is slow: all tests of this project use what was packed once.</summary>
[CollectionDefinition(nameof(Workshop))]
public sealed class PackedOnce : ICollectionFixture<Workshop>;
