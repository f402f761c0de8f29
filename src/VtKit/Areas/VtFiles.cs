using VtKit.Indicators;

namespace VtKit;

/// <summary>Files, known by SHA-256, SHA-1 or MD5.</summary>
/// <remarks>https://docs.virustotal.com/reference/files</remarks>
public sealed partial class VtFiles : VtItemArea<VtFile, FileHash>
{
    internal VtFiles(VtClient client) : base(client, new ItemEndpoints(
        Endpoints.FilesGet, Endpoints.FilesAnalyse, Endpoints.FilesCommentsList, Endpoints.FilesCommentsAdd,
        Endpoints.FilesVotesList, Endpoints.FilesVotesAdd, Endpoints.FilesRelationship, Endpoints.FilesRelationshipIds))
    { }

    /// <summary>
    /// Uploads a file, which makes it public at VirusTotal. Above 32 MB it goes to an upload address that is asked for first. It
    /// is streamed, without limit of time. Costs 1 request, also where a large file needs an address of its own.
    /// </summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">The name to tell the service, a password, progress.</param>
    /// <param name="cancellationToken">Gives the upload up.</param>
    /// <returns>The analysis, as a descriptor: wait for its id with <see cref="VtAnalyses.WaitAsync"/>.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="IOException">The path is a folder, or the file could not be read to its end.</exception>
    /// <exception cref="VtFileSizeException">The file is larger than 650 MB. Nothing was sent.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.PostAsync"/>.</exception>
    public async Task<VtAnalysis> UploadAsync(string path, VtUploadOptions? options = null, CancellationToken cancellationToken = default) =>
        (await Client.UploadAsync(path, options, new UploadTarget(Endpoints.FilesUpload, Endpoints.FilesUploadUrl), [], cancellationToken).ConfigureAwait(false)).ToSubmission<VtAnalysis>();

    /// <summary>
    /// Uploads what is left of a stream, which makes it public at VirusTotal. A stream that cannot seek is kept in a temporary
    /// file meanwhile. The stream stays open.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="options">The name to tell the service (the SHA-256, unless given), a password, progress.</param>
    /// <param name="cancellationToken">Gives the upload up.</param>
    /// <returns>The analysis, as a descriptor: wait for its id with <see cref="VtAnalyses.WaitAsync"/>.</returns>
    /// <exception cref="VtFileSizeException">It is larger than 650 MB. Nothing was sent.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.PostAsync"/>.</exception>
    public async Task<VtAnalysis> UploadAsync(Stream stream, VtUploadOptions? options = null, CancellationToken cancellationToken = default) =>
        (await Client.UploadAsync(stream, options, new UploadTarget(Endpoints.FilesUpload, Endpoints.FilesUploadUrl), [], cancellationToken).ConfigureAwait(false)).ToSubmission<VtAnalysis>();

