namespace VtKit.Indicators;

/// <content>Looking one up.</content>
internal static partial class TopLevel
{
    private const int FileMark = 1;
    private const int SpokenMark = 2;

    /// <summary>Whether the label, ASCII in any case, is a top-level domain: a delegated one, <c>onion</c>, or one reserved for documents and tests.</summary>
    public static bool IsKnown(ReadOnlySpan<char> label) => MarkOf(label) >= 0;

    /// <summary>Whether it is an extension too, and a name of two labels that ends so is more often a file's.</summary>
    public static bool IsFileExtension(ReadOnlySpan<char> label) => MarkOf(label) is > 0 and var mark && (mark & FileMark) != 0;

    /// <summary>Whether it may follow a dot that is spelled as a word of a sentence: it is common, and no word itself.</summary>
    public static bool MayBeSpoken(ReadOnlySpan<char> label) => MarkOf(label) is > 0 and var mark && (mark & SpokenMark) != 0;

    private static int MarkOf(ReadOnlySpan<char> label)
    {
        var table = OfLength(label.Length);
        var width = label.Length + 1;
        var (low, high) = (0, table.Length / width - 1);
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var entry = table.Slice(middle * width, width);
            var order = Compare(label, entry);
            if (order == 0) return entry[^1] - '0';
            if (order < 0) high = middle - 1;
            else low = middle + 1;
        }
        return -1;
    }

    private static int Compare(ReadOnlySpan<char> label, ReadOnlySpan<byte> entry)
    {
        for (var i = 0; i < label.Length; i++)
        {
            var c = char.IsAsciiLetterUpper(label[i]) ? label[i] | 0x20 : label[i];
            if (c != entry[i]) return c - entry[i];
        }
        return 0;
    }
}
