using System.CommandLine;

namespace VtKit.Cli;

/// <summary>The options of every command that writes objects: which parts of them are wanted.</summary>
internal static class ObjectOptions
{
    public static readonly Option<string[]> Include = Globs("--include", "-i", "Only attributes that match, such as names or 'last_analysis_*.**'");

    public static readonly Option<string[]> Exclude = Globs("--exclude", "-x", "No attributes that match; goes before --include");

    public static readonly Option<string[]> Select = new("--select")
    {
        Description = "Only the values at a path, such as pe_info.imphash, or at a JSONPath ($...); several make columns",
        HelpName = "PATH",
    };

    public static readonly IReadOnlyList<Option> All = [ItemArguments.IdsOnly, Include, Exclude, Select];

    /// <summary>Lets a command list several options at once.</summary>
    public static void Add(this IList<Option> options, IReadOnlyList<Option> more)
    {
        foreach (var option in more) options.Add(option);
    }

    private static Option<string[]> Globs(string name, string alias, string description) => new(name, alias)
    {
        Description = description,
        HelpName = "GLOB",
    };
}
