namespace VtKit.Emulator;

/// <summary>What leads from one object to others under the name of a relationship, where no table of its own says so.</summary>
internal static class RecordLinks
{
    /// <summary>Adds a link; false when it is there.</summary>
    /// <param name="store">The store, in a transaction.</param>
    /// <param name="type">The type of the object that the link starts from.</param>
    /// <param name="id">Its id.</param>
    /// <param name="name">The relationship.</param>
    /// <param name="targetType">The type of the object that it leads to.</param>
    /// <param name="target">Its id.</param>
    public static bool Add(Session store, string type, string id, string name, string targetType, string target) =>
        store.Execute("INSERT OR IGNORE INTO link(type, id, name, target_type, target) VALUES ($1, $2, $3, $4, $5)", type, id, name, targetType, target) > 0;

    /// <summary>Removes a link; false when there was none.</summary>
    public static bool Remove(Session store, string type, string id, string name, string targetType, string target) =>
        store.Execute("DELETE FROM link WHERE type = $1 AND id = $2 AND name = $3 AND target_type = $4 AND target = $5", type, id, name, targetType, target) > 0;

    public static bool Has(Session store, string type, string id, string name, string targetType, string target) =>
        store.Any("SELECT 1 FROM link WHERE type = $1 AND id = $2 AND name = $3 AND target_type = $4 AND target = $5", type, id, name, targetType, target);

    /// <summary>How many objects each relationship leads to.</summary>
    public static Dictionary<string, long> Counts(Session store, string type, string id) => store.List(
        "SELECT name, count(*) FROM link WHERE type = $1 AND id = $2 GROUP BY name", row => (Name: row.GetString(0), Count: row.GetInt64(1)), type, id)
        .ToDictionary(pair => pair.Name, pair => pair.Count, StringComparer.Ordinal);

    /// <summary>The objects that a relationship leads to; records among them only where the caller may see them.</summary>
    public static ListQuery Query(string type, string id, string name, Account account) => new(
        $"""
        SELECT k.key, k.target_type AS type, k.target AS id, NULL AS file_name FROM link k WHERE k.type = $1 AND k.id = $2 AND k.name = $3
            AND {RecordAccess.NotHiddenSql("k.target_type", "k.target", 4, 5)}
        """, type, id, name, account.Name, account.Group);

    /// <summary>The objects of a type from which a relationship leads to an object: the collections that a file is in.</summary>
    public static ListQuery Back(string type, string name, string targetType, string target, Account account) => new(
        $"""
        SELECT r.key, r.type, r.id, NULL AS file_name FROM link k JOIN record r ON r.type = k.type AND r.id = k.id
        WHERE k.target_type = $1 AND k.target = $2 AND k.type = $3 AND k.name = $4 AND {RecordAccess.VisibleSql(5, 6)}
        """, targetType, target, type, name, account.Name, account.Group);
}
