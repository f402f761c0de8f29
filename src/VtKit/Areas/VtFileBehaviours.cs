namespace VtKit;

/// <summary>Single runs of a file in a sandbox. Their ids are <c>{sha256}_{sandbox}</c>.</summary>
/// <remarks>https://docs.virustotal.com/reference/file-behaviour-summary</remarks>
public sealed class VtFileBehaviours
{
    private readonly VtClient _client;

    internal VtFileBehaviours(VtClient client) => _client = client;

    /// <summary>Reads what one sandbox saw. Costs 1 request.</summary>
    /// <param name="id">The id of the run.</param>
    /// <param name="relationships">Names of relationships to bring along as descriptors.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtException">See <see cref="VtClient.GetAsync"/>.</exception>
    public Task<VtFileBehaviour> GetAsync(string id, IEnumerable<string>? relationships = null, CancellationToken cancellationToken = default) =>
        _client.GetObjectAsync<VtFileBehaviour>(Endpoints.FileBehavioursGet.Path(id), Query.Relationships(relationships), cancellationToken);

    /// <summary>Opens the network capture (PCAP) of the run. Premium. Costs 1 request.</summary>
    /// <param name="id">The id of the run.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtException">See <see cref="VtClient.OpenReadAsync"/>.</exception>
    public Task<Stream> OpenPcapAsync(string id, CancellationToken cancellationToken = default) =>
        _client.OpenReadAsync(Endpoints.FileBehavioursPcap.Path(id), cancellationToken);

    /// <summary>Opens the Windows event log (EVTX) of the run. Premium. Costs 1 request.</summary>
    /// <param name="id">The id of the run.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtException">See <see cref="VtClient.OpenReadAsync"/>.</exception>
    public Task<Stream> OpenEvtxAsync(string id, CancellationToken cancellationToken = default) =>
        _client.OpenReadAsync(Endpoints.FileBehavioursEvtx.Path(id), cancellationToken);

    /// <summary>Opens the memory dump of the run. Premium. Costs 1 request.</summary>
    /// <param name="id">The id of the run.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtException">See <see cref="VtClient.OpenReadAsync"/>.</exception>
    public Task<Stream> OpenMemdumpAsync(string id, CancellationToken cancellationToken = default) =>
        _client.OpenReadAsync(Endpoints.FileBehavioursMemdump.Path(id), cancellationToken);

    /// <summary>Opens the sandbox's own report of the run (HTML). Treat it as hostile. Costs 1 request.</summary>
    /// <param name="id">The id of the run.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtException">See <see cref="VtClient.OpenReadAsync"/>.</exception>
    public Task<Stream> OpenHtmlAsync(string id, CancellationToken cancellationToken = default) =>
        _client.OpenReadAsync(Endpoints.FileBehavioursHtml.Path(id), cancellationToken);
}
