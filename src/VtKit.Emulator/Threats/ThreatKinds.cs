namespace VtKit.Emulator;

/// <summary>Threat actors, which are brought in, and threat profiles, which users make.</summary>
internal static class ThreatKinds
{
    private static readonly string ActorName = FilterTerms.Attribute(Attr.ThreatActor.Name);
    private static readonly string ProfileName = FilterTerms.Attribute(Attr.ThreatProfile.Name);
    private static readonly string ProfileCreationDate = FilterTerms.Date(Attr.ThreatProfile.CreationDate, "r.created");
    private static readonly string ProfileModificationDate = FilterTerms.Date(Attr.ThreatProfile.LastModificationDate, "r.modified");

    public static RecordKind Actor { get; } = new(ObjectType.ThreatActor, [])
    {
        Listing = new(
            new Dictionary<string, FilterTerm>(StringComparer.Ordinal)
            {
                ["name"] = FilterTerms.Contains(ActorName),
                ["description"] = FilterTerms.Contains(FilterTerms.Attribute(Attr.ThreatActor.Description)),
                ["source_region"] = FilterTerms.Is(FilterTerms.Attribute(Attr.ThreatActor.SourceRegion)),
                ["sponsor_region"] = FilterTerms.Is(FilterTerms.Attribute(Attr.ThreatActor.SponsorRegion)),
                ["targeted_region"] = FilterTerms.Has(Attr.ThreatActor.TargetedRegions),
                ["targeted_industry"] = FilterTerms.Has(Attr.ThreatActor.TargetedIndustries),
            },
            FilterTerms.Contains(ActorName, FilterTerms.Attribute(Attr.ThreatActor.Aliases), FilterTerms.Attribute(Attr.ThreatActor.Description)),
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["name"] = FilterTerms.SortableText(ActorName),
                ["first_seen_date"] = FilterTerms.Sortable(FilterTerms.Attribute(Attr.ThreatActor.FirstSeenDate)),
                ["last_seen_date"] = FilterTerms.Sortable(FilterTerms.Attribute(Attr.ThreatActor.LastSeenDate)),
                ["last_modification_date"] = FilterTerms.Sortable(FilterTerms.Date(Attr.ThreatActor.LastModificationDate, "r.modified")),
                ["related_entities_count"] = FilterTerms.Sortable(FilterTerms.Attribute(Attr.ThreatActor.RelatedEntitiesCount)),
            }),
    };

    public static RecordKind Profile { get; } = new(
        ObjectType.ThreatProfile,
        [Attr.ThreatProfile.Name, Attr.ThreatProfile.Interests, Attr.ThreatProfile.EnableRecommendations, Attr.ThreatProfile.RecommendationConfig, Attr.ThreatProfile.Private],
        Attr.ThreatProfile.Name)
    {
        OwnersOnly = true,
        Compute = static (writer, record) =>
        {
            writer.Date(Attr.ThreatProfile.CreationDate, record.Created);
            writer.Date(Attr.ThreatProfile.LastModificationDate, record.Modified);
        },
        Listing = new(
            new Dictionary<string, FilterTerm>(StringComparer.Ordinal)
            {
                ["name"] = FilterTerms.Contains(ProfileName),
                ["owner"] = FilterTerms.Is("r.owner"),
                ["private"] = FilterTerms.Flag("r.private"),
                ["creation_date"] = FilterTerms.When(ProfileCreationDate),
                ["last_modification_date"] = FilterTerms.When(ProfileModificationDate),
            },
            FilterTerms.Contains(ProfileName),
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["name"] = FilterTerms.SortableText(ProfileName),
                ["creation_date"] = FilterTerms.Sortable(ProfileCreationDate),
                ["last_modification_date"] = FilterTerms.Sortable(ProfileModificationDate),
            }),
    };

    /// <summary>The id of a threat actor, from it or from a name or alias in any case.</summary>
    public static string ActorId(Session store, string text) => store.Text(
        $"""
        SELECT id FROM record r WHERE type = $1 AND id = $2 UNION ALL
        SELECT id FROM record r WHERE type = $1 AND (lower({ActorName}) = lower($2)
            OR EXISTS (SELECT 1 FROM json_each(attributes, '$.{Attr.ThreatActor.Aliases}') a WHERE lower(a.value) = lower($2))) LIMIT 1
        """, ObjectType.ThreatActor, text) ?? text;
}
