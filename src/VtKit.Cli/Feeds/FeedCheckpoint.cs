using System.Globalization;

namespace VtKit.Cli;

/// <summary>How far a feed is written: the place in the feed, and the length of the file that holds everything before it.</summary>
/// <param name="Place">Where to go on.</param>
/// <param name="File">The name of the file, without its folder; empty for stdout.</param>
/// <param name="Length">How long it is at that place, in bytes.</param>
internal sealed record FeedCheckpoint(VtFeedCursor Place, string File, long Length)
{
    /// <summary>Reads a checkpoint; null where there is no such file.</summary>
    /// <exception cref="CliException">The file is no checkpoint, or cannot be read.</exception>
    public static FeedCheckpoint? Read(string path)
    {
        string[] lines;
        try
        {
            lines = System.IO.File.ReadAllLines(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Error, $"the checkpoint {path} cannot be read: {e.Message}", e);
        }
        if (lines is [var place, var file, var length, ..] && VtFeedCursor.TryParse(place, out var cursor) && long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
            return new FeedCheckpoint(cursor, file, bytes);
        throw new CliException(ExitCode.Error, $"{path} is no checkpoint of a feed: give another --checkpoint, or remove it to begin anew");
    }

    /// <summary>Writes the checkpoint, so that after a crash there is either this one or the one before.</summary>
    public void Write(string path)
    {
        var next = path + ".new";
        using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            stream.Write(CliConsole.Utf8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Place}\n{File}\n{Length}\n")));
            stream.Flush(flushToDisk: true);
        }
        System.IO.File.Move(next, path, overwrite: true);
    }
}
