using System.IO.Compression;

namespace VtKit.StaticAnalysis;

/// <summary>Unpacks folders of a 7z file.</summary>
internal static class SevenZipContent
{
    // 7-Zip writes two: a filter for what programs are made of, and what packs.
    private const int MaxSteps = 4;

    /// <summary>Whether a folder can be unpacked: a chain of coders that are known.</summary>
    public static bool IsSupported(SevenZipFolder folder) => folder.Chain.Any() && folder.Chain.Count() <= MaxSteps && folder.Chain.All(coder => coder.IsSupported);

    /// <summary>Unpacks a folder as it is read, as a stream that may be longer than the folder says.</summary>
    /// <param name="view">The file.</param>
    /// <param name="folder">A folder that is supported.</param>
    /// <param name="packed">Where its packed bytes start, and how many they are.</param>
    /// <exception cref="InvalidDataException">What it tells about its coder cannot be.</exception>
    /// <exception cref="LeftPackedException">The coder asks for too much.</exception>
    public static Stream Open(ContentView view, SevenZipFolder folder, (ulong Start, ulong Size) packed)
    {
        Stream content = new ViewStream(view, packed.Start, packed.Size);
        foreach (var coder in folder.Chain) content = Open(content, coder);
        return content;
    }

    private static Stream Open(Stream content, SevenZipCoder coder)
    {
        switch (coder.Method)
        {
            case SevenZipMethod.Lzma:
                return new LzmaStream(content, coder.Properties, coder.Size);
            case SevenZipMethod.Lzma2:
                var chunks = new Lzma2Stream(new PackedInput(content));
                chunks.Start(coder.Properties[0], coder.Size);
                return chunks;
            case SevenZipMethod.Bcj or SevenZipMethod.X86:
                return new X86CallStream(content);
            default:
                return coder.Method == SevenZipMethod.Deflate ? new DeflateStream(content, CompressionMode.Decompress) : content;
        }
    }
}
