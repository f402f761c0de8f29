using System.Buffers;

namespace VtKit.Cli;

/// <summary>
/// Where a followed list is written to, as JSON lines. A file is made durable before its bookmark says so, and what a crash left
/// behind the bookmark is cut off, so that each item stands in it once. What went to stdout cannot be taken back: there the bookmark
/// follows each line.
/// </summary>
internal sealed class FollowOutput : IDisposable
{
    private readonly CliConsole _console;
    private readonly FileStream? _file;
    private readonly string? _bookmarkPath;
    private readonly ArrayBufferWriter<byte> _line = new();

    /// <exception cref="CliException">The file cannot be written, or does not fit the bookmark.</exception>
    public FollowOutput(CliConsole console, string? path, string? bookmarkPath)
    {
        _console = console;
        _bookmarkPath = bookmarkPath ?? (path is null ? null : path + ".bookmark");
        var known = _bookmarkPath is null ? null : Bookmark.Read(_bookmarkPath);
        Bookmark = known ?? new Bookmark();
        if (path is null) return;
        try
        {
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw InputFile.Unusable(path, $"cannot be written: {e.Message}", e);
        }
        if (_file.Length < Bookmark.Length || (_file.Length > 0 && known is null))
        {
            _file.Dispose();
            throw InputFile.Unusable(path, $"does not fit its bookmark {_bookmarkPath}: give another --out, or move both away to begin anew");
        }
        _file.SetLength(Bookmark.Length);
        _file.Position = Bookmark.Length;
        // From now on the file is this list's, whatever a crash leaves in it.
        Bookmark.Save(_bookmarkPath!);
    }

    public Bookmark Bookmark { get; }

    public void Write(ReadOnlySpan<byte> json, FollowedItem item)
    {
        JsonLayout.Compact(json, _line);
        _line.Write("\n"u8);
        Stream to = _file is null ? _console.Out : _file;
        to.Write(_line.WrittenSpan);
        _line.ResetWrittenCount();
        Bookmark.Add(item);
        if (_file is not null) return;
        Bookmark.HasBegun = true;
        _console.Out.Flush();
        if (_bookmarkPath is not null) Bookmark.Save(_bookmarkPath);
    }

    /// <summary>Makes durable what is written.</summary>
    public void Save()
    {
        Bookmark.HasBegun = true;
        _file?.Flush(flushToDisk: true);
        Bookmark.Length = _file?.Position ?? 0;
        if (_bookmarkPath is not null) Bookmark.Save(_bookmarkPath);
    }

    public void Dispose() => _file?.Dispose();
}
