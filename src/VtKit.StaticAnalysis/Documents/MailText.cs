using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace VtKit.StaticAnalysis;

/// <summary>Decodes what stands in the headers of messages.</summary>
internal static partial class MailText
{
    private const int MaxPieces = 50;

    /// <summary>The value of a header, with its encoded words decoded; null when the header is not there.</summary>
    /// <param name="header">All headers, each on one line.</param>
    /// <param name="name">The name of the one that is wanted.</param>
    public static string? Value(string header, string name) => Field(header, name) is { } field ? Words(field).Trim() is { Length: > 0 } text ? text : null : null;

    /// <summary>The value of a header as it stands there.</summary>
    public static string? Field(string header, string name) => Fields(header, name, 1) is [var first] ? first : null;

    /// <summary>The values of the first headers of a name as they stand there.</summary>
    public static List<string> Fields(string header, string name, int most)
    {
        var fields = new List<string>();
        foreach (var line in header.AsSpan().Split('\n'))
        {
            var text = header.AsSpan()[line];
            if (text.Length <= name.Length || text[name.Length] != ':' || !text.StartsWith(name, StringComparison.OrdinalIgnoreCase)) continue;
            fields.Add(text[(name.Length + 1)..].ToString());
            if (fields.Count == most) break;
        }
        return fields;
    }

    /// <summary>A parameter of a header, in one piece or in several, however its letters are written; null when it is not there.</summary>
    public static string? Parameter(string field, string name)
    {
        if (Piece(field, name) is { } whole) return Words(whole);
        if (Piece(field, name + "*") is { } extended) return Extended(extended);
        var text = new StringBuilder();
        for (var i = 0; i < MaxPieces; i++)
        {
            var number = i.ToString(CultureInfo.InvariantCulture);
            var encoded = Piece(field, $"{name}*{number}*");
            if ((encoded ?? Piece(field, $"{name}*{number}")) is not { } piece) break;
            // The pieces are decoded together: a letter may be cut in two.
            text.Append(i > 0 || encoded is not null ? piece : "''" + piece);
        }
        return text.Length == 0 ? null : Extended(text.ToString());
    }

    private static string? Piece(string field, string name)
    {
        var at = field.IndexOf(';', StringComparison.Ordinal);
        while (at >= 0)
        {
            var rest = field.AsSpan(at + 1).TrimStart();
            if (rest.Length > name.Length && rest[name.Length] == '=' && rest.StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                var value = rest[(name.Length + 1)..];
                if (value is not ['"', ..]) return (value.IndexOf(';') is >= 0 and var end ? value[..end] : value).Trim().ToString();
                value = value[1..];
                return (value.IndexOf('"') is >= 0 and var quote ? value[..quote] : value).ToString();
            }
            at = field.IndexOf(';', at + 1);
        }
        return null;
    }

    /// <summary>A value with its character set in front and bytes in hex: <c>utf-8''gr%C3%BCn.txt</c>.</summary>
    private static string Extended(string value)
    {
        var parts = value.Split('\'', 3);
        if (parts.Length < 3) return value;
        var bytes = new List<byte>(parts[2].Length);
        for (var i = 0; i < parts[2].Length; i++)
        {
            if (parts[2][i] == '%' && i + 2 < parts[2].Length && byte.TryParse(parts[2].AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var one))
            {
                bytes.Add(one);
                i += 2;
            }
            else bytes.Add((byte)parts[2][i]);
        }
        return Decode(parts[0], [.. bytes]);
    }

    /// <summary>Encoded words: <c>=?utf-8?B?Z3LDvG4=?=</c>. White space between two of them is not meant.</summary>
    private static string Words(string text)
    {
        text = Decode("", Encoding.Latin1.GetBytes(text));
        if (!text.Contains("=?", StringComparison.Ordinal)) return text;
        try
        {
            return EncodedWord().Replace(BetweenWords().Replace(text, "?="), Word);
        }
        catch (RegexMatchTimeoutException)
        {
            return text;
        }
    }

    private static string Word(Match word)
    {
        var content = Encoding.Latin1.GetBytes(word.Groups["text"].Value);
        ReadOnlySpan<byte> bytes = word.Groups["form"].Value is "B" or "b" ? MailBody.Base64(content) : MailBody.Quoted(content, isWord: true);
        return Decode(word.Groups["set"].Value, bytes);
    }

    /// <summary>Bytes in a character set by its name; UTF-8 or else Latin-1 where the name says nothing.</summary>
    private static string Decode(string characterSet, ReadOnlySpan<byte> bytes)
    {
        // A language may follow the name.
        var name = characterSet.Split('*')[0].ToLowerInvariant();
        var encoding = name is "" or "utf-8" or "us-ascii" or "iso-8859-1" ? null : CodePagesEncodingProvider.Instance.GetEncoding(name);
        return (encoding ?? (Utf8.IsValid(bytes) ? Encoding.UTF8 : Encoding.Latin1)).GetString(bytes);
    }

    [GeneratedRegex(@"=\?(?<set>[^?\s]{1,40})\?(?<form>[BbQq])\?(?<text>[^?]*)\?=", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"\?=\s+(?==\?)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BetweenWords();
}
