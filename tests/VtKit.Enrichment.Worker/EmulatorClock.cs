using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace VtKit.Enrichment.Worker;

/// <summary>
/// The clock of an emulator that stands still, from another process: who waits on it moves it on to the end of the wait. So four days pass in
/// seconds, and the emulator counts its windows by the same time.
/// </summary>
internal sealed class EmulatorClock : TimeProvider, IDisposable
{
    private readonly HttpClient _http;
    private readonly SemaphoreSlim _moving = new(1, 1);
    private readonly Lock _gate = new();
    private DateTimeOffset _now;

    private EmulatorClock(HttpClient http, DateTimeOffset now) => (_http, _now) = (http, now);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public static async Task<EmulatorClock> ReadAsync(Uri service)
    {
        var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = service };
        using var clock = JsonDocument.Parse(await http.GetByteArrayAsync("/_emulator/clock"));
        return new EmulatorClock(http, clock.RootElement.GetProperty("now").GetDateTimeOffset());
    }

    public void Dispose()
    {
        _http.Dispose();
        _moving.Dispose();
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Wait();
        timer.Change(dueTime, period);
        if (dueTime != Timeout.InfiniteTimeSpan) _ = MoveAsync(timer, callback, state, GetUtcNow() + dueTime);
        return timer;
    }

    private async Task MoveAsync(Wait timer, TimerCallback callback, object? state, DateTimeOffset due)
    {
        await _moving.WaitAsync();
        try
        {
            if (timer.IsOver) return;
            if (due > GetUtcNow())
            {
                using var body = new StringContent(string.Create(CultureInfo.InvariantCulture, $"{{\"set\":\"{due.UtcDateTime:o}\"}}"), new MediaTypeHeaderValue("application/json"));
                using var answer = await _http.PostAsync("/_emulator/clock", body);
                answer.EnsureSuccessStatusCode();
                lock (_gate) _now = due;
            }
        }
        finally
        {
            _moving.Release();
        }
        callback(state);
    }

    private sealed class Wait : ITimer
    {
        public bool IsOver { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => IsOver = true;

        public ValueTask DisposeAsync()
        {
            IsOver = true;
            return ValueTask.CompletedTask;
        }
    }
}
