using VtKit.Indicators;

namespace VtKit;

/// <summary>URLs: as typed, or by the service's id. A URL as typed is sent as base64url of its text; the service canonicalises it.</summary>
/// <remarks>https://docs.virustotal.com/reference/url</remarks>
public sealed partial class VtUrls : VtItemArea<VtUrl, UrlId>
{
    internal VtUrls(VtClient client) : base(client, new ItemEndpoints(
        Endpoints.UrlsGet, Endpoints.UrlsAnalyse, Endpoints.UrlsCommentsList, Endpoints.UrlsCommentsAdd,
        Endpoints.UrlsVotesList, Endpoints.UrlsVotesAdd, Endpoints.UrlsRelationship, Endpoints.UrlsRelationshipIds))
    { }

    /// <summary>Submits a URL, which makes it public at VirusTotal. Costs 1 request.</summary>
    /// <param name="url">The URL as typed.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>The analysis, as a descriptor: wait for its id with <see cref="VtAnalyses.WaitAsync"/>.</returns>
    /// <exception cref="VtException">See <see cref="VtClient.PostAsync"/>.</exception>
    public async Task<VtAnalysis> SubmitAsync(string url, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(url);
        return (await Client.CallAsync(VtRequest.Form(Endpoints.UrlsSubmit.Path(), [KeyValuePair.Create(Fields.Url, url)]), cancellationToken).ConfigureAwait(false)).ToSubmission<VtAnalysis>();
    }

    /// <summary>Submits a URL, which makes it public at VirusTotal, and waits until it is analysed.</summary>
    /// <param name="url">The URL as typed.</param>
    /// <param name="wait">Deadline, intervals, progress.</param>
    /// <param name="cancellationToken">Gives it up; an analysis that has begun goes on at the service.</param>
    /// <returns>The completed analysis.</returns>
    /// <exception cref="VtTimeoutException">It did not complete in time; <see cref="VtException.AnalysisId"/> says what to wait for again.</exception>
    /// <exception cref="VtException">See <see cref="SubmitAsync"/> and <see cref="VtAnalyses.WaitAsync"/>.</exception>
    public async Task<VtAnalysis> ScanAndWaitAsync(string url, VtWaitOptions? wait = null, CancellationToken cancellationToken = default)
    {
        var analysis = await SubmitAsync(url, cancellationToken).ConfigureAwait(false);
        return await Client.Analyses.WaitAsync(analysis.Id, wait, cancellationToken).ConfigureAwait(false);
    }

    // URLs that differ in how they are written are one to the service, and what is no URL need not be sent.
    private protected override string IdentityOf(string id) => UrlId.TryParse(id, out var known) ? known.LocalIdentity : UrlId.CanonicalSha256(id);

    private protected override string Resolve(VtId<UrlId> id) => id.ForPath();
}
