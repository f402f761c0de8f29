using System.Text.Json;
using VtKit.Indicators;

namespace VtKit.Emulator;

/// <summary>Archives of files and of private files: asking for one, how far it is, and where it can be had.</summary>
internal static class ZipRoutes
{
    public static void Map(RouteTable routes)
    {
        void Add(string type, string counter, Endpoint create, Endpoint get, Endpoint download, Endpoint downloadUrl)
        {
            routes.Add(create, counter, Create(type));
            routes.Add(get, counter, Get(type));
            routes.Add(download, counter + "_download", Download(type));
            routes.Add(downloadUrl, counter + "_download_url", DownloadUrl(type));
        }

        Add(ObjectType.ZipFile, "zip_files", Endpoints.ZipFilesCreate, Endpoints.ZipFilesGet, Endpoints.ZipFilesDownload, Endpoints.ZipFilesDownloadUrl);
        Add(ObjectType.PrivateZipFile, "private_zip_files",
            Endpoints.PrivateZipFilesCreate, Endpoints.PrivateZipFilesGet, Endpoints.PrivateZipFilesDownload, Endpoints.PrivateZipFilesDownloadUrl);
    }

    private static Handler Create(string type) => async (request, cancellationToken) =>
    {
        using var body = await request.ReadJsonAsync(cancellationToken).ConfigureAwait(false);
        if (body.RootElement.Member("data") is not { ValueKind: JsonValueKind.Object } data) throw ApiException.BadRequest("The request body has no object \"data\"");
        if (data.Member("hashes") is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() == 0) throw ApiException.BadRequest("\"hashes\" is not a list of hashes");
        var hashes = list.EnumerateArray().Select(hash => hash.ValueKind == JsonValueKind.String ? hash.TryText() ?? "" : throw ApiException.BadRequest("Each of \"hashes\" must be a text")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var password = data.Member("password") switch
        {
            null or { ValueKind: JsonValueKind.Null } => null,
            { ValueKind: JsonValueKind.String } text => text.TryText() is { Length: > 0 } given ? given : null,
            _ => throw ApiException.BadRequest("\"password\" is no text"),
        };
        return await request.Backend.WriteAsync(store =>
        {
            var found = hashes.Select(hash => FileHash.TryParse(hash, out var parsed) ? Stored(store, request, type, parsed) : null).ToList();
            // Two hashes of one file are one entry.
            var files = found.OfType<string>().ToHashSet(StringComparer.Ordinal);
            var id = ZipOrder.Add(store, type, ZipOrder.OwnerOf(request.Account, type), files, found.Count(file => file is null), password, request.NowMs);
            return ObjectAnswer.Of(store, request, type, id);
        }, cancellationToken).ConfigureAwait(false);
    };

    private static Handler Get(string type) => (request, cancellationToken) => request.Backend.ReadAsync(store =>
        ObjectAnswer.Of(store, request, type, ZipOrder.Require(store, request, type, request.Argument(0)).Id), cancellationToken);

    private static Handler Download(string type) => async (request, cancellationToken) =>
        Answer.Redirect(await AddressAsync(request, type, cancellationToken).ConfigureAwait(false));

    private static Handler DownloadUrl(string type) => async (request, cancellationToken) =>
        Answer.Data(await AddressAsync(request, type, cancellationToken).ConfigureAwait(false));

    private static Task<string> AddressAsync(ApiRequest request, string type, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
    {
        var zip = ZipOrder.Require(store, request, type, request.Argument(0));
        return zip.IsFinished(request.NowMs, request.Backend.Options)
            ? DownloadLinks.Address(request, $"{ZipDownload.Kind}/{zip.Id}")
            : throw new ApiException(Errors.NotAvailableYet, $"{ObjectTypes.Spoken(type)} \"{zip.Id}\" is not available yet");
    }, cancellationToken);

    /// <summary>The file of a hash, when its content is there for the caller.</summary>
    private static string? Stored(Session store, ApiRequest request, string type, FileHash hash) => type == ObjectType.PrivateZipFile
        ? PrivateFiles.Sha256Of(store, request.Account, hash, request.NowMs) is { } own && PrivateFiles.IsStored(store, request.Account.Team, own, request.NowMs) ? own : null
        : Files.Sha256Of(store, hash) is { } sha256 && Files.IsStored(store, sha256) ? sha256 : null;
}
