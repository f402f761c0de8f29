namespace VtKit.Emulator;

/// <summary>The kinds of records that users make, or that lists are made of. A type without one is only read: its objects are brought in.</summary>
internal static class RecordKinds
{
    private static readonly Dictionary<string, RecordKind> Kinds = All().ToDictionary(kind => kind.Type, StringComparer.Ordinal);

    /// <summary>The types that only owners see, as SQL lists them.</summary>
    public static string OwnersOnlySql { get; } = string.Join(", ", Kinds.Values.Where(kind => kind.OwnersOnly).Select(kind => $"'{kind.Type}'"));

    public static RecordKind? Of(string type) => Kinds.GetValueOrDefault(type);

    private static IEnumerable<RecordKind> All() =>
    [
        AlertRoutes.Assets,
        CollectionKind.Collection,
        CollectionKind.Preferences,
        GraphKind.Graph,
        SavedSearchKind.SavedSearch,
        ThreatKinds.Actor,
        ThreatKinds.Profile,
        Rulesets.Kind,
        RetrohuntJobs.Kind,
        new(ObjectType.Operation, []) { OwnersOnly = true },
    ];
}
