using System.CommandLine.Parsing;
using VtKit.Graph;

namespace VtKit.Cli;

/// <summary>The names of layouts on the command line.</summary>
internal static class LayoutName
{
    private static readonly (string Name, GraphLayout Layout)[] All =
        [("force", GraphLayout.Force), ("tree", GraphLayout.Tree), ("layered", GraphLayout.Layered), ("radial", GraphLayout.Radial), ("grid", GraphLayout.Grid)];

    public static GraphLayout Parse(ArgumentResult result) => ParseIfGiven(result) ?? default;

    public static GraphLayout? ParseIfGiven(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        foreach (var (name, layout) in All)
            if (name.Equals(text, StringComparison.OrdinalIgnoreCase)) return layout;
        result.AddError($"there is no layout '{text}'; there are {string.Join(", ", All.Select(one => one.Name))}");
        return null;
    }
}
