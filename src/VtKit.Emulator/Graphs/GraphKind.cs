using System.Security.Cryptography;

namespace VtKit.Emulator;

/// <summary>Threat graphs. What a client drew is kept as it came, and nothing in it is interpreted but what the graph shows.</summary>
internal static class GraphKind
{
    private static readonly string Name = FilterTerms.Attribute(Attr.Graph.GraphData, Part.GraphData.Description);
    private static readonly string CreationDate = FilterTerms.Date(Attr.Graph.CreationDate, "r.created");
    private static readonly string LastModifiedDate = FilterTerms.Date(Attr.Graph.LastModifiedDate, "r.modified");
    private const string CommentsCount = "(SELECT count(*) FROM comment c WHERE c.type = r.type AND c.item = r.id)";
    private const string ViewsCount = "(SELECT views FROM record_view v WHERE v.type = r.type AND v.id = r.id)";

    public static RecordKind Graph { get; } = new(ObjectType.Graph, [Attr.Graph.GraphData, Attr.Graph.Nodes, Attr.Graph.GraphLinks, Attr.Graph.Position, Attr.Graph.Private])
    {
        TakesAny = true,
        Ignored = [Attr.Graph.CommentsCount, Attr.Graph.CreationDate, Attr.Graph.LastModifiedDate, Attr.Graph.ViewsCount],
        NewId = static _ => "g" + RandomNumberGenerator.GetHexString(64, lowercase: true),
        Check = static (request, attributes) =>
        {
            if (!request.Account.Premium && attributes.Member(Attr.Graph.Private) is { ValueKind: System.Text.Json.JsonValueKind.True })
                throw new ApiException(Errors.ForbiddenError, $"{ApiException.Forbidden().Message}: private graphs need intelligence_graphs_private");
        },
        Saved = static (store, record, _) => GraphItems.Note(store, record),
        Compute = static (writer, record) =>
        {
            writer.Date(Attr.Graph.CreationDate, record.Created);
            writer.Date(Attr.Graph.LastModifiedDate, record.Modified);
            writer.Number(Attr.Graph.CommentsCount, Comments.Count(writer.Store, record.Type, record.Id));
            writer.Number(Attr.Graph.ViewsCount, writer.Store.Number("SELECT views FROM record_view WHERE type = $1 AND id = $2", record.Type, record.Id));
        },
        Listing = new(
            new Dictionary<string, FilterTerm>(StringComparer.Ordinal)
            {
                ["id"] = FilterTerms.Is("r.id"),
                ["name"] = FilterTerms.Contains(Name),
                ["owner"] = FilterTerms.Is("r.owner"),
                ["group"] = OfGroup,
                ["visible_to_user"] = static (request, arguments, value) => $"({FilterTerms.Is("r.owner")(request, arguments, value)} OR {FilterTerms.Names(ObjectType.User)(request, arguments, value)})",
                ["visible_to_group"] = FilterTerms.Names(ObjectType.Group),
                ["private"] = FilterTerms.Flag("r.private"),
                ["creation_date"] = FilterTerms.When(CreationDate),
                ["last_modified_date"] = FilterTerms.When(LastModifiedDate),
                ["total_nodes"] = FilterTerms.Number($"coalesce(json_array_length(r.attributes, '$.{Attr.Graph.Nodes}'), 0)"),
                ["comments_count"] = FilterTerms.Number(CommentsCount),
                ["views_count"] = FilterTerms.Number($"coalesce({ViewsCount}, 0)"),
                ["label"] = InNodes($"instr(lower({OfNode(Part.GraphWireNode.Text)}), lower({{0}})) > 0"),
                ["file"] = NodeOf(ObjectType.File),
                ["domain"] = NodeOf(ObjectType.Domain),
                ["ip_address"] = NodeOf(ObjectType.IpAddress),
                ["url"] = NodeOf(ObjectType.Url),
                ["actor"] = NodeOf("actor"),
                ["victim"] = NodeOf("victim"),
                ["email"] = NodeOf("email"),
                ["department"] = NodeOf("department"),
            },
            (request, arguments, word) => $"({FilterTerms.Contains(Name)(request, arguments, word)} OR {AnyText(request, arguments, word)})",
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["name"] = FilterTerms.SortableText(Name),
                ["owner"] = FilterTerms.SortableText("r.owner"),
                ["creation_date"] = FilterTerms.Sortable(CreationDate),
                ["last_modified_date"] = FilterTerms.Sortable(LastModifiedDate),
                ["views_count"] = FilterTerms.Sortable(ViewsCount),
                ["comments_count"] = FilterTerms.Sortable(CommentsCount),
            }),
    };

    private static FilterTerm AnyText => InNodes($"instr(lower({OfNode(Part.GraphWireNode.Text)}), lower({{0}})) > 0 OR instr(lower({OfNode(Part.GraphWireNode.EntityId)}), lower({{0}})) > 0");

    private static string OfNode(string attribute) => $"CASE n.type WHEN 'object' THEN json_extract(n.value, '$.{attribute}') END";

    /// <summary>A node meets a condition in which <c>{0}</c> is the value.</summary>
    private static FilterTerm InNodes(string condition) => (_, arguments, value) =>
        $"EXISTS (SELECT 1 FROM json_each(r.attributes, '$.{Attr.Graph.Nodes}') n WHERE {condition.Replace("{0}", arguments.Add(value), StringComparison.Ordinal)})";

    /// <summary>A node stands for something of a type, by its id or, where the editor has a type that the service has not, by its label.</summary>
    private static FilterTerm NodeOf(string type) => InNodes(
        $"'{type}' IN ({OfNode(Part.GraphWireNode.Type)}, {OfNode($"{Part.GraphWireNode.EntityAttributes}.custom_type")}) AND lower({{0}}) IN (lower({OfNode(Part.GraphWireNode.EntityId)}), lower({OfNode(Part.GraphWireNode.Text)}))");

    private static string OfGroup(ApiRequest request, SqlArguments arguments, string group) =>
        $"r.owner IN ({string.Join(", ", Account.All.Where(account => string.Equals(account.Group, group, StringComparison.OrdinalIgnoreCase)).Select(account => arguments.Add(account.Name)))})";
}
