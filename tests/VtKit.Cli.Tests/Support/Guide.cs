using System.Text.RegularExpressions;
using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests;

/// <summary>A command of a document: its line, what follows <c>vtk</c>, and the file that its output is sent to.</summary>
internal sealed record GuideCommand(string Line, string[] Arguments, string? To);

/// <summary>The commands of documents, in their order: the lines of their blocks for a shell.</summary>
internal static partial class Guide
{
    // How vtk is called where only the sources are there.
    private const string FromSource = "dotnet run --project src/VtKit.Cli -- ";

    /// <summary>All documents that users read, from the root of the repository.</summary>
    public static IEnumerable<string> Documents => Directory.EnumerateFiles(Path.Combine(SharedMaterial.RepositoryRoot, "docs"), "*.md", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(SharedMaterial.RepositoryRoot, file).Replace(Path.DirectorySeparatorChar, '/')).Order(StringComparer.Ordinal).Prepend("README.md");

    public static string Text(string document) => File.ReadAllText(Path.Combine(SharedMaterial.RepositoryRoot, document));

    /// <summary>The lines of the blocks for a shell, without comments, one command each.</summary>
    public static IReadOnlyList<string> Lines(string document) =>
    [
        .. Block().Matches(Text(document)).SelectMany(block => block.Groups["lines"].Value.Split('\n'))
            .SelectMany(line => Comment().Replace(line, "").Replace(FromSource, "vtk ", StringComparison.Ordinal).Split("&&", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)),
    ];

    /// <summary>Whether a line calls <c>vtk</c>, also behind a pipe or in an assignment.</summary>
    public static bool CallsVtk(string line) => Call().IsMatch(line);

    /// <summary>The commands that the class runs, as arguments. Names of files and folders are put into a home.</summary>
    /// <param name="home">Where its files are.</param>
    /// <param name="isFile">Whether a word is the name of a file.</param>
    /// <typeparam name="T">The class, as <see cref="DocumentedExamples"/> has it.</typeparam>
    public static IReadOnlyList<GuideCommand> Commands<T>(string home, Func<string, bool> isFile) =>
    [
        .. Lines(DocumentedExamples.DocumentOf<T>()).Where(CallsVtk).Select(line =>
        {
            line.ShouldStartWith("vtk ");
            var words = Word().Matches(line).Select(match => match.Value.Trim('"', '\'')).Skip(1).Select(word => isFile(word) ? Path.Combine(home, word) : word).ToList();
            var to = words.IndexOf(">");
            return new GuideCommand(line, [.. to < 0 ? words : words[..to]], to < 0 ? null : words[to + 1]);
        }),
    ];

    [GeneratedRegex("^ *```(sh|bash|console)\r?\n(?<lines>.*?)^ *```", RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();

    [GeneratedRegex("(^|\\s)#\\s.*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();

    [GeneratedRegex("(^|[|(;] *|\\$ )vtk( |$)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Call();

    [GeneratedRegex("\"[^\"]*\"|'[^']*'|[^ ]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
