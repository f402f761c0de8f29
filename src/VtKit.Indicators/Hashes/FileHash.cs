using System.Diagnostics.CodeAnalysis;

namespace VtKit.Indicators;

/// <summary>The algorithm that made a <see cref="FileHash"/>.</summary>
public enum HashKind
{
    /// <summary>No hash: the kind of <c>default(FileHash)</c>.</summary>
    None,

    /// <summary>MD5: 32 hex digits.</summary>
    Md5,

    /// <summary>SHA-1: 40 hex digits.</summary>
    Sha1,

    /// <summary>SHA-256: 64 hex digits.</summary>
    Sha256,
}

/// <summary>
/// The MD5, SHA-1 or SHA-256 of a file, in lower case: what VirusTotal accepts as the id of a file. Two values are equal when they are the same
/// hash, however they were typed.
/// </summary>
public readonly record struct FileHash : IParsable<FileHash>
{
    private readonly string? _hex;

    private FileHash(string hex) => _hex = hex;

    /// <summary>The algorithm, known from the length; <see cref="HashKind.None"/> for <c>default</c>.</summary>
    public HashKind Kind => _hex is null ? HashKind.None : KindOfLength(_hex.Length);

    /// <summary>Reads a hash in either case; white space around it is ignored, and nothing else is. Never throws.</summary>
    /// <param name="text">The text: 32, 40 or 64 hex digits.</param>
    /// <param name="hash">The hash, or <c>default</c> when the text is none.</param>
    /// <returns>Whether the text is a hash.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out FileHash hash)
    {
        var hex = text.AsSpan().Trim();
        if (KindOfLength(hex.Length) == HashKind.None || !Hex.IsHex(hex))
        {
            hash = default;
            return false;
        }
        hash = new FileHash(Hex.ToLower(text!, hex));
        return true;
    }

    /// <summary>Reads a hash as <see cref="TryParse(string?, out FileHash)"/> does.</summary>
    /// <param name="text">The text: 32, 40 or 64 hex digits.</param>
    /// <returns>The hash.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="FormatException">The text is no hash.</exception>
    public static FileHash Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var hash)
            ? hash
            : throw new FormatException($"{Excerpt.Of(text)} is no file hash: give 32 (MD5), 40 (SHA-1) or 64 (SHA-256) hex digits.");
    }

    /// <summary>The hash of the given digest: 16, 20 or 32 bytes, as a hash function gives them.</summary>
    /// <param name="digest">The bytes of the digest.</param>
    /// <returns>The hash.</returns>
    /// <exception cref="ArgumentException">The length is none of 16, 20 and 32 bytes.</exception>
    public static FileHash FromBytes(ReadOnlySpan<byte> digest)
    {
        if (KindOfLength(digest.Length * 2) == HashKind.None)
            throw new ArgumentException($"A digest of {digest.Length} bytes is no MD5 (16), SHA-1 (20) or SHA-256 (32).", nameof(digest));
        return new FileHash(Convert.ToHexStringLower(digest));
    }

    /// <summary>The hex digits in lower case; an empty string for <c>default</c>.</summary>
    public override string ToString() => _hex ?? "";

    static FileHash IParsable<FileHash>.Parse(string s, IFormatProvider? provider) => Parse(s);

    static bool IParsable<FileHash>.TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out FileHash result) => TryParse(s, out result);

    private static HashKind KindOfLength(int hexDigits) => hexDigits switch
    {
        32 => HashKind.Md5,
        40 => HashKind.Sha1,
        64 => HashKind.Sha256,
        _ => HashKind.None,
    };
}
