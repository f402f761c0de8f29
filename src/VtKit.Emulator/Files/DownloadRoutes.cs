using Microsoft.AspNetCore.Http;
using VtKit.Indicators;

namespace VtKit.Emulator;

/// <summary>Getting samples back, for those who may. The address that leads to one holds no key and is good for an hour.</summary>
internal static class DownloadRoutes
{
    public static Task<Answer> DownloadAsync(ApiRequest request, CancellationToken cancellationToken) => RedirectAsync(request, request.Argument(0), cancellationToken);

    /// <summary>Leads to a sample.</summary>
    public static async Task<Answer> RedirectAsync(ApiRequest request, string file, CancellationToken cancellationToken) => new()
    {
        Status = StatusCodes.Status302Found,
        ContentType = "text/html; charset=utf-8",
        Headers = [KeyValuePair.Create("Location", await AddressAsync(request, file, cancellationToken).ConfigureAwait(false))],
    };

    public static async Task<Answer> DownloadUrlAsync(ApiRequest request, CancellationToken cancellationToken) =>
        Answer.Data(await AddressAsync(request, request.Argument(0), cancellationToken).ConfigureAwait(false));

    /// <summary>Sends a sample to whoever has its address: <c>sha256/token</c>.</summary>
    public static async Task<Answer> SendAsync(string rest, Backend backend, CancellationToken cancellationToken)
    {
        var parts = rest.Split('/');
        if (parts.Length != 2 || !FileHash.TryParse(parts[0], out var hash) || hash.Kind != HashKind.Sha256) throw ApiException.NoSuchPath();
        var sha256 = hash.ToString();
        if (backend.Signer.Verify(Purpose(sha256), parts[1]) is not { } expires) throw ApiException.NoSuchPath();
        if (expires < backend.Clock.Now.ToUnixTimeMilliseconds()) throw new ApiException(Errors.ForbiddenError, "The download URL has expired. Ask for a new one.");
        if (!await backend.ReadAsync(store => Files.IsStored(store, sha256), cancellationToken).ConfigureAwait(false)) throw ApiException.NotFound("File", sha256);
        return new Answer
        {
            ContentType = "application/octet-stream",
            Open = () => backend.Blobs.Open(sha256),
            Headers =
            [
                KeyValuePair.Create("Content-Disposition", $"attachment; filename=\"{sha256}\""),
                KeyValuePair.Create("X-Content-Type-Options", "nosniff"),
            ],
        };
    }

    private static async Task<string> AddressAsync(ApiRequest request, string file, CancellationToken cancellationToken)
    {
        var sha256 = await request.Backend.ReadAsync(store => Files.Require(store, file), cancellationToken).ConfigureAwait(false);
        var token = request.Backend.Signer.Sign(Purpose(sha256), request.NowMs + Limits.DownloadLinkSeconds * 1000L);
        return $"{request.Origin}{Pipeline.DownloadPrefix}{sha256}/{token}";
    }

    private static string Purpose(string sha256) => "download\n" + sha256;
}
