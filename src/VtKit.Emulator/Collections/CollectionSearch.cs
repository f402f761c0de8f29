namespace VtKit.Emulator;

/// <summary>Searching within what a collection holds: by kind, and by words in hashes, names, URLs, domains and addresses.</summary>
internal static class CollectionSearch
{
    private static readonly RecordListing Listing = new(
        new Dictionary<string, FilterTerm>(StringComparer.Ordinal) { ["entity"] = OfEntity },
        FilterTerms.Contains("k.target", "u.url", "(SELECT group_concat(n.name, ' ') FROM file_name n WHERE k.target_type = 'file' AND n.sha256 = k.target)"),
        new Dictionary<string, string>(StringComparer.Ordinal))
    {
        Unknown = name => ApiException.NotSupported($"The emulator does not search collections by \"{name}\": give words, or entity:"),
    };

    public static Task<Answer> FindAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
    {
        if (request.Query("query") is not { } query || string.IsNullOrWhiteSpace(query)) throw ApiException.BadRequest("The parameter \"query\" is missing");
        if (request.Query("order") is { Length: > 0 }) throw ApiException.NotSupported("The emulator does not order searches of collections.");
        var collection = Records.Require(store, request, ObjectType.Collection, request.Argument(0));
        var arguments = new SqlArguments([ObjectType.Collection, collection.Id]);
        var condition = FilterReader.Read(query, request, arguments, Listing);
        return PageAnswer.Objects(store, request, $"search {collection.Id}\n{query}", new ListQuery(
            $"""
            SELECT k.key, k.target_type AS type, k.target AS id, NULL AS file_name FROM link k LEFT JOIN url u ON k.target_type = 'url' AND u.id = k.target
            WHERE k.type = $1 AND k.id = $2 AND k.name IN ('files', 'urls', 'domains', 'ip_addresses') AND {condition}
            """, arguments.Values));
    }, cancellationToken);

    private static string OfEntity(ApiRequest request, SqlArguments arguments, string value) => $"k.target_type = {arguments.Add(value switch
    {
        "file" => ObjectType.File,
        "url" => ObjectType.Url,
        "domain" => ObjectType.Domain,
        "ip" or "ip_address" => ObjectType.IpAddress,
        _ => throw ApiException.InvalidArgument($"Entity \"{value}\" is not one of file, url, domain, ip"),
    })}";
}
