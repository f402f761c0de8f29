using System.Net;
using System.Security.Cryptography;

namespace VtKit.Emulator.Tests;

/// <summary>Alone, because what it counts is the allocation of the whole process.</summary>
[CollectionDefinition(nameof(AllocationCounting), DisableParallelization = true)]
public sealed class AllocationCounting;

[Collection(nameof(AllocationCounting))]
public sealed class LargeUploadTests
{
    [Fact]
    [Trait("seed", "45")]
    public Task Seventy_megabytes_pass_in_constant_memory() => UploadAsync(70);

    [Fact]
    public Task The_largest_file_passes_in_constant_memory() =>
        Environment.GetEnvironmentVariable("VTKIT_LARGE_TESTS") == "1" ? UploadAsync(650) : Task.CompletedTask;

    [Fact]
    public async Task A_file_above_the_limit_of_uploads_is_turned_away()
    {
        await using var emulator = await EmulatorFixture.StartAsync(options => options.MaxUploadBytes = 1_000_000);
        var url = (await emulator.GetAsync("/files/upload_url"))["data"]!.GetValue<string>();
        using var response = await emulator.Premium.PostAsync(new Uri(url), EmulatorFixture.Form(new byte[1_000_001], "x"));
        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    private static async Task UploadAsync(int megabytes)
    {
        var length = megabytes * 1024L * 1024;
        await using var emulator = await EmulatorFixture.StartAsync();
        // What is made once, by the first upload of all, is not counted.
        await emulator.UploadAsync(new byte[100_000]);
        var url = (await emulator.GetAsync("/files/upload_url"))["data"]!.GetValue<string>();
        using var content = new StreamContent(new EndlessStream(length), 64 * 1024);
        using var form = new MultipartFormDataContent { { content, "file", "large.bin" } };
        var before = GC.GetTotalAllocatedBytes(precise: true);
        using var response = await emulator.Premium.PostAsync(new Uri(url), form);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        // Small change for each block that passes, never the blocks themselves.
        allocated.ShouldBeLessThan(12L * 1024 * 1024 + length / 20);
        var file = await emulator.GetAsync("/files/" + EndlessStream.Hash(length));
        file["data"]!["attributes"]!["size"]!.GetValue<long>().ShouldBe(length);
    }

    /// <summary>As many bytes as wanted, of a pattern, without holding them.</summary>
    private sealed class EndlessStream(long length) : Stream
    {
        private long _position;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public static string Hash(long length)
        {
            using var stream = new EndlessStream(length);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }

        public override int Read(Span<byte> buffer)
        {
            var count = (int)Math.Min(buffer.Length, length - _position);
            for (var i = 0; i < count; i++) buffer[i] = (byte)((_position + i) * 31 >> 3);
            _position += count;
            return count;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
