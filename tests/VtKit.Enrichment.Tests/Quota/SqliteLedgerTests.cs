using System.Diagnostics;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using VtKit.Tests;

namespace VtKit.Enrichment.Tests.Quota;

public sealed class SqliteLedgerTests : LedgerConformance, IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly List<SqliteQuotaLedger> _opened = [];

    public void Dispose()
    {
        foreach (var ledger in _opened) ledger.Dispose();
        _folder.Dispose();
    }

    protected override VtQuotaLedger Create() => Open(_folder.File(string.Create(CultureInfo.InvariantCulture, $"{_opened.Count}.db")));

    /// <summary>Whatever is done at whatever times, in whatever order: both ledgers say the same, to the tick.</summary>
    [Fact]
    public void It_says_to_the_tick_what_the_ledger_in_memory_says()
    {
        var steps = from kind in Gen.Choose(0, 9) from seconds in Gen.Choose(-200, 4000) from ticks in Gen.Choose(0, 9999) from amount in Gen.Choose(1, 40) select (kind, seconds, ticks, amount);
        var quotas = Gen.Elements(VtQuota.Public, VtQuota.Unlimited, new VtQuota(PerMinute: 6, PerDay: 20, PerMonth: 30), new VtQuota(PerMinute: 2), new VtQuota(PerMonth: 9));
        var cases = from some in steps.ArrayOf(120) from quota in quotas select (some, quota);
        Prop.ForAll(cases.ToArbitrary(), sample =>
        {
            var (ours, reference) = (Create(), new VtMemoryQuotaLedger());
            var now = Start;
            foreach (var (kind, seconds, ticks, amount) in sample.some)
            {
                now = now.AddSeconds(seconds / 20.0).AddTicks(ticks);
                switch (kind)
                {
                    case 0:
                        Both(ledger => Now(ledger.GetUsageAsync("k", now)));
                        break;
                    case 1:
                        var before = Now(reference.GetUsageAsync("k", now));
                        Both(ledger => Done(ledger.ReconcileAsync("k", before, amount, amount > 20 ? null : amount * 2, now)));
                        break;
                    case 2:
                        Both(ledger => Done(ledger.CloseMinuteAsync("k", now.AddSeconds(amount))));
                        break;
                    case 3:
                        now = now.AddHours(amount);
                        break;
                    default:
                        Both(ledger => Take(ledger, sample.quota, 1 + amount % 3, now));
                        break;
                }
            }

            void Both<T>(Func<VtQuotaLedger, T> ask) => ask(ours).ShouldBe(ask(reference));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_was_counted_is_there_when_the_file_is_opened_again()
    {
        var path = _folder.File("again.db");
        using (var first = SqliteQuotaLedger.Open(path)) Take(first, VtQuota.Public, 3, Start).Granted.ShouldBeTrue();

        using var second = SqliteQuotaLedger.Open(path);
        Now(second.GetUsageAsync("k", Start.AddSeconds(59))).ShouldBe(new VtQuotaUsage(3, 3, 3));
    }

    [Fact]
    public async Task Eight_processes_never_overspend_and_lose_nothing()
    {
        const int Processes = 8, PerMinute = 7, PerDay = 60, Attempts = 300;
        var path = _folder.File("shared.db");
        var workers = Enumerable.Range(0, Processes)
            .Select(_ => WorkerProcess.Start("take", path, Text(PerMinute), Text(PerDay), Text(Attempts))).ToList();
        foreach (var worker in workers) (await worker.StandardOutput.ReadLineAsync()).ShouldBe("ready");
        foreach (var worker in workers) worker.StandardInput.WriteLine("go");
        var granted = new List<int>();
        foreach (var worker in workers)
        {
            granted.AddRange((await worker.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line, CultureInfo.InvariantCulture)));
            await worker.WaitForExitAsync();
            (worker.ExitCode, await worker.StandardError.ReadToEndAsync()).ShouldBe((0, ""));
            worker.Dispose();
        }

        granted.Count.ShouldBeInRange(PerMinute, PerDay);
        // Each clock is behind or ahead of the others; the ledger's own time only goes forward, and each of its minutes holds what it may.
        using var ledger = SqliteQuotaLedger.Open(path);
        var usage = Now(ledger.GetUsageAsync("account", new DateTimeOffset(2026, 1, 15, 12, 4, 59, TimeSpan.Zero)));
        usage.Day.ShouldBe(granted.Count);
        usage.Minute.ShouldBeLessThanOrEqualTo(PerMinute);
        granted.Count.ShouldBeLessThanOrEqualTo(PerMinute * (Attempts / 60 + 1));
    }

    [Fact]
    public async Task Eight_processes_spend_a_day_to_its_last_request()
    {
        const int Processes = 8, PerDay = 500, Attempts = 400;
        var path = _folder.File("day.db");
        var workers = Enumerable.Range(0, Processes).Select(_ => WorkerProcess.Start("take", path, Text(100_000), Text(PerDay), Text(Attempts))).ToList();
        foreach (var worker in workers) (await worker.StandardOutput.ReadLineAsync()).ShouldBe("ready");
        foreach (var worker in workers) worker.StandardInput.WriteLine("go");
        var granted = 0;
        foreach (var worker in workers)
        {
            granted += (await worker.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;
            await worker.WaitForExitAsync();
            worker.Dispose();
        }
        granted.ShouldBe(PerDay);
    }

    [Fact]
    public void The_file_holds_fingerprints_and_is_its_owners_alone()
    {
        var path = _folder.File("mine.db");
        using (var ledger = SqliteQuotaLedger.Open(path)) Take(ledger, VtQuota.Public, 1, Start);
        if (!OperatingSystem.IsWindows()) File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private SqliteQuotaLedger Open(string path)
    {
        var ledger = SqliteQuotaLedger.Open(path);
        _opened.Add(ledger);
        return ledger;
    }

    private static bool Done(ValueTask task) => task.IsCompletedSuccessfully;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
