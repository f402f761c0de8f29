namespace VtKit.Cli;

/// <summary>What private scanning has: nobody but the own team sees it, and it goes after some days.</summary>
internal static class PrivateNouns
{
    private const string Above = "private ";

    public static PlainNoun File => new("file", VtObjectTypes.PrivateFile, "Reports of private files, by MD5, SHA-1 or SHA-256", "MD5, SHA-1 or SHA-256", "hash")
    {
        Parents = Above,
        Get = async (client, id, options, token) => await client.PrivateFiles.GetAsync(FileNoun.Read(id), options, token).ConfigureAwait(false),
        Related = (client, id, place) => place.IdsOnly
            ? client.PrivateFiles.RelatedIdsAsync(FileNoun.Read(id), place.Relationship, place.Options)
            : client.PrivateFiles.RelatedAsync(FileNoun.Read(id), place.Relationship, place.Options),
    };

    public static PlainNoun Url => new("url", VtObjectTypes.PrivateUrl, "Reports of private URLs", "URL as it is, defanged, or its id", "url")
    {
        Parents = Above,
        Get = async (client, id, options, token) => await client.PrivateUrls.GetAsync(UrlNoun.Read(id), options, token).ConfigureAwait(false),
        Related = (client, id, place) => place.IdsOnly
            ? client.PrivateUrls.RelatedIdsAsync(UrlNoun.Read(id), place.Relationship, place.Options)
            : client.PrivateUrls.RelatedAsync(UrlNoun.Read(id), place.Relationship, place.Options),
    };

    public static PlainNoun Analysis => new("analysis", VtObjectTypes.PrivateAnalysis, "State and result of private analyses", "Id that a submission gave")
    {
        Parents = Above,
        Get = async (client, id, options, token) => await client.PrivateAnalyses.GetAsync(id, options, token).ConfigureAwait(false),
        Related = (client, id, place) => place.IdsOnly
            ? client.PrivateAnalyses.RelatedIdsAsync(id, place.Relationship, place.Options)
            : client.PrivateAnalyses.RelatedAsync(id, place.Relationship, place.Options),
    };
}
