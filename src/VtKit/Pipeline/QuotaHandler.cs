using System.Net;

namespace VtKit;

/// <summary>Charges every attempt to the ledger before it is sent, and finds out which window a refusal of the service means.</summary>
internal sealed class QuotaHandler(ClientSettings settings, PipelineHandler next) : PipelineHandler(next)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    // One waits for the ledger at a time, and the others behind it, so that the first to come is the first to go.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _reconciled = !settings.ReconcilesAtStart;

    public override Task<Answer> SendAsync(ApiMessage message, CancellationToken cancellationToken)
    {
        if (message.Cost == 0) return Next.SendAsync(message, cancellationToken);
        if (settings.CountsRequests || settings.UserId is not null) return SendChargedAsync(message, cancellationToken);
        Telemetry.Charged(message);
        return Next.SendAsync(message, cancellationToken);
    }

    private async Task<Answer> SendChargedAsync(ApiMessage message, CancellationToken cancellationToken)
    {
        if (settings.CountsRequests) await TakeAsync(message, cancellationToken).ConfigureAwait(false);
        Telemetry.Charged(message);
        var answer = await Next.SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (answer.Response.StatusCode != HttpStatusCode.TooManyRequests) return answer;
        try
        {
            message.QuotaVerdict = await JudgeAsync(message, answer.Response, cancellationToken).ConfigureAwait(false);
            return answer;
        }
        catch
        {
            answer.Response.Dispose();
            throw;
        }
    }

    private async ValueTask TakeAsync(ApiMessage message, CancellationToken cancellationToken)
    {
        var started = settings.Time.GetTimestamp();
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_reconciled)
            {
                var start = settings.Time.GetUtcNow();
                var usage = await settings.Ledger.GetUsageAsync(settings.Account, start, cancellationToken).ConfigureAwait(false);
                await AskAsync(message, usage, start, cancellationToken).ConfigureAwait(false);
                // Once, whatever came of it: a key that may not ask has to work as well.
                _reconciled = true;
            }
            while (true)
            {
                var now = settings.Time.GetUtcNow();
                var grant = await settings.Ledger.TakeAsync(settings.Account, settings.Quota, message.Cost, now, cancellationToken).ConfigureAwait(false);
                if (grant.Granted) break;
                if (grant.Spent != VtQuotaWindow.Minute || settings.QuotaMode == VtQuotaMode.Throw)
                    throw QuotaErrors.FromLedger(message, settings.Quota, grant, now);
                var wait = grant.OpensAt > now ? grant.OpensAt - now : TimeSpan.FromMilliseconds(1);
                Telemetry.WaitsForQuota(settings, message, wait);
                await Task.Delay(wait, settings.Time, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Release();
            var waited = settings.Time.GetElapsedTime(started);
            message.Deadline.Extend(waited);
            Telemetry.WaitedForQuota(waited);
        }
    }

    // The service says that something is spent, but not what.
    private async ValueTask<VtQuotaGrant?> JudgeAsync(ApiMessage message, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var now = message.ReceivedAt;
        if (ErrorReader.TryReadEnvelope(message.Body) is not { } error || error.Code != VtErrorCode.QuotaExceededError.Value) return null;
        var usage = await settings.Ledger.GetUsageAsync(settings.Account, now, cancellationToken).ConfigureAwait(false);
        if (SpentSpan(usage.Day, usage.Month, settings.Quota.PerDay, settings.Quota.PerMonth, now) is { } known) return known;
        if (settings.UserId is not null && await AskAsync(message, usage, now, cancellationToken).ConfigureAwait(false) is { } told) return told;
        // Where nothing is counted there is no window to close; the retry waits as the service says.
        if (!settings.CountsRequests) return null;
        var after = RetryAfter.Read(response.Headers, now);
        // Without a word from the service, a key that is limited by the minute has probably spent the minute elsewhere. A minute
        // later that is no longer likely.
        if (after is null && settings.Quota.PerMinute is not null && message.Attempt == 1) after = Minute;
        if (after is null || after > settings.MaxDelay) return null;
        await settings.Ledger.CloseMinuteAsync(settings.Account, now + after.Value, cancellationToken).ConfigureAwait(false);
        return new VtQuotaGrant(VtQuotaWindow.Minute, now + after.Value);
    }

    private async ValueTask<VtQuotaGrant?> AskAsync(ApiMessage message, VtQuotaUsage before, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var path = Endpoints.UsersOverallQuotas.Path(settings.UserId!);
        using var question = new ApiMessage(HttpMethod.Get, new Uri(settings.Root + path), settings.Redactor.Redact(path), Endpoints.UsersOverallQuotas)
        {
            Deadline = message.Deadline,
            BeforeAttempt = message.BeforeAttempt,
        };
        try
        {
            using var response = (await Next.SendAsync(question, cancellationToken).ConfigureAwait(false)).Response;
            if (!response.IsSuccessStatusCode) return null;
            var report = VtQuotaReport.Of(VtObjectBody.Parse(question.Body).Json);
            await report.SetAsync(settings, before, now, cancellationToken).ConfigureAwait(false);
            return SpentSpan(report.Daily.Used ?? 0, report.Monthly.Used ?? 0, report.Daily.Allowed, report.Monthly.Allowed, now);
        }
        catch (Exception e) when (e is VtException or System.Text.Json.JsonException)
        {
            // The refusal is what the caller has to hear of, not that nobody could explain it.
            return null;
        }
    }

    private static VtQuotaGrant? SpentSpan(long day, long month, long? perDay, long? perMonth, DateTimeOffset now)
    {
        if (month >= perMonth) return new VtQuotaGrant(VtQuotaWindow.Month, VtQuotaLedger.NextMonth(now));
        if (day >= perDay) return new VtQuotaGrant(VtQuotaWindow.Day, VtQuotaLedger.NextDay(now));
        return null;
    }

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }
}
