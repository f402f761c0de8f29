namespace VtKit.Emulator;

/// <summary>Finds what a query asks of the index.</summary>
internal static class SearchHits
{
    /// <summary>A page of hits. How many there are in all is counted once: the cursor takes it along.</summary>
    public static Answer Answer(Session store, ApiRequest request, SearchQuery query, SearchPaging paging)
    {
        var (hits, next) = request.EmptyPage ? ([], paging.From) : Read(store, request, query, paging);
        return paging.Answer(store, request, hits, next, json =>
        {
            json.WriteNumber("total_hits"u8, next?.Total is >= 0 and var total ? total : paging.From.Total >= 0 ? paging.From.Total : hits.Count);
            json.WriteStartArray("allowed_orders"u8);
            foreach (var order in query.Entity.Orders.Keys) json.WriteStringValue(order);
            json.WriteEndArray();
        });
    }

    private static (List<SearchHit> Hits, SearchCursor? Next) Read(Session store, ApiRequest request, SearchQuery query, SearchPaging paging)
    {
        var statement = new SearchArguments();
        var (source, table, prefix) = Source(store, request, query, statement);
        var behind = paging.From.IsStart ? "1" : Behind(statement, prefix, paging);
        var direction = paging.Descending ? "DESC" : "ASC";
        var total = paging.From.Total >= 0 ? statement.Add(paging.From.Total) : "(SELECT count(*) FROM hit)";
        // The conditions are looked at once, for the count and the page. One more than asked for tells whether another page follows.
        var rows = store.ListOnce(
            $"""
            WITH hit AS MATERIALIZED (SELECT {prefix}.key AS key, {paging.Order.Sql} AS value {source} AND {behind}),
                page AS (SELECT key, value FROM hit ORDER BY value {direction}, key {direction} LIMIT {statement.Add(paging.Limit + 1)})
            SELECT page.key, o.type, o.id, page.value, {total} FROM page JOIN {table} o ON o.key = page.key ORDER BY page.value {direction}, page.key {direction}
            """,
            row => (Hit: new SearchHit(row.GetInt64(0), row.GetString(1), row.GetString(2), paging.Order.OfKey ? 0 : row.GetInt64(3)), Total: row.GetInt64(4)), statement.Values);
        var hits = rows.ConvertAll(row => row.Hit);
        if (hits.Count <= paging.Limit) return (hits, null);
        hits.RemoveAt(paging.Limit);
        return (hits, new SearchCursor(hits[^1].Value, hits[^1].Key, rows[0].Total));
    }

    /// <summary>The keys and ids of all files whose content is there and that the index cannot rule out, newest first.</summary>
    public static List<SearchHit> Samples(Session store, ApiRequest request, SearchQuery query, SearchCursor from)
    {
        var statement = new SearchArguments();
        var (source, _, _) = Source(store, request, query, statement);
        var behind = from.IsStart ? "1" : $"i.key < {statement.Add(from.Key)}";
        return store.ListOnce($"SELECT i.key, i.id {source} AND {behind} AND EXISTS (SELECT 1 FROM file f WHERE f.sha256 = i.id AND f.stored = 1) ORDER BY i.key DESC",
            row => new SearchHit(row.GetInt64(0), ObjectType.File, row.GetString(1), 0), statement.Values);
    }

    /// <summary>FROM and WHERE, the table in them, and its name there.</summary>
    private static (string Sql, string Table, string Prefix) Source(Session store, ApiRequest request, SearchQuery query, SearchArguments arguments)
    {
        if (query.Entity.Name == SearchFields.Collection)
        {
            var collections = new SearchCollections(request, query.Entity, arguments);
            return ($"FROM record r WHERE {collections.Visible()} AND {SearchSql.Join(query.Condition, collections.Condition)}", "record", "r");
        }
        var condition = query.Hash is { } hash
            ? $"i.id = {arguments.Add(Files.Sha256Of(store, hash))}"
            : SearchSql.Join(query.Condition, new SearchItems(store, request, query.Entity, arguments).Condition);
        // The plus keeps SQLite from walking the index of types and ids, which leads through the table in no order: it goes by the keys of a term, or through all rows.
        return ($"FROM search_item i WHERE +i.type = {arguments.Add(query.Entity.Type)} AND {condition}", "search_item", "i");
    }

    private static string Behind(SearchArguments arguments, string table, SearchPaging paging)
    {
        var key = arguments.Add(paging.From.Key);
        var value = paging.Order.OfKey ? $"(SELECT {paging.Order.Sql.Replace("i.", "", StringComparison.Ordinal)} FROM search_item WHERE key = {key})" : arguments.Add(paging.From.Value);
        return $"({paging.Order.Sql}, {table}.key) {(paging.Descending ? "<" : ">")} ({value}, {key})";
    }
}
