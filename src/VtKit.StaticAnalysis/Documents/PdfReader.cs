using System.Text;
using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>Describes a PDF file in the shape of <c>pdf_info</c>: counts of words in its bytes as they stand, in one pass.</summary>
internal static class PdfReader
{
    private const int MaxHeader = 32;

    /// <summary>Reads the whole file.</summary>
    public static async ValueTask<JsonObject> ReadAsync(ContentView view, CancellationToken cancellationToken)
    {
        var words = new PdfWords();
        await view.StreamAsync(0, view.Length, bytes =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            words.Add(bytes);
        }, cancellationToken).ConfigureAwait(false);
        words.End();

        var info = new JsonObject();
        var head = await view.ReadUpToAsync(0, 1024 + MaxHeader, cancellationToken).ConfigureAwait(false);
        var start = head.AsSpan().IndexOf("%PDF-"u8);
        if (start >= 0)
        {
            var line = head.AsSpan(start, Math.Min(MaxHeader, head.Length - start));
            var end = line.IndexOfAny((byte)'\r', (byte)'\n');
            info[Part.PdfInfo.Header] = Encoding.Latin1.GetString(end < 0 ? line : line[..end]);
        }
        foreach (var (word, member) in PdfWords.Members) info[member] = words[word];
        info[Part.PdfInfo.SuspiciousColors] = words.Colours;
        return info;
    }
}
