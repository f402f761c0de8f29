namespace VtKit.Emulator;

/// <summary>
/// What the store can tell about relationships. One that the API knows and that nothing here can fill is empty: the emulator
/// has seen no such thing. One that would have content which is not modelled is answered 501.
/// </summary>
internal static class Relations
{
    private delegate ListQuery Source(ApiRequest request, string id);

    private static readonly Dictionary<(string Type, string Name), Source> Sources = Build();

    /// <summary>These are not empty at the service, and the emulator cannot tell what is in them.</summary>
    private static readonly Dictionary<(string Type, string Name), string> NotSupported = new()
    {
        [(ObjectTypes.Domain, "parent")] = "It would need the list of public suffixes; immediate_parent is there.",
        [(ObjectTypes.User, "groups")] = "Groups are not emulated.",
        [(ObjectTypes.User, "api_quota_group")] = "Groups are not emulated.",
        [(ObjectTypes.User, "intelligence_quota_group")] = "Groups are not emulated.",
    };

    /// <summary>A relationship that the type has and the user may see.</summary>
    /// <exception cref="ApiException">There is none, or it is for others.</exception>
    public static Relationship Require(ApiRequest request, string type, string name)
    {
        var relationship = Relationships.Find(type, name)
            ?? throw ApiException.InvalidArgument($"\"{name}\" is not a relationship of {type} objects");
        if (!request.Account.MayUse(relationship.Tier)) throw ApiException.Forbidden();
        if (NotSupported.TryGetValue((type, name), out var hint))
            throw ApiException.NotSupported($"The emulator does not have the relationship {name} of {type} objects. {hint}");
        return relationship;
    }

    /// <summary>The id, in its canonical form, of the object that the path names.</summary>
    /// <exception cref="ApiException">It is not there.</exception>
    public static string RequireOwner(Session store, ApiRequest request, string type)
    {
        var id = request.Argument(0);
        return type switch
        {
            ObjectTypes.File => Files.Require(store, id),
            ObjectTypes.Url => Urls.Require(store, id),
            ObjectTypes.Domain => Hosts.RequireDomain(store, id),
            ObjectTypes.IpAddress => Hosts.ReadIpAddress(id),
            ObjectTypes.Analysis => AnalysisRoutes.Require(store, id).Id,
            ObjectTypes.User => Users.Require(request, id).Name,
            _ => Comments.Find(store, id) is not null ? id : throw ApiException.NotFound(ObjectTypes.Spoken(type), id),
        };
    }

    /// <summary>Names the list that a relationship of an object is, for its cursors.</summary>
    public static string Scope(Relationship relationship, string id) => $"{relationship.Type}\n{id}\n{relationship.Name}";

    public static ListQuery Query(Session store, ApiRequest request, Relationship relationship, string id)
    {
        // What belongs to a user is for that user.
        if (relationship is { Type: ObjectTypes.User, Tier: "owner" } && id != request.Account.Name) throw ApiException.Forbidden();
        return Sources.TryGetValue((relationship.Type, relationship.Name), out var source) ? source(request, id) : ListQuery.Nothing;
    }

