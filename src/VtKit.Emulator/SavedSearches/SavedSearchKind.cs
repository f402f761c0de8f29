namespace VtKit.Emulator;

/// <summary>Searches that users keep and share. The emulator does not run them by itself, so that none was ever run.</summary>
internal static class SavedSearchKind
{
    private static readonly string Name = FilterTerms.Attribute(Attr.SavedSearch.Name);
    private static readonly string CreationDate = FilterTerms.Date(Attr.SavedSearch.CreationDate, "r.created");
    private static readonly string LastModificationDate = FilterTerms.Date(Attr.SavedSearch.LastModificationDate, "r.modified");

    public static RecordKind SavedSearch { get; } = new(
        ObjectType.SavedSearch,
        [Attr.SavedSearch.Name, Attr.SavedSearch.SearchQuery, Attr.SavedSearch.Description, Attr.SavedSearch.Private, Attr.SavedSearch.Tags],
        Attr.SavedSearch.Name, Attr.SavedSearch.SearchQuery)
    {
        Compute = static (writer, record) =>
        {
            writer.Date(Attr.SavedSearch.CreationDate, record.Created);
            writer.Date(Attr.SavedSearch.LastModificationDate, record.Modified);
        },
        Listing = new(
            new Dictionary<string, FilterTerm>(StringComparer.Ordinal)
            {
                ["name"] = FilterTerms.Contains(Name),
                ["creation_date"] = FilterTerms.When(CreationDate),
                ["last_modification_date"] = FilterTerms.When(LastModificationDate),
                ["origin"] = FilterTerms.Is(FilterTerms.Attribute(Attr.SavedSearch.Origin)),
                ["owner"] = FilterTerms.Is("r.owner"),
                ["editor"] = FilterTerms.Names(ObjectType.User, RecordAccess.Editors),
                ["viewer"] = FilterTerms.Names(ObjectType.User, RecordAccess.Viewers),
                ["shared_with_me"] = static (request, arguments, value) =>
                    FilterTerms.Flag(SharedWith(request, arguments))(request, arguments, value),
            },
            FilterTerms.Contains(Name, FilterTerms.Attribute(Attr.SavedSearch.Description), FilterTerms.Attribute(Attr.SavedSearch.SearchQuery)),
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["creation_date"] = FilterTerms.Sortable(CreationDate),
                ["last_modification_date"] = FilterTerms.Sortable(LastModificationDate),
                ["name"] = FilterTerms.SortableText(Name),
            },
            "last_modification_date-"),
    };

    private static string SharedWith(ApiRequest request, SqlArguments arguments)
    {
        var user = FilterTerms.Names(ObjectType.User)(request, arguments, request.Account.Name);
        return request.Account.Group is { } group ? $"({user} OR {FilterTerms.Names(ObjectType.Group)(request, arguments, group)})" : user;
    }
}
