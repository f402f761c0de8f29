using VtKit.Emulator;
using VtKit.StaticAnalysis;

namespace VtKit.Testing;

/// <summary>
/// An emulated VirusTotal for the tests of your own code: in this process, on a free port of this machine, with state of its own, so that
/// tests may run side by side. What is scripted is real state of a real HTTP service; nothing is mocked. It knows nothing of
/// test frameworks: make one in a fixture, and dispose of it there.
/// </summary>
/// <example>
/// <code>
/// await using var virusTotal = await VtTestServer.StartAsync();
/// await virusTotal.AddFileAsync(sha256, VtTestVerdict.Malicious(3, of: 70));
/// var file = await virusTotal.Client.Files.GetAsync(sha256);
/// </code>
/// </example>
public sealed partial class VtTestServer : IAsyncDisposable
{
    private readonly VtEmulator _emulator;
    private readonly AdminClient _admin;
    private readonly List<VtClient> _clients = [];
    private readonly Lock _gate = new();

    private VtTestServer(VtEmulator emulator, VtTestClock clock)
    {
        _emulator = emulator;
        _admin = new AdminClient(emulator.BaseAddress);
        Clock = clock;
        Client = CreateClient();
    }

    /// <summary>The address to give to the code under test, as <see cref="VtClientOptions.BaseAddress"/>.</summary>
    public Uri BaseAddress => _emulator.BaseAddress;

    /// <summary>A client with <see cref="VtEmulatorKeys.Premium"/>, which has no limits and every privilege. It lives as long as this server.</summary>
    public VtClient Client { get; }

    /// <summary>The clock of the server and of its clients. It stands still until it is moved, or until a client waits.</summary>
    public VtTestClock Clock { get; }

    /// <summary>What was asked of the service so far, oldest first, the last 10,000: method, path and status, and no key, query or body.</summary>
    public IReadOnlyList<VtEmulatorRequest> Requests => _emulator.Requests;

    /// <summary>Starts a server; when this returns, it answers. A fresh one knows the test file EICAR and every IP address, and nothing else.</summary>
    /// <param name="configure">
    /// Changes how it runs: how long analyses take, or which engines scan what is uploaded. Unless changed, analyses are done at once and
    /// no engine of this machine takes part.
    /// </param>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="ArgumentException">The options have a clock of their own: <see cref="Clock"/> is the server's.</exception>
    /// <exception cref="VtEmulatorException">It cannot start; the text says why.</exception>
    public static async Task<VtTestServer> StartAsync(Action<VtEmulatorOptions>? configure = null, CancellationToken cancellationToken = default)
    {
        var clock = new VtTestClock();
        var options = new VtEmulatorOptions { TimeProvider = clock.OfServer, Engines = new EngineSet([new EicarEngine()]) };
        configure?.Invoke(options);
        if (options.TimeProvider != clock.OfServer)
            throw new ArgumentException("The clock of a test server is its Clock: leave TimeProvider as it is, and move that one.", nameof(configure));
        var emulator = await VtEmulator.StartAsync(options, cancellationToken).ConfigureAwait(false);
        var server = new VtTestServer(emulator, clock);
        try
        {
            // Answered when the fresh store is filled: from then on the clock may move.
            await server._admin.SeedAsync(static _ => { }, cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Options for a client of this server: its address, a key, its clock, and a chance that is the same in each run. The call's deadline
    /// is off, because the clock may jump.
    /// </summary>
    /// <param name="apiKey">The key, one of <see cref="VtEmulatorKeys"/>; the premium one if null.</param>
    public VtClientOptions CreateOptions(string? apiKey = null) => new()
    {
        ApiKey = apiKey ?? VtEmulatorKeys.Premium,
        BaseAddress = BaseAddress,
        TimeProvider = Clock,
        Random = new Random(1),
        Deadline = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Makes a client of this server, which disposes of it.</summary>
    /// <param name="configure">Changes what <see cref="CreateOptions"/> gives, such as the key or the quota.</param>
    /// <exception cref="ArgumentException">An option is not acceptable; the text says which.</exception>
    public VtClient CreateClient(Action<VtClientOptions>? configure = null)
    {
        var options = CreateOptions();
        configure?.Invoke(options);
        var client = new VtClient(options);
        lock (_gate) _clients.Add(client);
        return client;
    }

    /// <summary>Forgets the requests so far.</summary>
    /// <param name="cancellationToken">Gives the call up.</param>
    public Task ForgetRequestsAsync(CancellationToken cancellationToken = default) => _admin.SendAsync(HttpMethod.Delete, "/requests", null, cancellationToken);

    /// <summary>Forgets everything: what was added and submitted, faults, requests, used quota. The clock stays where it is.</summary>
    /// <param name="cancellationToken">Gives the call up.</param>
    public Task ResetAsync(CancellationToken cancellationToken = default) => _admin.SendAsync(HttpMethod.Post, "/reset", null, cancellationToken);

    /// <summary>Disposes of its clients and stops it. Later calls do nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        VtClient[] clients;
        lock (_gate)
        {
            clients = [.. _clients];
            _clients.Clear();
        }
        foreach (var client in clients) client.Dispose();
        _admin.Dispose();
        await _emulator.DisposeAsync().ConfigureAwait(false);
    }
}
