using static VtKit.StaticAnalysis.ShortcutText;

namespace VtKit.StaticAnalysis;

/// <summary>
/// The list of identifiers by which a shortcut names its target, put together to a path. Microsoft describes the list alone; what is inside
/// an identifier is known from the files that Windows writes, and one of an unknown kind leaves a gap.
/// </summary>
internal static class ShortcutTarget
{
    private const int MaxItems = 128;
    private const uint LongName = 0xBEEF_0004;

    private static readonly Guid MyComputer = new("20d04fe0-3aea-1069-a2d8-08002b30309d");

    public static string? Path(ReadOnlySpan<byte> list)
    {
        var parts = new List<string>();
        for (var items = 0; items < MaxItems && Short(list, 0) is >= 3 and var size && size <= list.Length; items++)
        {
            if (Name(list[2..size]) is { } name) parts.Add(name);
            list = list[size..];
        }
        return parts.Count == 0 ? null : string.Join('\\', parts);
    }

    private static string? Name(ReadOnlySpan<byte> item) => (item[0] & 0x70) switch
    {
        0x10 when item.Length >= 18 && new Guid(item[2..18]) is var folder => folder == MyComputer ? null : $"::{{{folder}}}".ToUpperInvariant(),
        0x20 => Text(item, 1, isWide: false)?.TrimEnd('\\'),
        0x30 => Entry(item),
        0x40 => Text(item, 3, isWide: false),
        _ => null,
    };

    /// <summary>A file or folder: its short name, and the long one in an extension whose place the last two bytes give.</summary>
    private static string? Entry(ReadOnlySpan<byte> item)
    {
        // The place counts from the length in front of the item.
        var extension = Short(item, item.Length - 2) - 2;
        if (extension > 0 && Number(item, extension + 4) == LongName && LongNamePlace(Short(item, extension + 2)) is > 0 and var place
            && Text(Slice(item, extension, Short(item, extension)), place, isWide: true) is { } name)
            return name;
        return Text(item, 12, isWide: (item[0] & 4) != 0);
    }

    /// <summary>Where the long name lies in its extension, by the extension's version: Windows XP, Vista, 7 and 8 and later.</summary>
    private static int LongNamePlace(int version) => version switch
    {
        3 => 20,
        7 => 38,
        8 => 42,
        >= 9 => 46,
        _ => 0,
    };
}
