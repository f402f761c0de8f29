using System.Text.Json;
using VtKit.Indicators;

namespace VtKit;

public sealed partial class VtZipFiles
{
    /// <summary>Has the service make an archive of files. Premium. Costs 1 request.</summary>
    /// <param name="hashes">The hashes of the files.</param>
    /// <param name="password">The password of the archive; none if null. With a password, nothing on the way takes the content for an attack.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>The archive, which is not ready yet: see <see cref="WaitAsync"/>.</returns>
    /// <exception cref="ArgumentException">No hash is given.</exception>
    /// <exception cref="FormatException">A text is no hash.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.PostAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/zip-files-create</remarks>
    public async Task<VtZipFile> CreateAsync(IEnumerable<VtId<FileHash>> hashes, string? password = null, CancellationToken cancellationToken = default) =>
        (await Client.PostAsync(Endpoints.ZipFilesCreate.Path(), Body(hashes, password), cancellationToken).ConfigureAwait(false)).ToObject<VtZipFile>();

    /// <summary>Waits until an archive is finished, or has failed. Each look costs 1 request.</summary>
    /// <param name="id">The id of the archive.</param>
    /// <param name="options">Deadline, intervals, progress.</param>
    /// <param name="cancellationToken">Ends the waiting; the archive is made all the same.</param>
    /// <returns>The archive: its status says how it ended.</returns>
    /// <exception cref="VtTimeoutException">The deadline came first.</exception>
    /// <exception cref="VtException">What waiting cannot cure.</exception>
    public Task<VtZipFile> WaitAsync(string id, VtWaitOptions? options = null, CancellationToken cancellationToken = default) =>
        Waiting.ForAsync(Client, id, token => GetAsync(id, null, token), zip => zip.Status?.Value, Ends, options, cancellationToken);

    internal static string[] Ends => [ZipStatus.Finished.Value, ZipStatus.Timeout.Value, ZipStatus.ErrorStarting.Value, ZipStatus.ErrorCreating.Value];

    internal static ReadOnlyMemory<byte> Body(IEnumerable<VtId<FileHash>> hashes, string? password)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        var wanted = hashes.Select(hash => hash.ForPath()).ToArray();
        if (wanted.Length == 0) throw new ArgumentException("An archive of what? Give the hash of at least one file.", nameof(hashes));
        return Bodies.Data(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray(Fields.Hashes);
            foreach (var hash in wanted) writer.WriteStringValue(hash);
            writer.WriteEndArray();
            if (password is not null) writer.WriteString(Fields.Password, password);
            writer.WriteEndObject();
        });
    }
}

public sealed partial class VtPrivateZipFiles
{
    /// <summary>Has the service make an archive of private files. Private Scanning. Costs 1 request.</summary>
    /// <param name="hashes">The hashes of the files.</param>
    /// <param name="password">The password of the archive; none if null. With a password, nothing on the way takes the content for an attack.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>The archive, which is not ready yet: see <see cref="WaitAsync"/>.</returns>
    /// <exception cref="ArgumentException">No hash is given.</exception>
    /// <exception cref="FormatException">A text is no hash.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.PostAsync"/>.</exception>
    public async Task<VtPrivateZipFile> CreateAsync(IEnumerable<VtId<FileHash>> hashes, string? password = null, CancellationToken cancellationToken = default) =>
        (await Client.PostAsync(Endpoints.PrivateZipFilesCreate.Path(), VtZipFiles.Body(hashes, password), cancellationToken).ConfigureAwait(false)).ToObject<VtPrivateZipFile>();

    /// <summary>Waits until an archive is finished, or has failed. Each look costs 1 request.</summary>
    /// <param name="id">The id of the archive.</param>
    /// <param name="options">Deadline, intervals, progress.</param>
    /// <param name="cancellationToken">Ends the waiting; the archive is made all the same.</param>
    /// <returns>The archive: its status says how it ended.</returns>
    /// <exception cref="VtTimeoutException">The deadline came first.</exception>
    /// <exception cref="VtException">What waiting cannot cure.</exception>
    public Task<VtPrivateZipFile> WaitAsync(string id, VtWaitOptions? options = null, CancellationToken cancellationToken = default) =>
        Waiting.ForAsync(Client, id, token => GetAsync(id, null, token), zip => zip.Status?.Value, VtZipFiles.Ends, options, cancellationToken);
}
