using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using ICSharpCode.SharpZipLib.BZip2;

namespace VtKit.Cli.Tests;

/// <summary>A service that has the packages of a feed's minutes.</summary>
internal sealed class FeedStub : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, byte[]> _packages = new();
    private readonly StubService _service;

    public FeedStub() => _service = new StubService(AnswerAsync);

    public Uri Address => _service.Address;

    public ConcurrentQueue<StubRequest> Requests => _service.Requests;

    /// <summary>Called for each request; what it gives goes out in place of a package.</summary>
    public Func<string, Task<StubAnswer?>> Before { get; set; } = _ => Task.FromResult<StubAnswer?>(null);

    public static string Line(int number, string attributes = "{}") => $$"""{"type":"file","id":"{{number}}","attributes":{{attributes}}}""";

    public FeedStub Put(DateTimeOffset minute, params IEnumerable<string> lines)
    {
        using var packed = new MemoryStream();
        using (var packer = new BZip2OutputStream(packed, 1) { IsStreamOwner = false })
            foreach (var line in lines)
                packer.Write(Encoding.UTF8.GetBytes(line + "\n"));
        _packages[minute.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture)] = packed.ToArray();
        return this;
    }

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    private async Task<StubAnswer> AnswerAsync(StubRequest request)
    {
        var time = request.Target[(request.Target.LastIndexOf('/') + 1)..];
        if (await Before(time) is { } other) return other;
        if (!_packages.TryGetValue(time, out var package)) return StubAnswer.Error(404, "NotFoundError", "No package.");
        var head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Type: application/x-bzip2\r\nContent-Length: {package.Length}\r\nConnection: close\r\n\r\n");
        return new StubAnswer([.. Encoding.ASCII.GetBytes(head), .. package]);
    }
}
