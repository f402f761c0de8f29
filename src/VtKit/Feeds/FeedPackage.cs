namespace VtKit;

/// <summary>
/// A package that is being read. Where the connection is lost on the way it is opened again, and what was read already is passed over.
/// </summary>
internal sealed class FeedPackage : IAsyncDisposable
{
    private readonly VtClient _client;
    private readonly string _path;
    private readonly bool _isArchive;
    private readonly Bzip2Workers _workers;
    private Stream? _body;
    private FeedLines? _lines;
    private long _parts;
    private int _attempts;

    private FeedPackage(VtClient client, string path, bool isArchive, Bzip2Workers workers) =>
        (_client, _path, _isArchive, _workers) = (client, path, isArchive, workers);

    /// <summary>Opens a package.</summary>
    /// <exception cref="VtException">It is not there, or not yet, or cannot be had.</exception>
    public static async Task<FeedPackage> OpenAsync(VtClient client, string path, bool isArchive, Bzip2Workers workers, CancellationToken cancellationToken)
    {
        var package = new FeedPackage(client, path, isArchive, workers);
        await package.OpenAsync(cancellationToken).ConfigureAwait(false);
        return package;
    }

    /// <summary>The next part of the package.</summary>
    /// <exception cref="VtTransportException">The connection is lost again and again.</exception>
    public async ValueTask<FeedPart> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var part = await _lines!.NextAsync(cancellationToken).ConfigureAwait(false);
                // A body may also end early without anyone noticing but the package itself.
                if (part.Damage is not { IsCutShort: true } || !await TryAgainAsync(cancellationToken).ConfigureAwait(false))
                {
                    _parts++;
                    _attempts = 0;
                    return part;
                }
            }
            catch (VtTransportException)
            {
                if (!await TryAgainAsync(cancellationToken).ConfigureAwait(false)) throw;
            }
        }
    }

    public ValueTask DisposeAsync() => CloseAsync();

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        _body = await _client.OpenAnswerAsync(_path, cancellationToken).ConfigureAwait(false);
        IPackedSource source = new Bzip2Reader(_body, _workers);
        if (_isArchive) source = new TarSource(source);
        _lines = new FeedLines(source, _client.Settings.MaxResponseBytes);
    }

    private async ValueTask CloseAsync()
    {
        if (_lines is not null) await _lines.DisposeAsync().ConfigureAwait(false);
        if (_body is not null) await _body.DisposeAsync().ConfigureAwait(false);
        (_lines, _body) = (null, null);
    }

    /// <returns>Whether the package is open again, at the place where it was lost.</returns>
    private async Task<bool> TryAgainAsync(CancellationToken cancellationToken)
    {
        var settings = _client.Settings;
        while (++_attempts < settings.MaxAttempts)
        {
            await CloseAsync().ConfigureAwait(false);
            await Task.Delay(settings.DelayAfter(_attempts), settings.Time, cancellationToken).ConfigureAwait(false);
            try
            {
                await OpenAsync(cancellationToken).ConfigureAwait(false);
                for (var passed = 0L; passed < _parts; passed++)
                    if ((await _lines!.NextAsync(cancellationToken).ConfigureAwait(false)).Kind == FeedPartKind.End)
                        break;
                return true;
            }
            catch (VtTransportException) when (_attempts + 1 < settings.MaxAttempts)
            {
                // Lost again on the way to where it was lost.
            }
        }
        return false;
    }
}
