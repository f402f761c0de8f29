namespace VtKit.Emulator;

/// <summary>Finding YARA rules of the community among those that were brought in.</summary>
internal static class YaraRuleRoutes
{
    /// <summary>What can be sorted by. The key of the record, below it, tells equal ones apart.</summary>
    private static readonly string[] Sortable = [Attr.YaraRule.Matches, Attr.YaraRule.CreationDate, Attr.YaraRule.IncludedDate, Attr.YaraRule.LastModificationDate];

    public static void Map(RouteTable routes) => routes.Add(Endpoints.YaraRulesList, "yara_rules", ListAsync);

    private static Task<Answer> ListAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var arguments = new List<object?> { ObjectType.YaraRule };
        var conditions = request.Query("filter") is { } filter ? Terms(filter).Select(term => Condition(term, arguments)).ToList() : [];
        var key = Key(request.Query("order"));
        var sql = $"SELECT {key} AS key, r.type, r.id, NULL AS file_name FROM record r WHERE r.type = $1{string.Concat(conditions.Select(condition => " AND " + condition))}";
        return request.Backend.ReadAsync(store =>
            PageAnswer.Objects(store, request, $"yara_rules\n{request.Query("filter")}\n{request.Query("order")}", new ListQuery(sql, [.. arguments])), cancellationToken);
    }

    /// <summary>Words of a filter; quotation marks hold together what has spaces.</summary>
    private static List<string> Terms(string filter)
    {
        var terms = new List<string>();
        var (start, quoted) = (0, false);
        for (var i = 0; i <= filter.Length; i++)
        {
            if (i < filter.Length && filter[i] == '"') quoted = !quoted;
            if (i < filter.Length && (quoted || filter[i] != ' ')) continue;
            if (i > start) terms.Add(filter[start..i].Replace("\"", "", StringComparison.Ordinal));
            start = i + 1;
        }
        return quoted ? throw ApiException.BadRequest($"Filter \"{filter}\" is not valid: a quotation mark is missing") : terms;
    }

    /// <summary><c>author:</c>, <c>name:</c>, <c>tag:</c>, <c>threat_category:</c>, <c>enabled:</c>, or a word of the rule.</summary>
    private static string Condition(string term, List<object?> arguments)
    {
        var colon = term.IndexOf(':', StringComparison.Ordinal);
        var (name, value) = colon < 0 ? ("", term) : (term[..colon], term[(colon + 1)..]);
        string Next(object argument)
        {
            arguments.Add(argument);
            return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${arguments.Count}");
        }
        string In(string list) => $"EXISTS (SELECT 1 FROM json_each(r.attributes, {Next("$." + list)}) j WHERE lower(j.value) = lower({Next(value)}))";
        return name switch
        {
            "" => $"instr(lower(json_extract(r.attributes, {Next("$." + Attr.YaraRule.Rule)})), lower({Next(value)})) > 0",
            Attr.YaraRule.Author or Attr.YaraRule.Name => $"lower(json_extract(r.attributes, {Next("$." + name)})) = lower({Next(value)})",
            Attr.YaraRule.Enabled => $"json_extract(r.attributes, {Next("$." + name)}) = {Next(value == "true" ? 1 : 0)}",
            "tag" => In(Attr.YaraRule.Tags),
            "threat_category" => In(Attr.YaraRule.ThreatCategories),
            _ => throw ApiException.BadRequest($"Filter \"{term}\" is not valid. Use author, name, tag, threat_category, enabled or words"),
        };
    }

    private static string Key(string? order)
    {
        if (string.IsNullOrEmpty(order)) return "r.key";
        // A plus sign in a query is a space.
        var name = order.TrimEnd('+', '-', ' ');
        if (!Sortable.Contains(name, StringComparer.Ordinal) || order.Length - name.Length > 1) throw ApiException.BadRequest($"Order \"{order}\" is not valid. Use {string.Join(", ", Sortable)} with + or -");
        var descending = $"((coalesce(CAST(json_extract(r.attributes, '$.{name}') AS INTEGER), 0) << 28) + r.key)";
        return order.EndsWith('-') ? descending : "-" + descending;
    }
}
