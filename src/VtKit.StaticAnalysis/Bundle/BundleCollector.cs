using System.Globalization;

namespace VtKit.StaticAnalysis;

/// <summary>One entry of an archive, as the archive describes it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Size">Its unpacked size, or null where the archive does not tell.</param>
internal readonly record struct BundleItem(string Name, ulong? Size)
{
    public bool IsDirectory { get; init; }
    public bool IsEncrypted { get; init; }
}

/// <summary>How to get at the content of an entry.</summary>
/// <param name="Open">Opens it, unpacked, from its start.</param>
/// <param name="Size">How large it is as packed.</param>
/// <param name="Checksum">What its CRC-32 should be, where the archive tells.</param>
internal sealed record BundleContent(Func<Stream> Open, ulong Size, uint? Checksum);

/// <summary>
/// Puts the facts about an archive together, entry by entry, whatever its format. What an archive claims about itself is only reported, never
/// relied on: unpacking ends at the limits whatever the headers say.
/// </summary>
/// <param name="scope">The limits, and what is left of the budgets.</param>
/// <param name="depth">How many archives deep this one lies; 1 is the file itself.</param>
/// <param name="stamp">Writes a time stamp of this format.</param>
internal sealed class BundleCollector(AnalysisScope scope, int depth, Func<long, string> stamp)
{
    private const int RatioExempt = 1 << 20;
    private const int MaxExtensions = 1000;
    private const int MaxExtensionLength = 32;

    private readonly byte[] _block = new byte[32 * 1024];
    private readonly List<BundleChild> _children = [];
    private readonly Dictionary<string, int> _extensions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _types = new(StringComparer.Ordinal);
    private UInt128 _size;
    private long _lowest = long.MaxValue;
    private long _highest = long.MinValue;
    private bool _encrypted;

    /// <summary>Entries counted so far.</summary>
    public int EntryCount { get; private set; }

    /// <summary>Entries looked at so far.</summary>
    public int ChildCount => _children.Count;

    /// <summary>Whether another entry may be looked at.</summary>
    public bool MayAdd() => depth == 1 ? _children.Count < scope.Options.MaxChildren : scope.NestedChildrenLeft-- > 0;

    /// <summary>Counts an entry, looked at or not.</summary>
    /// <param name="item">The entry.</param>
    /// <param name="time">Its time stamp, in numbers that grow with time; null when it has none.</param>
    public void Count(BundleItem item, long? time)
    {
        EntryCount++;
        _size += item.Size ?? 0;
        _lowest = Math.Min(_lowest, time ?? long.MaxValue);
        _highest = Math.Max(_highest, time ?? long.MinValue);
        _encrypted |= item.IsEncrypted;
        if (item.IsDirectory) return;
        var dot = item.Name.LastIndexOf('.');
        if (dot < 0 || item.Name.AsSpan(dot).IndexOfAny('/', '\\') >= 0) return;
        var extension = item.Name[(dot + 1)..];
        if (extension.Length is > 0 and <= MaxExtensionLength && (_extensions.Count < MaxExtensions || _extensions.ContainsKey(extension)))
            _extensions[extension] = _extensions.GetValueOrDefault(extension) + 1;
    }

    /// <summary>Looks at an entry.</summary>
    /// <param name="item">The entry.</param>
    /// <param name="content">Its content, or null when there is none that can be had.</param>
    /// <param name="budget">Ends with the time budget or with the caller's wish.</param>
    /// <returns>What was found.</returns>
    public async ValueTask<BundleChild> AddAsync(BundleItem item, BundleContent? content, CancellationToken budget)
    {
        var child = new BundleChild
        {
            Name = item.Name,
            Size = (long)Math.Min(item.Size ?? 0, long.MaxValue),
            IsDirectory = item.IsDirectory,
            Encrypted = item.IsEncrypted,
        };
        var contentName = item.IsDirectory ? "directory" : "unknown";
        if (content is not null) (child, contentName) = await UnpackAsync(item, child, content, contentName, budget).ConfigureAwait(false);
        _children.Add(child);
        _types[contentName] = _types.GetValueOrDefault(contentName) + 1;
        if (child.Sha256 is not null && depth == 1 && scope.Options.OnChild is { } onChild)
        {
            var again = content!.Open();
            await using (again.ConfigureAwait(false))
            {
                var bounded = new BoundedStream(again, child.Size);
                await using (bounded.ConfigureAwait(false))
                    await onChild(FileChild.Of(child), bounded, scope.Caller).ConfigureAwait(false);
            }
        }
        return child;
    }

