using System.Globalization;
using System.Text;

namespace VtKit;

/// <summary>A set of Unicode characters, written as a regular expression over UTF-16 that matches exactly one of them.</summary>
internal sealed class CodePoints
{
    private const int Last = 0x10FFFF;

    private readonly List<(int First, int Last)> _ranges = [];

    // Made when a pattern first asks for a category: a million characters are looked up, which takes some milliseconds.
    private static readonly Lazy<List<(int First, int Last)>[]> Categories = new(ReadCategories);

    /// <summary>What <c>.</c> stands for: all but the two that end a line.</summary>
    public static CodePoints Any { get; } = MakeAny();

    public void Add(int first, int last) => _ranges.Add((first, last));

    /// <summary>Adds a category by its name, such as <c>Lu</c>, or the first letter alone for all of its kind; or everything else.</summary>
    /// <returns>Whether RFC 9485 has such a category.</returns>
    public bool TryAddCategory(ReadOnlySpan<char> name, bool complement)
    {
        var members = new CodePoints();
        var known = false;
        for (var i = 0; i < CategoryNames.Length; i++)
        {
            if (name.Length is 0 or > 2 || !CategoryNames[i].StartsWith(name, StringComparison.Ordinal)) continue;
            known = true;
            members._ranges.AddRange(Categories.Value[i]);
        }
        _ranges.AddRange(complement ? members.Complement()._ranges : members._ranges);
        return known;
    }

    public CodePoints Complement()
    {
        var rest = new CodePoints();
        var next = 0;
        foreach (var (first, last) in Merged())
        {
            if (first > next) rest.Add(next, first - 1);
            next = last + 1;
        }
        if (next <= Last) rest.Add(next, Last);
        return rest;
    }

    public override string ToString()
    {
        var (basic, pairs) = (new StringBuilder(), new List<string>());
        foreach (var (first, last) in Merged())
        {
            // Halves of pairs are no characters.
            if (first <= 0xD7FF) AppendRange(basic, first, Math.Min(last, 0xD7FF));
            if (last >= 0xE000 && first <= 0xFFFF) AppendRange(basic, Math.Max(first, 0xE000), Math.Min(last, 0xFFFF));
            if (last > 0xFFFF) AddPairs(pairs, Math.Max(first, 0x10000), last);
        }
        if (pairs.Count == 0) return basic.Length > 0 ? $"[{basic}]" : @"[^\s\S]";
        if (basic.Length > 0) pairs.Insert(0, $"[{basic}]");
        return $"(?:{string.Join('|', pairs)})";
    }

    private static void AddPairs(List<string> pairs, int first, int last)
    {
        while (first <= last)
        {
            var (high, low) = Split(first);
            var (lastHigh, lastLow) = Split(last);
            var end = high == lastHigh ? lastLow : 0xDFFF;
            // Whole blocks between the first and the last are one alternative.
            if (low == 0xDC00 && high < lastHigh)
            {
                var upTo = lastLow == 0xDFFF ? lastHigh : lastHigh - 1;
                pairs.Add($@"[\u{high:X4}-\u{upTo:X4}][\uDC00-\uDFFF]");
                first = 0x10000 + ((upTo - 0xD800 + 1) << 10);
                continue;
            }
            pairs.Add($@"\u{high:X4}[\u{low:X4}-\u{end:X4}]");
            first += end - low + 1;
        }
    }

    private static (int High, int Low) Split(int codePoint) => (0xD800 + ((codePoint - 0x10000) >> 10), 0xDC00 + ((codePoint - 0x10000) & 0x3FF));

    private static void AppendRange(StringBuilder text, int first, int last)
    {
        text.Append(CultureInfo.InvariantCulture, $@"\u{first:X4}");
        if (last > first) text.Append(CultureInfo.InvariantCulture, $@"-\u{last:X4}");
    }

    private List<(int First, int Last)> Merged()
    {
        var merged = new List<(int First, int Last)>();
        foreach (var range in _ranges.Order())
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1) merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, range.Last));
            else merged.Add(range);
        }
        return merged;
    }

    private static CodePoints MakeAny()
    {
        var ends = new CodePoints();
        ends.Add('\n', '\n');
        ends.Add('\r', '\r');
        return ends.Complement();
    }

    // In the order of UnicodeCategory. Halves of pairs (Cs) are no category of RFC 9485.
    private static readonly string[] CategoryNames =
    [
        "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Me", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "", "Co",
        "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sc", "Sk", "So", "Cn",
    ];

    private static List<(int First, int Last)>[] ReadCategories()
    {
        var sets = Array.ConvertAll(CategoryNames, _ => new List<(int First, int Last)>());
        for (var (first, next) = (0, 1); first <= Last; first = next++)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(first);
            while (next <= Last && CharUnicodeInfo.GetUnicodeCategory(next) == category) next++;
            sets[(int)category].Add((first, next - 1));
        }
        return sets;
    }
}
