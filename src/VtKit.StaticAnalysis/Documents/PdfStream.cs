using System.IO.Compression;

namespace VtKit.StaticAnalysis;

/// <summary>A stream of a document, and where its packed bytes lie in the file.</summary>
/// <param name="Number">The number of its object.</param>
/// <param name="Start">The first byte.</param>
/// <param name="Length">How many there are.</param>
/// <param name="Dictionary">What stands in front of it.</param>
internal sealed record PdfStream(int Number, long Start, long Length, PdfDictionary Dictionary)
{
    public const int MaxFilters = 8;
    private const int MaxRow = 1 << 20;

    private List<string>? _filters = [];
    private List<object> _parameters = [];

    /// <summary>Whether its filters are among those that are undone here.</summary>
    public bool IsSupported => _filters is not null;

    /// <summary>Whether there are any: otherwise its content stands in the file as it is.</summary>
    public bool IsPacked => _filters is not { Count: 0 };

    /// <summary>Finds out which filters it has.</summary>
    /// <param name="resolve">Gives the object that a reference leads to.</param>
    public void ReadFilters(Func<object?, object?> resolve)
    {
        _parameters = Items(Dictionary["DecodeParms"]);
        _filters = Items(Dictionary["Filter"]).ConvertAll(filter => filter as string ?? "");
        if (_filters.Count > MaxFilters || !_filters.TrueForAll(filter => filter is "FlateDecode" or "Fl" or "ASCIIHexDecode" or "AHx" or "ASCII85Decode" or "A85")
            || Enumerable.Range(0, _filters.Count).Any(i => Parameters(i) is { } given && given["Predictor"] is not (null or 1L or (>= 10L and <= 15L))))
            _filters = null;

        List<object> Items(object? value) => resolve(value) switch { null => [], List<object> list => list.ConvertAll(item => resolve(item) ?? ""), var one => [one] };
    }

    /// <summary>Unpacks it as it is read.</summary>
    /// <param name="view">The file.</param>
    /// <param name="budget">Pays for what filters give to each other; null for what was paid for before. What the last one gives is the reader's to count.</param>
    public Stream Open(ContentView view, PdfBudget? budget)
    {
        Stream stream = new ViewStream(view, (ulong)Start, (ulong)Length);
        for (var i = 0; i < (_filters?.Count ?? 0); i++)
        {
            if (i > 0 && budget is not null) stream = new MeteredStream(stream, budget);
            stream = _filters![i][0] == 'F' ? Inflate(stream, Parameters(i)) : new AsciiStream(stream, isHex: _filters[i] is "AHx" or "ASCIIHexDecode");
        }
        return stream;
    }

    private static Stream Inflate(Stream packed, PdfDictionary? parameters)
    {
        var stream = new DeflateStream(new ZlibBody(packed), CompressionMode.Decompress);
        if (parameters?["Predictor"] is not >= 10L) return stream;
        var bits = Number("BitsPerComponent", 8) * Number("Colors", 1);
        var row = (Number("Columns", 1) * bits + 7) / 8;
        return new PredictedStream(stream, (int)Math.Clamp(row, 1, MaxRow), (int)Math.Clamp((bits + 7) / 8, 1, MaxRow));

        long Number(string name, long usual) => Math.Clamp(parameters[name] as long? ?? usual, 1, MaxRow);
    }

    private PdfDictionary? Parameters(int filter) => filter < _parameters.Count ? _parameters[filter] as PdfDictionary : null;
}
