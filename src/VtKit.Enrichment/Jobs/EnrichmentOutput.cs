namespace VtKit.Enrichment;

/// <summary>
/// Where the rows of a run are written, in the order in which they came to stand. A file follows from the run: a start that finds more in it than the run knows of cuts that off and goes on, and
/// one that finds less writes all of it again, so that no row is ever there twice or in half. Anything else, such as a pipe, gets all rows at each start.
/// </summary>
public sealed class EnrichmentOutput : IDisposable
{
    private const int Batch = 500;
    private const string OutNote = "out";

    private readonly Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> _render;
    private readonly ReadOnlyMemory<byte> _head;
    private readonly Stream _stream;
    private readonly FileStream? _file;
    private long _done;
    private bool _begun;

    private EnrichmentOutput(Stream stream, FileStream? file, ReadOnlyMemory<byte> head, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> render)
    {
        (_stream, _file, _head, _render) = (stream, file, head, render);
    }

    /// <summary>An output to a stream, which stays open. It gets all rows of the run.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="head">What stands before the first row.</param>
    /// <param name="render">Makes text of a row.</param>
    public static EnrichmentOutput To(Stream stream, ReadOnlyMemory<byte> head, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> render)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(render);
        return new EnrichmentOutput(stream, null, head, render);
    }

    /// <summary>The output of a run in a file.</summary>
    /// <param name="run">The run.</param>
    /// <param name="path">The file. One that is there and is not this run's is not touched.</param>
    /// <param name="head">What stands before the first row.</param>
    /// <param name="render">Makes text of a row.</param>
    /// <exception cref="VtStoreException">The file is there and is not this run's.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static EnrichmentOutput To(EnrichmentRun run, string path, ReadOnlyMemory<byte> head, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> render)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(render);
        path = Path.GetFullPath(path);
        if (run.Note(OutNote) != path)
        {
            if (new FileInfo(path) is { Exists: true, Length: > 0 }) throw new VtStoreException($"{path} exists, and is not of this run. It was left as it is: name another file, or move it away.", path);
            // Noted before there is a file: whatever a crash leaves in it is known to be this run's.
            run.Wrote(0, 0);
            run.Add([], KeyValuePair.Create(OutNote, path));
        }
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        var (done, length) = run.Written;
        if (file.Length < length) (done, length) = (0, 0);
        file.SetLength(length);
        file.Position = length;
        return new EnrichmentOutput(file, file, head, render) { _done = done, _begun = length > 0 };
    }

    /// <summary>Writes the rows that came to stand since.</summary>
    internal void Write(EnrichmentRun run)
    {
        if (!_begun) _stream.Write(_head.Span);
        _begun = true;
        while (run.Rows(_done, Batch) is { Count: > 0 } rows)
        {
            foreach (var (done, row) in rows)
            {
                _stream.Write(_render(row).Span);
                _done = done;
            }
        }
        _stream.Flush();
        if (_file is not null) run.Wrote(_done, _file.Position);
    }

    /// <summary>Sees to it that what was written is on the disk, where there is one, and closes the file.</summary>
    public void Dispose()
    {
        if (_file is not { CanWrite: true }) return;
        _file.Flush(flushToDisk: true);
        _file.Dispose();
    }
}
