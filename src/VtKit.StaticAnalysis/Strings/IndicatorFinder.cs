using System.Numerics;
using VtKit.Indicators;

namespace VtKit.StaticAnalysis;

/// <summary>
/// Finds URLs, domains, IPv4 and e-mail addresses in the texts of a file: runs of printable ASCII, of the same characters in UTF-16, and what stands there in base64. What only may be
/// an indicator is left out: most of what has the form of a domain in a program is the name of a class or a file, and four numbers are a version.
/// </summary>
internal sealed partial class IndicatorFinder
{
    /// <summary>How far into a file texts are looked at.</summary>
    private const long MaxBytes = 16L << 20;

    private const int MinRun = 7;
    private const int MaxRun = 4096;

    private readonly Dictionary<(IndicatorKind Kind, string Value), (long Offset, bool IsUnpacked)> _found = [];
    private readonly Dictionary<IndicatorKind, int> _counts = [];

    // One run for each place a character of two bytes can start at, and one for single bytes.
    private readonly Run[] _wide = [new(2), new(2)];
    private readonly Run _narrow = new(1);
    private readonly byte[] _rest = new byte[TextMasks.Width];
    private int _restLength;
    private long _offset;
    private TextMasks _before;
    private byte _last;

    // Where the packed form of the text begins, when it does not stand in the file as it is.
    private long? _packedAt;
    private int _looks = MaxLooks;

    /// <summary>Looks through a file, through what the streams of a PDF document unpack to, and through the texts that the reader of its format unpacked.</summary>
    public static async ValueTask<IReadOnlyList<FoundIndicator>> FindAsync(ContentView view, PdfDocument? pdf, FormatFacts formats, CancellationToken cancellationToken)
    {
        var finder = new IndicatorFinder();
        await view.StreamAsync(0, Math.Min(view.Length, MaxBytes), finder.Add, cancellationToken).ConfigureAwait(false);
        finder.EndText();
        if (pdf is not null) await pdf.SearchAsync(finder, cancellationToken).ConfigureAwait(false);
        formats.Search(finder, cancellationToken);
        return [.. finder._found.Select(one => new FoundIndicator(one.Key.Kind, one.Key.Value, one.Value.Offset) { IsUnpacked = one.Value.IsUnpacked }).OrderBy(one => one.Offset)];
    }

    /// <summary>Whether so much looks like an indicator in texts that were unpacked that no more of them is looked at: a small file unpacks to any number.</summary>
    public bool IsFull => _looks <= 0;

    /// <summary>Goes on with a text that was unpacked.</summary>
    /// <param name="packedAt">Where its packed form begins in the file.</param>
    /// <param name="bytes">The next bytes of it.</param>
    public void AddUnpacked(long packedAt, ReadOnlySpan<byte> bytes)
    {
        _packedAt = packedAt;
        Add(bytes);
    }

    /// <summary>Ends a text: the next one does not go on where it ended.</summary>
    public void EndText()
    {
        // A byte that belongs to no text ends all of them.
        _rest.AsSpan(_restLength).Fill(0xFF);
        Take(_rest);
        if (_narrow.Length > 0) End(_narrow);
        foreach (var run in _wide)
            if (run.Length > 0) End(run);
        _restLength = 0;
        _offset = 0;
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        // Pieces begin at the same places of a file however its blocks come in.
        if (_restLength > 0)
        {
            var missing = Math.Min(bytes.Length, TextMasks.Width - _restLength);
            bytes[..missing].CopyTo(_rest.AsSpan(_restLength));
            _restLength += missing;
            bytes = bytes[missing..];
            if (_restLength < TextMasks.Width) return;
            Take(_rest);
            _restLength = 0;
        }
        for (; bytes.Length >= TextMasks.Width; bytes = bytes[TextMasks.Width..]) Take(bytes[..TextMasks.Width]);
        bytes.CopyTo(_rest);
        _restLength = bytes.Length;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        const ulong Even = 0x5555_5555_5555_5555;
        var masks = TextMasks.Of(bytes);
        Take(_narrow, masks.Printable, ulong.MaxValue, masks.Marks, bytes);
        // A pair of bytes stands where it ends: its high byte is zero in the texts that are looked for.
        var wide = ((masks.Printable << 1) | (_before.Printable >> 63)) & masks.Zero;
        var marks = (masks.Marks << 1) | (_before.Marks >> 63);
        Take(_wide[0], wide & Even, Even, marks, bytes);
        Take(_wide[1], wide & ~Even, ~Even, marks, bytes);
        _before = masks;
        _last = bytes[^1];
        _offset += TextMasks.Width;
    }

