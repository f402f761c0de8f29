using System.Security.Cryptography;
using System.Text;

namespace VtKit.Graph;

/// <summary>Ids that follow from a name (RFC 9562, version 5).</summary>
internal static class NameUuid
{
    /// <summary>The namespace that STIX 2.1 gives for observables.</summary>
    public static readonly Guid StixObservables = new("00abedb4-aa42-466c-9c01-fed23315a9b7");

    /// <summary>Our own, for everything else.</summary>
    public static readonly Guid Ours = new("6f0f2a8e-52a5-4b0c-9d55-3c1f7f1f5a11");

    public static string Of(Guid space, string name)
    {
        var text = Encoding.UTF8.GetBytes(name);
        var input = new byte[16 + text.Length];
        space.TryWriteBytes(input, bigEndian: true, out _);
        text.CopyTo(input, 16);
        var hash = SHA1.HashData(input).AsSpan(0, 16);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash, bigEndian: true).ToString();
    }
}
