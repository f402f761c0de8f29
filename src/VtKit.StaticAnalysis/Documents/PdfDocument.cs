using System.Buffers.Text;

namespace VtKit.StaticAnalysis;

/// <summary>What the streams of a PDF file hold: files, objects, and texts.</summary>
internal sealed class PdfDocument
{
    private const int MaxFile = 64 << 20;
    private const int MaxStreams = 10_000;
    private const int MaxStream = 16 << 20;
    private const int MaxObjects = 100_000;

    /// <summary>Bytes in streams that are looked through for indicators, all together: as many as of the file itself.</summary>
    private const int MaxSearched = 16 << 20;

    /// <summary>Bytes that streams may unpack to, all together; files that are embedded have the limits of archives.</summary>
    private const long MaxUnpacked = 32 << 20;

    // Shorter texts hold no indicator.
    private const int MinText = 7;

    // As names, and in the order in which they are preferred.
    private static readonly string[] NameKeys = ["UF", "F", "Unix", "Mac", "DOS"];

    private readonly ContentView _view;
    private readonly AnalysisScope _scope;
    private readonly PdfBudget _budget;
    private readonly PdfObjects _objects;
    private readonly List<PdfDictionary> _fileSpecifications;
    private readonly List<(long Place, byte[] Text)> _texts = [];
    private readonly HashSet<PdfStream> _taken = new(ReferenceEqualityComparer.Instance);
    private readonly byte[] _block = new byte[32 * 1024];
    private int _searched;
    private int _damaged;
    private bool _isSpent;

    private PdfDocument(ContentView view, PdfObjects objects, AnalysisScope scope)
    {
        _view = view;
        _objects = objects;
        _scope = scope;
        _fileSpecifications = objects.FileSpecifications;
        _budget = new PdfBudget(Math.Min(MaxUnpacked, scope.Options.MaxUnpackedBytes));
    }

    /// <summary>The words that stand in streams of objects.</summary>
    public PdfWords Words { get; } = new();

    /// <summary>Embedded files in the order of the document, each with its name, which may be empty.</summary>
    public IReadOnlyList<(PdfStream Stream, string Name)> Files { get; private set; } = [];

    /// <summary>Reads the objects, those in streams too.</summary>
    public static async ValueTask<PdfDocument> ReadAsync(ContentView view, AnalysisScope scope, CancellationToken cancellationToken)
    {
        var bytes = await view.ReadUpToAsync(0, MaxFile, cancellationToken).ConfigureAwait(false);
        var document = new PdfDocument(view, PdfObjects.Read(bytes, cancellationToken), scope);
        if (view.Length > MaxFile) scope.Problem($"The PDF is larger than {MaxFile >> 20} MiB: streams behind that are not looked for.");
        if (!document._objects.IsWhole) scope.Problem("The PDF has more or more tangled objects than are read: some are left out.");
        if (document._objects.IsEncrypted)
        {
            scope.Problem("The PDF is encrypted: its streams are not unpacked.");
            document._objects.Streams.Clear();
        }
        foreach (var stream in document._objects.Streams) stream.ReadFilters(document._objects.Resolve);
        foreach (var stream in document._objects.Streams.Where(document.IsOfObjects).ToList())
            await document.ReadObjectsAsync(stream, cancellationToken).ConfigureAwait(false);
        document.Words.End();
        document.FindFiles();
        return document;
    }

    /// <summary>Looks for indicators in what was unpacked and in what is unpacked for it now. Pictures are passed over: they are large, and no texts.</summary>
    public async ValueTask SearchAsync(IndicatorFinder finder, CancellationToken cancellationToken)
    {
        foreach (var (place, text) in _texts)
        {
            finder.AddUnpacked(place, text);
            finder.EndText();
        }
        foreach (var stream in _objects.Streams)
        {
            if (!stream.IsPacked || !stream.IsSupported || stream.Dictionary["Subtype"] is "Image" || _taken.Contains(stream)) continue;
            if (_searched >= MaxSearched || finder.IsFull) break;
            await UnpackAsync(stream, bytes =>
            {
                finder.AddUnpacked(stream.Start, bytes);
                _searched += bytes.Length;
                return _searched < MaxSearched && !finder.IsFull;
            }, cancellationToken).ConfigureAwait(false);
            finder.EndText();
        }
        if (_searched >= MaxSearched || finder.IsFull) _scope.Problem("The streams of the PDF hold more text than is looked through for indicators.");
        if (_damaged > 0) _scope.Problem(_damaged == 1 ? "A stream of the PDF is damaged." : $"{_damaged} streams of the PDF are damaged.");
    }

    /// <summary>The size that a file claims to have, or null.</summary>
    public ulong? SizeOf(PdfStream file) =>
        _objects.Resolve(file.Dictionary["Params"]) is PdfDictionary parameters && _objects.Resolve(parameters["Size"]) is long size and >= 0 ? (ulong)size : null;

