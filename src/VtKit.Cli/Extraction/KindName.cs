using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>What the kinds of indicators are called on the command line.</summary>
internal static class KindName
{
    private static readonly (IndicatorKind Kind, string Name)[] Names =
    [
        (IndicatorKind.File, "hash"), (IndicatorKind.Url, "url"), (IndicatorKind.Domain, "domain"), (IndicatorKind.IpAddress, "ip"), (IndicatorKind.EmailAddress, "email"), (IndicatorKind.Cve, "cve"),
    ];

    public static IEnumerable<string> All => Names.Select(pair => pair.Name);

    public static string Of(IndicatorKind kind) => Array.Find(Names, pair => pair.Kind == kind).Name;

    /// <summary>The kinds that were asked for; all where none was.</summary>
    /// <exception cref="CliException">There is no such kind.</exception>
    public static HashSet<IndicatorKind> Parse(IEnumerable<string> lists)
    {
        var kinds = new HashSet<IndicatorKind>();
        foreach (var name in lists.SelectMany(list => list.Split(',')).Select(name => name.Trim()))
        {
            var found = Array.FindIndex(Names, pair => pair.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (found < 0) throw CliException.Usage($"there is no kind '{name}'; there are {string.Join(", ", All)}");
            kinds.Add(Names[found].Kind);
        }
        return kinds.Count > 0 ? kinds : [.. Names.Select(pair => pair.Kind)];
    }
}
