using VtKit.Indicators;

namespace VtKit.Emulator;

/// <summary>A query as it was understood: what it looks for, by which conditions, and in which content.</summary>
/// <param name="Entity">What it looks for.</param>
/// <param name="Condition">What the index can tell.</param>
/// <param name="Contents">The patterns that must be in the content, all of them.</param>
/// <param name="Hash">The query is this hash and nothing else.</param>
internal sealed record SearchQuery(SearchEntity Entity, SearchNode Condition, IReadOnlyList<ContentPattern> Contents, FileHash? Hash)
{
    private const string EntityModifier = "entity", ContentModifier = "content";

    /// <exception cref="ApiException">The text is no query.</exception>
    public static SearchQuery Parse(string text)
    {
        var root = SearchParser.Parse(text);
        if (root is SearchTerm { Modifier: null } only && FileHash.TryParse(only.Value, out var hash))
            return new SearchQuery(SearchEntity.Of(SearchFields.File)!, new SearchAll([]), [], hash);
        SearchEntity? chosen = null;
        var parts = Flat(TakeEntity(root, ref chosen)).ToList();
        var entity = chosen ?? SearchEntity.Of(SearchFields.File)!;
        var contents = TakeContents(parts, entity);
        foreach (var term in parts.SelectMany(Terms)) RefuseMisplaced(term, entity);
        return new SearchQuery(entity, new SearchAll(parts), contents, null);
    }

    /// <summary>What is left of a query without what says which entity it looks for. That holds for all of it, wherever it stands.</summary>
    private static SearchNode TakeEntity(SearchNode node, ref SearchEntity? chosen)
    {
        switch (node)
        {
            case SearchAll or SearchAny:
                var parts = new List<SearchNode>();
                foreach (var part in node is SearchAll all ? all.Parts : ((SearchAny)node).Parts) parts.Add(TakeEntity(part, ref chosen));
                return node is SearchAll ? new SearchAll(parts) : new SearchAny(parts);
            case SearchTerm { Modifier: EntityModifier } term:
                var entity = SearchEntity.Of(term.Value.ToLowerInvariant()) ?? throw term.Wrong($"there is no entity \"{term.Value}\": give file, url, domain, ip or collection");
                if (chosen is not null && chosen != entity) throw term.Wrong("a query looks for one entity");
                chosen = entity;
                return new SearchAll([]);
            default:
                return node;
        }
    }

    private static List<ContentPattern> TakeContents(List<SearchNode> parts, SearchEntity entity)
    {
        if (entity.Name != SearchFields.File) return [];
        var terms = parts.OfType<SearchTerm>().Where(term => term.Modifier == ContentModifier).ToList();
        parts.RemoveAll(part => part is SearchTerm { Modifier: ContentModifier });
        return [.. terms.Select(ContentPattern.Parse)];
    }

    private static void RefuseMisplaced(SearchTerm term, SearchEntity entity)
    {
        if (term.Modifier == EntityModifier) throw term.Wrong("\"entity:\" cannot stand under NOT");
        if (term.Modifier == ContentModifier && entity.Name == SearchFields.File)
            throw new ApiException(Errors.UnsupportedContentQueryError, term.Wrong("\"content:\" stands beside other terms, not under OR or NOT").Message);
        if (term.Modifier is null && FileHash.TryParse(term.Value, out _)) throw term.Wrong("a hash is looked up by itself, without other terms; sha256: is a condition");
    }

    /// <summary>The parts that must all hold, whatever parentheses stand around some of them.</summary>
    private static IEnumerable<SearchNode> Flat(SearchNode node) => node is SearchAll all ? all.Parts.SelectMany(Flat) : [node];

    private static IEnumerable<SearchTerm> Terms(SearchNode node) => node switch
    {
        SearchAll all => all.Parts.SelectMany(Terms),
        SearchAny any => any.Parts.SelectMany(Terms),
        SearchNot not => Terms(not.Part),
        SearchTerm term => [term],
        _ => [],
    };
}
