using VtKit.SpecGenerator.Emit;

namespace VtKit.SpecGenerator;

/// <summary>Turns the tables of spec/ into the files that are made from them. It reads spec/ and nothing else.</summary>
public static class Generator
{
    /// <summary>Folders in which every file is generated: one that <see cref="Run"/> does not return is stale.</summary>
    public static IReadOnlyList<string> OwnedFolders { get; } =
    [
        "src/VtKit/Generated", "src/VtKit.Emulator/Generated",
    ];

    /// <summary>Makes all files.</summary>
    /// <param name="specFolder">The folder spec/.</param>
    /// <returns>Text by path; paths are relative to the repository and use forward slashes.</returns>
    /// <exception cref="SpecException">A table is wrong.</exception>
    public static IReadOnlyDictionary<string, string> Run(string specFolder)
    {
        var spec = ApiSpec.Read(specFolder);
        const string sdk = "src/VtKit/Generated", emulator = "src/VtKit.Emulator/Generated";
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [$"{sdk}/Limits.g.cs"] = ErrorAndLimitCode.Limits(spec, "VtKit"),
            [$"{sdk}/VtErrorCode.g.cs"] = ErrorAndLimitCode.SdkErrors(spec, "VtKit"),
            [$"{emulator}/Limits.g.cs"] = ErrorAndLimitCode.Limits(spec, "VtKit.Emulator"),
            [$"{emulator}/Errors.g.cs"] = ErrorAndLimitCode.EmulatorErrors(spec, "VtKit.Emulator"),
        };
        foreach (var (path, text) in EndpointCode.Write(spec, sdk, "VtKit", forEmulator: false)) files.Add(path, text);
        foreach (var (path, text) in EndpointCode.Write(spec, emulator, "VtKit.Emulator", forEmulator: true)) files.Add(path, text);
        return files;
    }
}
