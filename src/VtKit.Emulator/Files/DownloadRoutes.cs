namespace VtKit.Emulator;

/// <summary>Getting samples back, for those who may. The address that leads to one holds no key and is good for an hour.</summary>
internal static class DownloadRoutes
{
    public static Task<Answer> DownloadAsync(ApiRequest request, CancellationToken cancellationToken) => RedirectAsync(request, request.Argument(0), cancellationToken);

    /// <summary>Leads to a sample.</summary>
    public static async Task<Answer> RedirectAsync(ApiRequest request, string file, CancellationToken cancellationToken) =>
        Answer.Redirect(await AddressAsync(request, file, cancellationToken).ConfigureAwait(false));

    public static async Task<Answer> DownloadUrlAsync(ApiRequest request, CancellationToken cancellationToken) =>
        Answer.Data(await AddressAsync(request, request.Argument(0), cancellationToken).ConfigureAwait(false));

    /// <summary>Sends what an address leads to, to whoever has it.</summary>
    public static Task<Answer> SendAsync(string rest, Backend backend, CancellationToken cancellationToken) =>
        DownloadLinks.Require(rest, backend).Split('/') switch
        {
            [var sha256] => SendSampleAsync(sha256, backend, cancellationToken),
            [MonitorRoutes.Kind, var sha256] => MonitorRoutes.SendAsync(sha256, backend, cancellationToken),
            [PartnerRoutes.BundleKind, var engine, var day] => PartnerRoutes.SendBundleAsync(Uri.UnescapeDataString(engine), day, backend, cancellationToken),
            [ZipDownload.Kind, var id] => ZipDownload.SendAsync(id, backend, cancellationToken),
            _ => throw ApiException.NoSuchPath(),
        };

    /// <summary>A sample as it goes out: a file to be kept, and nothing to be shown.</summary>
    public static Answer Sample(Backend backend, string sha256) => new()
    {
        ContentType = "application/octet-stream",
        Open = () => backend.Blobs.Open(sha256),
        Headers = DownloadLinks.Attachment(sha256),
    };

    private static async Task<Answer> SendSampleAsync(string sha256, Backend backend, CancellationToken cancellationToken) =>
        await backend.ReadAsync(store => Files.IsStored(store, sha256), cancellationToken).ConfigureAwait(false)
            ? Sample(backend, sha256)
            : throw ApiException.NotFound("File", sha256);

    private static async Task<string> AddressAsync(ApiRequest request, string file, CancellationToken cancellationToken) =>
        DownloadLinks.Address(request, await request.Backend.ReadAsync(store => Files.Require(store, file), cancellationToken).ConfigureAwait(false));
}
