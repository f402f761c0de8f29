using System.Security.Cryptography;
using System.Text;
using VtKit.Testing.Shared;

namespace VtKit.StaticAnalysis.Tests;

public class FileAnalyzerTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(131072)]
    [InlineData(131073)]
    [InlineData(1_000_003)]
    public async Task Hashes_and_size_are_those_of_the_content(int size)
    {
        var content = Samples.Random(size, size);
        var facts = await Samples.AnalyzeAsync(content);
        facts.Md5.ShouldBe(Convert.ToHexStringLower(MD5.HashData(content)));
        facts.Sha1.ShouldBe(Convert.ToHexStringLower(SHA1.HashData(content)));
        facts.Sha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(content)));
        facts.Size.ShouldBe(size);
    }

    [Fact]
    public async Task Entropy_is_zero_for_one_value_and_eight_for_all_values_alike()
    {
        (await Samples.AnalyzeAsync([])).Entropy.ShouldBe(0);
        (await Samples.AnalyzeAsync(new byte[1000])).Entropy.ShouldBe(0);
        (await Samples.AnalyzeAsync(Enumerable.Repeat<byte[]>([1, 2], 500).SelectMany(x => x).ToArray())).Entropy.ShouldBe(1, 1e-12);
        (await Samples.AnalyzeAsync(Enumerable.Range(0, 1024).Select(i => (byte)i).ToArray())).Entropy.ShouldBe(8, 1e-12);
    }

    [Fact]
    public async Task The_position_of_the_stream_does_not_matter_and_the_stream_stays_open()
    {
        var content = new MemoryStream("hello world"u8.ToArray()) { Position = 5 };
        var facts = await FileAnalyzer.AnalyzeAsync(content);
        facts.Size.ShouldBe(11);
        content.CanRead.ShouldBeTrue();
    }

    [Fact]
    public async Task A_stream_that_cannot_seek_is_refused_with_a_way_out()
    {
        var exception = await Should.ThrowAsync<ArgumentException>(() => FileAnalyzer.AnalyzeAsync(new Unseekable()));
        exception.Message.ShouldContain("copy it to a file or to memory");
    }

    [Fact]
    public async Task A_missing_file_and_a_folder_are_errors_of_the_file_system()
    {
        using var folder = new TempFolder();
        await Should.ThrowAsync<FileNotFoundException>(() => FileAnalyzer.AnalyzeFileAsync(folder.File("missing")));
        await Should.ThrowAsync<UnauthorizedAccessException>(() => FileAnalyzer.AnalyzeFileAsync(folder.Root));
    }

    [Fact]
    public async Task A_broken_stream_is_the_callers_to_know()
    {
        await Should.ThrowAsync<IOException>(() => FileAnalyzer.AnalyzeAsync(new Broken(100_000, failAfter: 0)));
        // Hashing reads 100,000 bytes; the failure comes when the headers are read.
        await Should.ThrowAsync<IOException>(() => FileAnalyzer.AnalyzeAsync(new Broken(100_000, failAfter: 100_000)));
    }

    [Fact]
    public async Task A_device_that_never_ends_is_refused()
    {
        var exception = await Should.ThrowAsync<IOException>(() => FileAnalyzer.AnalyzeAsync(new Endless()));
        exception.Message.ShouldContain("device");
    }

    [Fact]
    public async Task Limits_below_nothing_are_refused()
    {
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Samples.AnalyzeAsync([], new AnalysisOptions { MaxSections = -1 }));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Samples.AnalyzeAsync([], new AnalysisOptions { MaxRatio = 0 }));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => Samples.AnalyzeAsync([], new AnalysisOptions { TimeBudget = TimeSpan.FromSeconds(-1) }));
    }

    [Fact]
    public async Task Cancellation_ends_the_analysis()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(
            () => FileAnalyzer.AnalyzeAsync(new MemoryStream(new byte[10]), cancellationToken: cancelled.Token));
    }

    [Fact]
    public async Task When_the_time_is_up_the_hashes_are_there_and_the_rest_says_what_is_missing()
    {
        var time = new FakeTime();
        var content = new Slow(new ZipBuilder().Add("a.txt", "text"u8.ToArray()).Build(), time);
        var facts = await FileAnalyzer.AnalyzeAsync(content, new AnalysisOptions { TimeProvider = time, TimeBudget = TimeSpan.FromSeconds(60) });
        facts.Sha256.Length.ShouldBe(64);
        facts.Problems.ShouldContain(problem => problem.Contains("time was up"));
        facts.Bundle?.Children.ShouldBeEmpty();
    }

    [Fact]
    public async Task Problems_quote_names_without_control_characters_and_do_not_grow_without_end()
    {
        var zip = new ZipBuilder();
        for (var i = 0; i < 300; i++) zip.Add($"\u001b[31m\n{i}\u202e", [1, 2, 3], lie: e => e with { Method = 99 });
        var facts = await Samples.AnalyzeAsync(zip.Build());
        facts.Problems.Count.ShouldBe(100);
        facts.Problems.ShouldAllBe(problem => !problem.Any(c => char.IsControl(c) || c == '\u202e') && problem.Length <= 301);
        facts.Problems[^1].ShouldContain("More problems");
    }

    private sealed class Unseekable : MemoryStream
    {
        public override bool CanSeek => false;
    }

    /// <summary>As /dev/zero: it can seek, has no length, and always has more.</summary>
    private sealed class Endless : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(buffer.Length);
    }

    private sealed class Broken(int length, int failAfter) : MemoryStream(new byte[length])
    {
        private int _read;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (_read >= failAfter && Position < failAfter + 1) throw new IOException("The disk is gone.");
            var read = await base.ReadAsync(buffer, cancellationToken);
            _read += read;
            return read;
        }
    }

    /// <summary>Every read takes a minute of the fake clock.</summary>
    private sealed class Slow(byte[] bytes, FakeTime time) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return base.ReadAsync(buffer, cancellationToken);
        }
    }
}
