using System.Text;
using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>
/// Counts the words of a PDF file that matter, in one pass over its bytes and whether or not they stand in sound objects,
/// as the program pdfid does. Names count when they are written with <c>#41</c> for <c>A</c>, too.
/// </summary>
internal sealed class PdfReader
{
    private const int MaxWord = 64;
    private const int MaxHeader = 32;

    private static readonly Dictionary<string, string> Members = new(StringComparer.Ordinal)
    {
        ["obj"] = Part.PdfInfo.NumObj,
        ["endobj"] = Part.PdfInfo.NumEndobj,
        ["stream"] = Part.PdfInfo.NumStream,
        ["endstream"] = Part.PdfInfo.NumEndstream,
        ["xref"] = Part.PdfInfo.Xref,
        ["trailer"] = Part.PdfInfo.Trailer,
        ["startxref"] = Part.PdfInfo.Startxref,
        ["/Page"] = Part.PdfInfo.NumPages,
        ["/Encrypt"] = Part.PdfInfo.Encrypted,
        ["/ObjStm"] = Part.PdfInfo.NumObjectStreams,
        ["/JS"] = Part.PdfInfo.Js,
        ["/JavaScript"] = Part.PdfInfo.Javascript,
        ["/AA"] = Part.PdfInfo.Autoaction,
        ["/OpenAction"] = Part.PdfInfo.Openaction,
        ["/AcroForm"] = Part.PdfInfo.Acroform,
        ["/JBIG2Decode"] = Part.PdfInfo.Jbig2Compression,
        ["/RichMedia"] = Part.PdfInfo.Flash,
        ["/Launch"] = Part.PdfInfo.NumLaunchActions,
        ["/EmbeddedFile"] = Part.PdfInfo.EmbeddedFile,
        ["/XFA"] = Part.PdfInfo.Xfa,
    };

    private readonly Dictionary<string, int> _counts = Members.Keys.ToDictionary(word => word, _ => 0, StringComparer.Ordinal);
    private readonly char[] _word = new char[MaxWord];
    private int _length;
    private int _colours;
    // A # and the digits behind it.
    private int _escape = -1;
    private int _digit;

    /// <summary>Reads the whole file.</summary>
    public static async ValueTask<JsonObject> ReadAsync(ContentView view, CancellationToken cancellationToken)
    {
        var reader = new PdfReader();
        await view.StreamAsync(0, view.Length, bytes =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var value in bytes) reader.Add((char)value);
        }, cancellationToken).ConfigureAwait(false);
        reader.End();

        var info = new JsonObject();
        var head = await view.ReadUpToAsync(0, 1024 + MaxHeader, cancellationToken).ConfigureAwait(false);
        var start = head.AsSpan().IndexOf("%PDF-"u8);
        if (start >= 0)
        {
            var line = head.AsSpan(start, Math.Min(MaxHeader, head.Length - start));
            var end = line.IndexOfAny((byte)'\r', (byte)'\n');
            info[Part.PdfInfo.Header] = Encoding.Latin1.GetString(end < 0 ? line : line[..end]);
        }
        foreach (var (word, member) in Members) info[member] = reader._counts[word];
        info[Part.PdfInfo.SuspiciousColors] = reader._colours;
        return info;
    }

    private void Add(char c)
    {
        if (_escape >= 0 && char.IsAsciiHexDigit(c))
        {
            _digit = _digit * 16 + Convert.ToInt32(c.ToString(), 16);
            if (++_escape < 2) return;
            _escape = -1;
            Put((char)_digit);
            return;
        }
        _escape = -1;
        if (c == '#' && _length > 0 && _word[0] == '/')
        {
            _escape = 0;
            _digit = 0;
        }
        else if (char.IsAsciiLetterOrDigit(c)) Put(c);
        else
        {
            End();
            if (c == '/') Put(c);
        }
    }

    private void Put(char c)
    {
        // One more than fits: what is longer than any word is none.
        if (_length < MaxWord) _word[_length] = c;
        if (_length <= MaxWord) _length++;
    }

    private void End()
    {
        if (_length is > 1 and <= MaxWord)
        {
            var word = new string(_word, 0, _length);
            if (_counts.TryGetValue(word, out var count)) _counts[word] = count + 1;
            else if (word == "/Colors") _inColours = true;
            // More colours than a byte can number broke old readers.
            else if (_inColours && int.TryParse(word, System.Globalization.CultureInfo.InvariantCulture, out var colours) && colours > 1 << 24) _colours++;
            if (word != "/Colors") _inColours = false;
        }
        _length = 0;
    }

    private bool _inColours;
}
