using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace VtKit;

/// <summary>
/// A place in a list: the cursor that fetched a page, and how many items to pass over from its beginning. Continuing from it
/// loses nothing and repeats nothing. Its text can be kept anywhere; it belongs to the query that it came from.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct VtResumeToken
{
    private readonly string? _cursor;

    /// <summary>Makes a token.</summary>
    /// <param name="cursor">The cursor that fetches the page; null for the first.</param>
    /// <param name="offset">How many items to pass over.</param>
    public VtResumeToken(string? cursor, int offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        _cursor = string.IsNullOrEmpty(cursor) ? null : cursor;
        Offset = offset;
    }

    /// <summary>The cursor that fetches the page; null for the first.</summary>
    public string? Cursor => _cursor;

    /// <summary>How many items to pass over from the beginning of the page.</summary>
    public int Offset { get; }

    /// <summary>Reads the text of a token.</summary>
    /// <param name="text">What <see cref="ToString"/> gave.</param>
    /// <exception cref="FormatException">The text is no such token.</exception>
    public static VtResumeToken Parse(string text) => TryParse(text, out var token)
        ? token
        : throw new FormatException("This is no place in a list: give the text of a token that VtKit has written.");

    /// <summary>Reads the text of a token. Never throws.</summary>
    /// <param name="text">What <see cref="ToString"/> gave.</param>
    /// <param name="token">The token.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out VtResumeToken token)
    {
        token = default;
        var parts = text?.Split('.') ?? [];
        if (parts.Length != 3 || parts[0] != "vt1" || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)) return false;
        var bytes = new byte[Base64Url.GetMaxDecodedLength(parts[2].Length)];
        try
        {
            if (!Base64Url.TryDecodeFromChars(parts[2], bytes, out var written)) return false;
            token = new VtResumeToken(new UTF8Encoding(false, true).GetString(bytes, 0, written), offset);
            return true;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>The token as text, good for URLs, files and command lines.</summary>
    public override string ToString() =>
        $"vt1.{Offset.ToString(CultureInfo.InvariantCulture)}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(_cursor ?? ""))}";
}
