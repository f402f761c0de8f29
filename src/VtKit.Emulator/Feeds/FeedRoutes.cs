using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace VtKit.Emulator;

/// <summary>
/// Feeds: what was analysed in a minute or an hour, as compressed packages. As at the service, the answer leads to a storage that needs
/// no key, a package appears an hour after its time, and it is kept for seven days.
/// </summary>
internal static class FeedRoutes
{
    private const string MinuteForm = "yyyyMMddHHmm", HourForm = "yyyyMMddHH";

    public static Handler Minute(string type) => (request, _) => Task.FromResult(Redirect(request, type, MinuteForm, TimeSpan.FromMinutes(1)));

    public static Handler Hour(string type) => (request, _) => Task.FromResult(Redirect(request, type, HourForm, TimeSpan.FromHours(1)));

    /// <summary>Leads to the sample that a line of the feed points to.</summary>
    public static async Task<Answer> DownloadAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var parts = request.Argument(0).Split('-', 2);
        if (parts.Length != 2 || request.Backend.Signer.Verify(DownloadPurpose(parts[0]), parts[1]) is null) throw ApiException.NoSuchPath();
        return await DownloadRoutes.RedirectAsync(request, parts[0], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The token of the link to a sample. It needs a key, and costs nothing.</summary>
    public static string DownloadToken(ApiRequest request, string sha256) => $"{sha256}-{request.Backend.Signer.Sign(DownloadPurpose(sha256), request.NowMs)}";

    /// <summary>Sends a package to whoever has its address: <c>type/time/token</c>.</summary>
    public static async Task<Answer> SendAsync(HttpContext http, string rest, Backend backend, CancellationToken cancellationToken)
    {
        var parts = rest.Split('/');
        if (parts.Length != 3 || backend.Signer.Verify(Purpose(parts[0], parts[1]), parts[2]) is not { } expires) throw ApiException.NoSuchPath();
        if (expires < backend.Clock.Now.ToUnixTimeMilliseconds()) throw new ApiException(Errors.ForbiddenError, "The address has expired. Ask for the package again.");
        // Links in the lines lead back the way that this request came; who asks makes no difference to them.
        var request = new ApiRequest(http, Endpoints.FeedsFilesMinute, Endpoints.FeedsFilesMinute.Path(parts[1]), Account.All[0], backend);
        var isHour = parts[1].Length == HourForm.Length;
        var time = Parse(parts[1], isHour ? HourForm : MinuteForm)!.Value;
        return new Answer
        {
            ContentType = "application/octet-stream",
            Body = isHour
                ? await FeedPackage.HourAsync(request, parts[0], time, cancellationToken).ConfigureAwait(false)
                : await FeedPackage.MinuteAsync(request, parts[0], time, cancellationToken).ConfigureAwait(false),
        };
    }

    private static Answer Redirect(ApiRequest request, string type, string form, TimeSpan length)
    {
        var text = request.Argument(0);
        var time = Parse(text, form) ?? throw ApiException.InvalidArgument($"\"{text}\" is no time of a package: give it as {form}, in UTC.");
        var published = time + length + TimeSpan.FromSeconds(Limits.FeedLagSeconds);
        if (published > request.Now) throw new ApiException(Errors.NotAvailableYet, $"The package of {text} is not available yet.");
        if (time < request.Now - TimeSpan.FromDays(Limits.FeedHistoryDays)) throw ApiException.NotFound("Package", text);
        var token = request.Backend.Signer.Sign(Purpose(type, text), request.NowMs + (Limits.DownloadLinkSeconds * 1000L));
        return Answer.Redirect($"{request.Origin}{Pipeline.FeedPrefix}{type}/{text}/{token}");
    }

    private static DateTimeOffset? Parse(string text, string form) =>
        DateTimeOffset.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static string Purpose(string type, string time) => $"feed\n{type}\n{time}";

    private static string DownloadPurpose(string sha256) => "feed download\n" + sha256;
}
