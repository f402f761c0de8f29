namespace VtKit.Emulator;

/// <summary>
/// A stateful service on this machine that speaks VirusTotal's API v3, for tests, CI and air-gapped work: no key of the real
/// service, no internet. Static analysis and engines are real; what cannot be computed is absent; an endpoint that is not
/// emulated answers 501 <c>NotSupportedByEmulator</c>. It knows the keys of <see cref="VtEmulatorKeys"/>.
/// </summary>
/// <example>
/// <code>
/// await using var emulator = await VtEmulator.StartAsync();
/// // emulator.BaseAddress is http://127.0.0.1:PORT/, the API lies under /api/v3
/// </code>
/// </example>
public sealed class VtEmulator : IAsyncDisposable
{
    private const int ShortestToken = 16;
    private readonly DataFolder _folder;
    private readonly Backend _backend;
    private readonly Listener _listener;
    private readonly CancellationTokenSource _stopping = new();
    private int _stopped;

    private VtEmulator(DataFolder folder, Backend backend, Listener listener)
    {
        _folder = folder;
        _backend = backend;
        _listener = listener;
        BaseAddress = backend.BaseAddress;
        backend.Prepare(_stopping.Token);
    }

    /// <summary>The origin that answers, such as <c>http://127.0.0.1:43210/</c>. The API lies under <c>/api/v3</c> of it.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The requests to the API so far, oldest first: the last 10,000, without those of the admin routes. A request is here before its answer goes out.</summary>
    public IReadOnlyList<VtEmulatorRequest> Requests => _backend.Requests.All();

    /// <summary>Starts an emulator; when this returns, it answers.</summary>
    /// <param name="options">Where it listens and what it keeps; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="VtEmulatorException">The port or the data folder is in use or unusable, the database is damaged, or the scenario is wrong.</exception>
    public static async Task<VtEmulator> StartAsync(VtEmulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new VtEmulatorOptions();
        CheckExposure(options);
        var instance = Guid.NewGuid().ToString("N");
        var folder = options.DataDirectory is { } path
            ? await DataFolder.OpenAsync(path, cancellationToken).ConfigureAwait(false)
            : DataFolder.OpenTemporary();
        Backend? backend = null;
        Listener? listener = null;
        try
        {
            backend = await Backend.OpenAsync(options, folder, instance, cancellationToken).ConfigureAwait(false);
            (listener, backend.BaseAddress) = await Listener.StartAsync(options.Host, options.Port, options.SlownessGrace, new Pipeline(backend).HandleAsync, cancellationToken).ConfigureAwait(false);
            folder.Announce(backend.BaseAddress, instance);
        }
        catch
        {
            if (listener is not null) await listener.DisposeAsync().ConfigureAwait(false);
            backend?.Dispose();
            folder.Dispose();
            throw;
        }
        var emulator = new VtEmulator(folder, backend, listener);
        if (options.ScenarioFile is null) return emulator;
        try
        {
            await backend.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
            return emulator;
        }
        catch
        {
            await emulator.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Whoever reaches it may do everything, so that other machines are let in only where somebody said so twice.</summary>
    private static void CheckExposure(VtEmulatorOptions options)
    {
        if (options.AdminToken is { Length: < ShortestToken })
            throw new VtEmulatorException(VtEmulatorFailure.AddressUnusable, $"The admin token is too short: give one of at least {ShortestToken} characters.");
        if (Listener.IsLoopback(options.Host)) return;
        if (!options.AllowRemote)
            throw new VtEmulatorException(VtEmulatorFailure.AddressUnusable,
                $"{options.Host} lets other machines in. Listen on 127.0.0.1, or say that this is meant: --allow-remote, in code AllowRemote.");
        if (options.AdminToken is null)
            throw new VtEmulatorException(VtEmulatorFailure.AddressUnusable,
                $"An emulator that other machines reach needs an admin token: set VTK_EMULATOR_TOKEN, in code AdminToken, to at least {ShortestToken} characters.");
    }

    /// <summary>
    /// Finds the emulator that uses a data folder, in whatever process: the folder holds its address, which is asked whether
    /// it still answers.
    /// </summary>
    /// <param name="dataDirectory">The folder, as given in <see cref="VtEmulatorOptions.DataDirectory"/>.</param>
    /// <param name="cancellationToken">Gives up asking.</param>
    /// <returns>The emulator's <see cref="BaseAddress"/>, or null when none runs there.</returns>
    public static Task<Uri?> TryFindRunningAsync(string dataDirectory, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataDirectory);
        return RunningEmulator.FindAsync(DataFolder.ReadAddress(dataDirectory), cancellationToken);
    }

    /// <summary>Stops answering, lets running requests end, and lets go of the data folder. Later calls do nothing.</summary>
    /// <param name="cancellationToken">Cuts running requests off.</param>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0) return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _listener.StopAsync(cancellationToken).ConfigureAwait(false);
        await _listener.DisposeAsync().ConfigureAwait(false);
        await _backend.Ready.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _backend.SaveUsageAsync().ConfigureAwait(false);
        await _backend.Retrohunt.Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
        _backend.Dispose();
        _folder.Dispose();
    }

    /// <summary>As <see cref="StopAsync"/>.</summary>
    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);
}
