namespace VtKit.StaticAnalysis;

/// <summary>Counts how often each byte occurs, and what follows from that.</summary>
internal sealed class ByteStatistics
{
    private readonly long[] _counts = new long[256];
    private long _total;

    public void Add(ReadOnlySpan<byte> bytes)
    {
        var counts = _counts;
        foreach (var value in bytes) counts[value]++;
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
