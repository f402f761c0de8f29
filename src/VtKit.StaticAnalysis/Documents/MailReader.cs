using System.Security.Cryptography;
using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>
/// The files attached to a message, and what stands at its top. Parts nest inside parts; they are told apart line by line by whichever boundary is
/// open, with no recursion, and only what has a file name counts as attached.
/// </summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc2046"/>
internal sealed class MailReader(byte[] message)
{
    private const int MaxMessage = 32 << 20;
    private const int MaxAttachments = 200;
    private const int MaxBoundaries = 100;
    private const int MaxHeader = 64 * 1024;

    private readonly List<MailAttachment> _attached = [];
    private readonly HashSet<string> _boundaries = new(StringComparer.Ordinal);
    private readonly StringBuilder _header = new();
    private bool _isAttached;
    private int _start;
    private string _name = "";
    private string _encoding = "";

    /// <summary>What the message says of itself; null until its headers end.</summary>
    public MailFacts? Facts { get; private set; }

    public IReadOnlyList<MailAttachment> Attached => _attached;

    public static async ValueTask<MailReader> ReadAsync(ContentView view, CancellationToken cancellationToken)
    {
        var bytes = await view.ReadUpToAsync(0, MaxMessage, cancellationToken).ConfigureAwait(false);
        var reader = new MailReader(bytes);
        var inHeader = true;
        var lines = 0;
        for (var at = 0; at < bytes.Length && reader._attached.Count < MaxAttachments;)
        {
            if ((++lines & 0xFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            var end = bytes.AsSpan(at).IndexOf((byte)'\n');
            var next = end < 0 ? bytes.Length : at + end + 1;
            inHeader = reader.Line(at, next, inHeader);
            at = next;
        }
        // A message without a body has nothing that ends its headers.
        if (reader.Facts is null) reader.EndHeader(bytes.Length);
        reader.EndBody(bytes.Length);
        return reader;
    }

    private bool Line(int at, int next, bool inHeader)
    {
        var line = message.AsSpan(at, next - at).TrimEnd("\r\n"u8);
        if (IsBoundary(line))
        {
            EndBody(at);
            return true;
        }
        if (!inHeader) return false;
        if (line.IsEmpty) return EndHeader(next);
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
    private bool EndHeader(int end)
    {
        _start = end;
        var header = _header.ToString();
        _header.Clear();
        Facts ??= new MailFacts
        {
            Subject = MailText.Value(header, "Subject"),
            From = MailText.Value(header, "From"),
            To = MailText.Value(header, "To"),
            ReplyTo = MailText.Value(header, "Reply-To"),
            Date = MailText.Value(header, "Date"),
            MessageId = MailText.Value(header, "Message-ID"),
        };
        var type = MailText.Field(header, "Content-Type") ?? "";
        if (MailText.Parameter(type, "boundary") is { Length: > 0 } boundary && _boundaries.Count < MaxBoundaries) _boundaries.Add(boundary);
        _name = MailText.Parameter(MailText.Field(header, "Content-Disposition") ?? "", "filename") ?? MailText.Parameter(type, "name") ?? "";
        _encoding = MailText.Field(header, "Content-Transfer-Encoding")?.Trim().ToLowerInvariant() ?? "";
        _isAttached = _name.Length > 0;
        return !_isAttached && type.AsSpan().TrimStart().StartsWith("message/rfc822", StringComparison.OrdinalIgnoreCase);
    }

    private void EndBody(int end)
    {
        _header.Clear();
        if (!_isAttached) return;
        _isAttached = false;
        var raw = message.AsSpan(_start, end - _start);
        // The line break in front of a boundary belongs to the boundary.
        raw = raw.EndsWith("\r\n"u8) ? raw[..^2] : raw.EndsWith("\n"u8) ? raw[..^1] : raw;
        var content = MailBody.Decode(_encoding, raw);
        var child = new FileChild(FileChildKind.EmailAttachment, _name, content.Count, Convert.ToHexStringLower(SHA256.HashData(content)));
        _attached.Add(new MailAttachment(child, _start, raw.Length, _encoding));
    }
}

/// <summary>A file attached to a message, and where it lies there as it was sent.</summary>
internal sealed record MailAttachment(FileChild Child, long Offset, int Length, string Encoding)
{
    /// <summary>Reads it once more.</summary>
    public async ValueTask<ArraySegment<byte>> ReadAsync(ContentView view, CancellationToken cancellationToken) =>
        MailBody.Decode(Encoding, await view.ReadUpToAsync((ulong)Offset, Length, cancellationToken).ConfigureAwait(false));
}
