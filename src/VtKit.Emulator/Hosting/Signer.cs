using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace VtKit.Emulator;

/// <summary>Makes tokens that carry numbers and that only this store can have made, for one purpose each.</summary>
internal sealed class Signer(byte[] secret)
{
    private const int MacLength = 16;

    /// <summary>A token in base64url.</summary>
    public string Sign(string purpose, params ReadOnlySpan<long> numbers)
    {
        var token = new byte[numbers.Length * sizeof(long) + MacLength];
        for (var i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteInt64BigEndian(token.AsSpan(i * sizeof(long)), numbers[i]);
        Mac(purpose, token.AsSpan(0, numbers.Length * sizeof(long)), token.AsSpan(numbers.Length * sizeof(long)));
        return Base64Url.EncodeToString(token);
    }

    /// <summary>The number in a token; null when the token was not made here for this purpose.</summary>
    public long? Verify(string purpose, string token)
    {
        Span<long> number = stackalloc long[1];
        return Verify(purpose, token, number) ? number[0] : null;
    }

    /// <summary>Reads the numbers in a token; false when it was not made here for this purpose, or has not as many.</summary>
    public bool Verify(string purpose, string token, Span<long> numbers)
    {
        var content = numbers.Length * sizeof(long);
        Span<byte> bytes = stackalloc byte[content + MacLength];
        if (Base64Url.DecodeFromChars(token, bytes, out var consumed, out var length) != OperationStatus.Done || consumed != token.Length || length != bytes.Length) return false;
        Span<byte> expected = stackalloc byte[MacLength];
        Mac(purpose, bytes[..content], expected);
        if (!CryptographicOperations.FixedTimeEquals(expected, bytes[content..])) return false;
        for (var i = 0; i < numbers.Length; i++) numbers[i] = BinaryPrimitives.ReadInt64BigEndian(bytes[(i * sizeof(long))..]);
        return true;
    }

    /// <summary>A stand-in for a name: always the same here, and it does not tell the name.</summary>
    public string Pseudonym(string name)
    {
        Span<byte> mac = stackalloc byte[MacLength];
        Mac("pseudonym:" + name, stackalloc byte[sizeof(long)], mac);
        return Convert.ToHexStringLower(mac[..4]);
    }

    private void Mac(string purpose, ReadOnlySpan<byte> content, Span<byte> mac)
    {
        var text = new byte[Encoding.UTF8.GetMaxByteCount(purpose.Length) + content.Length];
        content.CopyTo(text);
        var length = Encoding.UTF8.GetBytes(purpose, text.AsSpan(content.Length)) + content.Length;
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, text.AsSpan(0, length), hash);
        hash[..MacLength].CopyTo(mac);
    }
}
