namespace VtKit.Emulator;

/// <summary>
/// What the store can tell about relationships. One that the API knows and that nothing here can fill is empty: the emulator
/// has seen no such thing. One that would have content which is not modelled is answered 501.
/// </summary>
internal static class Relations
{
    /// <summary>Finds what a relationship of an object leads to.</summary>
    internal delegate ListQuery Source(ApiRequest request, string id);

    private static readonly Dictionary<Relationship, Source> Sources = Build();

    /// <summary>Whether the emulator can tell what is in a relationship. One that it cannot is not empty at the service.</summary>
    public static bool IsSupported(Relationship relationship) => relationship != Relationships.Domain.Parent || PublicSuffixes.Known is not null;

    /// <summary>A relationship that the type has and the user may see.</summary>
    /// <exception cref="ApiException">There is none, or it is for others.</exception>
    public static Relationship Require(ApiRequest request, string type, string name)
    {
        var relationship = Relationships.For(type).FirstOrDefault(relationship => relationship.Name == name)
            ?? throw ApiException.InvalidArgument($"\"{name}\" is not a relationship of {type} objects");
        if (!request.Account.MayUse(relationship.Tier)) throw ApiException.Forbidden();
        if (!IsSupported(relationship))
            throw ApiException.NotSupported($"The relationship {name} of {type} objects needs the list of public suffixes, which this machine does not have: install its package publicsuffix. immediate_parent is there.");
        return relationship;
    }

    /// <summary>The id, in its canonical form, of the object that the path names.</summary>
    /// <exception cref="ApiException">It is not there.</exception>
    public static string RequireOwner(Session store, ApiRequest request, string type)
    {
        var id = request.Argument(0);
        return type switch
        {
            ObjectType.File => Files.Require(store, id),
            ObjectType.Url => Urls.Require(store, id),
            ObjectType.Domain => Hosts.RequireDomain(store, id),
            ObjectType.IpAddress => Hosts.ReadIpAddress(id),
            ObjectType.Analysis => AnalysisRoutes.Require(store, id).Id,
            ObjectType.Comment => Comments.KeyOf(store, request, id) > 0 ? id : throw ApiException.NotFound(ObjectTypes.Spoken(type), id),
            ObjectType.ThreatActor => Records.Require(store, request, type, ThreatKinds.ActorId(store, id)).Id,
            ObjectType.User => Users.Require(store, request, id).Name,
            ObjectType.PrivateFile => PrivateFiles.Require(store, request, id),
            ObjectType.PrivateUrl => PrivateUrls.Require(store, request, id),
            ObjectType.PrivateAnalysis => PrivateAnalyses.Require(store, request, id).Id,
            ObjectType.FileBehaviour or ObjectType.PrivateFileBehaviour => Behaviours.Require(store, request, type, id).Id,
            ObjectType.ServiceAccount => ServiceAccounts.Require(store, request, id),
            ObjectType.Group => Groups.RequireAdministered(store, request, id),
            ObjectType.MonitorItem => MonitorItems.Require(store, request, id).Id,
            ObjectType.MonitorHash => PartnerRoutes.RequireHash(store, id),
            ObjectType.ActivityLogEntry => ActivityLog.Require(store, request, id).Id,
            _ => Records.Require(store, request, type, id).Id,
        };
    }

    /// <summary>Names the list that a relationship of an object is, for its cursors.</summary>
    public static string Scope(Relationship relationship, string id) => $"{relationship.Source}\n{id}\n{relationship.Name}";

    public static ListQuery Query(Session store, ApiRequest request, Relationship relationship, string id)
    {
        // What belongs to a user is for that user.
        if (relationship is { Source: ObjectType.User, Tier: "owner" } && id != request.Account.Name) throw ApiException.Forbidden();
        var links = RecordLinks.Query(relationship.Source, id, relationship.Name, request.Account);
        if (!Sources.TryGetValue(relationship, out var source)) return links;
        // What was brought in stands beside what the store itself can tell.
        return store.Any("SELECT 1 FROM link WHERE type = $1 AND id = $2 AND name = $3", relationship.Source, id, relationship.Name)
            ? source(request, id).And(links)
            : source(request, id);
    }

