using System.Text.Json;

namespace VtKit;

public sealed partial class VtClient
{
    /// <summary>Files.</summary>
    public VtFiles Files => field ??= new VtFiles(this);

    /// <summary>URLs.</summary>
    public VtUrls Urls => field ??= new VtUrls(this);

    /// <summary>Domains.</summary>
    public VtDomains Domains => field ??= new VtDomains(this);

    /// <summary>IP addresses.</summary>
    public VtIpAddresses IpAddresses => field ??= new VtIpAddresses(this);

    /// <summary>Analyses.</summary>
    public VtAnalyses Analyses => field ??= new VtAnalyses(this);

    /// <summary>Runs of files in sandboxes.</summary>
    public VtFileBehaviours FileBehaviours => field ??= new VtFileBehaviours(this);

    /// <summary>Comments.</summary>
    public VtComments Comments => field ??= new VtComments(this);

    /// <summary>Votes.</summary>
    public VtVotes Votes => field ??= new VtVotes(this);

    /// <summary>The key's quota.</summary>
    public VtQuotaArea Quota => field ??= new VtQuotaArea(this);

    /// <summary>The object that a path leads to; null where there is none. A list of one counts as that one.</summary>
    internal async Task<T?> GetOneAsync<T>(string path, CancellationToken cancellationToken) where T : VtObject, IVtObject<T>
    {
        var response = await GetAsync(path, null, cancellationToken).ConfigureAwait(false);
        var data = response.Data;
        if (data.Kind == JsonValueKind.Array) data = data[0];
        return data.Kind switch
        {
            JsonValueKind.Object => T.Create(VtObjectBody.Over(data.Json, response.Meta)),
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            _ => throw response.Unexpected("object"),
        };
    }

    /// <summary>The address that a path gives as text.</summary>
    internal async Task<Uri> GetLinkAsync(string path, CancellationToken cancellationToken)
    {
        var response = await GetAsync(path, null, cancellationToken).ConfigureAwait(false);
        if (!Uri.TryCreate(response.Data.AsString(), UriKind.Absolute, out var link) || link.Scheme is not ("http" or "https"))
            throw response.Unexpected("address");
        // What goes to the service encrypted does not leave it in the clear.
        if (BaseAddress.Scheme == "https" && link.Scheme == "http")
            throw new VtProtocolException($"The answer to GET {path} is an address without encryption, which is not used.", "GET", path, response.Status);
        return link;
    }

    internal async Task<VtResponse> UploadAsync(string target, Endpoint endpoint, UploadContent content, CancellationToken cancellationToken)
    {
        var (uri, path) = Resolve(target, null);
        using var message = new ApiMessage(HttpMethod.Post, uri, Shown(uri, path), endpoint)
        {
            Content = content,
            // The address of a large upload is no row of the table: what costs is asking for it.
            Cost = path is null ? 0 : endpoint.Cost,
            IsUpload = true,
            Deadline = new Deadline(_settings.Time, Timeout.InfiniteTimeSpan),
        };
        return (await SendAsync(message, cancellationToken).ConfigureAwait(false)).EnsureSuccess();
    }
}
