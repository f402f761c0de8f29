using System.Text.RegularExpressions;

namespace VtKit.Testing.Shared;

/// <summary>The examples of a guide. Each has to stand, line by line, in a source file of the tests: so it compiles, and it runs where a test calls it.</summary>
internal static partial class Guide
{
    /// <summary>The examples in C# of <c>docs/guides</c> that do not stand in a source file, which is given from the root of the repository.</summary>
    public static IReadOnlyList<string> Missing(string guide, string source)
    {
        var code = Plain(File.ReadAllText(Path.Combine(SharedMaterial.RepositoryRoot, source)));
        var blocks = CSharpBlock().Matches(File.ReadAllText(Path.Combine(SharedMaterial.RepositoryRoot, "docs", "guides", guide))).Select(match => match.Groups["code"].Value).ToList();
        return blocks.Count == 0 ? [$"{guide} has no example in C#."] : [.. blocks.Where(block => !code.Contains(Plain(block), StringComparison.Ordinal))];
    }

    private static string Plain(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex(@"```csharp\r?\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CSharpBlock();
}
