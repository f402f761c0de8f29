using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>Walks the resource tree, which has three levels: type, name, language.</summary>
internal sealed class PeResources(ContentView view, PeImage image, AnalysisScope scope)
{
    private const int Levels = 3;
    private const int MaxResources = 1000;
    private const int MaxDirectories = 4000;
    private const int MaxEntries = 4096;
    private const int MaxName = 256;
    private const uint Inner = 0x8000_0000;

    private readonly List<PeResource> _found = [];
    private readonly string[] _path = new string[Levels];
    private readonly uint _root = image.Header.Directory(PeHeader.ResourceDirectory).Address;
    private int _directories;
    // Resources of a sound file share no bytes.
    private long _budget = view.Length * 2;
    private bool _isFull;

    public uint? VersionOffset { get; private set; }

    public uint VersionSize { get; private set; }

    public async ValueTask<IReadOnlyList<PeResource>> ReadAsync(CancellationToken cancellationToken)
    {
        if (_root != 0) await DirectoryAsync(0, 0, cancellationToken).ConfigureAwait(false);
        if (_isFull) scope.Problem("The resources of the PE file are too many, or overlap: some are left out.");
        return _found;
    }

    // Recursion goes no deeper than the three levels.
    private async ValueTask DirectoryAsync(uint at, int level, CancellationToken cancellationToken)
    {
        if (++_directories > MaxDirectories)
        {
            _isFull = true;
            return;
        }
        if (await BlockAsync(at, 16, cancellationToken).ConfigureAwait(false) is not { } header) return;
        var count = Math.Min(MaxEntries, BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(12)) + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(14)));
        for (var i = 0u; i < count && !_isFull; i++)
        {
            if (at > 0x7FFF_0000 || await BlockAsync(at + 16 + 8 * i, 8, cancellationToken).ConfigureAwait(false) is not { } entry) return;
            var name = BinaryPrimitives.ReadUInt32LittleEndian(entry);
            var target = BinaryPrimitives.ReadUInt32LittleEndian(entry.AsSpan(4));
            _path[level] = await NameAsync(name, level, cancellationToken).ConfigureAwait(false);
            if ((target & Inner) == 0) await LeafAsync(target, level, cancellationToken).ConfigureAwait(false);
            else if (level < Levels - 1) await DirectoryAsync(target & ~Inner, level + 1, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask LeafAsync(uint at, int level, CancellationToken cancellationToken)
    {
        if (await BlockAsync(at, 8, cancellationToken).ConfigureAwait(false) is not { } leaf) return;
        if (image.Offset(BinaryPrimitives.ReadUInt32LittleEndian(leaf)) is not { } offset || offset >= (ulong)view.Length) return;
        var size = Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(leaf.AsSpan(4)), view.Length - (long)offset);
        _budget -= size;
        if (_found.Count == MaxResources || _budget < 0)
        {
            _isFull = true;
            return;
        }
        var content = await Measures.OfAsync(view, (long)offset, size, cancellationToken).ConfigureAwait(false);
        var head = await view.ReadUpToAsync(offset, (int)Math.Min(size, TypeDetector.HeadSize), cancellationToken).ConfigureAwait(false);
        if (_path[0] == ResourceNames.Version && VersionOffset is null && offset <= uint.MaxValue) (VersionOffset, VersionSize) = ((uint)offset, (uint)size);
        _found.Add(new PeResource(
            _path[0], level > 0 ? _path[1] : "", level == Levels - 1 ? _path[2] : ResourceNames.Language(0), TypeDetector.Sniff(head, size).ContentName,
            size, content.Sha256, (float)content.Entropy, content.Chi2) { Offset = (long)offset });
    }

    private async ValueTask<string> NameAsync(uint name, int level, CancellationToken cancellationToken)
    {
        if ((name & Inner) == 0)
            return level == 0 ? ResourceNames.Type(name) : level == 2 ? ResourceNames.Language((ushort)name) : name.ToString(CultureInfo.InvariantCulture);
        var at = name & ~Inner;
        if (await BlockAsync(at, 2, cancellationToken).ConfigureAwait(false) is not { } length) return "";
        var characters = Math.Min(MaxName, (int)BinaryPrimitives.ReadUInt16LittleEndian(length));
        var text = await BlockAsync(at + 2, characters * 2, cancellationToken).ConfigureAwait(false);
        return text is null ? "" : Encoding.Unicode.GetString(text);
    }

    private async ValueTask<byte[]?> BlockAsync(uint at, int size, CancellationToken cancellationToken) =>
        at <= uint.MaxValue - _root && image.Offset(_root + at) is { } offset
            ? await view.ReadExactlyAsync(offset, size, cancellationToken).ConfigureAwait(false) : null;
}
