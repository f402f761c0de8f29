using Microsoft.AspNetCore.Http;
using VtKit.Indicators;

namespace VtKit.Emulator;

/// <summary>
/// The pages that people look at: a home page with search and upload, and one for each file, URL, domain, address and
/// collection, at the paths of the service's own pages, so that the links in answers open.
/// </summary>
internal static class PageRoutes
{
    public const string Prefix = "/gui";

    /// <summary>Who looks: somebody without a key, who sees what is public.</summary>
    public static readonly Account Visitor = new("visitor", "", QuotaLimits.Public);

    private static readonly Dictionary<string, (string Type, Endpoint Endpoint)> Kinds = new(StringComparer.Ordinal)
    {
        ["file"] = (ObjectType.File, Endpoints.FilesGet),
        ["url"] = (ObjectType.Url, Endpoints.UrlsGet),
        ["domain"] = (ObjectType.Domain, Endpoints.DomainsGet),
        ["ip-address"] = (ObjectType.IpAddress, Endpoints.IpAddressesGet),
        ["collection"] = (ObjectType.Collection, Endpoints.CollectionsGet),
    };

    /// <summary>A file from the form: taken in as any other, and then shown.</summary>
    private static readonly UploadKind Upload = SampleIntake.Upload with
    {
        TakeAsync = async (request, upload, cancellationToken) =>
            Answer.Redirect(PathOf(ObjectType.File, (await SampleIntake.SubmitAsync(request, upload, cancellationToken).ConfigureAwait(false)).Sha256)!, StatusCodes.Status303SeeOther),
    };

    /// <summary>The page of an object; null for a type that has none.</summary>
    public static string? PathOf(string type, string id) =>
        type == ObjectType.Graph ? $"{GraphPages.Prefix}/{Uri.EscapeDataString(id)}" : Kinds.FirstOrDefault(kind => kind.Value.Type == type).Key is { } kind ? $"{Prefix}/{kind}/{Uri.EscapeDataString(id)}" : null;

    public static async Task<Answer> AnswerAsync(HttpContext http, string path, Backend backend, CancellationToken cancellationToken)
    {
        await backend.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        var isGet = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        try
        {
            return path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
            {
                [] or ["gui"] when isGet => Answer.Redirect(Prefix + "/home"),
                ["gui", "home", ..] when isGet => await HomePage.AnswerAsync(backend, cancellationToken).ConfigureAwait(false),
                ["gui", "search", .. var rest] when isGet => await SearchAsync(http, rest, backend, cancellationToken).ConfigureAwait(false),
                ["gui", "upload"] when HttpMethods.IsPost(http.Request.Method) => await UploadAsync(http, backend, cancellationToken).ConfigureAwait(false),
                // Behind the id, the service's pages name a tab: here all of it is on one page.
                ["gui", var kind, var id, ..] when isGet && Kinds.TryGetValue(kind, out var found) => await ObjectAsync(http, found.Type, found.Endpoint, id, backend, cancellationToken).ConfigureAwait(false),
                _ => NotFound("There is no such page"),
            };
        }
        catch (ApiException e) when (e.Error.Status is StatusCodes.Status404NotFound or StatusCodes.Status400BadRequest)
        {
            return NotFound(e.Message);
        }
    }

    private static Task<Answer> ObjectAsync(HttpContext http, string type, Endpoint endpoint, string id, Backend backend, CancellationToken cancellationToken) => backend.ReadAsync(store =>
    {
        var request = new ApiRequest(http, endpoint, endpoint.Path(Uri.UnescapeDataString(id)), Visitor, backend);
        return ObjectPage.Of(store, request, type, Relations.RequireOwner(store, request, type));
    }, cancellationToken);

    /// <summary>Leads to what was looked for. A text that is no hash, URL, domain or address is a tag of comments.</summary>
    private static async Task<Answer> SearchAsync(HttpContext http, string[] rest, Backend backend, CancellationToken cancellationToken)
    {
        var text = (rest is [var inPath, ..] ? Uri.UnescapeDataString(inPath) : http.Request.Query["q"].ToString()).Trim();
        if (text.Length == 0) return Answer.Redirect(Prefix + "/home");
        if (FileHash.TryParse(text, out var hash)) return Answer.Redirect(PathOf(ObjectType.File, hash.ToString())!);
        if (IpAddress.TryParse(text, out var address)) return Answer.Redirect(PathOf(ObjectType.IpAddress, address.ToString())!);
        if (!text.Contains('/', StringComparison.Ordinal) && DomainName.TryParse(text, out var domain)) return Answer.Redirect(PathOf(ObjectType.Domain, domain.Ascii)!);
        if (UrlCanonicalizer.TryCanonicalize(text, out var url)) return Answer.Redirect(PathOf(ObjectType.Url, UrlId.CanonicalSha256(url))!);
        return await backend.ReadAsync(store => SearchPage.Of(store, text, Visitor), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a file from the form of the home page, and from no page of another site.</summary>
    private static async Task<Answer> UploadAsync(HttpContext http, Backend backend, CancellationToken cancellationToken)
    {
        if (http.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site"
            || (http.Request.Headers.Origin.ToString() is { Length: > 0 } origin && origin != "http://" + http.Request.Host.Value))
            throw new ApiException(Errors.ForbiddenError, "A page of another site cannot upload here.");
        var request = new ApiRequest(http, Endpoints.FilesUpload, Endpoints.FilesUpload.Template, Visitor, backend);
        return await UploadRoutes.Direct(Upload)(request, cancellationToken).ConfigureAwait(false);
    }

    public static Answer NotFound(string message) => Layout.Page("Not found", html => html
        .Open("section").Element("h1", "Nothing here").Element("p", message)
        .Raw("<p>Look for something else above, or ").Link(Prefix + "/home", "upload a file").Raw(".</p>").Close("section"), StatusCodes.Status404NotFound);
}
