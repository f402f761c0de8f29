using System.Text;
using System.Text.RegularExpressions;
using VtKit.Testing.Shared;

namespace VtKit.Architecture.Tests;

/// <summary>Rules of the house that a compiler does not know.</summary>
public sealed partial class HouseRulesTests
{
    private static readonly string[] Skipped = ["bin", "obj", ".git", "artifacts", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    [Fact]
    public void No_file_names_a_place_on_one_machine()
    {
        var found = TextFiles().SelectMany(file => File.ReadLines(file)
                .Select((line, index) => (line, index))
                .Where(item => MachinePath().IsMatch(item.line))
                .Select(item => $"{Relative(file)}:{item.index + 1}: {item.line.Trim()}"))
            .ToList();
        found.ShouldBeEmpty();
    }

    [Fact]
    public void A_built_library_does_not_tell_where_it_was_built()
    {
        var root = Encoding.UTF8.GetBytes(SharedMaterial.RepositoryRoot);
        foreach (var library in BuiltRooms.Libraries)
        {
            var path = BuiltRooms.Load(library).Location;
            File.ReadAllBytes(path).AsSpan().IndexOf(root).ShouldBe(-1, library);
        }
    }

    [Fact]
    public void No_handwritten_source_file_is_longer_than_500_lines()
    {
        var long_ = TextFiles()
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) && !file.EndsWith(".g.cs", StringComparison.Ordinal))
            .Where(file => Relative(file).StartsWith("src", StringComparison.Ordinal))
            .Where(file => File.ReadLines(file).Count() > 500)
            .Select(Relative);
        long_.ShouldBeEmpty();
    }

    [Fact]
    public void Product_code_leaves_nothing_unfinished()
    {
        var words = TextFiles()
            .Where(file => Relative(file).StartsWith("src", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(file => Unfinished().IsMatch(File.ReadAllText(file)))
            .Select(Relative);
        words.ShouldBeEmpty();
    }

    [Fact]
    public void The_readme_is_under_10_KB()
    {
        new FileInfo(Path.Combine(SharedMaterial.RepositoryRoot, "README.md")).Length.ShouldBeLessThan(10 * 1024);
    }

    private static IEnumerable<string> TextFiles() => Walk(SharedMaterial.RepositoryRoot).Where(file => IsText().IsMatch(file));

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder)) yield return file;
        foreach (var inner in Directory.EnumerateDirectories(folder))
            if (!Skipped.Contains(Path.GetFileName(inner)))
                foreach (var file in Walk(inner)) yield return file;
    }

    private static string Relative(string file) => Path.GetRelativePath(SharedMaterial.RepositoryRoot, file);

    [GeneratedRegex(@"(?<![\w.~-])/(work|home|root|farm|Users)/\w", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\.(cs|csproj|props|targets|slnx|json|md|tsv|yml|yaml|sh|txt|xml|config|pubxml|ts|html|css)$|/run$|/generate$|/eng/[\w-]+$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsText();
}
