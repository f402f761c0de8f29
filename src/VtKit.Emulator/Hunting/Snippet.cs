using System.Text;
using VtKit.StaticAnalysis;

namespace VtKit.Emulator;

/// <summary>The bytes around what a rule found, as the service shows them: a hex dump beside its text, in lines of sixteen bytes, with marks around what was found.</summary>
internal static class Snippet
{
    private const int LineBytes = 16;
    private const int MaxPlaces = 3;
    private const int MaxFoundBytes = 5 * LineBytes;
    private const string Begin = "*begin_highlight*", End = "*end_highlight*";

    /// <summary>Reads what stands around the first places; null where the rule has none.</summary>
    public static async Task<string?> ReadAsync(Stream content, IReadOnlyList<YaraPlace> places, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        foreach (var place in places.OrderBy(place => place.Offset).DistinctBy(place => place.Offset).Take(MaxPlaces))
        {
            var start = Math.Max(0, place.Offset - LineBytes);
            var bytes = new byte[(int)(place.Offset - start) + Math.Min(place.Length, MaxFoundBytes) + LineBytes];
            content.Position = start;
            var read = await content.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            var found = (int)(place.Offset - start);
            for (var at = 0; at < read; at += LineBytes) WriteLine(text, bytes.AsSpan(at, Math.Min(LineBytes, read - at)), found - at, found - at + place.Length);
        }
        return text.Length == 0 ? null : text.ToString(0, text.Length - 1);
    }

    /// <summary>One line; <paramref name="from"/> and <paramref name="to"/> say what of it was found, and may lie outside.</summary>
    private static void WriteLine(StringBuilder text, ReadOnlySpan<byte> line, int from, int to)
    {
        (from, to) = (Math.Clamp(from, 0, line.Length), Math.Clamp(to, 0, line.Length));
        for (var i = 0; i < line.Length; i++)
        {
            if (i == from && from < to) text.Append(Begin);
            text.Append(Convert.ToHexString(line.Slice(i, 1)));
            if (i < line.Length - 1) text.Append(' ');
            if (i == to - 1 && from < to) text.Append(End);
        }
        text.Append("  ");
        for (var i = 0; i < line.Length; i++)
        {
            if (i == from && from < to) text.Append(Begin);
            text.Append(line[i] is >= 0x20 and < 0x7F ? (char)line[i] : '.');
            if (i == to - 1 && from < to) text.Append(End);
        }
        text.Append('\n');
    }
}