    /// <summary>Goes on with a run, ends it, looks at those that lie inside, and begins the one that reaches over the end.</summary>
    /// <param name="run">The run that reaches in.</param>
    /// <param name="mask">Where its characters are.</param>
    /// <param name="lane">Where characters can be: everywhere, or at every other byte.</param>
    /// <param name="marks">Where a point or a colon is: a short run without any holds no indicator.</param>
    /// <param name="bytes">The piece.</param>
    private void Take(Run run, ulong mask, ulong lane, ulong marks, ReadOnlySpan<byte> bytes)
    {
        if (mask == 0)
        {
            if (run.Length > 0) End(run);
            return;
        }
        var step = run.Width;
        var at = BitOperations.TrailingZeroCount(lane);
        var gaps = lane & ~mask;
        if (run.Length > 0)
        {
            var end = BitOperations.TrailingZeroCount(gaps);
            Append(run, at, Math.Min(end, TextMasks.Width), bytes);
            if (gaps == 0) return;
            if (run.Length > 0) End(run);
            mask &= ulong.MaxValue << end;
        }
        else if (gaps == 0)
        {
            Append(run, at, TextMasks.Width, bytes);
            return;
        }
        // Four in a row, and three more: runs of seven or longer begin where this is set.
        var four = mask & (mask >> step) & (mask >> (2 * step)) & (mask >> (3 * step));
        var last = 63 - BitOperations.LeadingZeroCount(gaps);
        for (var seven = four & (four >> (3 * step)) & ~(ulong.MaxValue << last); seven != 0;)
        {
            var start = BitOperations.TrailingZeroCount(seven);
            var end = start + BitOperations.TrailingZeroCount(gaps >> start);
            var inside = ~(ulong.MaxValue << end);
            if ((marks & inside & (ulong.MaxValue << start)) != 0 || end - start >= EncodedText.MinLength * step)
            {
                Append(run, start, end, bytes);
                End(run);
            }
            seven &= ~inside;
        }
        if (last + step < TextMasks.Width) Append(run, last + step, TextMasks.Width, bytes);
    }

    private void Append(Run run, int from, int end, ReadOnlySpan<byte> bytes)
    {
        var back = run.Width - 1;
        for (var at = from; at < end; at += run.Width)
        {
            if (run.Length == 0) run.Start = _offset + at - back;
            run.Text[run.Length++] = (char)(at >= back ? bytes[at - back] : _last);
            if (run.Length == MaxRun) End(run);
        }
    }

    private void End(Run run)
    {
        var text = run.Text.AsSpan(0, run.Length);
        run.Length = 0;
        // Most runs hold nothing: they cost no memory.
        if (text.Length >= MinRun && MayHold(text)) Search(text, run.Start, run.Width);
        SearchEncoded(text, run);
    }

    private sealed class Run(int width)
    {
        /// <summary>Bytes of a character.</summary>
        public int Width => width;

        public char[] Text { get; } = new char[MaxRun];

        public int Length { get; set; }

        /// <summary>How many characters at the beginning belong to groups of base64 that began in the part before.</summary>
        public int EndsGroup { get; set; }

        public long Start { get; set; }
    }
}
