using System.Globalization;
using System.Security.Cryptography;

namespace VtKit.StaticAnalysis;

/// <summary>
/// Builds the facts about an archive, entry by entry. What an archive claims about itself is only reported, never relied
/// on: unpacking ends at the limits whatever the headers say, and what is complete stays when the time is up.
/// </summary>
internal sealed class ZipReader(ContentView view, ZipDirectory directory, AnalysisScope scope, int depth)
{
    /// <summary>Archives inside are unpacked into memory up to this size; larger ones are not looked into.</summary>
    private const int MaxSpool = 16 << 20;
    private const int RatioExempt = 1 << 20;
    private const int MaxExtensions = 1000;
    private const int MaxExtensionLength = 32;

    private readonly byte[] _block = new byte[32 * 1024];
    private readonly List<BundleChild> _children = [];
    private readonly Dictionary<string, int> _extensions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _types = new(StringComparer.Ordinal);
    private int _count;
    private UInt128 _size;
    private uint _lowest = uint.MaxValue;
    private uint _highest;
    private bool _encrypted;

    /// <summary>Reads the archive, as far as limits and time allow.</summary>
    /// <param name="type">The service's word for the kind of bundle.</param>
    /// <param name="budget">Ends with the time budget or with the caller's wish.</param>
    public async ValueTask<BundleFacts> ReadAsync(string? type, CancellationToken budget)
    {
        try
        {
            await foreach (var entry in directory.EntriesAsync(budget).ConfigureAwait(false))
            {
                Count(entry);
                if (MayAdd()) await AddChildAsync(entry, budget).ConfigureAwait(false);
            }
            if (_count > _children.Count) scope.Problem($"The archive has {_count} entries: {_children.Count} were looked at.");
            if ((ulong)_count < directory.ClaimedCount) scope.Problem($"The archive claims {directory.ClaimedCount} entries, but its directory has {_count}.");
        }
        catch (OperationCanceledException) when (!scope.IsCancelled)
        {
            scope.Problem($"The time was up after {_count} entries of the archive.");
        }
        return new BundleFacts
        {
            Type = type,
            EntryCount = _count,
            UncompressedSize = _size,
            LowestDateTime = _count == 0 ? null : Stamp(_lowest),
            HighestDateTime = _count == 0 ? null : Stamp(_highest),
            Extensions = _extensions,
            FileTypes = _types,
            Children = _children,
            HasEncrypted = _encrypted,
            HasEicar = HasEicar(_children),
        };
    }

    private bool MayAdd() => depth == 1 ? _children.Count < scope.Options.MaxChildren : scope.NestedChildrenLeft-- > 0;

    private void Count(ZipEntry entry)
    {
        _count++;
        _size += entry.Size;
        _lowest = Math.Min(_lowest, entry.Stamp);
        _highest = Math.Max(_highest, entry.Stamp);
        _encrypted |= entry.IsEncrypted;
        if (entry.IsDirectory) return;
        var dot = entry.Name.LastIndexOf('.');
        if (dot < 0 || entry.Name.AsSpan(dot).IndexOfAny('/', '\\') >= 0) return;
        var extension = entry.Name[(dot + 1)..];
        if (extension.Length is > 0 and <= MaxExtensionLength && (_extensions.Count < MaxExtensions || _extensions.ContainsKey(extension)))
            _extensions[extension] = _extensions.GetValueOrDefault(extension) + 1;
    }

