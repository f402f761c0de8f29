namespace VtKit;

public sealed partial class VtPrivateAnalyses
{
    /// <summary>Waits until a private analysis is completed. Each look costs 1 request.</summary>
    /// <param name="id">The id that a submission gave.</param>
    /// <param name="options">Deadline, intervals, progress.</param>
    /// <param name="cancellationToken">Ends the waiting; the analysis goes on at the service.</param>
    /// <returns>The completed analysis.</returns>
    /// <exception cref="VtTimeoutException">The deadline came first.</exception>
    /// <exception cref="VtException">What waiting cannot cure.</exception>
    public Task<VtPrivateAnalysis> WaitAsync(string id, VtWaitOptions? options = null, CancellationToken cancellationToken = default) =>
        Waiting.ForAsync(Client, id, token => GetAsync(id, null, token), analysis => analysis.Status?.Value, [AnalysisStatus.Completed.Value], options, cancellationToken);
}

public sealed partial class VtPrivateFiles
{
    /// <summary>
    /// Uploads a file for a private scan: nobody else sees it. Above 32 MB it goes to an upload address that is asked for first. Private
    /// Scanning. Costs 1 request.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">The name to tell the service, a password, progress.</param>
    /// <param name="scan">How long it is kept and where, and what the sandboxes do.</param>
    /// <param name="cancellationToken">Gives the upload up.</param>
    /// <returns>The analysis, as a descriptor: wait for its id with <see cref="VtPrivateAnalyses.WaitAsync"/>.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="VtFileSizeException">The file is larger than 650 MB. Nothing was sent.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.PostAsync"/>.</exception>
    public async Task<VtPrivateAnalysis> UploadAsync(string path, VtUploadOptions? options = null, VtPrivateScanOptions? scan = null, CancellationToken cancellationToken = default) =>
        (await Client.UploadAsync(path, options, new UploadTarget(Endpoints.PrivateFilesUpload, Endpoints.PrivateFilesUploadUrl), scan?.ForFiles() ?? [], cancellationToken).ConfigureAwait(false))
            .ToSubmission<VtPrivateAnalysis>();

    /// <summary>Uploads what is left of a stream for a private scan: nobody else sees it. The stream stays open. Private Scanning. Costs 1 request.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="options">The name to tell the service (the SHA-256, unless given), a password, progress.</param>
    /// <param name="scan">How long it is kept and where, and what the sandboxes do.</param>
    /// <param name="cancellationToken">Gives the upload up.</param>
    /// <returns>The analysis, as a descriptor: wait for its id with <see cref="VtPrivateAnalyses.WaitAsync"/>.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="VtFileSizeException">It is larger than 650 MB. Nothing was sent.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.PostAsync"/>.</exception>
    public async Task<VtPrivateAnalysis> UploadAsync(Stream stream, VtUploadOptions? options = null, VtPrivateScanOptions? scan = null, CancellationToken cancellationToken = default) =>
        (await Client.UploadAsync(stream, options, new UploadTarget(Endpoints.PrivateFilesUpload, Endpoints.PrivateFilesUploadUrl), scan?.ForFiles() ?? [], cancellationToken).ConfigureAwait(false))
            .ToSubmission<VtPrivateAnalysis>();
}

public sealed partial class VtPrivateUrls
{
    /// <summary>Submits a URL for a private scan: nobody else sees it. Private Scanning. Costs 1 request.</summary>
    /// <param name="url">The URL as typed.</param>
    /// <param name="scan">How long it is kept and where, and what the sandboxes do.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>The analysis, as a descriptor: wait for its id with <see cref="VtPrivateAnalyses.WaitAsync"/>.</returns>
    /// <exception cref="ArgumentException">The URL is empty, or an option is out of its range.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.PostAsync"/>.</exception>
    public async Task<VtPrivateAnalysis> SubmitAsync(string url, VtPrivateScanOptions? scan = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(url);
        var request = VtRequest.Form(Endpoints.PrivateUrlsSubmit.Path(), [KeyValuePair.Create(Fields.Url, url), .. scan?.ForUrls() ?? []]);
        return (await Client.CallAsync(request, cancellationToken).ConfigureAwait(false)).ToSubmission<VtPrivateAnalysis>();
    }
}
