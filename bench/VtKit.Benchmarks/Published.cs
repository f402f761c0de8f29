using System.Diagnostics;

namespace VtKit.Benchmarks;

/// <summary>Programs published as <c>vtk</c> is, so that what is compared differs in nothing else.</summary>
internal static class Published
{
    private static readonly string Vtk = Path.Combine("src", "VtKit.Cli");

    /// <summary>Publishes a program of a few lines.</summary>
    public static async Task<string> ProgramAsync(string repository, string folder, string name, string code)
    {
        var project = Path.Combine(folder, name);
        Directory.CreateDirectory(project);
        await File.WriteAllTextAsync(Path.Combine(project, name + ".csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
            </Project>
            """);
        // The very profile of vtk, so that no switch is left out.
        var profiles = Directory.CreateDirectory(Path.Combine(project, "Properties", "PublishProfiles"));
        File.Copy(Path.Combine(repository, Vtk, "Properties", "PublishProfiles", "release.pubxml"), Path.Combine(profiles.FullName, "release.pubxml"));
        await File.WriteAllTextAsync(Path.Combine(project, "Program.cs"), code);
        var output = Path.Combine(folder, name + "-out");
        await ToolAsync("dotnet", project, "publish", "-p:PublishProfile=release", "-o", output, "-v", "q", "--nologo");
        return Path.Combine(output, name);
    }

    /// <summary>Publishes <c>vtk</c>.</summary>
    public static async Task<string> VtkAsync(string repository, string folder)
    {
        var output = Path.Combine(folder, "vtk-out");
        await ToolAsync("dotnet", repository, "publish", Vtk, "-p:PublishProfile=release", "-o", output, "-v", "q", "--nologo");
        return Path.Combine(output, "vtk");
    }

    private static async Task ToolAsync(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, UseShellExecute = false })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
