using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace VtKit.Emulator;

/// <summary>Makes tokens that carry a number and that only this store can have made, for one purpose each.</summary>
internal sealed class Signer(byte[] secret)
{
    private const int MacLength = 16;

    /// <summary>A token in base64url.</summary>
    public string Sign(string purpose, long number)
    {
        Span<byte> token = stackalloc byte[sizeof(long) + MacLength];
        BinaryPrimitives.WriteInt64BigEndian(token, number);
        Mac(purpose, number, token[sizeof(long)..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The number in a token; null when the token was not made here for this purpose.</summary>
    public long? Verify(string purpose, string token)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long) + MacLength];
        if (token.Length > 64 || !Base64Url.IsValid(token) || Base64Url.GetMaxDecodedLength(token.Length) > bytes.Length + 2) return null;
        if (!Base64Url.TryDecodeFromChars(token, bytes, out var length) || length != bytes.Length) return null;
        var number = BinaryPrimitives.ReadInt64BigEndian(bytes);
        Span<byte> expected = stackalloc byte[MacLength];
        Mac(purpose, number, expected);
        return CryptographicOperations.FixedTimeEquals(expected, bytes[sizeof(long)..]) ? number : null;
    }

    /// <summary>A stand-in for a name: always the same here, and it does not tell the name.</summary>
    public string Pseudonym(string name)
    {
        Span<byte> mac = stackalloc byte[MacLength];
        Mac("pseudonym:" + name, 0, mac);
        return Convert.ToHexStringLower(mac[..4]);
    }

    private void Mac(string purpose, long number, Span<byte> mac)
    {
        var text = new byte[Encoding.UTF8.GetMaxByteCount(purpose.Length) + sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(text, number);
        var length = Encoding.UTF8.GetBytes(purpose, text.AsSpan(sizeof(long))) + sizeof(long);
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, text.AsSpan(0, length), hash);
        hash[..MacLength].CopyTo(mac);
    }
}