    private static Dictionary<(string, string), Source> Build()
    {
        var sources = new Dictionary<(string, string), Source>();
        foreach (var type in new[] { ObjectTypes.File, ObjectTypes.Url, ObjectTypes.Domain, ObjectTypes.IpAddress })
        {
            sources[(type, "comments")] = (_, id) => new("SELECT key, 'comment' AS type, id, NULL AS file_name FROM comment WHERE type = $1 AND item = $2", type, id);
            sources[(type, "votes")] = (_, id) => new("SELECT key, 'vote' AS type, id, NULL AS file_name FROM vote WHERE type = $1 AND item = $2", type, id);
            sources[(type, "user_votes")] = (request, id) => new(
                "SELECT key, 'vote' AS type, id, NULL AS file_name FROM vote WHERE type = $1 AND item = $2 AND account = $3", type, id, request.Account.Name);
            sources[(type, "analyses")] = (_, id) => new("SELECT key, 'analysis' AS type, id, NULL AS file_name FROM analysis WHERE type = $1 AND item = $2", type, id);
            sources[(type, "submissions")] = (_, id) => new(
                $"SELECT key, 'submission' AS type, {Submissions.IdSql} AS id, NULL AS file_name FROM submission WHERE type = $1 AND item = $2", type, id);
        }

        // Members in the order of the archive: keys are read from the highest down.
        sources[(ObjectTypes.File, "bundled_files")] = (_, id) => new("SELECT -key AS key, 'file' AS type, child AS id, name AS file_name FROM file_member WHERE parent = $1", id);
        sources[(ObjectTypes.File, "compressed_parents")] = (_, id) => new("SELECT key, 'file' AS type, parent AS id, NULL AS file_name FROM file_member WHERE child = $1", id);

        sources[(ObjectTypes.Url, "network_location")] = (_, id) => new("SELECT 0 AS key, host_type AS type, host AS id, NULL AS file_name FROM url WHERE id = $1", id);
        sources[(ObjectTypes.Domain, "urls")] = UrlsOf(ObjectTypes.Domain);
        sources[(ObjectTypes.IpAddress, "urls")] = UrlsOf(ObjectTypes.IpAddress);

        sources[(ObjectTypes.Domain, "subdomains")] = (_, id) => Below(id, "reversed <> $1", Items.Reverse(id));
        sources[(ObjectTypes.Domain, "siblings")] = (_, id) => Items.ParentOf(id) is not { } parent ? ListQuery.Nothing
            : Below(parent, "reversed <> $3 AND instr(substr(reversed, length($1) + 1), '.') = length(reversed) - length($1) AND reversed <> $1", Items.Reverse(parent), Items.Reverse(id));
        sources[(ObjectTypes.Domain, "immediate_parent")] = (_, id) => Items.ParentOf(id) is not { } parent ? ListQuery.Nothing
            : new("SELECT key, type, id, NULL AS file_name FROM item WHERE type = 'domain' AND id = $1", parent);

        sources[(ObjectTypes.Analysis, "item")] = (_, id) => new("SELECT key, type, item AS id, NULL AS file_name FROM analysis WHERE id = $1", id);
        sources[(ObjectTypes.Comment, "item")] = (_, id) => new("SELECT key, type, item AS id, NULL AS file_name FROM comment WHERE id = $1", id);
        sources[(ObjectTypes.Comment, "author")] = (_, id) => new("SELECT key, 'user' AS type, account AS id, NULL AS file_name FROM comment WHERE id = $1", id);
        sources[(ObjectTypes.User, "comments")] = (_, id) => new("SELECT key, 'comment' AS type, id, NULL AS file_name FROM comment WHERE account = $1", id);
        sources[(ObjectTypes.User, "votes")] = (_, id) => new("SELECT key, 'vote' AS type, id, NULL AS file_name FROM vote WHERE account = $1", id);
        return sources;
    }

    private static Source UrlsOf(string hostType) => (_, id) => new(
        "SELECT item.key AS key, 'url' AS type, url.id AS id, NULL AS file_name FROM url JOIN item ON item.type = 'url' AND item.id = url.id WHERE host_type = $1 AND host = $2",
        hostType, id);

    /// <summary>Domains below another one. The range stands for "begins with"; <c>/</c> is the character behind the dot.</summary>
    private static ListQuery Below(string domain, string condition, params string[] reversed) => new(
        $"SELECT key, type, id, NULL AS file_name FROM item WHERE reversed IS NOT NULL AND reversed >= $1 AND reversed < $2 AND {condition}",
        [reversed[0], Items.Reverse(domain).TrimEnd('.') + "/", .. reversed[1..]]);
}