    /// <summary>Uploads a file, which makes it public at VirusTotal, and waits until it is analysed.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="upload">The name to tell the service, a password, progress of the upload.</param>
    /// <param name="wait">Deadline, intervals, progress of the analysis.</param>
    /// <param name="cancellationToken">Gives it up; an analysis that has begun goes on at the service.</param>
    /// <returns>The completed analysis.</returns>
    /// <exception cref="VtTimeoutException">It did not complete in time; <see cref="VtException.AnalysisId"/> says what to wait for again.</exception>
    /// <exception cref="VtException">See <see cref="UploadAsync(string, VtUploadOptions?, CancellationToken)"/> and <see cref="VtAnalyses.WaitAsync"/>.</exception>
    public async Task<VtAnalysis> ScanAndWaitAsync(string path, VtUploadOptions? upload = null, VtWaitOptions? wait = null, CancellationToken cancellationToken = default)
    {
        var analysis = await UploadAsync(path, upload, cancellationToken).ConfigureAwait(false);
        return await Client.Analyses.WaitAsync(analysis.Id, wait, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Uploads what is left of a stream, which makes it public at VirusTotal, and waits until it is analysed.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="upload">The name to tell the service, a password, progress of the upload.</param>
    /// <param name="wait">Deadline, intervals, progress of the analysis.</param>
    /// <param name="cancellationToken">Gives it up; an analysis that has begun goes on at the service.</param>
    /// <returns>The completed analysis.</returns>
    /// <exception cref="VtTimeoutException">It did not complete in time; <see cref="VtException.AnalysisId"/> says what to wait for again.</exception>
    /// <exception cref="VtException">See <see cref="UploadAsync(Stream, VtUploadOptions?, CancellationToken)"/> and <see cref="VtAnalyses.WaitAsync"/>.</exception>
    public async Task<VtAnalysis> ScanAndWaitAsync(Stream stream, VtUploadOptions? upload = null, VtWaitOptions? wait = null, CancellationToken cancellationToken = default)
    {
        var analysis = await UploadAsync(stream, upload, cancellationToken).ConfigureAwait(false);
        return await Client.Analyses.WaitAsync(analysis.Id, wait, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks for an address that takes one file of up to 650 MB. <see cref="UploadAsync(string, VtUploadOptions?, CancellationToken)"/> does so by itself. Costs 1 request.</summary>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtException">See <see cref="VtClient.GetAsync"/>.</exception>
    public Task<Uri> GetUploadUrlAsync(CancellationToken cancellationToken = default) =>
        Client.GetLinkAsync(Endpoints.FilesUploadUrl.Path(), cancellationToken);

    /// <summary>Asks for an address from which anyone can download the file for an hour: treat it as a secret. Premium. Costs 1 request.</summary>
    /// <param name="hash">The hash of the file.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtAuthenticationException">The key lacks the privilege.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.GetAsync"/>.</exception>
    public Task<Uri> GetDownloadUrlAsync(VtId<FileHash> hash, CancellationToken cancellationToken = default) =>
        Client.GetLinkAsync(Endpoints.FilesDownloadUrl.Path(Resolve(hash)), cancellationToken);

    /// <summary>Downloads a file into a stream, which stays open, and checks its hash. It may be live malware. Premium. Costs 1 request.</summary>
    /// <param name="hash">The hash of the file.</param>
    /// <param name="destination">Where to write.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives the download up.</param>
    /// <exception cref="VtProtocolException">What came has another hash. It has been written.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.OpenReadAsync"/>.</exception>
    public async Task DownloadAsync(VtId<FileHash> hash, Stream destination, IProgress<VtTransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var wanted = hash.Resolve();
        var path = Endpoints.FilesDownload.Path(wanted.ToString());
        var hashing = new HashingStream(destination, wanted.Kind);
        await using var closing = hashing.ConfigureAwait(false);
        await Client.DownloadAsync(path, hashing, progress, cancellationToken).ConfigureAwait(false);
        var found = hashing.Finish();
        if (found != wanted) throw new VtProtocolException($"What came is not the file that was asked for: its hash is {found}, not {wanted}.", "GET", path);
    }

    /// <summary>
    /// Downloads a file, and checks its hash. The file appears when it is complete and right, and not at all otherwise; one of the
    /// same name is then replaced. It may be live malware: only its owner may read it, and nobody run it. Premium. Costs 1 request.
    /// </summary>
    /// <param name="hash">The hash of the file.</param>
    /// <param name="file">The path to save it at; its folder has to exist.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives the download up.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    /// <exception cref="VtProtocolException">What came has another hash.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.OpenReadAsync"/>.</exception>
    public Task DownloadAsync(VtId<FileHash> hash, string file, IProgress<VtTransferProgress>? progress = null, CancellationToken cancellationToken = default) =>
        AtomicFile.WriteAsync(file, async stream =>
        {
            await DownloadAsync(hash, stream, progress, cancellationToken).ConfigureAwait(false);
            return true;
        }, cancellationToken);

    /// <summary>Reads what all sandboxes together saw the file do. Costs 1 request.</summary>
    /// <param name="hash">The hash of the file.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtException">See <see cref="VtClient.GetAsync"/>.</exception>
    public async Task<BehaviourSummary> BehaviourSummaryAsync(VtId<FileHash> hash, CancellationToken cancellationToken = default) =>
        new((await Client.GetAsync(Endpoints.FilesBehaviourSummary.Path(Resolve(hash)), null, cancellationToken).ConfigureAwait(false)).Data);

    /// <summary>Reads the tactics and techniques of MITRE ATT&amp;CK that each sandbox saw, by the name of the sandbox. Costs 1 request.</summary>
    /// <param name="hash">The hash of the file.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtException">See <see cref="VtClient.GetAsync"/>.</exception>
    public async Task<VtMap<VtNode>> BehaviourMitreTreesAsync(VtId<FileHash> hash, CancellationToken cancellationToken = default) =>
        (await Client.GetAsync(Endpoints.FilesBehaviourMitreTrees.Path(Resolve(hash)), null, cancellationToken).ConfigureAwait(false)).Data.AsMap<VtNode>();
}
