using System.Security.Cryptography;
using System.Text;

namespace VtKit.Graph;

/// <content>Searches that stand in the graph.</content>
public sealed partial class ThreatGraph
{
    /// <summary>Adds an Intelligence search. Link it with its results, with the type <c>intelligence</c>.</summary>
    /// <param name="query">The query.</param>
    /// <returns>The node.</returns>
    public GraphNode AddIntelligence(string query) => AddSpecial(NodeType.Intelligence, WireWords.IntelligenceQuery, query);

    /// <summary>Adds a Livehunt ruleset. Link it with what it found, with the type <c>hunting</c>.</summary>
    /// <param name="rulesetId">The id of the ruleset.</param>
    /// <returns>The node.</returns>
    public GraphNode AddHunting(string rulesetId) => AddSpecial(NodeType.Hunting, WireWords.RulesetId, rulesetId);

    /// <summary>Adds a Retrohunt job. Link it with what it found, with the type <c>retrohunt</c>.</summary>
    /// <param name="jobId">The id of the job.</param>
    /// <returns>The node.</returns>
    public GraphNode AddRetrohunt(string jobId) => AddSpecial(NodeType.Retrohunt, WireWords.RetrohuntJobId, jobId);

    /// <summary>Adds what several nodes have in common, and links it with them.</summary>
    /// <param name="name">The name of the attribute that they share.</param>
    /// <param name="value">Its value.</param>
    /// <param name="members">The nodes.</param>
    /// <returns>The node.</returns>
    /// <exception cref="GraphException">The graph lacks one of the nodes.</exception>
    public GraphNode AddCommonality(string name, string value, IEnumerable<GraphNode> members)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(value);
        ArgumentNullException.ThrowIfNull(members);
        var all = members.ToList();
        all.ForEach(Check);
        var node = AddSpecial(NodeType.Commonality, SpecialId(NodeType.Commonality, name + "=" + value));
        node.SetAttribute(WireWords.Commonalities, JsonText.Element(writer =>
        {
            writer.WriteStartArray();
            writer.WriteStartObject();
            writer.WriteString(WireWords.Commonality, name);
            writer.WriteString(WireWords.Value, value);
            writer.WriteEndObject();
            writer.WriteEndArray();
        }));
        foreach (var member in all) Link(node, member, NodeType.Commonality.Name);
        return node;
    }

    private GraphNode AddSpecial(NodeType type, string attribute, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(value);
        var node = AddSpecial(type, SpecialId(type, value));
        node.SetAttribute(attribute, value);
        return node;
    }

    private GraphNode AddSpecial(NodeType type, string id)
    {
        var node = Add(new NodeKey(type, id));
        node.SetAttribute(WireWords.RelationshipType, type.Name);
        return node;
    }

    /// <summary>The editor leaves out all but letters and digits; what would lose too much that way is hashed.</summary>
    private static string SpecialId(NodeType type, string value)
    {
        var plain = value.Replace("-", "", StringComparison.Ordinal);
        var isPlain = plain.Length is > 0 and <= 100 && plain.All(char.IsAsciiLetterOrDigit);
        var tail = isPlain ? plain : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)).AsSpan(0, 8));
        return $"{WireWords.RelationshipPrefix}{type.Name}_{tail}";
    }
}
