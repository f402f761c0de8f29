using System.Collections.Concurrent;
using System.Net;
using VtKit.Indicators;
using VtKit.Testing.Shared;

namespace VtKit.Tests;

/// <summary>A service for many look-ups at the same time: each id has its answer, and may be held back until a test lets it go.</summary>
internal sealed class LookupService : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _held = new(StringComparer.Ordinal);
    private int _underWay;

    /// <summary>Answers for what stands in the last segment of the path; found, unless set.</summary>
    public Dictionary<string, Func<HttpResponseMessage>> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>What was asked for, in the order in which it came.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>The queries that came with them.</summary>
    public ConcurrentQueue<string> Queries { get; } = [];

    /// <summary>The most that were under way at the same time.</summary>
    public int Most { get; private set; }

    public Lock Gate { get; } = new();

    public void Hold(string id) => _held[id] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release(string id) => _held[id].SetResult();

    public VtClient Client(Action<VtClientOptions>? configure = null, FakeTime? time = null) =>
        new(new ClientSettings(Make.Options(options =>
        {
            options.Retry.MaxAttempts = 1;
            configure?.Invoke(options);
        }, time)), this);

    public static HttpResponseMessage Found(string type, string id) => StubHandler.Answer(HttpStatusCode.OK, $$$"""{"data":{"type":"{{{type}}}","id":"{{{id}}}","attributes":{"size":1} } }""");

    public static HttpResponseMessage Error(int status, string code) => StubHandler.Answer((HttpStatusCode)status, StubHandler.Error(code));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var parts = request.RequestUri!.AbsolutePath.Split('/');
        var (type, id) = (parts[^2], Uri.UnescapeDataString(parts[^1]));
        Asked.Enqueue(id);
        Queries.Enqueue(request.RequestUri.Query);
        lock (Gate) Most = Math.Max(Most, ++_underWay);
        try
        {
            if (_held.TryGetValue(id, out var held)) await held.Task.WaitAsync(cancellationToken);
            return Answers.TryGetValue(id, out var answer) ? answer() : Found(type switch { "files" => "file", "urls" => "url", "domains" => "domain", _ => "ip_address" }, id);
        }
        finally
        {
            lock (Gate) _underWay--;
        }
    }

    /// <summary>A hash that nobody has.</summary>
    public static string Hash(int number) => FileHash.Parse(number.ToString("x64", System.Globalization.CultureInfo.InvariantCulture)).ToString();
}
