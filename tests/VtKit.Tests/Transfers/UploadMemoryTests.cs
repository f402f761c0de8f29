namespace VtKit.Tests;

/// <summary>What is allocated is counted for the whole process, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(UploadMemoryTests), DisableParallelization = true)]
public sealed class Alone;

[Collection(nameof(UploadMemoryTests))]
public sealed class UploadMemoryTests
{
    [Fact]
    public async Task Over_the_wire_it_streams_in_constant_memory_and_tells_how_far_it_is()
    {
        const long size = 200_000_000;
        await using var server = new WireServer(async r =>
        {
            if (r.Line.StartsWith("GET", StringComparison.Ordinal))
            {
                await r.SendAsync(WireServer.Json("{\"data\":\"http://" + r.Header("Host") + "/upload\"}"));
                return;
            }
            await r.DrainAsync();
            await r.SendAsync(WireServer.Json("""{"data":{"type":"analysis","id":"n"}}"""));
        });
        using var client = new VtClient(new VtClientOptions { ApiKey = Make.Key, BaseAddress = server.Address });
        var progress = new Steps();
        await client.Files.UploadAsync(new SparseStream(40_000_000), new VtUploadOptions { FileName = "warm" });
        var before = GC.GetTotalAllocatedBytes();

        await client.Files.UploadAsync(new SparseStream(size), new VtUploadOptions { FileName = "x", Progress = progress });

        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(40_000_000);
        progress.All[^1].ShouldBe(new VtTransferProgress(size, size));
        progress.All.Select(p => p.Bytes).ShouldBeInOrder();
        server.Requests.Last().Header("x-apikey").ShouldBe(Make.Key);
        server.Requests.Last().Header("Expect").ShouldBeNull();
    }

    private sealed class Steps : IProgress<VtTransferProgress>
    {
        public List<VtTransferProgress> All { get; } = [];
        public void Report(VtTransferProgress value) => All.Add(value);
    }
}
