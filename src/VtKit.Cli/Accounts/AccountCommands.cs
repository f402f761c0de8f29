namespace VtKit.Cli;

/// <summary><c>vtk user</c> and <c>vtk group</c>.</summary>
internal static class AccountCommands
{
    private static VtReadOptions Beside => new()
    {
        Relationships = new[] { VtRelationships.User.Groups, VtRelationships.User.ApiQuotaGroup, VtRelationships.User.IntelligenceQuotaGroup }.Select(relationship => relationship.Name),
    };

    public static CliCommand BuildUser(bool withRelationships) => ObjectCommands.Build(
        new PlainNoun("user", VtObjectTypes.User, "Users: what they may do, what they use, what they made", "Name of a user; never a key", "user")
        {
            Get = async (client, id, options, token) => await client.Users.GetAsync(Name(id), options ?? Beside, token).ConfigureAwait(false),
            Related = (client, id, place) => place.IdsOnly
                ? client.Users.RelatedIdsAsync(Name(id), place.Relationship, place.Options)
                : client.Users.RelatedAsync(Name(id), place.Relationship, place.Options),
        },
        withRelationships,
        Privileges.Build("user", async (client, id, attributes, token) => await client.Users.UpdateAsync(Name(id), attributes, token).ConfigureAwait(false)));

    public static CliCommand BuildGroup(bool withRelationships) => ObjectCommands.Build(
        new PlainNoun("group", VtObjectTypes.Group, "Groups: who is in them, what they may do and use", "Id of a group", "group")
        {
            Get = async (client, id, options, token) => await client.Groups.GetAsync(id, options, token).ConfigureAwait(false),
            Related = (client, id, place) => place.IdsOnly
                ? client.Groups.RelatedIdsAsync(id, place.Relationship, place.Options)
                : client.Groups.RelatedAsync(id, place.Relationship, place.Options),
        },
        withRelationships,
        Privileges.Build("group", async (client, id, attributes, token) => await client.Groups.UpdateAsync(id, attributes, token).ConfigureAwait(false)));

    /// <summary>The name as it was given, unless it has the form of a key, which must not become part of a URL.</summary>
    /// <exception cref="CliException">It looks like a key.</exception>
    public static string Name(string text) => text.Length == KeyLength && text.All(char.IsAsciiHexDigit)
        ? throw CliException.Usage("this looks like a key, which must not stand in an address: give the name of the user")
        : text;

    private const int KeyLength = 64;
}
