using System.Text.Json.Nodes;

namespace VtKit;

public sealed partial class VtMonitor
{
    /// <summary>
    /// Puts a file into the software collection. Only engine vendors whose engines detect it see it. Above 32 MB it goes to an upload
    /// address that is asked for first. Premium. Costs 1 request.
    /// </summary>
    /// <param name="path">The path of the file here.</param>
    /// <param name="remotePath">Where it shall be in the collection, such as <c>/setup/tool.exe</c>.</param>
    /// <param name="options">Progress.</param>
    /// <param name="cancellationToken">Gives the upload up.</param>
    /// <exception cref="ArgumentException">No remote path is given.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="VtFileSizeException">The file is larger than 650 MB. Nothing was sent.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.PostAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/monitor-items-create</remarks>
    public Task<VtMonitorItem> UploadAsync(string path, string remotePath, VtUploadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(remotePath);
        return UploadAsync(path, KeyValuePair.Create(Fields.Path, remotePath), options, cancellationToken);
    }

    /// <summary>Replaces a file of the software collection by a new version. Premium. Costs 1 request.</summary>
    /// <param name="id">The id of the item.</param>
    /// <param name="path">The path of the file here.</param>
    /// <param name="options">Progress.</param>
    /// <param name="cancellationToken">Gives the upload up.</param>
    /// <exception cref="ArgumentException">No id is given.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="VtFileSizeException">The file is larger than 650 MB. Nothing was sent.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.PostAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/monitor-items-create</remarks>
    public Task<VtMonitorItem> ReplaceAsync(string id, string path, VtUploadOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return UploadAsync(path, KeyValuePair.Create(Fields.Item, id), options, cancellationToken);
    }

    /// <summary>Makes a folder in the software collection. Premium. Costs 1 request.</summary>
    /// <param name="remotePath">Where it shall be in the collection, such as <c>/setup/2026/</c>. A slash at its end, which makes it a folder, is added where there is none.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="ArgumentException">No remote path is given.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.PostAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/monitor-items-create</remarks>
    public Task<VtMonitorItem> CreateFolderAsync(string remotePath, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(remotePath);
        var folder = remotePath.EndsWith('/') ? remotePath : remotePath + "/";
        return Client.CallForObjectAsync<VtMonitorItem>(VtRequest.Form(Endpoints.MonitorItemsUpload.Path(), [KeyValuePair.Create(Fields.Path, folder)]), cancellationToken);
    }

    /// <summary>Takes the details off an item of the software collection. Premium. Costs 1 request.</summary>
    /// <param name="id">The id of the item.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="VtException">See <see cref="VtClient.PatchAsync"/>.</exception>
    public async Task<VtMonitorItem> ClearDetailsAsync(string id, CancellationToken cancellationToken = default)
    {
        var body = Bodies.Attributes(VtObjectTypes.MonitorItem, new JsonObject { ["details"] = null });
        return (await Client.PatchAsync(Endpoints.MonitorItemsConfigure.Path(id), body, cancellationToken).ConfigureAwait(false)).ToObject<VtMonitorItem>();
    }

    private async Task<VtMonitorItem> UploadAsync(string path, KeyValuePair<string, string> place, VtUploadOptions? options, CancellationToken cancellationToken) =>
        (await Client.UploadAsync(path, options, new UploadTarget(Endpoints.MonitorItemsUpload, Endpoints.MonitorItemsUploadUrl), [place], cancellationToken).ConfigureAwait(false)).ToObject<VtMonitorItem>();
}
