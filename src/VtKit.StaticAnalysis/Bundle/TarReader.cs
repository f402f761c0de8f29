using System.Globalization;
using System.Text;

namespace VtKit.StaticAnalysis;

/// <summary>
/// Builds the facts about a tar archive, header by header. The runtime's own reader takes memory by what an extended header claims, so
/// headers are read here.
/// </summary>
internal sealed class TarReader(ContentView view, AnalysisScope scope, int depth)
{
    private const int MaxExtended = 64 * 1024;

    private readonly BundleCollector _collected = new(scope, depth, BundleCollector.UnixStamp);
    private string? _longName;
    private long? _longSize;

    /// <summary>Reads the archive, as far as limits and time allow.</summary>
    public async ValueTask<BundleFacts> ReadAsync(CancellationToken budget)
    {
        var block = new byte[TarHeader.Length];
        ulong at = 0;
        try
        {
            while (await view.ReadAsync(at, block, budget).ConfigureAwait(false) == block.Length && block.AsSpan().ContainsAnyExcept((byte)0))
            {
                if (TarHeader.Read(block) is not { } header)
                {
                    scope.Problem($"The archive is damaged behind {_collected.EntryCount} entries: what follows is not read.");
                    break;
                }
                at += TarHeader.Length;
                var size = await EntryAsync(header, at, budget).ConfigureAwait(false);
                if (size > view.Length) break;
                at += ((ulong)size + TarHeader.Length - 1) / TarHeader.Length * TarHeader.Length;
            }
            if (_collected.EntryCount > _collected.ChildCount) scope.Problem($"The archive has {_collected.EntryCount} entries: {_collected.ChildCount} were looked at.");
        }
        catch (OperationCanceledException) when (!scope.IsCancelled)
        {
            scope.Problem($"The time was up after {_collected.EntryCount} entries of the archive.");
        }
        return _collected.Facts("TAR");
    }

    /// <summary>Takes one entry, and gives the size of what follows its header.</summary>
    private async ValueTask<long> EntryAsync(TarHeader header, ulong place, CancellationToken budget)
    {
        switch (header.Kind)
        {
            case 'L':
                _longName = TarHeader.Text(await ExtendedAsync(header, place, budget).ConfigureAwait(false));
                return header.Size;
            case 'x':
                Attributes(await ExtendedAsync(header, place, budget).ConfigureAwait(false));
                return header.Size;
            case 'g' or 'K':
                return header.Size;
        }
        var size = _longSize ?? header.Size;
        // Links, devices and folders have no content, whatever size stands there; old archives mark folders by their name.
        var hasContent = header.Kind is not (>= '1' and <= '6');
        var name = _longName ?? header.Name;
        var isFolder = header.Kind == '5' || (header.Kind == '\0' && name.EndsWith('/'));
        var isFile = header.Kind is '0' or '\0' or '7' && !isFolder;
        var item = new BundleItem(name, isFile ? (ulong)size : 0) { IsDirectory = isFolder };
        (_longName, _longSize) = (null, null);
        _collected.Count(item, header.Time);
        if (_collected.MayAdd())
        {
            var content = isFile ? new BundleContent(() => new ViewStream(view, place, (ulong)size), (ulong)size, null) : null;
            await _collected.AddAsync(item, content, budget).ConfigureAwait(false);
        }
        return hasContent ? size : 0;
    }

    private ValueTask<byte[]> ExtendedAsync(TarHeader header, ulong place, CancellationToken budget) =>
        view.ReadUpToAsync(place, (int)Math.Min(header.Size, MaxExtended), budget);

    /// <summary>Lines of a length, a name and a value; those that change where and how much is read count.</summary>
    private void Attributes(ReadOnlySpan<byte> lines)
    {
        while (lines.IndexOf((byte)' ') is > 0 and var space && int.TryParse(lines[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && length > space + 1 && length <= lines.Length)
        {
            var line = lines[(space + 1)..length].TrimEnd((byte)'\n');
            if (line.StartsWith("path="u8)) _longName = TarHeader.Text(line[5..]);
            else if (line.StartsWith("size="u8) && long.TryParse(Encoding.Latin1.GetString(line[5..]), NumberStyles.None, CultureInfo.InvariantCulture, out var size)) _longSize = size;
            lines = lines[length..];
        }
    }
}
