using System.CommandLine;
using System.Text;

namespace VtKit.Cli;

/// <summary>The help of a command, made from the command itself.</summary>
internal static class HelpPage
{
    private const int Width = 80;
    private const int Indent = 2;
    private const int Gap = 2;
    private const int WidestLabel = 30;

    private static readonly (string, string?)[] Variables =
    [
        (CliEnvironment.KeyVariables[0], $"API key; {string.Join(", ", CliEnvironment.KeyVariables.Skip(1))} are understood, too"),
        ("VTK_LOCAL_DATA", "Folder of --local"),
        ("VTK_DEBUG", "Show where an error came from"),
        ("NO_COLOR", "No colour"),
    ];

    private static readonly (string, string?)[] ExitCodes =
    [
        ("0", "ok"),
        ("1", "error"),
        ("2", "the command line is wrong, or an argument malformed"),
        ("3", "not found"),
        ("4", "no API key, a wrong one, or one that may not do this"),
        ("5", "quota spent"),
        ("6", "of several items, some failed"),
        ("7", "a policy is not met"),
        ("130", "cancelled"),
    ];

    public static string Of(Command command)
    {
        var page = new StringBuilder();
        var path = PathOf(command);
        page.Append(command.Description).Append("\n\nUsage:\n");
        foreach (var usage in Usages(command, path)) page.Append(' ', Indent).Append(usage).Append('\n');

        AppendList(page, "Arguments", command.Arguments.Select(argument => (Label(argument), argument.Description)));
        var children = command.Subcommands.OfType<CliCommand>().Where(child => !child.Hidden).ToList();
        // All groups in one column.
        var widest = children.Select(child => Label(child).Length).DefaultIfEmpty().Max();
        foreach (var group in children.GroupBy(child => child.Group))
            AppendList(page, group.Key, group.Select(child => (Label(child).PadRight(widest), child.Description)));
        AppendList(page, "Options", command.Options.Where(option => !option.Hidden && !GlobalOptions.All.Contains(option)).Select(option => (Label(option), option.Description)));
        if (CommandTree.IsRoot(command))
        {
            AppendList(page, "Global options", GlobalOptions.All.Where(option => !option.Hidden).Select(option => (Label(option), option.Description)));
            AppendList(page, "Environment", Variables);
            AppendList(page, "Exit codes", ExitCodes);
        }
        // What they do stands once, in the help of vtk itself; here they would bury what is special.
        else page.Append("\nvtk --help explains the options that all commands have, such as --format.\n");
        if (command is CliCommand { Examples.Count: > 0 } withExamples)
        {
            page.Append("\nExamples:\n");
            foreach (var example in withExamples.Examples) page.Append(' ', Indent).Append(example).Append('\n');
        }
        return page.ToString();
    }

    /// <summary>The words that call a command.</summary>
    public static string PathOf(Command command) => string.Join(' ', Ancestors(command).Reverse().Select(ancestor => ancestor.Name));

    private static IEnumerable<Command> Ancestors(Command command)
    {
        for (var current = command; current is not null; current = current.Parents.OfType<Command>().FirstOrDefault())
            yield return current;
    }

    private static IEnumerable<string> Usages(Command command, string path)
    {
        if (command is CliCommand { Run: not null })
            yield return string.Join(' ', [path, .. command.Arguments.Select(Label), "[options]"]);
        if (CommandTree.IsRoot(command))
        {
            yield return $"{path} <command> ...";
            yield break;
        }
        foreach (var group in command.Subcommands.OfType<CliCommand>().Where(child => !child.Hidden).GroupBy(child => child.Group))
            yield return $"{path} <{group.Key.TrimEnd('s').ToLowerInvariant()}> ...";
    }

    private static string Label(CliCommand command) => string.Join(", ", command.Aliases.Prepend(command.Name));

    private static string Label(Argument argument) =>
        argument.HelpName is { } label ? label : argument.Arity.MaximumNumberOfValues > 1 ? $"<{argument.Name}...>" : argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.Name}]" : $"<{argument.Name}>";

    private static string Label(Option option)
    {
        var names = string.Join(", ", option.Aliases.Append(option.Name).OrderBy(name => name.Length).Distinct());
        return option.HelpName is { } value ? $"{names} {value}" : names;
    }

    private static void AppendList(StringBuilder page, string heading, IEnumerable<(string Label, string? Description)> items)
    {
        var list = items.ToList();
        if (list.Count == 0) return;
        page.Append('\n').Append(heading).Append(":\n");
        var column = Indent + Math.Min(WidestLabel, list.Max(item => item.Label.Length)) + Gap;
        foreach (var (label, description) in list)
        {
            var line = new string(' ', Indent) + label;
            // A label that is wider than the column has its description on the next line.
            if (line.Length > column - Gap) page.Append(line).Append('\n');
            var first = line.Length > column - Gap ? "" : line;
            foreach (var part in Wrap(description ?? "", Width - column))
            {
                page.Append((first.PadRight(column) + part).TrimEnd()).Append('\n');
                first = "";
            }
        }
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        while (text.Length > width)
        {
            var space = text.LastIndexOf(' ', width);
            if (space <= 0) break;
            yield return text[..space];
            text = text[(space + 1)..];
        }
        yield return text;
    }
}
