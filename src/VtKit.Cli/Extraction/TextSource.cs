namespace VtKit.Cli;

/// <summary>Where text to be searched comes from, in a message: stdin, a file, or the text itself.</summary>
internal static class TextSource
{
    private const int MostShown = 40;

    public static string Named(string source) => source == ItemArguments.Stdin ? "stdin" : $"'{(source.Length > MostShown ? source[..MostShown] + "..." : source)}'";

    /// <summary>What is said where nothing was found. A mistyped path is read as text: that has to be told.</summary>
    public static string Nothing(IReadOnlyList<string> sources) =>
        sources is not [var only] ? "no indicators found"
        : only == ItemArguments.Stdin || Path.Exists(only) ? $"{Named(only)} holds no indicators"
        : $"{Named(only)} holds no indicators: it was read as text, for there is no such file";
}
