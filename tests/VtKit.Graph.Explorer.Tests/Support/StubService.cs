using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace VtKit.Graph.Explorer.Tests;

/// <summary>A service in memory: lists by path, in pages with cursors, and whatever a test makes it answer instead.</summary>
internal sealed class StubService : HttpMessageHandler
{
    private readonly ConcurrentDictionary<string, JsonObject[]> _lists = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _requests = new();

    /// <summary>Method, path and query of each request, in the order in which they came.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>What to answer instead, by path; null for the usual.</summary>
    public Func<string, HttpResponseMessage?>? Instead { get; set; }

    /// <summary>What to wait for before the answer, by path.</summary>
    public Func<string, CancellationToken, Task>? Before { get; set; }

    public VtClient Client(Action<VtClientOptions>? configure = null)
    {
        var options = new VtClientOptions { ApiKey = new string('2', 64), Random = new Random(1), TimeProvider = new FakeTime { AutoAdvance = true }, Deadline = Timeout.InfiniteTimeSpan, ReadTimeout = Timeout.InfiniteTimeSpan, ConnectTimeout = Timeout.InfiniteTimeSpan };
        configure?.Invoke(options);
        return new VtClient(options, new HttpClient(this, disposeHandler: false));
    }

    public StubService List(string path, params JsonObject[] items)
    {
        _lists["/api/v3" + path] = items;
        return this;
    }

    public StubService Object(string path, JsonObject item)
    {
        _objects["/api/v3" + path] = item;
        return this;
    }

    public static JsonObject Item(string type, string id, JsonObject? attributes = null) =>
        attributes is null ? new JsonObject { ["type"] = type, ["id"] = id } : new JsonObject { ["type"] = type, ["id"] = id, ["attributes"] = attributes };

    public static JsonObject[] Domains(int count, string prefix = "d") =>
        [.. Enumerable.Range(0, count).Select(i => Item("domain", string.Create(CultureInfo.InvariantCulture, $"{prefix}{i}.example")))];

    public static HttpResponseMessage Error(HttpStatusCode status, string code, string message = "No.") =>
        Json(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } });

    public static HttpResponseMessage Json(HttpStatusCode status, JsonObject body) =>
        new(status) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var path = request.RequestUri!.AbsolutePath;
        _requests.Enqueue($"{request.Method} {request.RequestUri.PathAndQuery}");
        if (Before is not null) await Before(path, cancellationToken);
        if (Instead?.Invoke(path) is { } other) return other;
        if (_objects.TryGetValue(path, out var item)) return Json(HttpStatusCode.OK, new JsonObject { ["data"] = item.DeepClone() });
        return _lists.TryGetValue(path, out var list) || path.Count(c => c == '/') > 4
            ? Page(list ?? [], System.Web.HttpUtility.ParseQueryString(request.RequestUri.Query))
            : Error(HttpStatusCode.NotFound, "NotFoundError");
    }

    private static HttpResponseMessage Page(JsonObject[] list, System.Collections.Specialized.NameValueCollection query)
    {
        var limit = int.Parse(query["limit"] ?? "10", CultureInfo.InvariantCulture);
        if (limit is < 1 or > 300) return Error(HttpStatusCode.BadRequest, "BadRequestError", "limit");
        var from = int.Parse(query["cursor"]?.TrimStart('+', 'c') ?? "0", CultureInfo.InvariantCulture);
        var meta = new JsonObject();
        // A plus sign, which gets lost where a cursor is not escaped.
        if (from + limit < list.Length) meta["cursor"] = "+c" + (from + limit).ToString(CultureInfo.InvariantCulture);
        return Json(HttpStatusCode.OK, new JsonObject { ["data"] = new JsonArray([.. list.Skip(from).Take(limit).Select(item => item.DeepClone())]), ["meta"] = meta });
    }
}
