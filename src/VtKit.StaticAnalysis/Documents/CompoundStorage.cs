using System.Buffers.Binary;
using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>
/// The streams of an OLE compound file. Chains of sectors come from the file and may lead anywhere: each is followed no
/// further than its stream and the file are long, and nothing is read beyond the limits.
/// </summary>
/// <seealso href="https://learn.microsoft.com/openspecs/windows_protocols/ms-cfb/"/>
internal sealed class CompoundStorage
{
    private const int MaxEntries = 4096;
    private const int MaxTable = 64 << 20;
    private const int MaxMiniStream = 16 << 20;
    private const uint Last = 0xFFFF_FFFA;
    private const int MiniSector = 64;

    private readonly ContentView _view;
    private readonly int _sectorSize;
    private readonly uint _miniLimit;
    private uint[] _table = [];
    private uint[] _miniTable = [];
    private byte[] _miniStream = [];

    private CompoundStorage(ContentView view, int sectorSize, uint miniLimit)
    {
        _view = view;
        _sectorSize = sectorSize;
        _miniLimit = miniLimit;
    }

    /// <summary>Everything in the directory, in its order.</summary>
    public List<Entry> Entries { get; } = [];

    /// <summary>One stream or storage, with its place in the tree where it can be told.</summary>
    public sealed record Entry(int Id, string Name, byte Kind, uint Left, uint Right, uint Child, Guid Class, uint Start, long Size)
    {
        public string Path { get; set; } = "";
    }

