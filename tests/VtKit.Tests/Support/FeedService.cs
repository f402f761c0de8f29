using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using VtKit.Testing.Shared;

namespace VtKit.Tests;

/// <summary>
/// The feeds of a service: packages by their time, behind a redirect to a store elsewhere. Each answer can be replaced by a fault.
/// </summary>
internal sealed class FeedService : HttpMessageHandler
{
    private const string Store = "https://store.example/";
    private readonly ConcurrentDictionary<string, byte[]> _packages = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Func<HttpResponseMessage>>> _faults = new();

    public FeedService() => Client = new VtClient(new ClientSettings(Make.Options(options => options.Quota = VtQuota.Public, Time)), this);

    public FakeTime Time { get; } = new(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero)) { AutoAdvance = true };

    public VtClient Client { get; }

    /// <summary>The paths that were asked of the service, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>What the store was asked with a key, which it must never be.</summary>
    public ConcurrentQueue<string> KeysLeaked { get; } = new();

    public static DateTimeOffset Minute(int minute) => new DateTimeOffset(2026, 1, 15, 10, 0, 0, TimeSpan.Zero).AddMinutes(minute);

    public static string Name(DateTimeOffset minute, string feed = "files") => $"/api/v3/feeds/{feed}/{minute.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture)}";

    public static string Line(int number, int size = 0) => $$$"""{"type":"file","id":"{{{number}}}","attributes":{"size":{{{number}}},"names":["{{{new string('x', size)}}}"]}}""";

    public FeedService Put(DateTimeOffset minute, IEnumerable<string> lines, string feed = "files") => Put(Name(minute, feed), Bzip2.Compress(Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n"))), 1));

    public FeedService Put(string path, byte[] package)
    {
        _packages[path] = package;
        return this;
    }

    /// <summary>The next answer to a path, or the next body of its package, is this one.</summary>
    public FeedService Fail(string path, Func<HttpResponseMessage> answer)
    {
        _faults.GetOrAdd(path, _ => new()).Enqueue(answer);
        return this;
    }

    /// <summary>The body of a package that breaks off.</summary>
    public HttpResponseMessage Cut(string path, int after, bool silently = false) => new(HttpStatusCode.OK)
    {
        Content = new StreamContent(silently ? new MemoryStream(_packages[path], 0, after) : new BreakingStream(_packages[path], after)),
    };

    /// <inheritdoc cref="Cut(string, int, bool)"/>
    public HttpResponseMessage Cut(string path, double share) => Cut(path, (int)(_packages[path].Length * share));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        var isStore = request.RequestUri.Host == "store.example";
        if (isStore && request.Headers.Contains("x-apikey")) KeysLeaked.Enqueue(path);
        if (!isStore) Asked.Enqueue(path);
        if (isStore && _faults.TryGetValue(path, out var bodies) && bodies.TryDequeue(out var fault)) return Task.FromResult(fault());
        if (!_packages.TryGetValue(path, out var package)) return Task.FromResult(Missing(path));
        if (isStore) return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(package) });
        var redirect = StubHandler.Answer(HttpStatusCode.Found);
        redirect.Headers.Location = new Uri(Store + path[1..]);
        return Task.FromResult(redirect);
    }

    private HttpResponseMessage Missing(string path)
    {
        var time = path[(path.LastIndexOf('/') + 1)..];
        return time.Length == 12 && DateTimeOffset.ParseExact(time, "yyyyMMddHHmm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) > Time.GetUtcNow().AddHours(-1)
            ? StubHandler.Answer(HttpStatusCode.BadRequest, StubHandler.Error("NotAvailableYet", "Too early."))
            : StubHandler.Answer(HttpStatusCode.NotFound, StubHandler.Error("NotFoundError"));
    }

    private sealed class BreakingStream(byte[] bytes, int after) : MemoryStream(bytes, 0, after)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            return read > 0 ? read : throw new HttpIOException(HttpRequestError.ResponseEnded);
        }
    }
}
