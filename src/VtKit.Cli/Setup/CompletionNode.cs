using System.CommandLine;

namespace VtKit.Cli;

/// <summary>A command as shells complete it.</summary>
/// <param name="Path">The words that lead to it.</param>
/// <param name="Names">The words that may stand for its last one.</param>
/// <param name="Parent">The words before.</param>
/// <param name="Description">What it does.</param>
/// <param name="Options">Its options, without those of every command.</param>
internal sealed record CompletionNode(string Path, IReadOnlyList<string> Names, string Parent, string Description, IReadOnlyList<(string Name, string Description)> Options)
{
    /// <summary>All commands, each after the one above it.</summary>
    public static List<CompletionNode> All()
    {
        // A help request makes the whole tree, relationships included.
        var nodes = new List<CompletionNode>();
        Add(nodes, CommandTree.Build(["--help"]), "", []);
        return nodes;
    }

    /// <summary>The options of every command.</summary>
    public static IReadOnlyList<(string Name, string Description)> Global => [.. GlobalOptions.All.Where(option => !option.Hidden).SelectMany(Describe)];

    private static void Add(List<CompletionNode> nodes, Command command, string parent, IReadOnlyCollection<string> aliases)
    {
        var path = parent.Length == 0 ? command.Name : $"{parent} {command.Name}";
        nodes.Add(new CompletionNode(path, [command.Name, .. aliases], parent, command.Description ?? "",
            [.. command.Options.Where(option => !option.Hidden && !GlobalOptions.All.Contains(option)).SelectMany(Describe)]));
        foreach (var child in command.Subcommands) Add(nodes, child, path, [.. child.Aliases]);
    }

    // What a shell takes for a pattern is left out.
    private static IEnumerable<(string Name, string Description)> Describe(Option option) =>
        option.Aliases.Prepend(option.Name).Distinct(StringComparer.Ordinal).Where(name => !name.Contains('?', StringComparison.Ordinal)).Select(name => (name, option.Description ?? ""));
}