    public static async ValueTask<CompoundStorage?> OpenAsync(ContentView view, CancellationToken cancellationToken)
    {
        if (await view.ReadExactlyAsync(0, 512, cancellationToken).ConfigureAwait(false) is not { } header || !CompoundFile.Is(header)) return null;
        var shift = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30));
        if (shift is not (9 or 12)) return null;
        var storage = new CompoundStorage(view, 1 << shift, Math.Min(Number(header, 56), 4096));
        await storage.ReadTableAsync(header, cancellationToken).ConfigureAwait(false);
        var directory = await storage.ChainAsync(Number(header, 48), MaxEntries * 128, cancellationToken).ConfigureAwait(false);
        for (var at = 0; at + 128 <= directory.Length; at += 128) storage.AddEntry(directory.AsSpan(at, 128), at / 128);
        var mini = await storage.ChainAsync(Number(header, 60), MaxTable / 64, cancellationToken).ConfigureAwait(false);
        storage._miniTable = Numbers(mini);
        if (storage.Entries.Find(entry => entry.Kind == 5) is { } root)
        {
            storage._miniStream = await storage.ChainAsync(root.Start, (int)Math.Min(root.Size, MaxMiniStream), cancellationToken).ConfigureAwait(false);
            storage.Name(root);
        }
        return storage;
    }

    /// <summary>Reads a stream, or as much of it as the limit allows and the file holds.</summary>
    public async ValueTask<byte[]> ReadAsync(Entry entry, int limit, CancellationToken cancellationToken)
    {
        var size = (int)Math.Clamp(entry.Size, 0, Math.Min(limit, _view.Length));
        if (entry.Size >= _miniLimit) return await ChainAsync(entry.Start, size, cancellationToken).ConfigureAwait(false);
        var content = new MemoryStream();
        var sector = entry.Start;
        while (content.Length < size && sector < _miniTable.Length && (long)sector * MiniSector < _miniStream.Length)
        {
            var at = (int)sector * MiniSector;
            content.Write(_miniStream.AsSpan(at, (int)Math.Min(Math.Min(MiniSector, _miniStream.Length - at), size - content.Length)));
            sector = _miniTable[sector];
        }
        return content.ToArray();
    }

    /// <summary>Where the first byte of a stream lies in the file.</summary>
    public long PlaceOf(Entry entry)
    {
        if (entry.Size >= _miniLimit) return (long)Offset(entry.Start);
        // Small streams lie in one of the root's.
        var inside = (long)entry.Start * MiniSector;
        var sector = Entries.Find(root => root.Kind == 5)?.Start ?? 0;
        for (var i = 0; i < inside / _sectorSize && sector < _table.Length; i++) sector = _table[sector];
        return (long)Offset(sector) + inside % _sectorSize;
    }

    private async ValueTask ReadTableAsync(byte[] header, CancellationToken cancellationToken)
    {
        // The table's own sectors: 109 in the header, the rest in a chain of lists.
        var places = Numbers(header.AsSpan(76)).Where(sector => sector < Last).ToList();
        var limit = (int)Math.Min(MaxTable, _view.Length) / _sectorSize + 1;
        var next = Number(header, 68);
        for (var i = 0; next < Last && i <= limit && places.Count <= limit; i++)
        {
            var list = Numbers(await _view.ReadUpToAsync(Offset(next), _sectorSize, cancellationToken).ConfigureAwait(false));
            if (list.Length < _sectorSize / 4) break;
            places.AddRange(list.Take(list.Length - 1).Where(sector => sector < Last));
            next = list[^1];
        }
        // No file has more sectors than it has room for.
        var table = new List<uint>();
        foreach (var place in places)
        {
            if (table.Count > _view.Length / _sectorSize + _sectorSize) break;
            table.AddRange(Numbers(await _view.ReadUpToAsync(Offset(place), _sectorSize, cancellationToken).ConfigureAwait(false)));
        }
        _table = [.. table];
    }

    private async ValueTask<byte[]> ChainAsync(uint sector, int size, CancellationToken cancellationToken)
    {
        // A chain that bites its own tail would give more than the file has.
        size = (int)Math.Min(size, _view.Length);
        var content = new MemoryStream();
        while (content.Length < size && sector < Last)
        {
            var block = await _view.ReadUpToAsync(Offset(sector), (int)Math.Min(_sectorSize, size - content.Length), cancellationToken).ConfigureAwait(false);
            if (block.Length == 0) break;
            content.Write(block);
            if (sector >= _table.Length) break;
            sector = _table[sector];
        }
        return content.ToArray();
    }

    private void AddEntry(ReadOnlySpan<byte> entry, int id)
    {
        var length = BinaryPrimitives.ReadUInt16LittleEndian(entry[64..]) - 2;
        if (entry[66] is not (1 or 2 or 5) || length is < 0 or > 62) return;
        Entries.Add(new Entry(
            id, Encoding.Unicode.GetString(entry[..(length & ~1)]), entry[66],
            BinaryPrimitives.ReadUInt32LittleEndian(entry[68..]), BinaryPrimitives.ReadUInt32LittleEndian(entry[72..]), BinaryPrimitives.ReadUInt32LittleEndian(entry[76..]),
            new Guid(entry.Slice(80, 16)), BinaryPrimitives.ReadUInt32LittleEndian(entry[116..]),
            // Files with small sectors leave rubbish in the upper half.
            _sectorSize == 512 ? BinaryPrimitives.ReadUInt32LittleEndian(entry[120..]) : BinaryPrimitives.ReadInt64LittleEndian(entry[120..])));
    }

    /// <summary>Walks the tree from the root; each entry is visited once, so circles end.</summary>
    private void Name(Entry root)
    {
        var byId = Entries.ToDictionary(entry => entry.Id);
        var seen = new HashSet<int> { root.Id };
        var left = new Stack<(uint Id, string Parent)>();
        left.Push((root.Child, ""));
        while (left.TryPop(out var next))
        {
            if (next.Id > int.MaxValue || !byId.TryGetValue((int)next.Id, out var entry) || !seen.Add(entry.Id)) continue;
            // Names nest as deep as there are entries; a path longer than any real one is cut.
            entry.Path = next.Parent.Length > 1024 ? entry.Name : next.Parent + entry.Name;
            left.Push((entry.Left, next.Parent));
            left.Push((entry.Right, next.Parent));
            if (entry.Kind == 1) left.Push((entry.Child, entry.Path + "/"));
        }
    }

    private ulong Offset(uint sector) => (sector + 1UL) * (ulong)_sectorSize;

    private static uint Number(byte[] bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));

    private static uint[] Numbers(ReadOnlySpan<byte> bytes)
    {
        var numbers = new uint[bytes.Length / 4];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]);
        return numbers;
    }
}
