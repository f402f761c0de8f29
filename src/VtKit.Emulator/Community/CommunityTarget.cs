namespace VtKit.Emulator;

/// <summary>What a comment or a vote is about.</summary>
internal static class CommunityTarget
{
    /// <summary>
    /// The object that the path names. A file or URL must be there; a domain or address is seen from now on, since a user has
    /// said something about it.
    /// </summary>
    /// <exception cref="ApiException">The id is none of the type, or its object is not there.</exception>
    public static string Require(Session store, ApiRequest request, string type)
    {
        var id = request.Argument(0);
        switch (type)
        {
            case ObjectType.File:
                return Files.Require(store, id);
            case ObjectType.Url:
                // Said otherwise here than where a URL is read, in the recorded answer.
                return Urls.IdOf(store, id) ?? throw new ApiException(Errors.NotFoundError, $"Item \"{id}\" type \"URL\" not found");
            case ObjectType.Collection or ObjectType.Graph:
                return Records.Require(store, request, type, id).Id;
            case ObjectType.Domain:
                id = Hosts.ReadDomain(id);
                break;
            default:
                id = Hosts.ReadIpAddress(id);
                break;
        }
        Items.See(store, type, id, request.NowMs);
        return id;
    }
}
