using System.Security.Cryptography;
using VtKit.StaticAnalysis;

namespace VtKit.Benchmarks;

/// <summary>
/// All that is found out about native programs, against nothing but hashing the same bytes; and the memory that the published <c>vtk inspect</c>
/// takes for large files.
/// </summary>
internal static class Analysis
{
    private const int Files = 1_000;
    private const int Pairs = 5;
    private const long LargeBytes = 650L << 20;

    private static readonly Bars Bars = new();

    public static async Task<int> RunAsync(string repository)
    {
        await CompareAsync();
        await MemoryAsync(repository);
        return Bars.ExitCode;
    }

    private static async Task CompareAsync()
    {
        var files = NativeFiles();
        var bytes = files.Sum(file => new FileInfo(file).Length);
        var name = FormattableString.Invariant($"whole analysis of {files.Count} native files of {Measured.Megabytes(bytes):F0} MB");
        if (files.Count < Files) Console.WriteLine($"Only {files.Count} native files are installed here, not {Files}.");
        var share = await Benchmarks.Pairs.CompareAsync(name, Pairs, async () =>
        {
            foreach (var file in files)
                if ((await FileAnalyzer.AnalyzeFileAsync(file)).Elf is null) throw new InvalidOperationException($"The structure of {file} is missing.");
        }, () =>
        {
            var block = new byte[64 * 1024];
            foreach (var file in files) Hash(file, block);
            return Task.CompletedTask;
        });
        Bars.Report($"{name}, times MD5, SHA-1 and SHA-256 alone", 1 / share, 3);
    }

    /// <summary>Regular ELF files of the folders that every Linux has, those of ordinal order first.</summary>
    private static List<string> NativeFiles()
    {
        // Links lead to files that are seen anyway.
        var walk = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };
        return [.. new[] { "/usr/bin", "/usr/lib" }.SelectMany(folder => Directory.EnumerateFiles(folder, "*", walk)).Order(StringComparer.Ordinal).Where(IsElf).Take(Files)];
    }

    private static bool IsElf(string file)
    {
        try
        {
            using var handle = File.OpenHandle(file);
            Span<byte> head = stackalloc byte[4];
            return RandomAccess.Read(handle, head, 0) == 4 && head.SequenceEqual("\u007fELF"u8);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Hash(string file, byte[] block)
    {
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        using var sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var handle = File.OpenHandle(file);
        var at = 0L;
        for (int read; (read = RandomAccess.Read(handle, block, at)) > 0; at += read)
        {
            var bytes = block.AsSpan(0, read);
            md5.AppendData(bytes);
            sha1.AppendData(bytes);
            sha256.AppendData(bytes);
        }
        if (md5.GetHashAndReset().Length + sha1.GetHashAndReset().Length + sha256.GetHashAndReset().Length != 68) throw new InvalidOperationException("A hash is missing.");
    }

    private static async Task MemoryAsync(string repository)
    {
        var folder = Directory.CreateTempSubdirectory("vtkit-analysis-").FullName;
        try
        {
            var vtk = await Published.VtkAsync(repository, folder);
            var environment = new Dictionary<string, string> { ["HOME"] = folder };
            foreach (var (what, write) in new (string, Func<string, Task>)[] { ("zeros", WriteZerosAsync), ("a native program and what was hung on it", WriteProgramAsync) })
            {
                var file = Path.Combine(folder, "large.bin");
                await write(file);
                var run = await Measured.RunAsync(vtk, ["inspect", file], environment, "");
                Console.WriteLine(FormattableString.Invariant($"  {run.Seconds:F1} s, {run.Lines} lines"));
                Bars.Report($"vtk inspect of {LargeBytes >> 20} MB of {what}, peak MB", run.PeakMegabytes, 150);
                File.Delete(file);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task WriteZerosAsync(string path)
    {
        await using var file = File.Create(path);
        // A hole: it takes no room on the disk.
        file.SetLength(LargeBytes);
    }

    private static async Task WriteProgramAsync(string path)
    {
        await using var file = File.Create(path);
        await using (var program = File.OpenRead(NativeFiles()[0])) await program.CopyToAsync(file);
        var random = new Random(7);
        var block = new byte[1 << 20];
        while (file.Length < LargeBytes)
        {
            random.NextBytes(block);
            await file.WriteAsync(block.AsMemory(0, (int)Math.Min(block.Length, LargeBytes - file.Length)));
        }
    }
}
