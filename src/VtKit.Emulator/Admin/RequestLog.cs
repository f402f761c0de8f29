using System.Text.RegularExpressions;

namespace VtKit.Emulator;

/// <summary>The last requests to the API: method, path, status. No keys, no bodies, no queries.</summary>
internal sealed partial class RequestLog
{
    private const int Kept = 10_000;
    private readonly Lock _lock = new();
    private readonly Queue<Entry> _entries = new();
    private long _count;

    public sealed record Entry(long Number, DateTimeOffset At, string Method, string Path, int Status);

    public void Add(DateTimeOffset at, string method, string path, int status)
    {
        path = Secret().Replace(path, "${before}<redacted>");
        lock (_lock)
        {
            _entries.Enqueue(new Entry(++_count, at, method, path, status));
            if (_entries.Count > Kept) _entries.Dequeue();
        }
    }

    public Entry[] All()
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
