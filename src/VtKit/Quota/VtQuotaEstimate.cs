namespace VtKit;

/// <summary>What a number of requests needs of the quota, as far as VtKit and the service have counted.</summary>
/// <param name="Requests">How many requests are meant.</param>
/// <param name="FitNow">How many of them can be made at once.</param>
/// <param name="FitBeforeWall">How many can be made before a day or a month that is spent stops them.</param>
/// <param name="Wall">
/// What stops or slows them: the month or the day when it ends before they do, the minute when they only have to wait for it; null when
/// all can be made at once.
/// </param>
/// <param name="EndsAt">When the last one can be made, if one goes on whenever a window opens; null when that is more than ten years away.</param>
public sealed record VtQuotaEstimate(int Requests, int FitNow, int FitBeforeWall, VtQuotaWindow? Wall, DateTimeOffset? EndsAt)
{
    private const int MostDays = 3660;

    /// <summary>Whether all can be made before a day's or a month's quota is spent.</summary>
    public bool FitsAll => FitBeforeWall == Requests;

    internal static VtQuotaEstimate Of(int requests, VtQuota quota, VtQuotaUsage used, DateTimeOffset now)
    {
        var minute = Left(quota.PerMinute, used.Minute);
        var day = Left(quota.PerDay, used.Day);
        var month = Left(quota.PerMonth, used.Month);
        var beforeWall = Math.Min(requests, Math.Min(day, month));
        var atOnce = Math.Min(beforeWall, minute);
        VtQuotaWindow? wall = month < requests ? VtQuotaWindow.Month : day < requests ? VtQuotaWindow.Day : minute < requests ? VtQuotaWindow.Minute : null;
        return new VtQuotaEstimate(requests, atOnce, beforeWall, wall, End(requests, quota, (minute, day, month), now));
    }

    // As the ledger grants them: as many as a minute allows, every minute, until the day or the month is spent.
    private static DateTimeOffset? End(int requests, VtQuota quota, (int Minute, int Day, int Month) left, DateTimeOffset next)
    {
        var spent = quota.PerMonth is { } perMonth ? perMonth - left.Month : 0;
        for (var days = 0; days < MostDays; days++)
        {
            var midnight = VtQuotaLedger.NextDay(next);
            var most = Math.Min(requests, Math.Min(left.Day, left.Month));
            long moreMinutes = 0;
            if (quota.PerMinute is { } rate)
            {
                var minutesToday = ((midnight - next).Ticks - 1) / TimeSpan.TicksPerMinute;
                moreMinutes = Math.Min(minutesToday, Math.Max(0, ((long)most - left.Minute + rate - 1) / rate));
                most = (int)Math.Min(most, left.Minute + (moreMinutes * rate));
            }
            var last = next.AddMinutes(moreMinutes);
            requests -= most;
            spent = next.Month == midnight.Month ? spent + most : 0;
            if (requests == 0) return last;
            // A minute that is full goes on being full past midnight.
            next = most > 0 && quota.PerMinute is not null && last.AddMinutes(1) > midnight ? last.AddMinutes(1) : midnight;
            left = (Left(quota.PerMinute, 0), Left(quota.PerDay, 0), Left(quota.PerMonth, spent));
        }
        return null;
    }

    private static int Left(int? limit, int used) => limit is { } most ? Math.Max(0, most - used) : int.MaxValue;
}
