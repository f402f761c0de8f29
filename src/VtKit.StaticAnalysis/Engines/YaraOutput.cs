using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>
/// Reads the lines that <c>yara -e -m</c> prints: <c>namespace:rule [key="text",key=1] path</c>. Texts are escaped like C
/// strings, with every byte beyond ASCII as three octal digits.
/// </summary>
internal static class YaraOutput
{
    public sealed record Line(string Namespace, string Rule, IReadOnlyDictionary<string, string> Meta);

    /// <summary>Reads one line, or gives null when it is none.</summary>
    public static Line? Parse(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var open = line.IndexOf(" [", StringComparison.Ordinal);
        if (colon <= 0 || open <= colon + 1) return null;
        var meta = ParseMeta(line.AsSpan(open + 2));
        return meta is null ? null : new Line(line[..colon], line[(colon + 1)..open], meta);
    }

    private static Dictionary<string, string>? ParseMeta(ReadOnlySpan<char> text)
    {
        var meta = new Dictionary<string, string>(StringComparer.Ordinal);
        while (!text.IsEmpty && text[0] != ']')
        {
            if (text[0] == ',') text = text[1..];
            var equals = text.IndexOf('=');
            if (equals <= 0 || equals + 1 >= text.Length) return null;
            var key = text[..equals].ToString();
            text = text[(equals + 1)..];
            string value;
            if (text[0] == '"')
            {
                text = text[1..];
                value = Unescape(ref text);
            }
            else
            {
                var end = text.IndexOfAny(',', ']');
                if (end < 0) return null;
                value = text[..end].ToString();
                text = text[end..];
            }
            // YARA allows a key twice; the first one counts.
            meta.TryAdd(key, value);
        }
        return text.IsEmpty ? null : meta;
    }

    private static string Unescape(ref ReadOnlySpan<char> text)
    {
        var bytes = new List<byte>();
        while (!text.IsEmpty && text[0] != '"')
        {
            var c = text[0];
            text = text[1..];
            if (c != '\\' || text.IsEmpty)
            {
                Append(bytes, c);
            }
            else if (text.Length >= 3 && IsOctal(text[0]) && IsOctal(text[1]) && IsOctal(text[2]))
            {
                bytes.Add((byte)(((text[0] - '0') << 6) | ((text[1] - '0') << 3) | (text[2] - '0')));
                text = text[3..];
            }
            else
            {
                Append(bytes, text[0] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', var other => other });
                text = text[1..];
            }
        }
        if (!text.IsEmpty) text = text[1..];
        return Encoding.UTF8.GetString([.. bytes]);

        static bool IsOctal(char c) => c is >= '0' and <= '7';

        static void Append(List<byte> bytes, char c)
        {
            if (c < 0x80) bytes.Add((byte)c);
            else bytes.AddRange(Encoding.UTF8.GetBytes([c]));
        }
    }
}
