using System.Runtime.InteropServices;

namespace VtKit.StaticAnalysis;

/// <summary>One run of content inside a folder of a 7z file.</summary>
/// <param name="Folder">The number of the folder.</param>
/// <param name="Offset">Where in its unpacked content the run starts.</param>
/// <param name="Size">Its size.</param>
/// <param name="Checksum">Its CRC-32, where there is one.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SevenZipStream(int Folder, ulong Offset, ulong Size, uint? Checksum);

/// <summary>The part of a 7z header that tells what is packed where and how.</summary>
internal sealed class SevenZipStreams
{
    /// <summary>More of anything than archives have whose header is within its limit; of those that claim more nothing is believed.</summary>
    public const int MaxCount = 500_000;

    /// <summary>The size of the header at the start, behind which packed bytes may stand.</summary>
    public const int StartSize = 32;

    // The marks of its parts.
    private const byte End = 0, PackInfo = 6, UnpackInfo = 7, SubStreams = 8, Sizes = 9, Digests = 10, Folder = 11, UnpackSizes = 12, NumStreams = 13;

    private ulong[] _packSizes = [];

    /// <summary>Where the packed bytes start, behind the start header.</summary>
    public ulong PackStart { get; private set; }

    public List<SevenZipFolder> Folders { get; } = [];

    public List<SevenZipStream> Streams { get; } = [];

    public void Read(ref SevenZipCursor cursor)
    {
        for (var part = cursor.Byte(); part != End; part = cursor.Byte())
        {
            switch (part)
            {
                case PackInfo:
                    PackStart = cursor.Number();
                    ReadPacked(ref cursor);
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

    /// <summary>The packed bytes of each folder, one after the other: where they start in the file, and how many of the first run there are.</summary>
    public IEnumerable<(ulong Start, ulong Size)> Packed(ContentView view)
    {
        // A sum that exceeds the numbers ends somewhere, and nothing of use is there.
        var (start, next) = (unchecked(StartSize + PackStart), 0);
        foreach (var folder in Folders)
        {
            yield return (start, Math.Min(next < _packSizes.Length ? _packSizes[next] : 0, (ulong)view.Length));
            for (var i = 0; i < folder.PackCount && next < _packSizes.Length; i++) start = unchecked(start + _packSizes[next++]);
        }
    }

    private void ReadPacked(ref SevenZipCursor cursor)
    {
        var count = cursor.Count(MaxCount);
        for (var part = cursor.Byte(); part != End; part = cursor.Byte())
        {
            if (part == Digests) cursor.Digests(count);
            else if (part != Sizes) cursor.Break();
            else
            {
                _packSizes = new ulong[count];
                for (var i = 0; i < count; i++) _packSizes[i] = cursor.Number();
            }
        }
    }

    private void ReadFolders(ref SevenZipCursor cursor)
    {
        if (cursor.Byte() != Folder) cursor.Break();
        var count = cursor.Count(MaxCount);
        // What lies elsewhere is not looked for.
        if (cursor.Byte() != 0) cursor.Break();
        Folders.Clear();
        for (var i = 0; i < count && !cursor.IsBroken; i++) Folders.Add(SevenZipFolder.Read(ref cursor));
        for (var part = cursor.Byte(); part != End; part = cursor.Byte())
        {
            if (part == Digests)
            {
                var digests = cursor.Digests(Folders.Count);
                for (var i = 0; i < digests.Length; i++) Folders[i].Checksum = digests[i];
            }
            else if (part != UnpackSizes) cursor.Break();
            else
                foreach (var folder in Folders)
                    folder.ReadSize(ref cursor);
        }
        // A folder is one entry until said otherwise.
        Streams.Clear();
        Streams.AddRange(Folders.Select((folder, i) => new SevenZipStream(i, 0, folder.Size, folder.Checksum)));
    }

    private void ReadStreams(ref SevenZipCursor cursor)
    {
        var counts = new int[Folders.Count];
        Array.Fill(counts, 1);
        var part = cursor.Byte();
        if (part == NumStreams)
        {
            for (var i = 0; i < counts.Length; i++) counts[i] = cursor.Count(MaxCount);
            part = cursor.Byte();
        }
        // Each entry has a name, at least: there are no more of them than bytes.
        if (counts.Sum(count => (long)count) > Math.Min(MaxCount, cursor.Left)) cursor.Break();
        if (!cursor.IsBroken) Split(counts, ref cursor, haveSizes: part == Sizes);
        if (part == Sizes) part = cursor.Byte();
        if (part == Digests)
        {
            ReadDigests(counts, ref cursor);
            part = cursor.Byte();
        }
        if (part != End) cursor.Break();
    }

    /// <summary>Entries in one folder follow each other; of the last one the size is what is left.</summary>
    private void Split(int[] counts, ref SevenZipCursor cursor, bool haveSizes)
    {
        Streams.Clear();
        for (var i = 0; i < counts.Length; i++)
        {
            var folder = Folders[i];
            var left = folder.Size;
            for (var k = 0; k < counts[i] - 1; k++)
            {
                var size = haveSizes ? cursor.Number() : 0;
                Streams.Add(new SevenZipStream(i, folder.Size - left, size, null));
                left -= Math.Min(left, size);
            }
            if (counts[i] > 0) Streams.Add(new SevenZipStream(i, folder.Size - left, left, counts[i] == 1 ? folder.Checksum : null));
        }
    }

    /// <summary>The checksum of a folder of one entry stands with the folder.</summary>
    private void ReadDigests(int[] counts, ref SevenZipCursor cursor)
    {
        var without = new List<int>();
        for (var i = 0; i < Streams.Count; i++)
            if (Streams[i].Folder is var folder && (counts[folder] != 1 || Folders[folder].Checksum is null))
                without.Add(i);
        var digests = cursor.Digests(without.Count);
        for (var i = 0; i < digests.Length; i++) Streams[without[i]] = Streams[without[i]] with { Checksum = digests[i] };
    }
}
