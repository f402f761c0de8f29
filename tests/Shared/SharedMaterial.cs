namespace VtKit.Testing.Shared;

/// <summary>Finds the repository, and the reference material that may lie beside it.</summary>
internal static class SharedMaterial
{
    /// <summary>The root of the repository, found upwards from the test binaries.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The folder with reference bodies, or null where it is absent.</summary>
    public static string? Folder { get; } = FindShared();

    /// <summary>The response bodies, or null where they are absent.</summary>
    public static string? Fixtures => Folder is null ? null : Path.Combine(Folder, "fixtures");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "VtKit.slnx")))
                return folder.FullName;
        throw new InvalidOperationException("No VtKit.slnx above " + AppContext.BaseDirectory);
    }

    private static string? FindShared()
    {
        var folder = Environment.GetEnvironmentVariable("VTKIT_SHARED") ?? Path.Combine(RepositoryRoot, "..", "shared");
        return Directory.Exists(Path.Combine(folder, "fixtures")) ? Path.GetFullPath(folder) : null;
    }
}

/// <summary>A fact that needs the reference material: skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute()
    {
        if (SharedMaterial.Folder is null)
            Skip = "The reference material (../shared, or VTKIT_SHARED) is absent.";
    }
}

/// <summary>A theory that needs the reference material: skipped, with the reason, where it is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute()
    {
        if (SharedMaterial.Folder is null)
            Skip = "The reference material (../shared, or VTKIT_SHARED) is absent.";
    }
}