    private bool IsOfObjects(PdfStream stream) => _objects.Resolve(stream.Dictionary["Type"]) is "ObjStm";

    private async ValueTask ReadObjectsAsync(PdfStream stream, CancellationToken cancellationToken)
    {
        if (!stream.IsSupported)
        {
            _scope.Problem("A stream of objects in the PDF has a filter that is not undone: what it holds is not known.");
            return;
        }
        var unpacked = new MemoryStream();
        await UnpackAsync(stream, bytes =>
        {
            unpacked.Write(bytes);
            return true;
        }, cancellationToken).ConfigureAwait(false);
        var content = unpacked.ToArray();
        if (stream.IsPacked)
        {
            Words.Add(content);
            Words.End();
        }

        // Its objects, each with its number and its place behind the first.
        using var texts = new MemoryStream();
        var lexer = new PdfLexer(content) { OnText = stream.IsPacked ? text => AddText(texts, text) : null };
        var first = (int)Math.Clamp(_objects.Resolve(stream.Dictionary["First"]) as long? ?? 0, 0, content.Length);
        ReadOnlyMemory<byte> header = content.AsMemory(0, first);
        for (var left = Math.Min(MaxObjects, _objects.Resolve(stream.Dictionary["N"]) as long? ?? 0); left > 0; left--)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Integer(ref header) is not { } number || Integer(ref header) is not { } offset || lexer.Work > content.Length * 4L) break;
            if (offset < 0 || offset >= content.Length - first) continue;
            lexer.Position = first + offset;
            _objects.Add(number, lexer.Read());
        }
        _fileSpecifications.AddRange(lexer.FileSpecifications);
        if (texts.Length > 0) _texts.Add((stream.Start, texts.ToArray()));
    }

    private void AddText(MemoryStream texts, ReadOnlySpan<byte> text)
    {
        if (text.Length < MinText) return;
        _searched += text.Length;
        if (_searched > MaxSearched) return;
        if (text is [0xFE, 0xFF, ..] or [0xFF, 0xFE, ..]) texts.Write(System.Text.Encoding.UTF8.GetBytes(PdfText.Decode(text)));
        else texts.Write(text);
        // A byte that belongs to no text ends this one.
        texts.WriteByte(0xFF);
    }

    private void FindFiles()
    {
        var names = new Dictionary<int, string>();
        foreach (var specification in _fileSpecifications)
        {
            if (_objects.Resolve(specification["EF"]) is not PdfDictionary files) continue;
            var name = NameKeys.Select(key => _objects.Resolve(specification[key])).OfType<byte[]>().FirstOrDefault();
            foreach (var key in NameKeys)
                if (files[key] is PdfReference file) names[file.Number] = name is null ? "" : PdfText.Decode(name);
        }
        Files = [.. _objects.Streams.Where(stream => _objects.Resolve(stream.Dictionary["Type"]) is "EmbeddedFile" || names.ContainsKey(stream.Number))
            .Select(stream => (stream, names.GetValueOrDefault(stream.Number, "")))];
        _taken.UnionWith(Files.Select(file => file.Stream));
    }

    /// <summary>Unpacks a stream as far as the limits go.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="take">Gets each block, and says whether another one is wanted.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    private async ValueTask UnpackAsync(PdfStream stream, Taker take, CancellationToken cancellationToken)
    {
        if (_isSpent || !_taken.Add(stream)) return;
        // Filters that give nothing are work, too.
        _budget.Left -= stream.Length;
        _isSpent = _taken.Count > MaxStreams || _budget.Left < 0;
        var content = stream.Open(_view, _budget);
        await using (content.ConfigureAwait(false))
        {
            try
            {
                var size = 0;
                int read;
                var goesOn = true;
                while (goesOn && !_isSpent && size <= MaxStream && (read = await content.ReadAsync(_block, cancellationToken).ConfigureAwait(false)) > 0)
                {
                    size += read;
                    _budget.Left -= read;
                    _isSpent = _budget.Left < 0;
                    goesOn = take(_block.AsSpan(0, read));
                }
                if (size > MaxStream) _scope.Problem($"A stream of the PDF unpacks to more than {MaxStream >> 20} MiB: the rest of it is not looked at.");
            }
            catch (InvalidDataException)
            {
                if (_budget.Left < 0) _isSpent = true;
                else _damaged++;
            }
        }
        if (_isSpent) _scope.Problem($"The PDF has more than {MaxStreams} streams, or they unpack to more than {MaxUnpacked >> 20} MiB: the others are not looked at.");
    }

    private static int? Integer(ref ReadOnlyMemory<byte> text)
    {
        var rest = text.Span;
        var start = 0;
        while (start < rest.Length && PdfLexer.IsSpace(rest[start])) start++;
        if (!Utf8Parser.TryParse(rest[start..], out int value, out var length)) return null;
        text = text[(start + length)..];
        return value;
    }

    private delegate bool Taker(ReadOnlySpan<byte> bytes);
}
