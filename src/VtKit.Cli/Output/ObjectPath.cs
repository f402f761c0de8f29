using System.Text.Json;

namespace VtKit.Cli;

/// <summary>
/// Where values stand in an object: a JSONPath (<c>$…</c>), or names parted by dots that lead into the attributes, and through
/// each item of a list.
/// </summary>
internal sealed class ObjectPath
{
    // These stand beside the attributes; every other name is one of them.
    private static readonly string[] Roots = ["id", "type", "attributes", "context_attributes", "links", "relationships"];

    private readonly Func<VtNode, IEnumerable<VtNode>> _select;

    private ObjectPath(string text, Func<VtNode, IEnumerable<VtNode>> select) => (Text, _select) = (text, select);

    /// <summary>The path as it was typed.</summary>
    public string Text { get; }

    /// <summary>Reads what a user typed; null where it is no path by names.</summary>
    /// <param name="option">What the text was given to.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="CliException">It begins with a dollar sign and is no JSONPath.</exception>
    public static ObjectPath? TryParse(string option, string text)
    {
        if (text.StartsWith('$'))
        {
            try
            {
                return new ObjectPath(text, VtJsonPath.Parse(text).Select);
            }
            catch (VtJsonPathException e)
            {
                throw CliException.Usage($"{option}: {e.Message}");
            }
        }
        var names = text.Split('.');
        if (names.Contains("", StringComparer.Ordinal)) return null;
        if (!Roots.Contains(names[0], StringComparer.Ordinal)) names = ["attributes", .. names];
        return new ObjectPath(text, root => names.Aggregate(Enumerable.Repeat(root, 1), (nodes, name) => nodes.SelectMany(node => Step(node, name))));
    }

    /// <summary>The values; those that are null, too.</summary>
    public IEnumerable<VtNode> Select(VtObject item) => _select(new VtNode(item.Json)).Where(node => node.Kind != JsonValueKind.Undefined);

    private static IEnumerable<VtNode> Step(VtNode node, string name) =>
        node.Kind == JsonValueKind.Array ? node.AsList<VtNode>().SelectMany(item => Step(item, name)) : [node[name]];
}
