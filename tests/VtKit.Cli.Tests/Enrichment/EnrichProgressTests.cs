using VtKit.Enrichment;
using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests.Enrichment;

/// <summary>The line of a run says what will be, not what the first moments look like.</summary>
public sealed class EnrichProgressTests : IDisposable
{
    private const string Erase = "\r\e[K";

    private readonly FakeTime _time = new();
    private readonly StringWriter _shown = new();
    private readonly CliConsole _console;
    private readonly ProgressLine _line;

    public EnrichProgressTests()
    {
        _console = new CliConsole { Out = Stream.Null, Error = _shown, OpenIn = () => Stream.Null, ErrorIsTerminal = true, TalkWidth = () => 120 };
        _line = new ProgressLine(_console, new Talk(_console), _time);
    }

    public void Dispose()
    {
        _line.Dispose();
        _shown.Dispose();
    }

    [Fact]
    public void A_burst_is_no_rate()
    {
        using var client = Client(VtQuota.Public);
        var progress = new EnrichProgress(_line, client, _time);

        progress.Report(new EnrichmentProgress(Counts(0, 40), 0));
        Last().ShouldEndWith("   0% 0/40 · 500 left today · 9 min to go");
        _time.Advance(TimeSpan.FromSeconds(1));
        progress.Report(new EnrichmentProgress(Counts(4, 40), 4));
        Last().ShouldEndWith(" 10% 4/40 · 500 left today · 8 min to go");
        _time.Advance(TimeSpan.FromSeconds(9));
        progress.Report(new EnrichmentProgress(Counts(4, 40), 4));
        Last().ShouldEndWith(" 10% 4/40 · 4/min · 500 left today · 9 min to go");
    }

    [Fact]
    public void A_pause_says_why_and_until_when()
    {
        using var client = Client(VtQuota.Public);
        var progress = new EnrichProgress(_line, client, _time);
        progress.Report(new EnrichmentProgress(Counts(0, 2000), 0));
        Last().ShouldEndWith("   0% 0/2000 · 500 left today · 4 days to go");

        progress.Pause(new VtPause("GET", "/files/{id}", TimeSpan.FromSeconds(41), null), Counts(4, 2000));
        Last().ShouldBe("4/2000 · the minute is used up: on at 12:00:41 UTC · 500 left today · 4 days to go");
        progress.Pause(new VtPause("GET", "/files/{id}", TimeSpan.FromSeconds(2), "503"), Counts(5, 2000));
        Last().ShouldStartWith("5/2000 · answered 503: on at 12:00:02 UTC · ");
        progress.Report(new EnrichmentProgress(Counts(500, 2000), 500, new DateTimeOffset(2026, 1, 16, 0, 0, 5, TimeSpan.Zero), VtQuotaWindow.Day));
        Last().ShouldStartWith("500/2000 · the day's quota is spent: on at 01-16 00:00 UTC · ");
    }

    [Fact]
    public void Without_limits_the_rate_alone_counts()
    {
        using var client = Client(VtQuota.Unlimited);
        var progress = new EnrichProgress(_line, client, _time);
        progress.Report(new EnrichmentProgress(Counts(0, 1000), 0));
        _time.Advance(TimeSpan.FromSeconds(10));
        progress.Report(new EnrichmentProgress(Counts(100, 1000), 100));
        Last().ShouldEndWith(" 10% 100/1000 · 600/min · 1 min to go");
    }

    private VtClient Client(VtQuota quota) => new(new VtClientOptions { ApiKey = CliRun.Key, Quota = quota, TimeProvider = _time });

    private static EnrichmentCounts Counts(int done, int total) => new(total - done, done, 0, 0, 0, 0, 0);

    private string Last() => _shown.ToString().Split(Erase)[^1];
}
