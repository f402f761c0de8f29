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

    /// <summary>How many different ids there are. Only a fingerprint of each is held.</summary>
    /// <param name="ids">The ids.</param>
    /// <param name="identityOf">What an id means; throws where it means nothing.</param>
    public static int CountDistinct(IEnumerable<string> ids, Func<string, string> identityOf)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var seen = new HashSet<UInt128>();
        foreach (var id in ids)
        {
            try
            {
                var hash = SHA256.HashData(Encoding.UTF8.GetBytes(identityOf(id)));
                seen.Add(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash));
            }
            catch (Exception e) when (e is FormatException or ArgumentException)
            {
                // Nothing would be sent for it.
            }
        }
        return seen.Count;
    }
}
