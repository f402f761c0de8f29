using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VtKit.StaticAnalysis;
using VtKit.Testing.Shared;

namespace VtKit.Emulator.Tests;

/// <summary>An emulator on a fake clock with clients that hold one key each. Nothing leaves this machine.</summary>
internal sealed class EmulatorFixture : IAsyncDisposable
{
    public const string EicarSha256 = "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f";
    public const string EicarMd5 = "44d88612fea8a8f36de82e1278abb02f";
    public const string EicarSha1 = "3395856ce81f2b7382dee72602f798b642f14140";

    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, UseProxy = false, AutomaticDecompression = DecompressionMethods.None };

    private EmulatorFixture(VtEmulator emulator, FakeTime clock)
    {
        Emulator = emulator;
        Clock = clock;
        Premium = Client(VtEmulatorKeys.Premium);
        Public = Client(VtEmulatorKeys.Public);
        Admin = Client(null);
    }

    public VtEmulator Emulator { get; }

    public FakeTime Clock { get; }

    public HttpClient Premium { get; }

    public HttpClient Public { get; }

    /// <summary>A client without a key.</summary>
    public HttpClient Admin { get; }

    public static async Task<EmulatorFixture> StartAsync(Action<VtEmulatorOptions>? configure = null)
    {
        var clock = new FakeTime();
        var options = new VtEmulatorOptions { TimeProvider = clock, Engines = new EngineSet([new EicarEngine()]) };
        configure?.Invoke(options);
        return new EmulatorFixture(await VtEmulator.StartAsync(options), clock);
    }

    public HttpClient Client(string? key)
    {
        var client = new HttpClient(_handler, disposeHandler: false) { BaseAddress = Emulator.BaseAddress, Timeout = TimeSpan.FromMinutes(2) };
        if (key is not null) client.DefaultRequestHeaders.Add("x-apikey", key);
        return client;
    }

    /// <summary>A path below the API.</summary>
    public static Uri Api(string path) => new("/api/v3" + path, UriKind.Relative);

    public Task<JsonObject> GetAsync(string path) => Premium.ReadAsync(HttpMethod.Get, path);

    public Task<JsonObject> PostAsync(string path, string json = "") => Premium.ReadAsync(HttpMethod.Post, path, new StringContent(json));

    public Task<JsonObject> AdminAsync(HttpMethod method, string path, string? json = null) =>
        Admin.ReadAbsoluteAsync(method, "/_emulator" + path, json is null ? null : new StringContent(json));

    /// <summary>Returns when something waits on the clock.</summary>
    public async Task SomebodyWaitsAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        while (Clock.Waiting == 0 && TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30)) await Task.Yield();
    }

    /// <summary>Uploads a file directly and returns the id of its analysis.</summary>
    public async Task<string> UploadAsync(byte[] content, string name = "sample.bin")
    {
        using var form = Form(content, name);
        var answer = await Premium.ReadAsync(HttpMethod.Post, "/files", form);
        return answer["data"]!["id"]!.GetValue<string>();
    }

    public static MultipartFormDataContent Form(byte[] content, string name)
    {
        var part = new ByteArrayContent(content);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return new MultipartFormDataContent { { part, "file", name } };
    }

    public async ValueTask DisposeAsync()
    {
        Premium.Dispose();
        Public.Dispose();
        Admin.Dispose();
        _handler.Dispose();
        await Emulator.DisposeAsync();
    }
}

internal static class ClientExtensions
{
    /// <summary>Sends a request that must succeed and reads its JSON.</summary>
    public static Task<JsonObject> ReadAsync(this HttpClient client, HttpMethod method, string path, HttpContent? body = null) =>
        client.ReadAbsoluteAsync(method, "/api/v3" + path, body);

    public static async Task<JsonObject> ReadAbsoluteAsync(this HttpClient client, HttpMethod method, string path, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>Sends a request that must fail and returns the error as <c>status code message</c>.</summary>
    public static async Task<string> FailAsync(this HttpClient client, HttpMethod method, string path, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(method, "/api/v3" + path) { Content = body };
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
        response.Headers.Contains("x-vtkit-emulator").ShouldBeTrue();
        using var json = JsonDocument.Parse(text);
        json.RootElement.EnumerateObject().Count().ShouldBe(1, text);
        var error = json.RootElement.GetProperty("error");
        error.EnumerateObject().Count().ShouldBe(2, text);
        return $"{(int)response.StatusCode} {error.GetProperty("code").GetString()} {error.GetProperty("message").GetString()}";
    }

    public static byte[] Utf8(this string text) => Encoding.UTF8.GetBytes(text);
}

/// <summary>Bodies that clients send.</summary>
internal static class Bodies
{
    public static string Comment(string text) => Of("comment", "text", text);

    public static string Vote(string verdict) => Of("vote", "verdict", verdict);

    private static string Of(string type, string attribute, string value) =>
        new JsonObject { ["data"] = new JsonObject { ["type"] = type, ["attributes"] = new JsonObject { [attribute] = value } } }.ToJsonString();
}
