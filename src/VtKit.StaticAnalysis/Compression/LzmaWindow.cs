namespace VtKit.StaticAnalysis;

/// <summary>
/// The bytes that were unpacked last, which matches refer to. It grows with what is written and not with what a header claims, up to
/// <see cref="MaxSize"/>; from there on it goes round.
/// </summary>
internal sealed class LzmaWindow
{
    /// <summary>Memory for one window, at most. Content that refers further back is left out.</summary>
    public const int MaxSize = 128 << 20;

    private const int MinSize = 4096;
    private const int FirstSize = 64 * 1024;

    private bool _isCut;

    /// <summary>The memory. What was never written holds anything.</summary>
    public byte[] Bytes { get; private set; } = [];

    /// <summary>Where the next byte goes.</summary>
    public int At { get; private set; }

    /// <summary>How far back a match may reach: to the start of what was written, or as far as the window goes.</summary>
    public int Filled { get; private set; }

    /// <summary>Where the window goes round.</summary>
    public int Size { get; private set; }

    /// <summary>The byte written last, zero where there is none.</summary>
    public byte Last => Filled == 0 ? (byte)0 : Bytes[(At == 0 ? Size : At) - 1];

    /// <summary>Begins anew.</summary>
    /// <param name="dictionary">The size that the header asks for.</param>
    /// <param name="content">The size of the content, which a window never exceeds.</param>
    public void Start(ulong dictionary, ulong content)
    {
        var wanted = Math.Max(MinSize, Math.Min(dictionary, content));
        _isCut = wanted > MaxSize;
        Size = (int)Math.Min(wanted, MaxSize);
        At = 0;
        Filled = 0;
    }

    /// <summary>Forgets what was written.</summary>
    public void Forget() => Filled = 0;

    /// <summary>Makes room for bytes in one piece.</summary>
    /// <param name="wanted">How many there may be.</param>
    /// <returns>How many there is room for, one at least.</returns>
    public int Reserve(int wanted)
    {
        if (At == Size) At = 0;
        if (At == Bytes.Length)
        {
            var larger = GC.AllocateUninitializedArray<byte>((int)Math.Min(Size, Math.Max(FirstSize, 2L * Bytes.Length)));
            Bytes.AsSpan(0, At).CopyTo(larger);
            Bytes = larger;
        }
        return Math.Min(wanted, Math.Min(Size, Bytes.Length) - At);
    }

    /// <summary>Counts bytes that were written into the reserved piece.</summary>
    public ReadOnlySpan<byte> Advance(int count)
    {
        var written = Bytes.AsSpan(At, count);
        At += count;
        Filled = (int)Math.Min((long)Filled + count, Size);
        return written;
    }

    /// <summary>Writes what stood some way back again. The target lies in the reserved piece, the source in what was written.</summary>
    public void Repeat(int to, int distance, int count)
    {
        var from = to - distance;
        if (from < 0)
        {
            // The source begins before the window went round.
            from += Size;
            var first = Math.Min(count, Size - from);
            Bytes.AsSpan(from, first).CopyTo(Bytes.AsSpan(to));
            to += first;
            count -= first;
            from = 0;
        }
        // What a match repeats may be written by itself: what there is to copy doubles each time.
        while (count > 0)
        {
            var part = Math.Min(count, to - from);
            Bytes.AsSpan(from, part).CopyTo(Bytes.AsSpan(to));
            to += part;
            count -= part;
        }
    }

    /// <summary>Says why a match cannot be followed.</summary>
    public Exception TooFar() =>
        _isCut && Filled == Size ? new LeftPackedException($"needs a dictionary of more than {MaxSize >> 20} MiB: it is left out.") : new InvalidDataException();
}