    private static Dictionary<Relationship, Source> Build()
    {
        var sources = new Dictionary<Relationship, Source>();
        foreach (var one in new[] { Relationships.File.Comments, Relationships.Url.Comments, Relationships.Domain.Comments, Relationships.IpAddress.Comments, Relationships.Collection.Comments, Relationships.Graph.Comments })
            sources[one] = (_, id) => new("SELECT key, 'comment' AS type, id, NULL AS file_name FROM comment WHERE type = $1 AND item = $2", one.Source, id);
        foreach (var one in new[] { Relationships.File.Votes, Relationships.Url.Votes, Relationships.Domain.Votes, Relationships.IpAddress.Votes })
            sources[one] = (_, id) => new("SELECT key, 'vote' AS type, id, NULL AS file_name FROM vote WHERE type = $1 AND item = $2", one.Source, id);
        foreach (var one in new[] { Relationships.File.UserVotes, Relationships.Url.UserVotes, Relationships.Domain.UserVotes, Relationships.IpAddress.UserVotes })
            sources[one] = (request, id) => new(
                "SELECT key, 'vote' AS type, id, NULL AS file_name FROM vote WHERE type = $1 AND item = $2 AND account = $3", one.Source, id, request.Account.Name);
        foreach (var one in new[] { Relationships.File.Analyses, Relationships.Url.Analyses })
            sources[one] = (_, id) => new("SELECT key, 'analysis' AS type, id, NULL AS file_name FROM analysis WHERE type = $1 AND item = $2", one.Source, id);
        foreach (var one in new[] { Relationships.File.Submissions, Relationships.Url.Submissions })
            sources[one] = (_, id) => new(
                $"SELECT key, 'submission' AS type, {Submissions.IdSql} AS id, NULL AS file_name FROM submission WHERE type = $1 AND item = $2", one.Source, id);

        FileChildren.AddTo(sources);
        EmbeddedIndicators.AddTo(sources);
        sources[Relationships.File.SimilarFiles] = (_, id) => SimilarFiles.Query(id);

        sources[Relationships.Url.NetworkLocation] = (_, id) => new("SELECT 0 AS key, host_type AS type, host AS id, NULL AS file_name FROM url WHERE id = $1", id);
        sources[Relationships.Domain.Urls] = UrlsOf(ObjectType.Domain);
        sources[Relationships.IpAddress.Urls] = UrlsOf(ObjectType.IpAddress);

        sources[Relationships.Domain.Subdomains] = (_, id) => Below(id, "reversed <> $1", Items.Reverse(id));
        sources[Relationships.Domain.Siblings] = (_, id) => Items.ParentOf(id) is not { } parent ? ListQuery.Nothing
            : Below(parent, "reversed <> $3 AND instr(substr(reversed, length($1) + 1), '.') = length(reversed) - length($1) AND reversed <> $1", Items.Reverse(parent), Items.Reverse(id));
        sources[Relationships.Domain.ImmediateParent] = (_, id) => OneDomain(Items.ParentOf(id));
        sources[Relationships.Domain.Parent] = (_, id) => OneDomain(PublicSuffixes.Known?.RegisteredAbove(id));

        sources[Relationships.Analysis.Item] = (_, id) => new("SELECT key, type, item AS id, NULL AS file_name FROM analysis WHERE id = $1", id);
        sources[Relationships.Comment.Item] = (_, id) => new("SELECT key, type, item AS id, NULL AS file_name FROM comment WHERE id = $1", id);
        sources[Relationships.Comment.Author] = (_, id) => new("SELECT key, 'user' AS type, account AS id, NULL AS file_name FROM comment WHERE id = $1", id);
        sources[Relationships.User.Comments] = (request, id) => new(
            $"SELECT c.key, 'comment' AS type, c.id, NULL AS file_name FROM comment c WHERE c.account = $1 AND {RecordAccess.NotHiddenSql("c.type", "c.item", 2, 3)}",
            id, request.Account.Name, request.Account.Group);
        sources[Relationships.User.Votes] = (_, id) => new("SELECT key, 'vote' AS type, id, NULL AS file_name FROM vote WHERE account = $1", id);
        RecordRelations.Add(sources);
        HuntingRelations.Add(sources);
        PrivateRelations.Add(sources);
        Behaviours.AddRelations(sources);
        Groups.AddRelations(sources);
        MonitorRoutes.AddRelations(sources);
        PartnerRoutes.AddRelations(sources);
        ServiceAccounts.AddRelations(sources);
        return sources;
    }

    private static Source UrlsOf(string hostType) => (_, id) => new(
        "SELECT item.key AS key, 'url' AS type, url.id AS id, NULL AS file_name FROM url JOIN item ON item.type = 'url' AND item.id = url.id WHERE host_type = $1 AND host = $2",
        hostType, id);

    private static ListQuery OneDomain(string? id) => id is null ? ListQuery.Nothing : new("SELECT key, type, id, NULL AS file_name FROM item WHERE type = 'domain' AND id = $1", id);

    /// <summary>Domains below another one. The range stands for "begins with"; <c>/</c> is the character behind the dot.</summary>
    private static ListQuery Below(string domain, string condition, params string[] reversed) => new(
        $"SELECT key, type, id, NULL AS file_name FROM item WHERE reversed IS NOT NULL AND reversed >= $1 AND reversed < $2 AND {condition}",
        [reversed[0], Items.Reverse(domain).TrimEnd('.') + "/", .. reversed[1..]]);
}
