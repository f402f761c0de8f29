using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>How alike two files are, told from their hashes alone.</summary>
public static class SimilarityHash
{
    private const int MaxRun = 3;

    /// <summary>Compares two hashes of <c>ssdeep</c>, as that program does.</summary>
    /// <param name="first">A hash such as <c>96:PuNQHTo6pYrYJWr:+QHTrpYrCWr</c>.</param>
    /// <param name="second">Another one.</param>
    /// <returns>
    /// From 0 for nothing in common to 100, which does not prove that the files are equal; hashes whose block sizes are neither equal nor neighbours are 0.
    /// Null when one of them is no such hash.
    /// </returns>
    /// <seealso href="https://ssdeep-project.github.io/ssdeep/"/>
    public static int? SsdeepScore(string? first, string? second)
    {
        if (!TryParse(first, out var a) || !TryParse(second, out var b)) return null;
        if (a.Block == 2 * b.Block) return Score(Shortened(a.Whole), Shortened(b.Half), a.Block);
        if (2 * a.Block == b.Block) return Score(Shortened(a.Half), Shortened(b.Whole), b.Block);
        if (a.Block != b.Block) return 0;
        var (whole, half, otherWhole, otherHalf) = (Shortened(a.Whole), Shortened(a.Half), Shortened(b.Whole), Shortened(b.Half));
        return whole == otherWhole && half == otherHalf ? 100 : Math.Max(Score(whole, otherWhole, a.Block), Score(half, otherHalf, 2 * a.Block));
    }

    /// <summary>Compares two TLSH values, with or without the <c>T1</c> that today's begin with; the lengths of the files count.</summary>
    /// <param name="first">A value of 70 hexadecimal digits behind its prefix.</param>
    /// <param name="second">Another one.</param>
    /// <returns>The distance: 0 for files that are the same to the hash, and the more the less they have in common, with no upper limit; null when one is no such value.</returns>
    /// <seealso href="https://tlsh.org/papersDir/TLSH_CTC_final.pdf"/>
    public static int? TlshDistance(string? first, string? second)
    {
        Span<byte> a = stackalloc byte[Tlsh.Length], b = stackalloc byte[Tlsh.Length];
        if (!TryRead(first, a) || !TryRead(second, b)) return null;
        var distance = a[0] == b[0] ? 0 : 1;
        var length = Around(Tlsh.Swap(a[1]) - Tlsh.Swap(b[1]), 256);
        distance += length <= 1 ? length : length * 12;
        distance += Ratio((a[2] >> 4) - (b[2] >> 4)) + Ratio((a[2] & 15) - (b[2] & 15));
        for (var i = Tlsh.Head; i < Tlsh.Length; i++)
            for (var shift = 0; shift < 8; shift += 2) distance += Bucket(((a[i] >> shift) & 3) - ((b[i] >> shift) & 3));
        return distance;

        static int Around(int difference, int size) => Math.Min(Math.Abs(difference), size - Math.Abs(difference));

        static int Ratio(int difference)
        {
            var ratio = Around(difference, 16);
            return ratio <= 1 ? ratio : (ratio - 1) * 12;
        }

        // From the least to the most frequent quarter is twice as far as three steps.
        static int Bucket(int difference) => Math.Abs(difference) == 3 ? 6 : Math.Abs(difference);
    }

    private static bool TryRead(ReadOnlySpan<char> text, Span<byte> value)
    {
        if (text.Length == 2 * Tlsh.Length + 2 && text.StartsWith("T1", StringComparison.OrdinalIgnoreCase)) text = text[2..];
        return text.Length == 2 * Tlsh.Length && Convert.FromHexString(text, value, out _, out _) == OperationStatus.Done;
    }

    private static bool TryParse(ReadOnlySpan<char> text, out SsdeepParts parts)
    {
        parts = default;
        var first = text.IndexOf(':');
        if (first < 0 || !long.TryParse(text[..first], NumberStyles.None, CultureInfo.InvariantCulture, out var block) || block is < Ssdeep.MinBlock or > long.MaxValue / 4) return false;
        var rest = text[(first + 1)..];
        var second = rest.IndexOf(':');
        if (second < 0) return false;
        // A name may follow the hash.
        var end = rest.IndexOf(',');
        parts = new SsdeepParts { Block = block, Whole = rest[..second], Half = end < second ? rest[(second + 1)..] : rest[(second + 1)..end] };
        return true;
    }

    /// <summary>Runs of one letter come from content that says nothing: no more than three of them count.</summary>
    private static string Shortened(ReadOnlySpan<char> text)
    {
        var letters = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            if (i < MaxRun || text[(i - MaxRun)..i].ContainsAnyExcept(text[i])) letters.Append(text[i]);
        return letters.ToString();
    }

    private static int Score(string a, string b, long block)
    {
        if (a.Length > Ssdeep.MaxPieces || b.Length > Ssdeep.MaxPieces || !HaveWindowInCommon(a, b)) return 0;
        var changes = a.Length + b.Length - 2 * CommonLength(a, b);
        var score = 100 - 100 * (changes * Ssdeep.MaxPieces / (a.Length + b.Length)) / Ssdeep.MaxPieces;
        // Few pieces of small blocks are soon alike: they prove no more than they cover.
        return block >= (99 + Ssdeep.Window) / Ssdeep.Window * Ssdeep.MinBlock ? score : (int)Math.Min(score, block / Ssdeep.MinBlock * Math.Min(a.Length, b.Length));
    }

    private static bool HaveWindowInCommon(string a, string b)
    {
        for (var i = 0; i + Ssdeep.Window <= a.Length; i++)
            if (b.AsSpan().Contains(a.AsSpan(i, Ssdeep.Window), StringComparison.Ordinal)) return true;
        return false;
    }

    /// <summary>How many letters two texts of at most 64 have in common in the same order: one bit for each letter of the first, all of them in one step.</summary>
    private static int CommonLength(string a, string b)
    {
        var unmatched = ulong.MaxValue;
        foreach (var letter in b)
        {
            var places = 0UL;
            for (var i = 0; i < a.Length; i++)
                if (a[i] == letter) places |= 1UL << i;
            var matched = unmatched & places;
            unmatched = (unmatched + matched) | (unmatched - matched);
        }
        return BitOperations.PopCount(~unmatched);
    }

    private ref struct SsdeepParts
    {
        public long Block;
        public ReadOnlySpan<char> Whole;
        public ReadOnlySpan<char> Half;
    }
}
