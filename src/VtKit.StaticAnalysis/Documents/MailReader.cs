using System.Security.Cryptography;
using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>
/// The files attached to a message. Parts nest inside parts; they are told apart line by line by whichever boundary is
/// open, with no recursion, and only what has a file name counts as attached.
/// </summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc2046"/>
internal sealed class MailReader
{
    private const int MaxMessage = 64 << 20;
    private const int MaxAttachments = 200;
    private const int MaxBoundaries = 100;
    private const int MaxHeader = 16 * 1024;

    private readonly List<FileChild> _attached = [];
    private readonly HashSet<string> _boundaries = new(StringComparer.Ordinal);
    private readonly StringBuilder _header = new();
    private MemoryStream? _body;
    private string _name = "";
    private string _encoding = "";

    public static async ValueTask<List<FileChild>> ReadAsync(ContentView view, CancellationToken cancellationToken)
    {
        var reader = new MailReader();
        var bytes = await view.ReadUpToAsync(0, MaxMessage, cancellationToken).ConfigureAwait(false);
        var inHeader = true;
        var lines = 0;
        for (var at = 0; at < bytes.Length && reader._attached.Count < MaxAttachments;)
        {
            if ((++lines & 0xFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            var end = bytes.AsSpan(at).IndexOf((byte)'\n');
            var next = end < 0 ? bytes.Length : at + end + 1;
            inHeader = reader.Line(bytes.AsSpan(at, next - at), inHeader);
            at = next;
        }
        reader.EndBody();
        return reader._attached;
    }

    private bool Line(ReadOnlySpan<byte> raw, bool inHeader)
    {
        var line = raw.TrimEnd("\r\n"u8);
        if (IsBoundary(line))
        {
            EndBody();
            return true;
        }
        if (!inHeader)
        {
            _body?.Write(raw);
            return false;
        }
        if (line.IsEmpty) return EndHeader();
        // A line that begins with white space goes on where the one before ended.
        if (_header.Length < MaxHeader) _header.Append(line[0] is (byte)' ' or (byte)'\t' ? ' ' : '\n').Append(Encoding.Latin1.GetString(line[..Math.Min(line.Length, 1024)]).Trim());
        return true;
    }

    private bool IsBoundary(ReadOnlySpan<byte> line)
    {
        if (_boundaries.Count == 0 || line.Length is < 3 or > 80 || !line.StartsWith("--"u8)) return false;
        var text = Encoding.Latin1.GetString(line[2..]).TrimEnd();
        return _boundaries.Contains(text) || (text.EndsWith("--", StringComparison.Ordinal) && _boundaries.Contains(text[..^2]));
    }

    /// <summary>Looks at the header that is complete now, and tells whether another one follows: a message inside begins with its own.</summary>
    private bool EndHeader()
    {
        var header = _header.ToString();
        _header.Clear();
        var type = Field(header, "Content-Type");
        if (Parameter(type, "boundary") is { Length: > 0 } boundary && _boundaries.Count < MaxBoundaries) _boundaries.Add(boundary);
        _name = Parameter(Field(header, "Content-Disposition"), "filename") ?? Parameter(type, "name") ?? "";
        _encoding = Field(header, "Content-Transfer-Encoding").Trim().ToLowerInvariant();
        _body = _name.Length > 0 ? new MemoryStream() : null;
        return _body is null && type.AsSpan().TrimStart().StartsWith("message/rfc822", StringComparison.OrdinalIgnoreCase);
    }

    private void EndBody()
    {
        _header.Clear();
        if (_body is not { } body) return;
        _body = null;
        var raw = body.GetBuffer().AsSpan(0, (int)body.Length);
        // The line break in front of a boundary belongs to the boundary.
        raw = raw.EndsWith("\r\n"u8) ? raw[..^2] : raw.EndsWith("\n"u8) ? raw[..^1] : raw;
        var content = _encoding switch
        {
            "base64" => Base64(raw),
            "quoted-printable" => Quoted(raw),
            _ => raw.ToArray(),
        };
        _attached.Add(new FileChild(FileChildKind.EmailAttachment, _name, content?.Length ?? raw.Length, content is null ? null : Convert.ToHexStringLower(SHA256.HashData(content))));
    }

    private static string Field(string header, string name)
    {
        foreach (var line in header.Split('\n'))
            if (line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
                return line[(name.Length + 1)..];
        return "";
    }

    private static string? Parameter(string field, string name)
    {
        var at = field.IndexOf(';', StringComparison.Ordinal);
        while (at >= 0)
        {
            var rest = field[(at + 1)..].TrimStart();
            if (rest.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase))
            {
                var value = rest[(name.Length + 1)..];
                if (!value.StartsWith('"')) return value.Split(';')[0].Trim();
                var end = value.IndexOf('"', 1);
                return end < 0 ? value[1..] : value[1..end];
            }
            at = field.IndexOf(';', at + 1);
        }
        return null;
    }

    private static byte[]? Base64(ReadOnlySpan<byte> raw)
    {
        var digits = new char[raw.Length];
        var count = 0;
        foreach (var value in raw)
            if (char.IsAsciiLetterOrDigit((char)value) || value is (byte)'+' or (byte)'/' or (byte)'=')
                digits[count++] = (char)value;
        var content = new byte[count / 4 * 3 + 3];
        return Convert.TryFromBase64Chars(digits.AsSpan(0, count), content, out var written) ? content[..written] : null;
    }

    private static byte[] Quoted(ReadOnlySpan<byte> raw)
    {
        var content = new List<byte>(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '=') content.Add(raw[i]);
            else if (i + 2 < raw.Length && raw[i + 1] == '\r' && raw[i + 2] == '\n') i += 2;
            else if (i + 1 < raw.Length && raw[i + 1] == '\n') i++;
            else if (i + 2 < raw.Length && char.IsAsciiHexDigit((char)raw[i + 1]) && char.IsAsciiHexDigit((char)raw[i + 2]))
            {
                content.Add(Convert.FromHexString([(char)raw[i + 1], (char)raw[i + 2]])[0]);
                i += 2;
            }
            else content.Add(raw[i]);
        }
        return [.. content];
    }
}
