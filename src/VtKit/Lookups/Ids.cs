using System.Security.Cryptography;
using System.Text;

namespace VtKit;

/// <summary>Lists of ids, as they come.</summary>
internal static class Ids
{
    public static IAsyncEnumerable<string> ToAsync(IEnumerable<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return ids.ToAsyncEnumerable();
    }

    /// <summary>How many different ids there are, and how many of them the client's cache knows. Only a fingerprint of each is held.</summary>
    /// <param name="client">Whose cache.</param>
    /// <param name="ids">The ids.</param>
    /// <param name="targetOf">What an id means; throws where it means nothing.</param>
    /// <param name="cancellationToken">Gives the counting up.</param>
    public static async Task<(int Distinct, int Cached)> CountAsync<T>(
        VtClient client, IEnumerable<string> ids, Func<string, LookupTarget<T>> targetOf, CancellationToken cancellationToken) where T : VtObject
    {
        ArgumentNullException.ThrowIfNull(ids);
        var seen = new HashSet<UInt128>();
        var cached = 0;
        foreach (var id in ids)
        {
            LookupTarget<T> target;
            try
            {
                target = targetOf(id);
            }
            catch (Exception e) when (e is FormatException or ArgumentException)
            {
                // Nothing would be sent for it.
                continue;
            }
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(target.Key));
            if (seen.Add(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash)) && await KnowsAsync(client.Settings, target.Cached, cancellationToken).ConfigureAwait(false)) cached++;
        }
        return (seen.Count, cached);
    }

    private static async ValueTask<bool> KnowsAsync(ClientSettings settings, VtCacheKey key, CancellationToken cancellationToken)
    {
        if (settings.Cache is not { } cache || settings.CacheMode == VtCacheMode.Refresh) return false;
        return await cache.FindAsync(key, settings.Time.GetUtcNow(), settings.CacheMode == VtCacheMode.Offline, cancellationToken).ConfigureAwait(false) is not null;
    }
}
