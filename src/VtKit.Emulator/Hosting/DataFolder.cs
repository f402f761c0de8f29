using System.Globalization;

namespace VtKit.Emulator;

/// <summary>
/// The folder of one emulator, held for as long as it runs. An exclusive handle says that it is in use, so that the operating
/// system lets go of it whatever way the process ends; <c>emulator.lock</c> beside it tells others the address.
/// </summary>
internal sealed class DataFolder : IDisposable
{
    private const string AddressFileName = "emulator.lock";
    private const string HolderFileName = "emulator.held";
    private const string TemporaryPrefix = "vtkit-emulator-";
    private static readonly TimeSpan LeftoverAge = TimeSpan.FromMinutes(10);
    private readonly FileStream _holder;
    private readonly bool _temporary;

    private DataFolder(string path, FileStream holder, bool temporary)
    {
        Path = path;
        _holder = holder;
        _temporary = temporary;
    }

    public string Path { get; }

    /// <summary>Null for a temporary folder: then the database lives in memory.</summary>
    public string? DatabasePath => _temporary ? null : System.IO.Path.Combine(Path, "emulator.db");

    public string BlobsPath => System.IO.Path.Combine(Path, "blobs");

    public string SnapshotsPath => System.IO.Path.Combine(Path, "snapshots");

    public string UploadsPath => System.IO.Path.Combine(Path, "uploads");

    /// <summary>Takes the folder, or says who has it.</summary>
    public static async Task<DataFolder> OpenAsync(string path, CancellationToken cancellationToken)
    {
        path = System.IO.Path.GetFullPath(path);
        FileStream? holder;
        try
        {
            CreatePrivate(path);
            holder = TryHold(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VtEmulatorException(VtEmulatorFailure.DataDirectoryUnusable,
                $"The data folder {path} cannot be used: {e.Message} Choose another one, or change its rights.", e);
        }
        if (holder is not null) return new DataFolder(path, holder, temporary: false);

        var running = await RunningEmulator.FindAsync(ReadAddress(path), cancellationToken).ConfigureAwait(false);
        var where = running is null ? "" : $" at {running.GetLeftPart(UriPartial.Authority)}";
        throw new VtEmulatorException(VtEmulatorFailure.DataDirectoryInUse,
            $"The data folder {path} is in use by another emulator{where}. Use that one, stop it, or choose another folder.", null, running);
    }

    /// <summary>
    /// A folder of its own below the system's temporary one, for the samples of an emulator that keeps nothing. Those left by
    /// processes that were killed are removed on the way.
    /// </summary>
    public static DataFolder OpenTemporary()
    {
        var parent = System.IO.Path.GetTempPath();
        try
        {
            foreach (var leftover in Directory.EnumerateDirectories(parent, TemporaryPrefix + "*"))
                RemoveIfUnused(leftover);
            var path = Directory.CreateTempSubdirectory(TemporaryPrefix).FullName;
            var holder = TryHold(path) ?? throw new IOException("The new folder is held by another process.");
            return new DataFolder(path, holder, temporary: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VtEmulatorException(VtEmulatorFailure.DataDirectoryUnusable,
                $"No folder for samples can be made below {parent}: {e.Message} Free some space there, or give a data folder.", e);
        }
    }

    /// <summary>Tells other processes where this emulator answers. <paramref name="instance"/> tells it from one that took its port later.</summary>
    public void Announce(Uri address, string instance)
    {
        var file = System.IO.Path.Combine(Path, AddressFileName);
        var draft = file + ".new";
        File.WriteAllText(draft, string.Create(CultureInfo.InvariantCulture,
            $"{address.GetLeftPart(UriPartial.Authority)}\n{instance}\n{Environment.ProcessId}\n"));
        File.Move(draft, file, overwrite: true);
    }

    /// <summary>What the address file of a folder says; null when there is none, or none that can be read.</summary>
    public static RunningEmulator.Announcement? ReadAddress(string path)
    {
        try
        {
            var lines = File.ReadAllLines(System.IO.Path.Combine(path, AddressFileName));
            return lines.Length >= 2 && Uri.TryCreate(lines[0], UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp
                ? new(address, lines[1])
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        if (_temporary)
        {
            _holder.Dispose();
            TryDelete(Path);
            return;
        }
        try
        {
            // While the folder is still held, so that no later holder's address is removed.
            File.Delete(System.IO.Path.Combine(Path, AddressFileName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An address that nobody answers at is recognised as such.
        }
        _holder.Dispose();
    }

    public static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static FileStream? TryHold(string path)
    {
        var file = System.IO.Path.Combine(path, HolderFileName);
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (File.Exists(file))
        {
            return null;
        }
    }

    private static void RemoveIfUnused(string path)
    {
        try
        {
            // A younger one may have an owner that has made it and not taken it yet.
            if (TimeProvider.System.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(path) < LeftoverAge || TryHold(path) is not { } holder) return;
            holder.Dispose();
            TryDelete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Another user's, or removed by another emulator that starts.
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What stays is masked, private to this user, and removed by the next emulator that starts.
        }
    }
}
