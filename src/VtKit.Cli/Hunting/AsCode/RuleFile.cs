namespace VtKit.Cli;

/// <summary>A file of rules, and the name of the ruleset that it is: its path in the folder, without the ending.</summary>
internal sealed record RuleFile(string Name, string Path, string Rules)
{
    private static readonly string[] Endings = [".yar", ".yara"];

    /// <summary>Reads the rules of a folder, in the order of their names.</summary>
    /// <exception cref="CliException">There is no such folder, a file cannot be read or is empty, or two would have one name.</exception>
    public static async Task<IReadOnlyList<RuleFile>> ReadAllAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder)) throw InputFile.Unusable(folder, "is no folder: name the one that your rules are in");
        var files = new List<RuleFile>();
        try
        {
            foreach (var path in FileSet.Below(folder).Where(path => Endings.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)))
            {
                var name = System.IO.Path.ChangeExtension(System.IO.Path.GetRelativePath(folder, path), null).Replace(System.IO.Path.DirectorySeparatorChar, '/');
                files.Add(new RuleFile(name, path, await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false)));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Unusable(folder, $"cannot be read: {e.Message}", e);
        }
        if (files.Find(file => string.IsNullOrWhiteSpace(file.Rules)) is { } empty) throw InputFile.Unusable(empty.Path, "is empty: write rules, or remove it");
        if (files.GroupBy(file => file.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw CliException.Usage($"{string.Join(" and ", twice.Select(file => file.Path))} would both be the ruleset '{twice.Key}': rename one");
        return [.. files.OrderBy(file => file.Name, StringComparer.Ordinal)];
    }
}
