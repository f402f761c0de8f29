using System.IO.Enumeration;
using System.Text.Json;

namespace VtKit.Cli;

/// <summary>
/// Which objects of a feed are wanted: <c>name=glob</c>, where the name may lead into an attribute by dots, or a JSONPath, which
/// wants those in which it selects anything.
/// </summary>
internal sealed class FeedFilter
{
    // These stand beside the attributes; every other name is one of them.
    private static readonly string[] Roots = ["id", "type", "attributes", "context_attributes", "links", "relationships"];

    private readonly Func<VtObject, bool> _wants;

    private FeedFilter(Func<VtObject, bool> wants) => _wants = wants;

    /// <summary>Reads what a user typed.</summary>
    /// <exception cref="CliException">It is no filter.</exception>
    public static FeedFilter Parse(string text)
    {
        if (text.StartsWith('$')) return OfPath(text);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var path = equals > 0 ? text[..equals].Trim().Split('.') : [];
        if (path.Length == 0 || path.Contains("", StringComparer.Ordinal))
            throw CliException.Usage($"--filter '{text}' is no filter: write it as name=value, such as type_tag=pe*, or as a JSONPath, such as $.attributes[?@.malicious > 5]");
        if (!Roots.Contains(path[0], StringComparer.Ordinal)) path = ["attributes", .. path];
        var glob = text[(equals + 1)..].Trim();
        return new FeedFilter(candidate => Matches(path.Aggregate(new VtNode(candidate.Json), (node, name) => node[name]), glob));
    }

    /// <summary>Whether an object is wanted.</summary>
    public bool Wants(VtObject candidate) => _wants(candidate);

    private static FeedFilter OfPath(string text)
    {
        try
        {
            var path = VtJsonPath.Parse(text);
            return new FeedFilter(candidate => path.Select(new VtNode(candidate.Json)).Any());
        }
        catch (VtJsonPathException e)
        {
            throw CliException.Usage($"--filter: {e.Message}");
        }
    }

    // A list counts by any of its items, and an absent value never.
    private static bool Matches(VtNode node, string glob) => node.Kind == JsonValueKind.Array
        ? node.AsList<VtNode>().Any(item => Matches(item, glob))
        : node.AsText() is { } text && FileSystemName.MatchesSimpleExpression(glob, text, ignoreCase: true);
}
