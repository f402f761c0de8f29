using System.Globalization;

namespace VtKit.Emulator;

/// <summary>Users and what they have used. The figures are those by which requests are refused.</summary>
internal static class UserRoutes
{
    public static Task<Answer> GetAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        ObjectAnswer.Of(store, request, ObjectType.User, Users.Require(store, request, request.Argument(0)).Name), cancellationToken);

    public static Task<Answer> OverallQuotasAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
    {
        var account = Users.RequireSelf(store, request, request.Argument(0));
        var group = account.Group is null ? [] : Account.All.Where(other => other.Group == account.Group).ToList();
        return Answer.Json(json =>
        {
            json.WriteStartObject("data"u8);
            foreach (var (name, allowed, since) in Windows(account, request.Now))
            {
                json.WriteStartObject(name);
                if (account.Group is not null)
                {
                    json.WriteStartObject(Part.OverallQuota.Group);
                    json.WriteNumber(Part.Quota.Allowed, allowed);
                    json.WriteString(Part.Quota.InheritedFrom, account.Group);
                    json.WriteNumber(Part.Quota.Used, group.Sum(member => request.Backend.Usage.Used(member, since)));
                    json.WriteEndObject();
                }
                json.WriteStartObject(Part.OverallQuota.User);
                json.WriteNumber(Part.Quota.Allowed, allowed);
                json.WriteNumber(Part.Quota.Used, request.Backend.Usage.Used(account, since));
                json.WriteEndObject();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        });
    }, cancellationToken);

    public static Task<Answer> ApiUsageAsync(ApiRequest request, CancellationToken cancellationToken) => request.Backend.ReadAsync(store =>
        ApiUsage(store, request, [Users.RequireSelf(store, request, request.Argument(0))]), cancellationToken);

    /// <summary>Calls per day and counter, of some accounts together, in the days that the request names.</summary>
    public static Answer ApiUsage(Session store, ApiRequest request, IReadOnlyCollection<Account> accounts)
    {
        var today = DateOnly.FromDateTime(request.Now.UtcDateTime);
        var last = ReadDay(request, "end_date") ?? today;
        var first = ReadDay(request, "start_date") ?? last.AddDays(1 - Limits.ApiUsageDefaultDays);
        if (first > last || last.DayNumber - first.DayNumber >= Limits.ApiUsageWindowDays)
            throw ApiException.BadRequest($"The dates must span at most {Limits.ApiUsageWindowDays} days, the first before the last");
        if (first < today.AddDays(-Limits.ApiUsageHistoryDays)) first = today.AddDays(-Limits.ApiUsageHistoryDays);
        var days = accounts.SelectMany(account => request.Backend.Usage.Daily(account, first, last)).SelectMany(day => day.Select(call => (Day: day.Key, Call: call)))
            .GroupBy(one => one.Day, one => one.Call).OrderBy(day => day.Key).ToList();
        return Answer.Json(json =>
        {
            json.WriteStartObject("data"u8);
            json.WriteStartObject("daily"u8);
            foreach (var day in days)
            {
                json.WriteStartObject(day.Key.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                foreach (var counter in day.GroupBy(call => call.Key, call => call.Value, StringComparer.Ordinal)) json.WriteNumber(counter.Key, counter.Sum());
                json.WriteEndObject();
            }
            json.WriteEndObject();
            json.WriteStartObject("total"u8);
            foreach (var total in days.SelectMany(day => day).GroupBy(calls => calls.Key, calls => calls.Value, StringComparer.Ordinal))
                json.WriteNumber(total.Key, total.Sum());
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    /// <summary>The windows that the service reports, with the moment each began.</summary>
    public static IEnumerable<(string Name, long Allowed, DateTimeOffset Since)> Windows(Account account, DateTimeOffset now) =>
    [
        (Service.QuotaDaily, account.Limits.Day, UsageLedger.StartOfDay(now)),
        (Service.QuotaHourly, account.Limits.Hour, UsageLedger.StartOfHour(now)),
        (Service.QuotaMonthly, account.Limits.Month, UsageLedger.StartOfMonth(now)),
    ];

    private static DateOnly? ReadDay(ApiRequest request, string parameter) =>
        request.Query(parameter) is not { } text ? null
        : DateOnly.TryParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw ApiException.BadRequest($"{parameter} \"{text}\" is not a date of the form YYYYMMDD");
}
