namespace VtKit.Emulator;

/// <summary>Conditions of statements.</summary>
internal static class SearchSql
{
    /// <summary>What the emulator has nothing of is in no item.</summary>
    public const string Never = "0";

    /// <summary>Joins the conditions of terms as the query does.</summary>
    public static string Join(SearchNode node, Func<SearchTerm, string> condition) => node switch
    {
        SearchAll { Parts.Count: 0 } => "1",
        SearchAll all => $"({string.Join(" AND ", all.Parts.Select(part => Join(part, condition)))})",
        SearchAny any => $"({string.Join(" OR ", any.Parts.Select(part => Join(part, condition)))})",
        SearchNot not => $"NOT {Join(not.Part, condition)}",
        SearchTerm term => condition(term),
        _ => throw new InvalidOperationException("There is no other node."),
    };

    /// <summary>Whether a number or date is within bounds. One that is not known is within none, so that NOT finds it.</summary>
    public static string Within(SearchArguments arguments, string column, SearchBounds bounds)
    {
        var conditions = new List<string>();
        if (bounds.Exactly is not null) conditions.Add($"{column} = {arguments.Add(bounds.Exactly)}");
        if (bounds.From is not null) conditions.Add($"{column} >= {arguments.Add(bounds.From)}");
        if (bounds.Below is not null) conditions.Add($"{column} < {arguments.Add(bounds.Below)}");
        return $"(({string.Join(" AND ", conditions)}) IS TRUE)";
    }
}
