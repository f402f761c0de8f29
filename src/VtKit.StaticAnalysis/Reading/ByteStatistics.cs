namespace VtKit.StaticAnalysis;

/// <summary>Counts how often each byte occurs, and what follows from that.</summary>
internal sealed class ByteStatistics
{
    private readonly long[] _counts = new long[256];
    private long _total;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        // Four counters for each value, taken in turn: runs of one byte, which hostile and blank files are full of, would
        // otherwise wait for the counter that was just written.
        Span<int> counts = stackalloc int[4 * 256];
        counts.Clear();
        var i = 0;
        for (; i + 4 <= bytes.Length; i += 4)
        {
            counts[bytes[i]]++;
            counts[256 + bytes[i + 1]]++;
            counts[512 + bytes[i + 2]]++;
            counts[768 + bytes[i + 3]]++;
        }
        for (; i < bytes.Length; i++) counts[bytes[i]]++;
        for (var value = 0; value < 256; value++)
            _counts[value] += counts[value] + counts[256 + value] + counts[512 + value] + (long)counts[768 + value];
        _total += bytes.Length;
    }

    /// <summary>Shannon entropy in bits per byte, 0 for no bytes.</summary>
    public double Entropy
    {
        get
        {
            if (_total == 0) return 0;
            var entropy = 0.0;
            foreach (var count in _counts)
            {
                if (count == 0) continue;
                var share = (double)count / _total;
                entropy -= share * Math.Log2(share);
            }
            // Rounding can leave a tiny negative zero or a hair above eight.
            return Math.Clamp(entropy, 0, 8);
        }
    }

    /// <summary>Chi-squared against evenly spread bytes; -1 for no bytes, as the service writes it.</summary>
    public double ChiSquared
    {
        get
        {
            if (_total == 0) return -1;
            var expected = _total / 256.0;
            var sum = 0.0;
            foreach (var count in _counts) sum += (count - expected) * (count - expected) / expected;
            return sum;
        }
    }
}
