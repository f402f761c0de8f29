namespace VtKit.Emulator;

/// <summary>An order in which hits can come.</summary>
/// <param name="Sql">The number that is sorted by; NULL where the emulator never knows it.</param>
/// <param name="OfKey">It cannot be told from the number in a cursor, and is looked up by the key of the row: an address does not change.</param>
internal sealed record SearchOrder(string Sql, bool OfKey = false);

/// <summary>What a search looks for: the value of <c>entity:</c>.</summary>
internal sealed record SearchEntity(string Name, string Type, string DefaultOrder, IReadOnlyDictionary<string, SearchOrder> Orders)
{
    private const string Unknown = "NULL";

    private static readonly Dictionary<string, SearchEntity> All = new SearchEntity[]
    {
        new(SearchFields.File, ObjectType.File, Attr.File.LastSubmissionDate, Items(
            (Attr.File.FirstSubmissionDate, "i.first_submission"), (Attr.File.LastSubmissionDate, "i.last_submission"), ("positives", "i.positives"),
            (Attr.File.TimesSubmitted, "i.submissions"), (Attr.File.Size, "i.size"))),
        new(SearchFields.Url, ObjectType.Url, Attr.Url.LastSubmissionDate, Items(
            (Attr.Url.FirstSubmissionDate, "i.first_submission"), (Attr.Url.LastSubmissionDate, "i.last_submission"), ("positives", "i.positives"),
            (Attr.Url.TimesSubmitted, "i.submissions"), ("status", Unknown))),
        new(SearchFields.Domain, ObjectType.Domain, Attr.Domain.LastModificationDate, Items(
            (Attr.Domain.CreationDate, Unknown), (Attr.Domain.LastModificationDate, "i.last_modification"), (Attr.Domain.LastUpdateDate, Unknown), ("positives", "i.positives"))),
        new(SearchFields.Ip, ObjectType.IpAddress, Attr.IpAddress.LastModificationDate, new Dictionary<string, SearchOrder>(
            Items((Attr.IpAddress.LastModificationDate, "i.last_modification"), ("positives", "i.positives")), StringComparer.Ordinal) { ["ip"] = new("i.address", OfKey: true) }),
        new(SearchFields.Collection, ObjectType.Collection, Attr.Collection.LastModificationDate, Items(
            ("relevance", Unknown), (Attr.Collection.CreationDate, SearchCollections.Created), (Attr.Collection.LastModificationDate, SearchCollections.Modified),
            ("lookups_trend", Unknown), ("submissions_trend", Unknown))),
    }.ToDictionary(entity => entity.Name, StringComparer.Ordinal);

    public static SearchEntity? Of(string name) => All.GetValueOrDefault(name);

    /// <summary>The modifier of that name, by any of its spellings.</summary>
    public SearchModifier? Modifier(string name) =>
        SearchModifiers.All.FirstOrDefault(modifier => modifier.Entity == Name && modifier.Name != Engine && (modifier.Name == name || modifier.Aliases.Contains(name, StringComparer.Ordinal)));

    /// <summary>The row that stands for any engine.</summary>
    public const string Engine = "<engine>";

    /// <summary>Whether the service's lists name an engine or a sandbox so.</summary>
    public static bool IsEngine(string name) => SearchModifiers.All.Any(modifier => modifier.Name == Engine && modifier.Aliases.Contains(name, StringComparer.Ordinal));

    private static Dictionary<string, SearchOrder> Items(params (string Name, string Sql)[] orders) =>
        orders.ToDictionary(order => order.Name, order => new SearchOrder($"coalesce({order.Sql}, -1)"), StringComparer.Ordinal);
}
