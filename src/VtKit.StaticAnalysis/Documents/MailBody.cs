namespace VtKit.StaticAnalysis;

/// <summary>Decodes the bodies of messages, as forgivingly as the programs that show them.</summary>
internal static class MailBody
{
    /// <summary>Undoes an encoding for transport.</summary>
    public static ArraySegment<byte> Decode(string encoding, ReadOnlySpan<byte> raw) => encoding switch
    {
        "base64" => Base64(raw),
        "quoted-printable" => Quoted(raw),
        _ => raw.ToArray(),
    };

    /// <summary>Takes digits wherever they stand. The filling at an end may be missing, and what follows one begins anew.</summary>
    public static ArraySegment<byte> Base64(ReadOnlySpan<byte> raw)
    {
        var content = new byte[raw.Length * 3L / 4];
        int count = 0, bits = 0, pending = 0;
        foreach (var value in raw)
        {
            if (value == '=') bits = 0;
            if (Digit(value) is not (>= 0 and var digit)) continue;
            pending = pending << 6 | digit;
            bits += 6;
            if (bits < 8) continue;
            bits -= 8;
            content[count++] = (byte)(pending >> bits);
        }
        return new ArraySegment<byte>(content, 0, count);
    }

    private static int Digit(byte value) => value switch
    {
        >= (byte)'A' and <= (byte)'Z' => value - 'A',
        >= (byte)'a' and <= (byte)'z' => value - 'a' + 26,
        >= (byte)'0' and <= (byte)'9' => value - '0' + 52,
        (byte)'+' => 62,
        (byte)'/' => 63,
        _ => -1,
    };

    /// <summary>Undoes quoted-printable, or with <paramref name="isWord"/> the form of it in headers, where lines stand for spaces.</summary>
    public static ArraySegment<byte> Quoted(ReadOnlySpan<byte> raw, bool isWord = false)
    {
        var content = new byte[raw.Length];
        var count = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            if (isWord && raw[i] == '_') content[count++] = (byte)' ';
            else if (raw[i] != '=') content[count++] = raw[i];
            else if (i + 2 < raw.Length && raw[i + 1] == '\r' && raw[i + 2] == '\n') i += 2;
            else if (i + 1 < raw.Length && raw[i + 1] == '\n') i++;
            else if (i + 2 < raw.Length && char.IsAsciiHexDigit((char)raw[i + 1]) && char.IsAsciiHexDigit((char)raw[i + 2]))
            {
                content[count++] = Convert.FromHexString([(char)raw[i + 1], (char)raw[i + 2]])[0];
                i += 2;
            }
            else content[count++] = raw[i];
        }
        return new ArraySegment<byte>(content, 0, count);
    }
}
