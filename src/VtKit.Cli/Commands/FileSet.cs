namespace VtKit.Cli;

/// <summary>The files that paths, folders and patterns name: each once, those of a folder in order. Links to folders are not followed.</summary>
internal static class FileSet
{
    private static readonly EnumerationOptions WholeFolder = new() { RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.ReparsePoint };
    private static readonly EnumerationOptions Pattern = new() { IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None };

    /// <summary>Finds them.</summary>
    /// <exception cref="CliException">A path names nothing, or a folder cannot be read.</exception>
    public static IReadOnlyList<string> Find(IEnumerable<string> arguments)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var files = new List<string>();
        foreach (var argument in arguments)
        {
            var before = files.Count;
            foreach (var path in Expand(argument))
                if (seen.Add(Path.GetFullPath(path)))
                    files.Add(path);
                else before--;
            if (files.Count == before) throw CliException.Usage($"'{argument}' names no files: there is nothing to do");
        }
        return files;
    }

    /// <summary>Finds them; <c>-</c> stays what it is, and comes last.</summary>
    /// <exception cref="CliException">A path names nothing, or a folder cannot be read.</exception>
    public static IReadOnlyList<string> FindOrRead(IReadOnlyList<string> arguments) =>
        [.. Find(arguments.Where(argument => argument != ItemArguments.Stdin)), .. arguments.Where(argument => argument == ItemArguments.Stdin)];

    /// <summary>The files of a folder and of those in it, in the order of their paths.</summary>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder may not be read.</exception>
    public static IReadOnlyList<string> Below(string folder) => [.. Directory.EnumerateFiles(folder, "*", WholeFolder).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Expand(string argument)
    {
        if (argument.Length == 0) throw CliException.Usage("a path is empty");
        try
        {
            if (Directory.Exists(argument)) return Below(argument);
            // Shells of Windows leave patterns to the program.
            if (File.Exists(argument) || !Path.GetFileName(argument).AsSpan().ContainsAny('*', '?')) return [argument];
            var folder = Path.GetDirectoryName(argument) is { Length: > 0 } named ? named : ".";
            return [.. Directory.EnumerateFiles(folder, Path.GetFileName(argument), Pattern).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Unusable(argument, $"cannot be read: {e.Message}", e);
        }
    }
}