    private async ValueTask AddChildAsync(ZipEntry entry, CancellationToken budget)
    {
        var child = new BundleChild
        {
            Name = entry.Name,
            Size = (long)Math.Min(entry.Size, long.MaxValue),
            IsDirectory = entry.IsDirectory,
            Encrypted = entry.IsEncrypted,
        };
        ulong? place = null;
        var contentName = entry.IsDirectory ? "directory" : "unknown";
        if (!entry.IsDirectory && !entry.IsEncrypted)
        {
            place = await FindAsync(entry, budget).ConfigureAwait(false);
            if (place is { } at) (child, contentName) = await UnpackAsync(entry, child, at, contentName, budget).ConfigureAwait(false);
        }
        _children.Add(child);
        _types[contentName] = _types.GetValueOrDefault(contentName) + 1;
        if (child.Sha256 is not null && place is { } start && depth == 1 && scope.Options.OnChild is { } onChild)
        {
            var content = ZipContent.Open(view, start, entry);
            await using (content.ConfigureAwait(false))
            {
                var bounded = new BoundedStream(content, child.Size);
                await using (bounded.ConfigureAwait(false))
                    await onChild(child, bounded, scope.Caller).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<ulong?> FindAsync(ZipEntry entry, CancellationToken budget)
    {
        if (!ZipContent.IsSupported(entry.Method))
        {
            scope.Problem($"'{entry.Name}' is packed with method {entry.Method}, which is not supported.");
            return null;
        }
        var place = await ZipContent.LocateAsync(view, directory, entry, budget).ConfigureAwait(false);
        if (place is null) scope.Problem($"'{entry.Name}' has no header where the archive's directory says.");
        return place;
    }

    private async ValueTask<(BundleChild Child, string ContentName)> UnpackAsync(
        ZipEntry entry, BundleChild child, ulong place, string contentName, CancellationToken budget)
    {
        using var unpacked = new Unpacked();
        var content = ZipContent.Open(view, place, entry);
        await using (content.ConfigureAwait(false))
        {
            if (await DrainAsync(entry, content, unpacked, budget).ConfigureAwait(false) is { } problem)
            {
                scope.Problem($"'{entry.Name}' {problem}");
                return (child, contentName);
            }
        }
        if ((ulong)unpacked.Size != entry.Size) scope.Problem($"'{entry.Name}' holds {unpacked.Size} bytes, where the archive claims {entry.Size}.");
        else if (unpacked.Checksum != entry.Crc) scope.Problem($"'{entry.Name}' does not match its checksum.");

        var known = unpacked.Known();
        var inside = new ContentView(known, known.Length);
        // What is odd about the headers of a child is told when the child itself is analysed.
        var detected = await TypeDetector.DetectAsync(inside, unpacked.Size, new AnalysisScope(scope.Options), budget).ConfigureAwait(false);
        IReadOnlyList<BundleChild> children = [];
        if (detected.Zip is not null && known.Length == unpacked.Size && depth < scope.Options.MaxDepth)
            children = (await new ZipReader(inside, detected.Zip, scope, depth + 1).ReadAsync(null, budget).ConfigureAwait(false)).Children;
        child = child with
        {
            Size = unpacked.Size,
            Sha256 = unpacked.Sha256(),
            Type = detected.Type.ToFileType(),
            IsEicar = unpacked.Size <= Eicar.MaxLength && Eicar.Is(known.ToArray()),
            Children = children,
        };
        return (child, detected.Type.ContentName);
    }

    /// <summary>Unpacks an entry to its end, and says what stopped it if that was not the end.</summary>
    private async ValueTask<string?> DrainAsync(ZipEntry entry, Stream content, Unpacked unpacked, CancellationToken budget)
    {
        var packedSize = Math.Min(entry.PackedSize, (ulong)view.Length);
        try
        {
            int read;
            while ((read = await content.ReadAsync(_block, budget).ConfigureAwait(false)) > 0)
            {
                unpacked.Add(_block.AsSpan(0, read));
                scope.UnpackBudget -= read;
                if (unpacked.Size > scope.Options.MaxChildBytes) return $"unpacks to more than {scope.Options.MaxChildBytes} bytes: it is left out.";
                if (scope.UnpackBudget < 0) return $"was left out: the archive unpacks to more than {scope.Options.MaxUnpackedBytes} bytes.";
                if (unpacked.Size > RatioExempt && (ulong)unpacked.Size / (ulong)scope.Options.MaxRatio > packedSize)
                    return $"unpacks to more than {scope.Options.MaxRatio} times its packed size: it is left out.";
                budget.ThrowIfCancellationRequested();
            }
            return null;
        }
        catch (InvalidDataException)
        {
            return "is damaged: it does not unpack.";
        }
    }

    private static bool HasEicar(IEnumerable<BundleChild> children) => children.Any(child => child.IsEicar || HasEicar(child.Children));

    /// <summary>The archive's own digits: they need not be a date that exists.</summary>
    private static string Stamp(uint stamp) => string.Create(CultureInfo.InvariantCulture,
        $"{(stamp >> 25) + 1980:d4}-{(stamp >> 21) & 15:d2}-{(stamp >> 16) & 31:d2} {(stamp >> 11) & 31:d2}:{(stamp >> 5) & 63:d2}:{(stamp & 31) * 2:d2}");

    /// <summary>One pass over unpacked bytes: hash, checksum, and as much of the beginning as the type needs.</summary>
    private sealed class Unpacked : IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly MemoryStream _start = new();
        private Crc32 _checksum = new();

        public long Size { get; private set; }

        public uint Checksum => _checksum.Value;

        public void Add(ReadOnlySpan<byte> bytes)
        {
            _hash.AppendData(bytes);
            _checksum.Append(bytes);
            Size += bytes.Length;
            // A container inside is kept whole, within reason; of anything else the beginning says it all.
            var limit = TypeDetector.NeedsWhole(_start.Length > 0 ? _start.GetBuffer().AsSpan(0, 8) : bytes) ? MaxSpool : TypeDetector.HeadSize;
            var room = (int)Math.Min(bytes.Length, limit - _start.Length);
            if (room > 0) _start.Write(bytes[..room]);
        }

        public MemoryStream Known() => _start;

        public string Sha256() => Convert.ToHexStringLower(_hash.GetHashAndReset());

        public void Dispose()
        {
            _hash.Dispose();
            _start.Dispose();
        }
    }
}
