namespace VtKit.StaticAnalysis;

/// <summary>One entry of a 7z file.</summary>
internal sealed record SevenZipEntry(string Name, ulong Size, bool IsDirectory, bool IsEncrypted, long? Time);

/// <summary>
/// The header of a 7z file, which stands at its end: what lies in it, or, where that is packed itself, how.
/// </summary>
/// <seealso href="https://py7zr.readthedocs.io/en/latest/archive_format.html"/>
internal sealed class SevenZipHeader
{
    // The marks of the header's parts.
    private const byte End = 0, Header = 1, ArchiveProperties = 2, MainStreams = 4, Files = 5, PackInfo = 6, UnpackInfo = 7, SubStreams = 8, Sizes = 9,
        Digests = 10, Folder = 11, UnpackSizes = 12, NumStreams = 13, EmptyStream = 14, EmptyFile = 15, Names = 17, ModifiedTime = 20, PackedHeader = 23;

    private readonly List<(ulong Size, bool IsEncrypted)> _streams = [];
    private readonly List<SevenZipFolder> _folders = [];
    private bool[]? _folderDigests = [];

    /// <summary>Whether the list of entries is packed.</summary>
    public bool IsPacked { get; private set; }

    /// <summary>Whether that list is encrypted.</summary>
    public bool IsEncrypted { get; private set; }

    public List<SevenZipEntry> Entries { get; } = [];

    /// <summary>Reads a header; null when it is broken.</summary>
    public static SevenZipHeader? Read(ReadOnlySpan<byte> bytes)
    {
        var header = new SevenZipHeader();
        var cursor = new SevenZipCursor(bytes);
        switch (cursor.Byte())
        {
            case PackedHeader:
                header.Streams(ref cursor);
                header.IsPacked = true;
                header.IsEncrypted = header._folders.Exists(folder => folder.IsEncrypted);
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
                case MainStreams:
                    Streams(ref cursor);
                    break;
                case Files:
                    ReadFiles(ref cursor);
                    break;
                default:
                    cursor.Break();
                    return;
            }
        }
    }

    private void Streams(ref SevenZipCursor cursor)
    {
        for (var part = cursor.Byte(); part != End; part = cursor.Byte())
        {
            switch (part)
            {
                case PackInfo:
                    cursor.Number();
                    Packed(ref cursor, cursor.Count());
                    break;
                case UnpackInfo:
                    ReadFolders(ref cursor);
                    break;
                case SubStreams:
                    ReadStreams(ref cursor);
                    break;
                default:
                    cursor.Break();
                    return;
            }
        }
    }

    private static void Packed(ref SevenZipCursor cursor, int count)
    {
        for (var part = cursor.Byte(); part != End; part = cursor.Byte())
        {
            if (part == Digests) cursor.Digests(count);
            else if (part != Sizes) cursor.Break();
            else
                for (var i = 0; i < count; i++)
                    cursor.Number();
        }
    }

    private void ReadFolders(ref SevenZipCursor cursor)
    {
        if (cursor.Byte() != Folder) cursor.Break();
        var count = cursor.Count();
        // What lies elsewhere is not looked for.
        if (cursor.Byte() != 0) cursor.Break();
        _folders.Clear();
        for (var i = 0; i < count && !cursor.IsBroken; i++) _folders.Add(SevenZipFolder.Read(ref cursor));
        for (var part = cursor.Byte(); part != End; part = cursor.Byte())
        {
            if (part == Digests) _folderDigests = cursor.Digests(_folders.Count);
            else if (part != UnpackSizes) cursor.Break();
            else
                foreach (var folder in _folders)
                    folder.ReadSize(ref cursor);
        }
        // A folder is one entry until said otherwise.
        _streams.Clear();
        _streams.AddRange(_folders.Select(folder => (folder.Size, folder.IsEncrypted)));
    }

    private void ReadStreams(ref SevenZipCursor cursor)
    {
        var counts = new int[_folders.Count];
        Array.Fill(counts, 1);
        var part = cursor.Byte();
        if (part == NumStreams)
        {
            for (var i = 0; i < counts.Length; i++) counts[i] = cursor.Count();
            part = cursor.Byte();
        }
        // Each entry has a name, at least: there are no more of them than bytes.
        if (counts.Sum(count => (long)count) > cursor.Left) cursor.Break();
        if (!cursor.IsBroken) Split(counts, ref cursor, haveSizes: part == Sizes);
        if (part == Sizes) part = cursor.Byte();
        if (part == Digests)
        {
            // The checksum of a folder of one entry stands with the folder.
            var digests = 0;
            for (var i = 0; i < counts.Length; i++)
                if (counts[i] != 1 || (_folderDigests is { } known && (i >= known.Length || !known[i])))
                    digests += counts[i];
            cursor.Digests(digests);
            part = cursor.Byte();
        }
        if (part != End) cursor.Break();
    }

    /// <summary>Entries in one folder follow each other; of the last one the size is what is left.</summary>
    private void Split(int[] counts, ref SevenZipCursor cursor, bool haveSizes)
    {
        _streams.Clear();
        for (var i = 0; i < counts.Length; i++)
        {
            var left = _folders[i].Size;
            for (var k = 0; k < counts[i] - 1; k++)
            {
                var size = haveSizes ? cursor.Number() : 0;
                _streams.Add((size, _folders[i].IsEncrypted));
                left -= Math.Min(left, size);
            }
            if (counts[i] > 0) _streams.Add((left, _folders[i].IsEncrypted));
        }
    }

    private void ReadFiles(ref SevenZipCursor cursor)
    {
        var count = cursor.Count();
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
                    for (var i = 0; i < count && content.Left > 0; i++) names.Add(content.Name());
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
            var isStream = i >= hasNoStream.Length || !hasNoStream[i];
            var isFile = isStream || (empty < isEmptyFile.Length && isEmptyFile[empty]);
            if (!isStream) empty++;
            var (size, isEncrypted) = isStream && stream < _streams.Count ? _streams[stream++] : default;
            Entries.Add(new SevenZipEntry(names[i], size, !isFile, isEncrypted, i < times.Length ? times[i] : null));
        }
    }
}
