using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VtKit.Emulator;

namespace VtKit.Enrichment.Tests.Jobs;

/// <summary>What a public key may do, on a clock that is moved: four days of work, killed ten times on the way.</summary>
public sealed class PublicQuotaTests : IDisposable
{
    private const int Hashes = 2000;
    private const int Kills = 10;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_thousand_hashes_and_ten_kills_never_more_than_four_a_minute_and_five_hundred_a_day()
    {
        await using var emulator = await VtEmulator.StartAsync(new VtEmulatorOptions { TimeProvider = new StillTime() });
        var texts = Enumerable.Range(0, Hashes).Select(i => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture))))).ToList();
        using (var run = EnrichmentRun.Open(_folder.File("a.run"))) run.Add(texts.Select(text => new EnrichmentItem(text, text))).ShouldBe(Hashes);

        for (var kill = 1; kill <= Kills; kill++)
        {
            using var doomed = WorkerProcess.Start("enrich", emulator.BaseAddress.ToString(), VtEmulatorKeys.Public, _folder.Root);
            // At a different number of outcomes each time, so that it happens at different points.
            var enough = kill * 180 + kill;
            while (await doomed.StandardOutput.ReadLineAsync() is { } line)
                if (int.Parse(line, CultureInfo.InvariantCulture) >= enough) break;
            doomed.Kill();
            await doomed.WaitForExitAsync();
            doomed.ExitCode.ShouldNotBe(0, await doomed.StandardError.ReadToEndAsync());
        }
        using (var last = WorkerProcess.Start("enrich", emulator.BaseAddress.ToString(), VtEmulatorKeys.Public, _folder.Root))
        {
            await last.StandardOutput.ReadToEndAsync();
            await last.WaitForExitAsync();
            last.ExitCode.ShouldBe(0, await last.StandardError.ReadToEndAsync());
        }

        using (var run = EnrichmentRun.Open(_folder.File("a.run"))) run.Counts.ShouldBe(new EnrichmentCounts(0, 0, Hashes, 0, 0, 0, 0));
        var rows = await File.ReadAllLinesAsync(_folder.File("out.txt"));
        rows.Order(StringComparer.Ordinal).ShouldBe(texts.Select(text => text + " NotFound").Append("head").Order(StringComparer.Ordinal));

        var asked = emulator.Requests.Where(request => request.Path.StartsWith("/api/v3/files/", StringComparison.Ordinal)).ToList();
        asked.Select(request => request.Status).Distinct().ShouldBe([404]);
        // What was under way at a kill may have been paid for twice, and nothing else.
        asked.Count.ShouldBeInRange(Hashes, Hashes + Kills);
        asked.Select(request => request.Path).Distinct().Count().ShouldBe(Hashes);
        var times = asked.Select(request => request.At).Order().ToList();
        for (var i = 4; i < times.Count; i++) (times[i] - times[i - 4]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMinutes(1));
        times.GroupBy(time => time.UtcDateTime.Date).Max(day => day.Count()).ShouldBeLessThanOrEqualTo(500);
        times[^1].UtcDateTime.Date.ShouldBeGreaterThanOrEqualTo(times[0].UtcDateTime.Date.AddDays(3));
    }

    /// <summary>A clock that moves only when the emulator's admin route says so.</summary>
    private sealed class StillTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    }
}
