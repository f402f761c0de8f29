using System.Net;

namespace VtKit;

/// <summary>
/// Where reports of files, URLs, domains and IP addresses are kept, so that asking again costs nothing: one that was found, and that one was not found
/// (404); never another error. It may serve many clients, and, when it is kept in a shared store, many processes. It decides for how long an answer is good.
/// </summary>
/// <remarks>A cache that fails is one that does not have the answer: no method throws but for cancellation.</remarks>
public abstract class VtResponseCache
{
    /// <summary>The answer to a question, or null where it is not there or too old.</summary>
    /// <param name="key">The question.</param>
    /// <param name="now">The present time.</param>
    /// <param name="alsoStale">Whether a report that is too old is better than none. That something was not found is never believed for longer.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    public abstract ValueTask<VtCachedResponse?> FindAsync(VtCacheKey key, DateTimeOffset now, bool alsoStale = false, CancellationToken cancellationToken = default);

    /// <summary>Keeps an answer, in the place of the one that may be there.</summary>
    /// <param name="key">The question.</param>
    /// <param name="otherIds">More ids that name the same object: the other hashes of a file, the service's id of a URL.</param>
    /// <param name="response">The answer.</param>
    /// <param name="cancellationToken">Stops waiting for the store.</param>
    public abstract ValueTask KeepAsync(VtCacheKey key, IReadOnlyList<string> otherIds, VtCachedResponse response, CancellationToken cancellationToken = default);
}

/// <summary>A question whose answer may be kept: the same for all spellings of one.</summary>
/// <param name="Account">The fingerprint of the key that asks: what one key may see, another may not.</param>
/// <param name="Type">The type of the object: one of <see cref="VtObjectTypes"/>.</param>
/// <param name="Id">Its id in canonical form; of a URL the SHA-256 of its canonical form.</param>
/// <param name="Query">The query with its question mark, or the empty string: another query is another question.</param>
public sealed record VtCacheKey(string Account, string Type, string Id, string Query);

/// <summary>An answer that was kept.</summary>
/// <param name="Status">200, or 404 where the service does not know the object.</param>
/// <param name="Body">The body as it came, without the key.</param>
/// <param name="ReceivedAt">When it came.</param>
public sealed record VtCachedResponse(HttpStatusCode Status, ReadOnlyMemory<byte> Body, DateTimeOffset ReceivedAt);

/// <summary>What a client does with its <see cref="VtClientOptions.Cache"/>.</summary>
public enum VtCacheMode
{
    /// <summary>Answers from it where it can, and keeps what the service answers.</summary>
    Use,

    /// <summary>Asks the service, and keeps what it answers.</summary>
    Refresh,

    /// <summary>Asks the service nothing at all. What the cache does not have is a <see cref="VtOfflineException"/>; a report that is too old is better than none.</summary>
    Offline,
}
