using System.IO.Enumeration;
using System.Text.Json;

namespace VtKit.Cli;

/// <summary>
/// Which objects of a feed are wanted: <c>name=glob</c>, where the name may lead into an attribute by dots, or a JSONPath, which
/// wants those in which it selects anything.
/// </summary>
internal sealed class FeedFilter
{
    private readonly Func<VtObject, bool> _wants;

    private FeedFilter(Func<VtObject, bool> wants) => _wants = wants;

    /// <summary>Reads what a user typed.</summary>
    /// <exception cref="CliException">It is no filter.</exception>
    public static FeedFilter Parse(string text)
    {
        var equals = text.StartsWith('$') ? text.Length : text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0 || ObjectPath.TryParse("--filter", text[..equals].Trim()) is not { } path)
            throw CliException.Usage($"--filter '{text}' is no filter: write it as name=value, such as type_tag=pe*, or as a JSONPath, such as $.attributes[?@.malicious > 5]");
        if (equals == text.Length) return new FeedFilter(candidate => path.Select(candidate).Any());
        var glob = text[(equals + 1)..].Trim();
        return new FeedFilter(candidate => path.Select(candidate).Any(node => Matches(node, glob)));
    }

    /// <summary>Whether an object is wanted.</summary>
    public bool Wants(VtObject candidate) => _wants(candidate);

    // A list counts by any of its items, and an absent value never.
    private static bool Matches(VtNode node, string glob) => node.Kind == JsonValueKind.Array
        ? node.AsList<VtNode>().Any(item => Matches(item, glob))
        : node.AsText() is { } text && FileSystemName.MatchesSimpleExpression(glob, text, ignoreCase: true);
}
