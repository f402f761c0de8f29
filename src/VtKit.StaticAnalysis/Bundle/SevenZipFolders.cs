namespace VtKit.StaticAnalysis;

/// <summary>Gets at the content of the entries of a 7z file, which are asked for in their order: so each folder is gone through once.</summary>
internal sealed class SevenZipFolders(ContentView view, SevenZipStreams streams, AnalysisScope scope) : IAsyncDisposable
{
    private readonly (ulong Start, ulong Size)[] _packed = [.. streams.Packed(view)];
    private readonly HashSet<string> _unread = new(StringComparer.Ordinal);
    private int _folder = -1;
    private bool _isSaid;
    private SevenZipPass? _ahead, _behind;

    /// <summary>How to get at the content of an entry that is a file and not encrypted; null when there is no way.</summary>
    public async ValueTask<BundleContent?> FindAsync(SevenZipEntry entry)
    {
        if (entry.Stream is not { } stream) return new BundleContent(() => Stream.Null, 0, null);
        var folder = streams.Folders[stream.Folder];
        if (!SevenZipContent.IsSupported(folder))
        {
            if (_unread.Add(folder.Methods)) scope.Problem($"'{entry.Name}' is packed with {folder.Methods}, which is not read; so may be others.");
            return null;
        }
        var packed = _packed[stream.Folder];
        if (_folder != stream.Folder)
        {
            await DisposeAsync().ConfigureAwait(false);
            (_folder, _isSaid) = (stream.Folder, false);
            _ahead = new SevenZipPass(OpenFolder, packed.Size, scope, pays: true);
            _behind = new SevenZipPass(OpenFolder, packed.Size, scope, pays: false);
        }
        else if (_ahead!.IsBroken)
        {
            if (!_isSaid) scope.Problem($"'{entry.Name}' and what follows it is packed behind what could not be unpacked.");
            _isSaid = true;
            return null;
        }
        var (ahead, behind) = (_ahead!, _behind!);
        var isAgain = false;
        return new BundleContent(OpenEntry, packed.Size, stream.Checksum);

        Stream OpenFolder() => SevenZipContent.Open(view, folder, packed);

        // An entry is read to be hashed, and then perhaps again to be handed out: two ways through the folder, never one for each entry.
        Stream OpenEntry()
        {
            var pass = isAgain ? behind : ahead;
            isAgain = true;
            return pass.Open(stream.Offset, stream.Size);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_ahead is not null) await _ahead.DisposeAsync().ConfigureAwait(false);
        if (_behind is not null) await _behind.DisposeAsync().ConfigureAwait(false);
    }
}
