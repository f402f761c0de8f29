using System.Buffers;

namespace VtKit;

public sealed partial class VtClient
{
    private const int TransferBuffer = 128 * 1024;

    /// <summary>
    /// Opens the answer at a path or an absolute URL for reading as it arrives, without limit of size or time. The key goes along
    /// to the service's origin alone, redirects included. Dispose the stream to release its connection.
    /// </summary>
    /// <param name="path">The path below the API's root, or an absolute URL.</param>
    /// <param name="cancellationToken">Gives the opening up; reading takes a token of its own.</param>
    /// <exception cref="VtException">See <see cref="GetAsync"/>; reading throws <see cref="VtTransportException"/> when the connection is silent or lost.</exception>
    public async Task<Stream> OpenReadAsync(VtPath path, CancellationToken cancellationToken = default) =>
        await OpenAnswerAsync(path, cancellationToken).ConfigureAwait(false);

    /// <summary>Copies the answer at a path or an absolute URL into a stream, which stays open.</summary>
    /// <param name="path">The path below the API's root, or an absolute URL.</param>
    /// <param name="destination">Where to write.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives the download up.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="VtException">See <see cref="OpenReadAsync"/>. A part may have been written.</exception>
    public async Task<long> DownloadAsync(VtPath path, Stream destination, IProgress<VtTransferProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        var source = await OpenAnswerAsync(path, cancellationToken).ConfigureAwait(false);
        await using var releasing = source.ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(TransferBuffer);
        try
        {
            long written = 0;
            for (int read; (read = await source.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                written += read;
                progress?.Report(new VtTransferProgress(written, source.Expected));
            }
            return written;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Saves the answer at a path or an absolute URL as a file. The file appears when it is complete, and not at all otherwise; one
    /// of the same name is then replaced.
    /// </summary>
    /// <param name="path">The path below the API's root, or an absolute URL.</param>
    /// <param name="file">The path of the file; its folder has to exist.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellationToken">Gives the download up.</param>
    /// <returns>How many bytes the file has.</returns>
    /// <exception cref="VtException">See <see cref="OpenReadAsync"/>.</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    public Task<long> DownloadAsync(VtPath path, string file, IProgress<VtTransferProgress>? progress = null, CancellationToken cancellationToken = default) =>
        AtomicFile.WriteAsync(file, stream => DownloadAsync(path, stream, progress, cancellationToken), cancellationToken);

    internal async Task<AnswerStream> OpenAnswerAsync(VtPath path, CancellationToken cancellationToken)
    {
        var message = MessageOf(new VtRequest(HttpMethod.Get, path), streams: true);
        var response = (await ExchangeAsync(message, cancellationToken).ConfigureAwait(false)).Response;
        try
        {
            if (!response.IsSuccessStatusCode) throw ErrorReader.Read(new VtResponse(message, response, _settings.Redactor));
            var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return new AnswerStream(message, response, body, _settings);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