    /// <summary>Everything that was collected.</summary>
    /// <param name="type">The service's word for the kind of bundle.</param>
    public BundleFacts Facts(string? type) => new()
    {
        Type = type,
        EntryCount = EntryCount,
        UncompressedSize = _size,
        LowestDateTime = _lowest == long.MaxValue ? null : stamp(_lowest),
        HighestDateTime = _highest == long.MinValue ? null : stamp(_highest),
        Extensions = _extensions,
        FileTypes = _types,
        Children = _children,
        HasEncrypted = _encrypted,
        HasEicar = HasEicar(_children),
    };

    /// <summary>Whether content is too large for what it was packed into.</summary>
    public static bool IsTooMuch(ulong size, ulong packedSize, AnalysisOptions options) => size > RatioExempt && size / (ulong)options.MaxRatio > packedSize;

    /// <summary>Writes seconds since 1970, those outside the calendar as its ends.</summary>
    public static string UnixStamp(long seconds) =>
        DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, DateTimeOffset.MinValue.ToUnixTimeSeconds(), DateTimeOffset.MaxValue.ToUnixTimeSeconds()))
            .ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private async ValueTask<(BundleChild Child, string ContentName)> UnpackAsync(
        BundleItem item, BundleChild child, BundleContent content, string contentName, CancellationToken budget)
    {
        using var unpacked = new UnpackedContent();
        var stream = content.Open();
        await using (stream.ConfigureAwait(false))
        {
            if (await DrainAsync(content.Size, stream, unpacked, budget).ConfigureAwait(false) is { } problem)
            {
                scope.Problem($"'{item.Name}' {problem}");
                return (child, contentName);
            }
        }
        if (item.Size is { } size && (ulong)unpacked.Size != size) scope.Problem($"'{item.Name}' holds {unpacked.Size} bytes, where {size} are claimed.");
        else if (content.Checksum is { } checksum && unpacked.Checksum != checksum) scope.Problem($"'{item.Name}' does not match its checksum.");

        var known = unpacked.Known;
        var inside = new ContentView(known, known.Length);
        // What is odd about the headers of a child is told when the child itself is analysed.
        var detected = await TypeDetector.DetectAsync(inside, unpacked.Size, new AnalysisScope(scope.Options), budget).ConfigureAwait(false);
        IReadOnlyList<BundleChild> children = [];
        if (known.Length == unpacked.Size && depth < scope.Options.MaxDepth)
            children = (await BundleReader.ReadAsync(inside, detected, scope, depth + 1, budget).ConfigureAwait(false))?.Children ?? [];
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
    private async ValueTask<string?> DrainAsync(ulong packedSize, Stream content, UnpackedContent unpacked, CancellationToken budget)
    {
        try
        {
            int read;
            while ((read = await content.ReadAsync(_block, budget).ConfigureAwait(false)) > 0)
            {
                unpacked.Add(_block.AsSpan(0, read));
                scope.UnpackBudget -= read;
                if (unpacked.Size > scope.Options.MaxChildBytes) return $"unpacks to more than {scope.Options.MaxChildBytes} bytes: it is left out.";
                if (scope.UnpackBudget < 0) return $"was left out: all together unpack to more than {scope.UnpackLimit} bytes.";
                if (IsTooMuch((ulong)unpacked.Size, packedSize, scope.Options))
                    return $"unpacks to more than {scope.Options.MaxRatio} times its packed size: it is left out.";
                budget.ThrowIfCancellationRequested();
            }
            return null;
        }
        catch (LeftPackedException left)
        {
            return left.Message;
        }
        catch (InvalidDataException)
        {
            return "is damaged: it does not unpack.";
        }
    }

    private static bool HasEicar(IEnumerable<BundleChild> children) => children.Any(child => child.IsEicar || HasEicar(child.Children));
}
