using System.Security.Cryptography;
using System.Text;

namespace VtKit.Indicators.Tests;

public sealed class FileHasherTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vtkit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    [Trait("seed", "43")]
    public async Task A_file_is_hashed_with_all_three_in_one_pass()
    {
        var path = Write("abc"u8);

        var hashes = await FileHasher.HashFileAsync(path, HashKinds.All);

        hashes.Size.ShouldBe(3);
        hashes.Md5.ToString().ShouldBe("900150983cd24fb0d6963f7d28e17f72");
        hashes.Sha1.ToString().ShouldBe("a9993e364706816aba3e25717850c26c9cd0d89d");
        hashes.Sha256.ToString().ShouldBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    [Fact]
    [Trait("seed", "43")]
    public async Task Sha256_is_what_is_computed_unless_told_otherwise()
    {
        var hashes = await FileHasher.HashFileAsync(Write([]));

        hashes.Sha256.ToString().ShouldBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        hashes.ShouldBe(new FileHashes(null, null, hashes.Sha256, 0));
    }

    [Theory]
    [InlineData(HashKinds.None)]
    [InlineData(HashKinds.Md5)]
    [InlineData(HashKinds.Sha1)]
    [InlineData(HashKinds.Md5 | HashKinds.Sha256)]
    public async Task Only_what_was_asked_for_is_computed(HashKinds kinds)
    {
        var hashes = await FileHasher.HashStreamAsync(new MemoryStream([1, 2, 3]), kinds);

        (hashes.Md5 is not null).ShouldBe(kinds.HasFlag(HashKinds.Md5));
        (hashes.Sha1 is not null).ShouldBe(kinds.HasFlag(HashKinds.Sha1));
        (hashes.Sha256 is not null).ShouldBe(kinds.HasFlag(HashKinds.Sha256));
        hashes.Size.ShouldBe(3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7919)]
    [InlineData(1 << 20)]
    public async Task Reads_of_any_size_give_the_same_hashes(int step)
    {
        var bytes = new byte[700_001];
        new Random(1).NextBytes(bytes);

        var hashes = await FileHasher.HashStreamAsync(new SteppedStream(bytes, step), HashKinds.All);

        hashes.ShouldBe(new FileHashes(
            FileHash.FromBytes(MD5.HashData(bytes)), FileHash.FromBytes(SHA1.HashData(bytes)), FileHash.FromBytes(SHA256.HashData(bytes)), bytes.Length));
    }

    [Fact]
    public async Task A_stream_is_hashed_from_where_it_stands_and_stays_open()
    {
        var stream = new MemoryStream("xxabc"u8.ToArray()) { Position = 2 };

        var hashes = await FileHasher.HashStreamAsync(stream, HashKinds.Md5);

        hashes.Md5.ToString().ShouldBe("900150983cd24fb0d6963f7d28e17f72");
        stream.CanRead.ShouldBeTrue();
    }

    [Fact]
    public async Task Progress_counts_the_bytes_up_to_the_size()
    {
        var path = Write(new byte[1_000_000]);
        var reports = new Reports();

        await FileHasher.HashFileAsync(path, HashKinds.Sha256, reports);

        reports.Values.Count.ShouldBeGreaterThan(1);
        reports.Values.ShouldBeInOrder();
        reports.Values[^1].ShouldBe(1_000_000);
    }

    [Fact]
    public async Task Cancelling_stops_between_two_reads()
    {
        using var source = new CancellationTokenSource();
        var endless = new EndlessStream(onRead: reads => { if (reads == 3) source.Cancel(); });

        await Should.ThrowAsync<OperationCanceledException>(() => FileHasher.HashStreamAsync(endless, HashKinds.All, cancellationToken: source.Token));

        endless.Reads.ShouldBe(3);
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_size()
    {
        await FileHasher.HashStreamAsync(new EndlessStream(length: 1 << 20), HashKinds.All);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var hashes = await FileHasher.HashStreamAsync(new EndlessStream(length: 64L << 20), HashKinds.Md5);

        hashes.Size.ShouldBe(64L << 20);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    [Theory]
    [InlineData("missing.bin")]
    [InlineData("missing/folder/file.bin")]
    [Trait("seed", "44")]
    public async Task A_missing_file_is_file_not_found(string name)
    {
        var path = Path.Combine(_folder, name);

        var e = await Should.ThrowAsync<FileNotFoundException>(() => FileHasher.HashFileAsync(path));

        e.Message.ShouldBe($"File not found: {path}. Check the path.");
        e.FileName.ShouldBe(path);
    }

    [UnprivilegedFact]
    [Trait("seed", "44")]
    public async Task A_file_that_may_not_be_read_is_a_permission_error()
    {
        var path = Write([1]);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.None);

        var e = await Should.ThrowAsync<UnauthorizedAccessException>(() => FileHasher.HashFileAsync(path));

        e.Message.ShouldBe($"No permission to read {path}: check its access rights.");
    }

    [Fact]
    [Trait("seed", "44")]
    public async Task A_folder_is_an_io_error_and_not_a_permission_error()
    {
        var e = await Should.ThrowAsync<IOException>(() => FileHasher.HashFileAsync(_folder));

        e.ShouldNotBeOfType<FileNotFoundException>();
        e.Message.ShouldBe($"{_folder} is a folder, not a file: give the path of a file in it.");
    }

    [Fact]
    [Trait("seed", "44")]
    public async Task A_failing_read_is_an_io_error()
    {
        var broken = new EndlessStream(onRead: reads => { if (reads == 2) throw new IOException("The disk is gone."); });

        (await Should.ThrowAsync<IOException>(() => FileHasher.HashStreamAsync(broken))).Message.ShouldBe("The disk is gone.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public async Task A_path_that_no_file_can_have_is_an_argument_error(string path) =>
        await Should.ThrowAsync<ArgumentException>(() => FileHasher.HashFileAsync(path));

    [Fact]
    public async Task A_file_that_others_hold_open_for_writing_can_be_hashed()
    {
        var path = Write("abc"u8);
        await using var writer = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);

        (await FileHasher.HashFileAsync(path, HashKinds.Md5)).Md5.ToString().ShouldBe("900150983cd24fb0d6963f7d28e17f72");
    }

    private string Write(ReadOnlySpan<byte> bytes)
    {
        var path = Path.Combine(_folder, "sample.bin");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private sealed class Reports : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public void Report(long value) => Values.Add(value);
    }

    private abstract class ReadOnlyStream : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public abstract override int Read(Span<byte> buffer);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return ValueTask.FromResult(Read(buffer.Span));
        }
    }

    /// <summary>Gives at most so many bytes per read.</summary>
    private sealed class SteppedStream(byte[] bytes, int step) : ReadOnlyStream
    {
        private int _position;

        public override int Read(Span<byte> buffer)
        {
            var count = Math.Min(Math.Min(step, buffer.Length), bytes.Length - _position);
            bytes.AsSpan(_position, count).CopyTo(buffer);
            _position += count;
            return count;
        }
    }

    /// <summary>Zeros, without end or up to a length.</summary>
    private sealed class EndlessStream(long length = long.MaxValue, Action<int>? onRead = null) : ReadOnlyStream
    {
        private long _left = length;

        public int Reads { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            onRead?.Invoke(++Reads);
            var count = (int)Math.Min(buffer.Length, _left);
            buffer[..count].Clear();
            _left -= count;
            return count;
        }
    }
}

/// <summary>A fact about access rights: skipped, with the reason, for a user whom they do not bind, and on Windows.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnprivilegedFactAttribute : FactAttribute
{
    public UnprivilegedFactAttribute()
    {
        if (OperatingSystem.IsWindows()) Skip = "Access rights are set differently on Windows.";
        else if (Environment.IsPrivilegedProcess) Skip = "Access rights do not bind the super-user.";
    }
}
