namespace VtKit.Testing.Tests;

public sealed class VtTestClockTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task It_jumps_over_waits_and_two_waits_side_by_side_are_one()
    {
        var clock = new VtTestClock();
        var start = clock.GetUtcNow();
        clock.JumpsOverWaits = false;
        var waits = new[] { Task.Delay(Hour, clock), Task.Delay(Hour, clock) };
        clock.Waiting.ShouldBe(2);
        clock.JumpsOverWaits = true;
        await Task.WhenAll([.. waits, Task.Delay(Hour, clock)]);
        (clock.GetUtcNow() - start).ShouldBe(Hour);
        clock.Waiting.ShouldBe(0);
    }

    [Fact]
    public async Task It_stands_still_where_it_is_told_to()
    {
        var clock = new VtTestClock(DateTimeOffset.UnixEpoch) { JumpsOverWaits = false };
        var wait = Task.Delay(Hour, clock);
        clock.Advance(Hour - TimeSpan.FromTicks(1));
        wait.IsCompleted.ShouldBeFalse();
        clock.AdvanceTo(DateTimeOffset.UnixEpoch + Hour);
        await wait;
        clock.GetUtcNow().ShouldBe(DateTimeOffset.UnixEpoch + Hour);
    }

    [Fact]
    public void Timers_fire_in_order_and_see_their_own_time()
    {
        var clock = new VtTestClock(DateTimeOffset.UnixEpoch) { JumpsOverWaits = false };
        var fired = new List<string>();
        using var late = clock.CreateTimer(_ => fired.Add($"late {clock.GetTimestamp() - DateTimeOffset.UnixEpoch.Ticks}"), null, TimeSpan.FromTicks(30), Timeout.InfiniteTimeSpan);
        using var often = clock.CreateTimer(_ => fired.Add($"often {clock.GetTimestamp() - DateTimeOffset.UnixEpoch.Ticks}"), null, TimeSpan.FromTicks(10), TimeSpan.FromTicks(15));
        using (clock.CreateTimer(_ => fired.Add("never"), null, TimeSpan.FromTicks(5), Timeout.InfiniteTimeSpan)) { }
        clock.Advance(TimeSpan.FromTicks(50));
        fired.ShouldBe(["often 10", "often 25", "late 30", "often 40"]);
        clock.AdvanceTo(DateTimeOffset.UnixEpoch);
        (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks.ShouldBe(50);
        Should.Throw<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.FromTicks(-1)));
    }
}
