using System.Text.RegularExpressions;
using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests;

/// <summary>The commands of a guide, in its order: the lines of its <c>sh</c> blocks, which all call <c>vtk</c>.</summary>
internal static partial class Guide
{
    public static string Text(string name) => File.ReadAllText(Path.Combine(SharedMaterial.RepositoryRoot, "docs", "guides", name));

    /// <summary>The commands as arguments. Names of files and folders are put into a home.</summary>
    /// <param name="name">The guide.</param>
    /// <param name="home">Where its files are.</param>
    /// <param name="isFile">Whether a word is the name of a file.</param>
    public static IReadOnlyList<(string Line, string[] Arguments)> Commands(string name, string home, Func<string, bool> isFile) =>
    [
        .. Block().Matches(Text(name)).SelectMany(block => block.Groups["lines"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(line =>
        {
            line.ShouldStartWith("vtk ");
            return (line, Word().Matches(line).Select(match => match.Value.Trim('"')).Skip(1).Select(word => isFile(word) ? Path.Combine(home, word) : word).ToArray());
        }),
    ];

    [GeneratedRegex("```sh\n(?<lines>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();

    [GeneratedRegex("\"[^\"]*\"|[^ ]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
