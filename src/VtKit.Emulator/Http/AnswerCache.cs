using System.Collections.Concurrent;

namespace VtKit.Emulator;

/// <summary>
/// Reports as they were answered last, good until anything in the store or the clock's setting changes. Only answers that
/// follow from the store, the caller and the address alone are here.
/// </summary>
internal sealed class AnswerCache
{
    private const int MostAnswers = 2_000;
    private const long MostBytes = 32 * 1024 * 1024;
    private readonly ConcurrentDictionary<(Account Account, string Host, string Target), Cached> _answers = new();
    private long _version;
    private long _bytes;

    /// <summary>Grows with each change.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Something changed: no answer before counts any more.</summary>
    public void Invalidate() => Interlocked.Increment(ref _version);

    public Cached? Find(Account account, string host, string target) =>
        _answers.TryGetValue((account, host, target), out var cached) && cached.Version == Version ? cached : null;

    /// <summary>Keeps an answer that was made when the version was the one given, or older: a change meanwhile makes it void.</summary>
    public void Keep(Account account, string host, string target, Cached cached)
    {
        if (_answers.Count >= MostAnswers || Interlocked.Add(ref _bytes, cached.Answer.Body.Length) > MostBytes)
        {
            _answers.Clear();
            Interlocked.Exchange(ref _bytes, cached.Answer.Body.Length);
        }
        _answers[(account, host, target)] = cached;
    }

    /// <summary>An answer with what a call of it is counted as.</summary>
    internal sealed record Cached(long Version, Answer Answer, string Counter, int Cost);
}
