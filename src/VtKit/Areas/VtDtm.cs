namespace VtKit;

public sealed partial class VtDtm
{
    /// <summary>Attaches a file to an alert. Google Threat Intelligence. Costs 1 request.</summary>
    /// <param name="id">The id of the alert.</param>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">The name to tell the service, progress.</param>
    /// <param name="cancellationToken">Gives the upload up.</param>
    /// <returns>The answer as it came.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="VtFileSizeException">The file is larger than 32 MB. Nothing was sent.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.PostAsync"/>.</exception>
    public Task<VtResponse> UploadAlertAttachmentAsync(string id, string path, VtUploadOptions? options = null, CancellationToken cancellationToken = default) =>
        Client.UploadAsync(path, options, new UploadTarget(Endpoints.DtmAlertsAttachmentsUpload, null, id), [], cancellationToken);
}
