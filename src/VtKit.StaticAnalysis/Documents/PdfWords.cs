namespace VtKit.StaticAnalysis;

/// <summary>
/// Counts the words of a PDF file that matter, whether or not they stand in sound objects, as the program pdfid does. Names count when they are
/// written with <c>#41</c> for <c>A</c>, too.
/// </summary>
internal sealed class PdfWords
{
    private const int MaxWord = 64;

    /// <summary>The words, and the members of <c>pdf_info</c> that tell how often they occur.</summary>
    public static readonly Dictionary<string, string> Members = new(StringComparer.Ordinal)
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
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _byWord;
    private readonly char[] _word = new char[MaxWord];
    private int _length;
    private bool _inColours;
    // A # and the digits behind it.
    private int _escape = -1;
    private int _digit;

    public PdfWords() => _byWord = _counts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Numbers of colours that no file needs.</summary>
    public int Colours { get; private set; }

    /// <summary>How often a word occurs.</summary>
    public int this[string word] => _counts[word];

    /// <summary>Goes on with the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes) Add((char)value);
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

    /// <summary>Ends the last word.</summary>
    public void End()
    {
        if (_length is > 1 and <= MaxWord)
        {
            var word = _word.AsSpan(0, _length);
            var isColours = word is "/Colors";
            if (_byWord.TryGetValue(word, out _, out var count)) _byWord[word] = count + 1;
            // More colours than a byte can number broke old readers.
            else if (_inColours && int.TryParse(word, System.Globalization.CultureInfo.InvariantCulture, out var colours) && colours > 1 << 24) Colours++;
            _inColours = isColours;
        }
        _length = 0;
    }
}
