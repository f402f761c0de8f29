using System.IO.Compression;

namespace VtKit.StaticAnalysis;

/// <summary>Unpacks folders of a 7z file.</summary>
internal static class SevenZipContent
{
    /// <summary>Whether a folder can be unpacked: one coder, of those that are known.</summary>
    public static bool IsSupported(SevenZipFolder folder) => folder.Method switch
    {
        SevenZipMethod.Copy or SevenZipMethod.Deflate => true,
        SevenZipMethod.Lzma => folder.Properties.Length >= LzmaStream.PropertiesSize,
        SevenZipMethod.Lzma2 => folder.Properties.Length >= 1,
        _ => false,
    };

    /// <summary>Unpacks a folder as it is read, as a stream that may be longer than the folder says.</summary>
    /// <param name="view">The file.</param>
    /// <param name="folder">A folder that is supported.</param>
    /// <param name="packed">Where its packed bytes start, and how many they are.</param>
    /// <exception cref="InvalidDataException">What it tells about its coder cannot be.</exception>
    /// <exception cref="LeftPackedException">The coder asks for too much.</exception>
    public static Stream Open(ContentView view, SevenZipFolder folder, (ulong Start, ulong Size) packed)
    {
        var content = new ViewStream(view, packed.Start, packed.Size);
        switch (folder.Method)
        {
            case SevenZipMethod.Lzma:
                return new LzmaStream(content, folder.Properties, folder.Size);
            case SevenZipMethod.Lzma2:
                var chunks = new Lzma2Stream(new PackedInput(content));
                chunks.Start(folder.Properties[0], folder.Size);
                return chunks;
            default:
                return folder.Method == SevenZipMethod.Deflate ? new DeflateStream(content, CompressionMode.Decompress) : content;
        }
    }
}
