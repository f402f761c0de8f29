namespace VtKit;

/// <summary>Where a form with a file goes.</summary>
/// <param name="Endpoint">The row of the endpoint table.</param>
/// <param name="Addresses">The row that gives addresses for files which are too large for that, or null where there is none.</param>
/// <param name="Arguments">What stands for the placeholders of the path.</param>
internal sealed record UploadTarget(Endpoint Endpoint, Endpoint? Addresses, params string[] Arguments);

public sealed partial class VtClient
{
    /// <summary>Uploads a file that the caller names.</summary>
    internal async Task<VtResponse> UploadAsync(
        string path, VtUploadOptions? options, UploadTarget target, IEnumerable<KeyValuePair<string, string>> fields, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        options ??= new VtUploadOptions();
        var source = await UploadSource.OpenAsync(path, options, cancellationToken).ConfigureAwait(false);
        await using var closing = source.ConfigureAwait(false);
        return await UploadAsync(source, options, target, fields, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Uploads what is left of a stream, which stays open.</summary>
    internal async Task<VtResponse> UploadAsync(
        Stream stream, VtUploadOptions? options, UploadTarget target, IEnumerable<KeyValuePair<string, string>> fields, CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        options ??= new VtUploadOptions();
        var source = await UploadSource.OpenAsync(stream, options, cancellationToken).ConfigureAwait(false);
        await using var closing = source.ConfigureAwait(false);
        return await UploadAsync(source, options, target, fields, cancellationToken).ConfigureAwait(false);
    }

    private async Task<VtResponse> UploadAsync(
        UploadSource source, VtUploadOptions options, UploadTarget target, IEnumerable<KeyValuePair<string, string>> fields, CancellationToken cancellationToken)
    {
        using var content = source.ToContent(options, fields);
        var (uri, path) = Resolve(await AddressAsync(target, content.Headers.ContentLength ?? 0, cancellationToken).ConfigureAwait(false), null);
        using var message = new ApiMessage(HttpMethod.Post, uri, Shown(uri, path), target.Endpoint)
        {
            Content = content,
            // The address of a large upload is no row of the table: what costs is asking for it.
            Cost = path is null ? 0 : target.Endpoint.Cost,
            IsUpload = true,
            BeforeAttempt = _beforeAttempt,
            Deadline = new Deadline(_settings.Time, Timeout.InfiniteTimeSpan),
        };
        return (await SendAsync(message, cancellationToken).ConfigureAwait(false)).EnsureSuccess();
    }

    // What is limited is the request, and the file is not all of it.
    private async ValueTask<string> AddressAsync(UploadTarget target, long length, CancellationToken cancellationToken)
    {
        if (length <= Limits.UploadDirectBytes) return target.Endpoint.Path(target.Arguments);
        if (target.Addresses is null) throw new VtFileSizeException(length, Limits.UploadDirectBytes);
        return (await GetLinkAsync(target.Addresses.Path(), cancellationToken).ConfigureAwait(false)).AbsoluteUri;
    }
}
