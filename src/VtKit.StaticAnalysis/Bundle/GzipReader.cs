using System.Buffers.Binary;
using System.IO.Compression;

namespace VtKit.StaticAnalysis;

/// <summary>Builds the facts about a gzip file: an archive of one entry, which may have its name and its time in front.</summary>
/// <seealso href="https://www.rfc-editor.org/rfc/rfc1952"/>
internal static class GzipReader
{
    private const int HeaderSize = 10;
    private const int MaxName = 4096;
    private const int BeginningLength = 256;
    private const int HasExtra = 4, HasName = 8;

    public static async ValueTask<BundleFacts?> ReadAsync(ContentView view, AnalysisScope scope, int depth, CancellationToken budget)
    {
        if (await view.ReadExactlyAsync(0, HeaderSize, budget).ConfigureAwait(false) is not { } header || header[2] != 8) return null;
        var collected = new BundleCollector(scope, depth, BundleCollector.UnixStamp);
        var name = await NameAsync(view, header[3], budget).ConfigureAwait(false);
        var item = new BundleItem(name, null);
        BundleChild? child = null;
        string? beginning = null;
        if (collected.MayAdd()) child = await collected.AddAsync(item, new BundleContent(Open, (ulong)view.Length, null), budget).ConfigureAwait(false);
        if (child?.Sha256 is not null) beginning = await BeginningAsync(Open, budget).ConfigureAwait(false);
        var time = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4));
        collected.Count(item with { Size = child?.Sha256 is null ? null : (ulong)child.Size }, time == 0 ? null : time);
        return collected.Facts("GZIP") with { Beginning = beginning };

        Stream Open() => new GZipStream(new ViewStream(view, 0, (ulong)view.Length), CompressionMode.Decompress);
    }

    private static async ValueTask<string> NameAsync(ContentView view, byte flags, CancellationToken budget)
    {
        if ((flags & HasName) == 0) return "";
        ulong at = HeaderSize;
        if ((flags & HasExtra) != 0) at += 2 + (ulong)(await view.ReadUInt16Async(at, budget).ConfigureAwait(false) ?? 0);
        return await view.ReadTextAsync(at, MaxName, budget).ConfigureAwait(false) ?? "";
    }

    /// <summary>The first characters, where the content is text.</summary>
    private static async ValueTask<string?> BeginningAsync(Func<Stream> open, CancellationToken budget)
    {
        var stream = open();
        await using (stream.ConfigureAwait(false))
        {
            var head = new byte[BeginningLength];
            var read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, budget).ConfigureAwait(false);
            return TextShape.Read(head.AsSpan(0, read), isWhole: false)?.Content;
        }
    }
}
