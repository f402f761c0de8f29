using System.IO.Enumeration;
using System.Text.Json;

namespace VtKit.Cli;

/// <summary>Which objects of a feed are wanted: <c>name=glob</c>, where the name may lead into an attribute by dots.</summary>
internal sealed class FeedFilter
{
    // These stand beside the attributes; every other name is one of them.
    private static readonly string[] Roots = ["id", "type", "attributes", "context_attributes", "links", "relationships"];

    private readonly string[] _path;
    private readonly string _glob;

    private FeedFilter(string[] path, string glob) => (_path, _glob) = (path, glob);

    /// <summary>Reads what a user typed.</summary>
    /// <exception cref="CliException">It is no filter.</exception>
    public static FeedFilter Parse(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var path = equals > 0 ? text[..equals].Trim().Split('.') : [];
        if (path.Length == 0 || path.Contains("", StringComparer.Ordinal))
            throw CliException.Usage($"--filter '{text}' is no filter: write it as name=value, such as type_tag=pe* or last_analysis_stats.malicious=0");
        return new FeedFilter(Roots.Contains(path[0], StringComparer.Ordinal) ? path : ["attributes", .. path], text[(equals + 1)..].Trim());
    }

    /// <summary>Whether an object is wanted. A list counts by any of its items, and an absent value never.</summary>
    public bool Wants(VtObject candidate)
    {
        var node = new VtNode(candidate.Json);
        foreach (var name in _path) node = node[name];
        return Matches(node);
    }

    private bool Matches(VtNode node) => node.Kind == JsonValueKind.Array
        ? node.AsList<VtNode>().Any(Matches)
        : node.AsText() is { } text && FileSystemName.MatchesSimpleExpression(_glob, text, ignoreCase: true);
}
