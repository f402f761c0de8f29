using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace VtKit;

/// <summary>The few things about JSON text that System.Text.Json refuses to do.</summary>
internal static class JsonText
{
    /// <summary>Real answers nest 29 deep (process trees); the default limit of 64 would refuse deeper ones whole.</summary>
    public static readonly JsonDocumentOptions Options = new() { MaxDepth = 1000 };

    /// <summary>Unescapes the inside of a JSON string, with U+FFFD for each half of a broken surrogate pair.</summary>
    public static string UnescapeLossy(ReadOnlySpan<byte> escaped)
    {
        var text = new StringBuilder(escaped.Length);
        while (!escaped.IsEmpty)
        {
            var slash = escaped.IndexOf((byte)'\\');
            if (slash < 0 || slash + 1 >= escaped.Length)
            {
                text.Append(Encoding.UTF8.GetString(escaped));
                break;
            }
            text.Append(Encoding.UTF8.GetString(escaped[..slash]));
            var kind = (char)escaped[slash + 1];
            escaped = escaped[(slash + 2)..];
            if (kind == 'u' && escaped.Length >= 4)
            {
                text.Append((char)ushort.Parse(escaped[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                escaped = escaped[4..];
                continue;
            }
            text.Append(kind switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', _ => kind });
        }
        return ReplaceLoneSurrogates(text);
    }

    /// <summary>The name of a member, also one that is not text.</summary>
    public static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return UnescapeLossy(JsonMarshal.GetRawUtf8PropertyName(member));
        }
    }

    private static string ReplaceLoneSurrogates(StringBuilder text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else text[i] = '\uFFFD';
        }
        return text.ToString();
    }
}
