namespace VtKit.Emulator;

/// <summary>Who may see a record and who may change it.</summary>
internal static class RecordAccess
{
    /// <summary>The names by which the relationships of records say who else may.</summary>
    public const string Viewers = "viewers", Editors = "editors";

    public static bool MaySee(Session store, Account account, Record record) =>
        record.Owner is null || record.Owner == account.Name
        || (!record.Private && RecordKinds.Of(record.Type) is not { OwnersOnly: true })
        || IsNamed(store, account, record, Viewers) || IsNamed(store, account, record, Editors);

    public static bool MayEdit(Session store, Account account, Record record) => record.Owner == account.Name || IsNamed(store, account, record, Editors);

    /// <summary>Whether a relationship names the user, or the group that the user belongs to.</summary>
    private static bool IsNamed(Session store, Account account, Record record, string relationship) =>
        RecordLinks.Has(store, record.Type, record.Id, relationship, ObjectType.User, account.Name)
        || (account.Group is { } group && RecordLinks.Has(store, record.Type, record.Id, relationship, ObjectType.Group, group));

    /// <summary>
    /// What the rows of a statement must meet that name an object by two columns: it is no record that is hidden from the caller.
    /// </summary>
    public static string NotHiddenSql(string type, string id, int account, int group) =>
        $"NOT EXISTS (SELECT 1 FROM record r WHERE r.type = {type} AND r.id = {id} AND NOT {VisibleSql(account, group)})";

    /// <summary>
    /// What the rows of <c>record AS r</c> must meet to be shown to a caller, with <c>$account</c> and <c>$group</c> written as the
    /// numbers of the arguments that hold the caller's name and group.
    /// </summary>
    public static string VisibleSql(int account, int group) =>
        $"""
        (r.owner IS NULL OR r.owner = ${account} OR (r.private = 0 AND r.type NOT IN ({RecordKinds.OwnersOnlySql})) OR EXISTS (SELECT 1 FROM link l WHERE l.type = r.type AND l.id = r.id
            AND l.name IN ('{Viewers}', '{Editors}') AND (l.target_type = 'user' AND l.target = ${account} OR l.target_type = 'group' AND l.target = ${group})))
        """;
}
