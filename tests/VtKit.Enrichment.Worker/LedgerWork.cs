using System.Globalization;

namespace VtKit.Enrichment.Worker;

/// <summary>One of many processes that take from one ledger, as fast as they can.</summary>
internal static class LedgerWork
{
    private static readonly DateTimeOffset Start = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Makes attempts, some a second of its clock, and prints when each that was granted was made.</summary>
    public static async Task<int> RunAsync(string path, string perMinute, string perDay, string attempts)
    {
        // All begin at the same moment: when whoever started them says so.
        using var ledger = SqliteQuotaLedger.Open(path);
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        var quota = new VtQuota(Number(perMinute), Number(perDay));
        for (var i = 0; i < Number(attempts); i++)
        {
            var now = Start.AddSeconds(i);
            var grant = await ledger.TakeAsync("account", quota, 1, now);
            if (grant.Granted) Console.WriteLine(i.ToString(CultureInfo.InvariantCulture));
        }
        return 0;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
