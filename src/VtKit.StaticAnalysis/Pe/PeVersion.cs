using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>What a Windows executable says about itself in its version resource, in the words of <c>signature_info</c>.</summary>
/// <seealso href="https://learn.microsoft.com/windows/win32/menurc/vs-versioninfo"/>
internal static class PeVersion
{
    private const int MaxSize = 64 * 1024;
    private const int MaxText = 1024;
    private const int MaxBlocks = 2000;

    private static readonly Dictionary<string, string> Members = new(StringComparer.Ordinal)
    {
        ["ProductName"] = Part.SignatureInfo.Product,
        ["FileDescription"] = Part.SignatureInfo.Description,
        ["LegalCopyright"] = Part.SignatureInfo.Copyright,
        ["Comments"] = Part.SignatureInfo.Comments,
        ["FileVersion"] = Part.SignatureInfo.FileVersion,
        ["InternalName"] = Part.SignatureInfo.InternalName,
        ["OriginalFilename"] = Part.SignatureInfo.OriginalName,
    };

    public static async ValueTask AddAsync(ContentView view, PeResources resources, JsonObject info, CancellationToken cancellationToken)
    {
        if (resources.VersionOffset is not { } offset) return;
        var bytes = await view.ReadUpToAsync(offset, (int)Math.Min(resources.VersionSize, MaxSize), cancellationToken).ConfigureAwait(false);
        var blocks = 0;
        Walk(bytes, 0, bytes.Length, 0, info, ref blocks);
    }

    // Version, table of strings, language, string: nothing lies deeper than that.
    private static void Walk(ReadOnlySpan<byte> bytes, int at, int end, int depth, JsonObject info, ref int blocks)
    {
        while (at + 6 <= end && ++blocks <= MaxBlocks)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
            var valueLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[(at + 2)..]);
            if (length < 6) return;
            var blockEnd = Math.Min(end, at + length);
            var key = Text(bytes[(at + 6)..blockEnd]);
            var body = Align(at + 6 + (key.Length + 1) * 2);
            if (depth == 3)
            {
                if (body < blockEnd && Members.TryGetValue(key, out var member) && !info.ContainsKey(member))
                    info[member] = Text(bytes[body..blockEnd]);
            }
            // The version block has a value of bytes in front of its children; the others have none.
            else Walk(bytes, depth == 0 ? Align(body + valueLength) : body, blockEnd, depth + 1, info, ref blocks);
            at = Align(at + length);
        }
    }

    private static int Align(int offset) => (offset + 3) & ~3;

    private static string Text(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.Unicode.GetString(bytes[..(Math.Min(bytes.Length, MaxText * 2) & ~1)]);
        var end = text.IndexOf('\0', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
