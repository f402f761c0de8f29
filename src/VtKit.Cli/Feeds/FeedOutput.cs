using System.Globalization;

namespace VtKit.Cli;

/// <summary>How often a feed goes on in a new file.</summary>
internal enum FeedRotation { Never, Hour, Day }

/// <summary>
/// Where a feed is written to, and how far it is. A file is made durable before the checkpoint says so; what a crash left behind
/// the checkpoint is cut off by the next run, so that nothing is lost and nothing comes twice.
/// </summary>
internal sealed class FeedOutput : IDisposable
{
    private const int BufferSize = 256 * 1024;

    private readonly CliConsole _console;
    private readonly string? _path;
    private readonly string? _checkpointPath;
    private readonly FeedRotation _rotation;
    private FileStream? _file;
    private string _fileName = "";
    private bool _broken;

    /// <param name="console">Where lines go to that go to no file.</param>
    /// <param name="path">The file, or null for stdout.</param>
    /// <param name="checkpointPath">The checkpoint; null for that beside the file, or none where there is no file.</param>
    /// <param name="rotation">How often to begin a new file.</param>
    /// <param name="talk">Told of a file that is gone.</param>
    /// <exception cref="CliException">The file does not fit the checkpoint, or has no checkpoint.</exception>
    public FeedOutput(CliConsole console, string? path, string? checkpointPath, FeedRotation rotation, Talk talk)
    {
        _console = console;
        _path = path;
        _rotation = rotation;
        _checkpointPath = checkpointPath ?? (path is null ? null : path + ".checkpoint");
        var checkpoint = _checkpointPath is null ? null : FeedCheckpoint.Read(_checkpointPath);
        Place = checkpoint?.Place;
        if (checkpoint is not null && (checkpoint.File.Length == 0) != (path is null))
            throw CliException.Usage($"the checkpoint {_checkpointPath} was written {(path is null ? $"with --out {checkpoint.File}" : "without --out")}: go on like that, or give another --checkpoint");
        if (path is null || checkpoint is null) return;
        _fileName = checkpoint.File;
        Open(checkpoint.Length, talk);
    }

    /// <summary>Where to go on; null where there is nothing yet to go on from.</summary>
    public VtFeedCursor? Place { get; private set; }

    /// <summary>Whether the place is kept for the next run.</summary>
    public bool HasCheckpoint => _checkpointPath is not null;

    /// <summary>Writes a line.</summary>
    /// <param name="line">The line, without its break.</param>
    /// <param name="next">The place after it.</param>
    public void Write(ReadOnlySpan<byte> line, VtFeedCursor next)
    {
        _broken = true;
        if (_path is not null && FileNameFor(next.Minute) is var name && (_file is null || name != _fileName)) Begin(name, next);
        Stream to = _file is null ? _console.Out : _file;
        to.Write(line);
        to.Write("\n"u8);
        Place = next;
        _broken = false;
    }

    /// <summary>Everything before a place is done, whether or not it was written.</summary>
    public void Reach(VtFeedCursor place)
    {
        Place = place;
        Save();
    }

    /// <summary>Makes what is written durable, and says so in the checkpoint.</summary>
    public void Save()
    {
        // What a failed write left is for the next run to cut off.
        if (_broken || Place is not { } place) return;
        _broken = true;
        if (_file is null) _console.Out.Flush();
        else _file.Flush(flushToDisk: true);
        if (_checkpointPath is not null) new FeedCheckpoint(place, _fileName, _file?.Position ?? 0).Write(_checkpointPath);
        _broken = false;
    }

    public void Dispose() => _file?.Dispose();

    private string FileNameFor(DateTimeOffset minute)
    {
        var name = Path.GetFileName(_path!);
        var format = _rotation switch { FeedRotation.Day => "yyyyMMdd", FeedRotation.Hour => "yyyyMMddHH", _ => null };
        return format is null ? name : $"{Path.GetFileNameWithoutExtension(name)}-{minute.ToString(format, CultureInfo.InvariantCulture)}{Path.GetExtension(name)}";
    }

    private string FullPath => Path.Join(Path.GetDirectoryName(_path), _fileName);

    // The checkpoint names the new file before there is one: whatever a crash leaves in it lies behind the checkpoint.
    private void Begin(string name, VtFeedCursor next)
    {
        _file?.Flush(flushToDisk: true);
        _file?.Dispose();
        _file = null;
        _fileName = name;
        if (File.Exists(FullPath) && new FileInfo(FullPath).Length > 0)
            throw new CliException(ExitCode.Error, $"{FullPath} exists, and no checkpoint says how far it goes: give another --out, or move it away");
        if (_checkpointPath is not null) new FeedCheckpoint(Place ?? new VtFeedCursor(next.Kind, next.Minute), name, 0).Write(_checkpointPath);
        Open(0, null);
    }

    private void Open(long length, Talk? talk)
    {
        // Elsewhere than on Windows a lock keeps a second run out, and nobody from reading.
        _file = new FileStream(FullPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None, BufferSize);
        if (_file.Length == 0 && length > 0)
        {
            talk?.Say($"{FullPath} is gone, or empty: it goes on in a new one");
            return;
        }
        if (_file.Length < length)
        {
            _file.Dispose();
            throw new CliException(ExitCode.Error, $"{FullPath} is shorter than its checkpoint says: restore it, or remove {_checkpointPath} and it to begin anew");
        }
        _file.SetLength(length);
        _file.Position = length;
    }
}
