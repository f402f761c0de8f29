namespace VtKit.Emulator;

/// <summary>The types of object that the emulator has.</summary>
internal static class ObjectTypes
{
    public const string Analysis = "analysis";
    public const string Comment = "comment";
    public const string Domain = "domain";
    public const string File = "file";
    public const string IpAddress = "ip_address";
    public const string Submission = "submission";
    public const string Url = "url";
    public const string User = "user";
    public const string Vote = "vote";

    /// <summary>Where objects of a type are read: the template that their links are made from. Null for a type that is not here.</summary>
    public static Endpoint? Home(string type) => type switch
    {
        Analysis => Endpoints.AnalysesGet,
        Comment => Endpoints.CommentsGet,
        Domain => Endpoints.DomainsGet,
        File => Endpoints.FilesGet,
        IpAddress => Endpoints.IpAddressesGet,
        Submission => Endpoints.SubmissionsGetPlural,
        Url => Endpoints.UrlsGet,
        User => Endpoints.UsersGet,
        Vote => Endpoints.VotesGet,
        _ => null,
    };

    /// <summary>The letter before the ids of comments and votes on an object of a type.</summary>
    public static char Letter(string type) => type[0];

    /// <summary>What the service calls a thing in its messages.</summary>
    public static string Spoken(string type) => type switch
    {
        Analysis => "Analysis",
        Comment => "Comment",
        Domain => "Domain",
        File => "File",
        IpAddress => "IP address",
        Url => "URL",
        User => "User",
        Vote => "Vote",
        _ => type,
    };
}
