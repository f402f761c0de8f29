using VtKit.Testing.Shared;

namespace VtKit.Architecture.Tests;

/// <summary>A copy of spec/ in a folder of its own, for tests that spoil a table.</summary>
internal sealed class SpecFolder : IDisposable
{
    public static readonly string Committed = System.IO.Path.Combine(SharedMaterial.RepositoryRoot, "spec");

    public SpecFolder()
    {
        foreach (var file in Directory.EnumerateFiles(Committed, "*.tsv", SearchOption.AllDirectories))
        {
            var target = System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(Committed, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("vtkit-spec-").FullName;

    /// <summary>The rows of a committed table, each a dictionary by column.</summary>
    public static List<Dictionary<string, string>> Rows(string file) => RowsOf(System.IO.Path.Combine(Committed, file));

    public static List<Dictionary<string, string>> RowsOf(string path)
    {
        var lines = File.ReadAllLines(path);
        var columns = lines[0].Split('\t');
        return [.. lines.Skip(1).Select(line => columns.Zip(line.Split('\t')).ToDictionary(c => c.First, c => c.Second))];
    }

    /// <summary>Replaces the first occurrence of a text in a table.</summary>
    public void Spoil(string file, string old, string replacement)
    {
        var path = System.IO.Path.Combine(Path, file);
        var text = File.ReadAllText(path);
        var at = text.IndexOf(old, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, $"{file} has no '{old}'");
        File.WriteAllText(path, text[..at] + replacement + text[(at + old.Length)..]);
    }

    public void Append(string file, string row) => File.AppendAllText(System.IO.Path.Combine(Path, file), row + "\n");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
