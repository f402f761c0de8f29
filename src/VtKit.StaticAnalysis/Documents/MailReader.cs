using System.Security.Cryptography;
using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>
/// The files attached to a message, and what stands at its top. Parts nest inside parts; they are told apart line by line by whichever boundary is
/// open, with no recursion. Attached is what has a file name, what says so, what has no other type than bytes, and messages.
/// </summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc2046"/>
internal sealed class MailReader(byte[] message)
{
    private const string Rfc822 = "message/rfc822", MessageName = "message.eml";
    private const int MaxMessage = 32 << 20;
    private const int MaxAttachments = 200;
    private const int MaxBoundaries = 100;
    private const int MaxHeader = 64 * 1024;
    private const int MaxReceived = 50;

    // Each is hashed with all those inside it.
    private const int MaxMessages = 8;

    private readonly List<MailAttachment> _attached = [];
    // Each with how many were open before it.
    private readonly Dictionary<string, int> _boundaries = new(StringComparer.Ordinal);
    // Messages inside that have not ended, each with how many boundaries were open when it began: those end it.
    private readonly Stack<(int Start, int Boundaries)> _messages = new();
    private readonly StringBuilder _header = new();
    private bool _isAttached;
    private int _start;
    private string _name = "";
    private string _encoding = "";

    /// <summary>What the message says of itself; null until its headers end.</summary>
    public MailFacts? Facts { get; private set; }

    public IReadOnlyList<MailAttachment> Attached => [.. _attached.OrderBy(attachment => attachment.Offset)];

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
        reader.EndMessages(bytes.Length, boundary: -1);
        return reader;
    }

    private bool Line(int at, int next, bool inHeader)
    {
        var line = message.AsSpan(at, next - at).TrimEnd("\r\n"u8);
        if (Boundary(line) is { } boundary)
        {
            EndBody(at);
            EndMessages(at, boundary);
            return true;
        }
        if (!inHeader) return false;
        if (line.IsEmpty) return EndHeader(next);
        // A line that begins with white space goes on where the one before ended.
        if (_header.Length < MaxHeader) _header.Append(line[0] is (byte)' ' or (byte)'\t' ? ' ' : '\n').Append(Encoding.Latin1.GetString(line[..Math.Min(line.Length, 1024)]).Trim());
        return true;
    }

    private int? Boundary(ReadOnlySpan<byte> line)
    {
        if (_boundaries.Count == 0 || line.Length is < 3 or > 80 || !line.StartsWith("--"u8)) return null;
        var text = Encoding.Latin1.GetString(line[2..]).TrimEnd();
        return _boundaries.TryGetValue(text, out var boundary) || (text.EndsWith("--", StringComparison.Ordinal) && _boundaries.TryGetValue(text[..^2], out boundary)) ? boundary : null;
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
            Cc = MailText.Value(header, "Cc"),
            ReturnPath = MailText.Value(header, "Return-Path"),
            // The same list whenever there is none: records are compared.
            Received = MailText.Fields(header, "Received", MaxReceived) is { Count: > 0 } received ? [.. received.Select(field => field.Trim())] : Array.Empty<string>(),
            ReplyTo = MailText.Value(header, "Reply-To"),
            Date = MailText.Value(header, "Date"),
            MessageId = MailText.Value(header, "Message-ID"),
        };
        var type = MailText.Field(header, "Content-Type") ?? "";
        if (MailText.Parameter(type, "boundary") is { Length: > 0 } boundary && _boundaries.Count < MaxBoundaries) _boundaries.TryAdd(boundary, _boundaries.Count);
        var disposition = MailText.Field(header, "Content-Disposition") ?? "";
        _name = MailText.Parameter(disposition, "filename") ?? MailText.Parameter(type, "name") ?? "";
        _encoding = MailText.Field(header, "Content-Transfer-Encoding")?.Trim().ToLowerInvariant() ?? "";
        var isMessage = _name.Length == 0 && Is(type, Rfc822);
        // A message is sent as it is. One that is packed is a file like any other.
        if (isMessage && _encoding is not ("base64" or "quoted-printable"))
        {
            if (_messages.Count < MaxMessages) _messages.Push((end, _boundaries.Count));
            return true;
        }
        if (_name.Length == 0 && (isMessage || Is(type, "application/octet-stream") || Is(disposition, "attachment"))) _name = NameOf(type);
        _isAttached = _name.Length > 0;
        return false;
    }

    private static bool Is(string field, string value) => field.AsSpan().TrimStart().StartsWith(value, StringComparison.OrdinalIgnoreCase);

    /// <summary>A name for what has none, so that people see what it claims to be.</summary>
    private static string NameOf(string type)
    {
        if (Is(type, Rfc822)) return MessageName;
        var subtype = type.Split(';')[0].Split('/')[^1].Trim().ToLowerInvariant();
        return "attachment." + (subtype.Length is > 0 and <= 4 && subtype.All(char.IsAsciiLetterOrDigit) ? subtype : "bin");
    }

    private void EndBody(int end)
    {
        _header.Clear();
        if (!_isAttached) return;
        _isAttached = false;
        Attach(_name, _encoding, _start, end);
    }

    /// <summary>Ends the messages that a boundary lies outside of.</summary>
    private void EndMessages(int end, int boundary)
    {
        while (_messages.TryPeek(out var inner) && boundary < inner.Boundaries)
        {
            _messages.Pop();
            Attach(MessageName, "", inner.Start, end);
        }
    }

    private void Attach(string name, string encoding, int start, int end)
    {
        var raw = message.AsSpan(start, end - start);
        // The line break in front of a boundary belongs to the boundary.
        raw = raw.EndsWith("\r\n"u8) ? raw[..^2] : raw.EndsWith("\n"u8) ? raw[..^1] : raw;
        var content = MailBody.Decode(encoding, raw);
        var child = new FileChild(FileChildKind.EmailAttachment, name, content.Count, Convert.ToHexStringLower(SHA256.HashData(content)));
        _attached.Add(new MailAttachment(child, start, raw.Length, encoding));
    }
}

/// <summary>A file attached to a message, and where it lies there as it was sent.</summary>
internal sealed record MailAttachment(FileChild Child, long Offset, int Length, string Encoding)
{
    /// <summary>Reads it once more.</summary>
    public async ValueTask<ArraySegment<byte>> ReadAsync(ContentView view, CancellationToken cancellationToken) =>
        MailBody.Decode(Encoding, await view.ReadUpToAsync((ulong)Offset, Length, cancellationToken).ConfigureAwait(false));
}
