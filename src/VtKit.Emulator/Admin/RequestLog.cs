using System.Globalization;
using System.Text.RegularExpressions;

namespace VtKit.Emulator;

/// <summary>A request to the API, as the emulator logs it: without key, query and body.</summary>
/// <param name="Number">Its number, counted from 1.</param>
/// <param name="At">When it was answered, on the emulator's clock.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path as it came, such as <c>/api/v3/files/44d8...</c>; what would be a key in it is replaced.</param>
/// <param name="Status">The status of the answer; 0 when the connection was broken without one.</param>
public sealed record VtEmulatorRequest(long Number, DateTimeOffset At, string Method, string Path, int Status)
{
    /// <summary>Method, path and status: <c>GET /api/v3/files/44d8... 200</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Method} {Path} {Status}");
}

/// <summary>The last requests to the API: method, path, status. No keys, no bodies, no queries.</summary>
internal sealed partial class RequestLog
{
    private const int Kept = 10_000;
    private readonly Lock _lock = new();
    private readonly Queue<VtEmulatorRequest> _entries = new();
    private long _count;

    public void Add(DateTimeOffset at, string method, string path, int status)
    {
        // Told by a look, because every request comes by here.
        if (path.Contains("/users/", StringComparison.Ordinal) || path.StartsWith("/_ah/", StringComparison.Ordinal)) path = Secret().Replace(path, "${before}<redacted>");
        lock (_lock)
        {
            _entries.Enqueue(new VtEmulatorRequest(++_count, at, method, path, status));
            if (_entries.Count > Kept) _entries.Dequeue();
        }
    }

    public VtEmulatorRequest[] All()
    {
        lock (_lock) return [.. _entries];
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _count = 0;
        }
    }

    /// <summary>A user may be named by key, and the addresses for uploads and downloads are keys of their own.</summary>
    [GeneratedRegex(@"(?<before>/users/|/_ah/upload/|/_ah/download/[^/]*/)(?=[^/]{24})[^/]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Secret();
}
