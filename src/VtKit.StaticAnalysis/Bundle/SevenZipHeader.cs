namespace VtKit.StaticAnalysis;

/// <summary>One entry of a 7z file.</summary>
internal sealed record SevenZipEntry(string Name, bool IsDirectory, SevenZipStream? Stream, long? Time);

/// <summary>
/// The header of a 7z file, which stands at its end: what lies in it, or, where that is packed itself, how.
/// </summary>
/// <seealso href="https://py7zr.readthedocs.io/en/latest/archive_format.html"/>
internal sealed class SevenZipHeader
{
    // The marks of the header's parts.
    private const byte End = 0, Header = 1, ArchiveProperties = 2, MainStreams = 4, Files = 5, EmptyStream = 14, EmptyFile = 15, Names = 17, ModifiedTime = 20, PackedHeader = 23;

    /// <summary>Whether the list of entries is packed: it is the content of the first folder.</summary>
    public bool IsPacked { get; private set; }

    public SevenZipStreams Streams { get; } = new();

    public List<SevenZipEntry> Entries { get; } = [];

    /// <summary>Reads a header; null when it is broken.</summary>
    public static SevenZipHeader? Read(ReadOnlySpan<byte> bytes)
    {
        var header = new SevenZipHeader();
        var cursor = new SevenZipCursor(bytes);
        switch (cursor.Byte())
        {
            case PackedHeader:
                header.Streams.Read(ref cursor);
                header.IsPacked = true;
                break;
            case Header:
                header.Parts(ref cursor);
                break;
            default:
                return null;
        }
        return cursor.IsBroken ? null : header;
    }

    private void Parts(ref SevenZipCursor cursor)
    {
        for (var part = cursor.Byte(); part != End; part = cursor.Byte())
        {
            switch (part)
            {
                case ArchiveProperties:
                    while (cursor.Byte() != 0) cursor.Take(cursor.Number());
                    break;
                // Once entries are there, nothing that they point to may change.
                case MainStreams when Entries.Count == 0:
                    Streams.Read(ref cursor);
                    break;
                case Files when Entries.Count == 0:
                    ReadFiles(ref cursor);
                    break;
                default:
                    cursor.Break();
                    return;
            }
        }
    }

    private void ReadFiles(ref SevenZipCursor cursor)
    {
        var count = cursor.Count(SevenZipStreams.MaxCount);
        var names = new List<string>();
        bool[] hasNoStream = [], isEmptyFile = [];
        long?[] times = [];
        for (var part = cursor.Byte(); part != End; part = cursor.Byte())
        {
            var content = cursor.Part(cursor.Number());
            switch (part)
            {
                case EmptyStream:
                    hasNoStream = content.Bits(count);
                    break;
                case EmptyFile:
                    isEmptyFile = content.Bits(hasNoStream.Count(bit => bit));
                    break;
                case Names:
                    if (content.Byte() != 0) content.Break();
                    for (var i = names.Count; i < count && content.Left > 0; i++) names.Add(content.Name());
                    break;
                case ModifiedTime:
                    times = content.Times(count);
                    break;
            }
            if (content.IsBroken) cursor.Break();
        }
        int stream = 0, empty = 0;
        for (var i = 0; i < Math.Min(count, names.Count); i++)
        {
            var hasStream = i >= hasNoStream.Length || !hasNoStream[i];
            var isFile = hasStream || (empty < isEmptyFile.Length && isEmptyFile[empty]);
            if (!hasStream) empty++;
            SevenZipStream? content = hasStream && stream < Streams.Streams.Count ? Streams.Streams[stream++] : null;
            Entries.Add(new SevenZipEntry(names[i], !isFile, content, i < times.Length ? times[i] : null));
        }
    }
}
