using System.Globalization;
using System.Text;

namespace VtKit.Enrichment.Worker;

/// <summary>Works on a run with the public quota profile, on the emulator's clock, until it is done or killed; prints how many outcomes stand.</summary>
internal static class EnrichWork
{
    public static async Task<int> RunAsync(Uri service, string key, string folder)
    {
        using var clock = await EmulatorClock.ReadAsync(service);
        using var ledger = SqliteQuotaLedger.Open(Path.Combine(folder, "quota.db"));
        var options = new VtClientOptions
        {
            ApiKey = key,
            BaseAddress = service,
            Quota = VtQuota.Public,
            QuotaLedger = ledger,
            TimeProvider = clock,
            Random = new Random(1),
            Deadline = Timeout.InfiniteTimeSpan,
        };
        using var client = new VtClient(options);
        using var run = EnrichmentRun.Open(Path.Combine(folder, "a.run"));
        using var output = EnrichmentOutput.To(run, Path.Combine(folder, "out.txt"), "head\n"u8.ToArray(), row => (byte[])[.. row.Span, (byte)'\n']);
        var end = await run.WorkAsync(client, new EnrichmentOptions
        {
            Row = result => Encoding.UTF8.GetBytes($"{result.Text} {result.Outcome}"),
            TimeProvider = clock,
            // One at a time: a clock that jumps would else overtake a request that is charged and not yet sent.
            Concurrency = 1,
            Progress = progress => Console.WriteLine(progress.Counts.Done.ToString(CultureInfo.InvariantCulture)),
        }, output);
        return end == EnrichmentEnd.Completed ? 0 : 1;
    }
}
