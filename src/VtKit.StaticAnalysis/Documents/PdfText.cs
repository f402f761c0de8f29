using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>Texts of a document for people.</summary>
internal static class PdfText
{
    // PDFDocEncoding where it is not Latin-1.
    private const string High = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\uFFFD€";

    /// <summary>Decodes a text, which says by its first bytes whether it is Unicode.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes) =>
        bytes is [0xFE, 0xFF, ..] ? Encoding.BigEndianUnicode.GetString(bytes[2..])
        : bytes is [0xFF, 0xFE, ..] ? Encoding.Unicode.GetString(bytes[2..])
        : bytes is [0xEF, 0xBB, 0xBF, ..] ? Encoding.UTF8.GetString(bytes[3..])
        : string.Create(bytes.Length, bytes, static (text, bytes) =>
        {
            for (var i = 0; i < text.Length; i++) text[i] = bytes[i] is >= 0x80 and <= 0xA0 and var high ? High[high - 0x80] : (char)bytes[i];
        });
}
