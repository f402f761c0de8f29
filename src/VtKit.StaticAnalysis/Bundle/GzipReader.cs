using System.Buffers.Binary;
using System.IO.Compression;

namespace VtKit.StaticAnalysis;

/// <summary>Builds the facts about a gzip file, which may have a name and a time in front.</summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc1952"/>
internal static class GzipReader
{
    private const int HeaderSize = 10;
    private const int MaxName = 4096;
    private const int HasExtra = 4, HasName = 8;

    public static async ValueTask<BundleFacts?> ReadAsync(ContentView view, AnalysisScope scope, int depth, CancellationToken budget)
    {
        if (await view.ReadExactlyAsync(0, HeaderSize, budget).ConfigureAwait(false) is not { } header || header[2] != 8) return null;
        var name = await NameAsync(view, header[3], budget).ConfigureAwait(false);
        var time = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4));
        var content = new BundleContent(() => new GZipStream(new ViewStream(view, 0, (ulong)view.Length), CompressionMode.Decompress), (ulong)view.Length, null);
        return await PackedFile.ReadAsync(new BundleCollector(scope, depth, BundleCollector.UnixStamp), name, time == 0 ? null : time, content, "GZIP", budget).ConfigureAwait(false);
    }

    private static async ValueTask<string> NameAsync(ContentView view, byte flags, CancellationToken budget)
    {
        if ((flags & HasName) == 0) return "";
        ulong at = HeaderSize;
        if ((flags & HasExtra) != 0) at += 2 + (ulong)(await view.ReadUInt16Async(at, budget).ConfigureAwait(false) ?? 0);
        return await view.ReadTextAsync(at, MaxName, budget).ConfigureAwait(false) ?? "";
    }
}
