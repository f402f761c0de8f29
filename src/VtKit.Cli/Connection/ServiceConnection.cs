using System.Net;
using System.Security.Cryptography;

namespace VtKit.Cli;

/// <summary>A client of the service that the user wants, and what lives as long as it does.</summary>
internal sealed class ServiceConnection : IAsyncDisposable
{
    private static readonly TimeSpan LocalFirstInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LocalMaxInterval = TimeSpan.FromSeconds(2);

    private readonly IAsyncDisposable? _local;
    private readonly KeptState? _kept;
    private readonly RequestLog? _log;

    private ServiceConnection(VtClient client, IAsyncDisposable? local, KeptState? kept, RequestLog? log) => (Client, _local, _kept, _log) = (client, local, kept, log);

    public VtClient Client { get; }

    /// <summary>The service's name for people.</summary>
    public string Host => Client.BaseAddress.Authority;

    /// <summary>Whether what is sent there stays on this machine.</summary>
    public bool IsOnThisMachine => Client.BaseAddress.IsLoopback;

    /// <summary>Connects as options, environment and configuration say.</summary>
    /// <param name="session">Who asks.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <param name="quota">What the key may use, where the command knows it better than the configuration; the ledger is then used wherever the service is.</param>
    /// <param name="apiKey">The key; that of the settings if null.</param>
    /// <param name="counts">Whether requests are to be counted also where nothing limits them; then in memory.</param>
    /// <exception cref="CliException">There is no key.</exception>
    public static async Task<ServiceConnection> OpenAsync(CliSession session, CancellationToken cancellationToken, VtQuota? quota = null, string? apiKey = null, bool counts = false)
    {
        var settings = session.Settings;
        var options = new VtClientOptions
        {
            ApplicationName = $"vtk/{BuildVersion.Text}",
            ToolName = $"vtkit.vtk.{BuildVersion.Text}",
            TimeProvider = session.Time,
        };
        if (counts) options.QuotaLedger = new VtMemoryQuotaLedger();
        if (settings.ConnectTimeout is { } connect) options.ConnectTimeout = connect;
        if (settings.CaFile is { } authorities) AddAuthorities(options, authorities);
        if (settings.ReadTimeout is { } read) options.ReadTimeout = read;
        var log = session.Parsed.GetValue(GlobalOptions.Verbose) ? new RequestLog(session.Talk) : null;
        var dryRun = session.Parsed.GetValue(WriteOptions.DryRun);
        if (settings.Local)
        {
            Task<LocalService> Open(CancellationToken token) => LocalService.OpenAsync(session.Environment.LocalData, session.Time, token);
            var service = await Open(cancellationToken).ConfigureAwait(false);
            options.BaseAddress = service.Address;
            options.ApiKey = LocalService.ApiKey;
            if (log is not null) session.Talk.Write($"* {service.Address.Authority}, data in {session.Environment.LocalData}");
            var local = new LocalHandler(service, Open, VtClient.CreateHandler(options));
            return new ServiceConnection(new VtClient(options, HttpClientOver(dryRun ? new DryRunHandler(session.Console, local) : local)), local, null, log);
        }
        options.ApiKey = apiKey ?? settings.ApiKey ?? throw new CliException(ExitCode.Auth,
            "no API key: set VTK_API_KEY, or run `vtk init`, or use --local for an emulator that needs none");
        options.BaseAddress = settings.BaseUrl;
        options.Proxy = settings.Proxy is { } proxy ? new WebProxy(proxy) : null;
        var kept = KeptState.Open(session, options, quota);
        var client = dryRun ? new VtClient(options, HttpClientOver(new DryRunHandler(session.Console, VtClient.CreateHandler(options)))) : new VtClient(options);
        if (log is not null) session.Talk.Write($"* {client.BaseAddress.Authority}, key from {(apiKey is null ? settings.ApiKeySource : "this command")}");
        return new ServiceConnection(client, null, kept, log);
    }

    private static void AddAuthorities(VtClientOptions options, string path)
    {
        try
        {
            options.ExtraCertificateAuthorities.ImportFromPemFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Unusable(path, $"cannot be read: {e.Message}", e);
        }
        catch (CryptographicException e)
        {
            throw InputFile.Unusable(path, "holds no certificates that can be read: give a file in PEM", e);
        }
        if (options.ExtraCertificateAuthorities.Count == 0) throw InputFile.Unusable(path, "holds no certificates: give a file in PEM");
    }

    /// <summary>How to wait for an analysis: on this machine looking costs nothing, and takes no time.</summary>
    /// <param name="progress">Told after each look.</param>
    /// <param name="deadline">How long at most; the usual time if null.</param>
    public VtWaitOptions WaitOptions(IProgress<VtWaitProgress> progress, TimeSpan? deadline = null)
    {
        var usual = new VtWaitOptions();
        return new VtWaitOptions
        {
            Progress = progress,
            Deadline = deadline ?? usual.Deadline,
            FirstInterval = IsOnThisMachine ? LocalFirstInterval : usual.FirstInterval,
            MaxInterval = IsOnThisMachine ? LocalMaxInterval : usual.MaxInterval,
        };
    }

    private static HttpClient HttpClientOver(HttpMessageHandler handler) => new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _kept?.Dispose();
        if (_local is not null) await _local.DisposeAsync().ConfigureAwait(false);
        _log?.Dispose();
    }
}
