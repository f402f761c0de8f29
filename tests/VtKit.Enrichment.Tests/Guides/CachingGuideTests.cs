using VtKit.Testing;

namespace VtKit.Enrichment.Tests.Guides;

/// <summary>What the guide shows stands here, line by line, and runs.</summary>
public sealed class CachingGuideTests
{
    [Fact]
    public void The_examples_stand_here() => Guide.Missing("caching.md", "tests/VtKit.Enrichment.Tests/Guides/CachingGuideTests.cs").ShouldBeEmpty();

    [Fact]
    public async Task Ledger_and_cache_of_a_client()
    {
        using var folder = new TempFolder();
        var (path, ledgerPath) = (folder.File("responses.db"), folder.File("quota.db"));
        await using var server = await VtTestServer.StartAsync();
        var (key, address) = (server.CreateOptions().ApiKey, server.BaseAddress);

        using var cache = SqliteResponseCache.Open(path);
        using var ledger = SqliteQuotaLedger.Open(ledgerPath);
        using var client = new VtClient(new VtClientOptions { ApiKey = key, BaseAddress = address, Cache = cache, Quota = VtQuota.Public, QuotaLedger = ledger });

        for (var i = 0; i < 3; i++) await client.Files.GetAsync("44d88612fea8a8f36de82e1278abb02f");
        (await client.Quota.GetUsageAsync()).Day.ShouldBe(1);
        cache.Size.Answers.ShouldBe(1);
    }
}
