using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace VtKit.Cli;

/// <summary>What is wrong with a command line, in one line that says where to look.</summary>
internal static class UsageError
{
    private const int MostTypos = 2;

    /// <summary>The complaint, or null where the command line is fine.</summary>
    public static string? Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var see = $"see {Path(parsed.CommandResult)} --help";
        if (UnknownOption(parsed) is { } option) return $"there is no option '{option}'{Suggestion(option, OptionNames(parsed.CommandResult))}: {see}";
        if (parsed.UnmatchedTokens.Count > 0)
        {
            var word = parsed.UnmatchedTokens[0];
            return command.Subcommands.Count > 0
                ? NoCommand(command, word, see)
                : $"'{word}' is one argument too many: {see}";
        }
        if (parsed.Errors.Count > 0) return $"{NotANumber(parsed.Errors[0]) ?? parsed.Errors[0].Message.TrimEnd('.')}: {see}";
        return command is CliCommand { Run: null }
            ? $"one of {string.Join(", ", command.Subcommands.Select(child => child.Name))} is needed: {see}"
            : null;
    }

    // The parser would name the type by which the value is read.
    private static string? NotANumber(ParseError error) =>
        error.SymbolResult is { Tokens: [{ Value: var value }] } result && (result as OptionResult)?.Option is { } option && (Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType) == typeof(int) && !int.TryParse(value, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
            ? $"{option.Name}: '{value}' is no number that can be used here"
            : null;

    // The parser takes what it does not know for arguments. A value that begins with a dash can stand after "--".
    // Only the name is repeated: what follows an '=' may be a secret.
    private static string? UnknownOption(ParseResult parsed)
    {
        var free = 0;
        foreach (var token in parsed.Tokens)
        {
            if (token.Type == TokenType.DoubleDash) break;
            free++;
        }
        var suspects = parsed.Tokens.Take(free).Where(token => token.Type == TokenType.Argument && token.Value.Length > 1 && token.Value[0] == '-').ToList();
        if (suspects.Count == 0) return null;
        var values = new HashSet<Token>(ReferenceEqualityComparer.Instance);
        for (SymbolResult? result = parsed.CommandResult; result is not null; result = result.Parent)
            if (result is CommandResult ofCommand)
                foreach (var child in ofCommand.Children.OfType<OptionResult>())
                    values.UnionWith(child.Tokens);
        return suspects.Find(token => !values.Contains(token))?.Value.Split('=')[0];
    }

    /// <summary>The complaint about a word that is no command below one.</summary>
    public static string NoCommand(Command above, string word, string see) =>
        $"there is no command '{word}'{Suggestion(word, above.Subcommands.Select(child => child.Name))}: {see}";

    public static string Path(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{Path(parent)} {result.Command.Name}" : "vtk";

    private static IEnumerable<string> OptionNames(CommandResult result)
    {
        for (SymbolResult? current = result; current is not null; current = current.Parent)
            if (current is CommandResult command)
                foreach (var option in command.Command.Options.Where(option => !option.Hidden))
                    yield return option.Name;
    }

    private static string Suggestion(string word, IEnumerable<string> known)
    {
        var nearest = known.Select(name => (Name: name, Distance: Distance(word, name))).OrderBy(pair => pair.Distance).FirstOrDefault();
        return nearest.Name is not null && nearest.Distance <= MostTypos ? $", but there is '{nearest.Name}'" : "";
    }

    /// <summary>How many letters must be changed, added or taken away, or neighbours swapped, to make one word of the other.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                rows[i, j] = Math.Min(Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1, rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }
        return rows[a.Length, b.Length];
    }
}
