using System.CommandLine;
using System.Runtime.CompilerServices;

namespace VtKit.Cli;

/// <summary>The items that a command works on: its arguments, and for each <c>-</c> the lines of stdin.</summary>
internal static class ItemArguments
{
    /// <summary>What stands for stdin.</summary>
    public const string Stdin = "-";

    public static readonly Option<bool> IdsOnly = new("--identifiers-only", "-I")
    {
        Description = "Print ids alone, one a line",
    };

    /// <summary>An argument that takes any number of items.</summary>
    public static Argument<string[]> Many(string name, string description) => new(name)
    {
        Description = description + "; - reads them from stdin, one a line",
        Arity = ArgumentArity.ZeroOrMore,
    };

    /// <summary>Whether the command was given exactly one item, by itself.</summary>
    public static bool IsOne(IReadOnlyList<string> items) => items is [not Stdin];

    /// <summary>The items one by one, as they come.</summary>
    public static async IAsyncEnumerable<string> ReadAsync(
        IReadOnlyList<string> items, CliConsole console, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            if (item != Stdin)
            {
                yield return item;
                continue;
            }
            while (await console.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
                if (line.Trim() is { Length: > 0 } trimmed)
                    yield return trimmed;
        }
    }
}
