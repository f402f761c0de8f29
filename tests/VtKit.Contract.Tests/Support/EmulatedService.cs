using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VtKit.Emulator;
using VtKit.StaticAnalysis;
using VtKit.Testing.Shared;

namespace VtKit.Contract.Tests;

/// <summary>An emulator and clients of it over real HTTP, all on one clock that only the test moves.</summary>
internal sealed class EmulatedService : IAsyncDisposable
{
    private readonly HttpClient _admin;
    private readonly List<VtClient> _clients = [];

    private EmulatedService(VtEmulator emulator, FakeTime clock)
    {
        Emulator = emulator;
        Clock = clock;
        _admin = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { BaseAddress = emulator.BaseAddress };
        Premium = Client(VtEmulatorKeys.Premium);
    }

    public VtEmulator Emulator { get; }

    public FakeTime Clock { get; }

    /// <summary>A client with the premium key.</summary>
    public VtClient Premium { get; }

    public static async Task<EmulatedService> StartAsync(Action<VtEmulatorOptions>? configure = null)
    {
        var clock = new FakeTime();
        var options = new VtEmulatorOptions { TimeProvider = clock, Engines = new EngineSet([new EicarEngine()]) };
        configure?.Invoke(options);
        var service = new EmulatedService(await VtEmulator.StartAsync(options), clock);
        // Answered when the fresh store is filled: from then on the clock may jump.
        await service.PlantAsync("{}");
        return service;
    }

    /// <summary>A client that lives as long as the service.</summary>
    public VtClient Client(string key, Action<VtClientOptions>? configure = null)
    {
        var options = new VtClientOptions { ApiKey = key, BaseAddress = Emulator.BaseAddress, TimeProvider = Clock, Random = new Random(1) };
        configure?.Invoke(options);
        var client = new VtClient(options);
        _clients.Add(client);
        return client;
    }

    /// <summary>Requests to the API so far, without those of the admin routes: <c>GET /files/… 200</c>.</summary>
    public async Task<IReadOnlyList<string>> RequestsAsync() =>
        [.. (await AdminAsync(HttpMethod.Get, "/requests"))["requests"]!.AsArray()
            .Select(entry => $"{entry!["method"]} {((string)entry["path"]!).Replace("/api/v3", "", StringComparison.Ordinal)} {entry["status"]}")];

    public Task ForgetRequestsAsync() => AdminAsync(HttpMethod.Delete, "/requests");

    /// <summary>Orders a fault, such as <c>{"status": 503}</c>.</summary>
    public Task FaultAsync(string json) => AdminAsync(HttpMethod.Post, "/faults", json);

    /// <summary>How many ordered faults have not struck to their end.</summary>
    public async Task<int> FaultsLeftAsync() => (int)(await AdminAsync(HttpMethod.Get, "/faults"))["waiting"]!;

    /// <summary>Lays objects down without a submission.</summary>
    public Task PlantAsync(string json) => AdminAsync(HttpMethod.Post, "/seed", json);

    public async Task<JsonObject> AdminAsync(HttpMethod method, string path, string? json = null)
    {
        using var request = new HttpRequestMessage(method, "/_emulator" + path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        using var response = await _admin.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        _admin.Dispose();
        await Emulator.DisposeAsync();
    }
}

/// <summary>Tells at once, on the thread that reports, so that a test sees each report in its order.</summary>
internal sealed class Told<T>(Action<T>? also = null) : IProgress<T>
{
    private readonly Lock _lock = new();
    private readonly List<T> _reports = [];

    public IReadOnlyList<T> Reports
    {
        get
        {
            lock (_lock) return [.. _reports];
        }
    }

    public void Report(T value)
    {
        lock (_lock) _reports.Add(value);
        also?.Invoke(value);
    }
}

internal static class Json
{
    public static ReadOnlyMemory<byte> Of(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node);

    /// <summary>The JSON of an object, the same however deep it stood in its answer.</summary>
    public static string Of(VtObject found) => JsonNode.Parse(found.Utf8Json)!.ToJsonString();

    /// <summary>The usual envelope of an object that is to be made.</summary>
    public static ReadOnlyMemory<byte> Create(string type, string attribute, string value) =>
        Of(new JsonObject { ["data"] = new JsonObject { ["type"] = type, ["attributes"] = new JsonObject { [attribute] = value } } });
}
