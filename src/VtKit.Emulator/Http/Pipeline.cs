using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Data.Sqlite;

namespace VtKit.Emulator;

/// <summary>The way of every request: which part of the emulator answers it, and how its answer goes out.</summary>
internal sealed class Pipeline(Backend backend)
{
    /// <summary>Where upload URLs point, as at the service.</summary>
    public const string UploadPrefix = "/_ah/upload/";

    /// <summary>Where download URLs point. The service keeps them on another host.</summary>
    public const string DownloadPrefix = "/_ah/download/";

    /// <summary>Where packages of feeds lie. The service keeps them on another host.</summary>
    public const string FeedPrefix = "/_ah/feed/";

    private const string AdminPrefix = "/_emulator";

    public async Task HandleAsync(HttpContext http)
    {
        var path = PathOf(http);
        var fault = IsUnder(path, AdminPrefix) ? null : backend.Faults.Take(http.Request.Method, path, Authentication.Find(http)?.Name);
        var answer = await AnswerAsync(http, path, fault).ConfigureAwait(false);
        if (!IsUnder(path, AdminPrefix)) backend.Requests.Add(backend.Clock.Now, http.Request.Method, path, answer?.Status ?? 0);
        if (answer is null)
        {
            http.Abort();
            return;
        }
        await Responder.SendAsync(http, answer, fault, backend.Clock, http.RequestAborted).ConfigureAwait(false);
    }

    private async Task<Answer?> AnswerAsync(HttpContext http, string path, Fault? fault)
    {
        var cancellationToken = http.RequestAborted;
        try
        {
            if (fault is not null)
            {
                using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, backend.Stopping);
                if (fault.Kind != FaultKind.SlowBody) await fault.WaitAsync(backend.Clock, waiting.Token).ConfigureAwait(false);
                if (fault.Kind == FaultKind.Reset) return null;
                if (fault.Answer is { } ready)
                {
                    await BodyReader.DrainAsync(http.Request, cancellationToken).ConfigureAwait(false);
                    return ready;
                }
            }
            if (IsUnder(path, AdminPrefix)) return await AdminRoutes.AnswerAsync(http, path[AdminPrefix.Length..], backend, cancellationToken).ConfigureAwait(false);
            await backend.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (path.StartsWith(UploadPrefix, StringComparison.Ordinal) && HttpMethods.IsPost(http.Request.Method))
                return await UploadRoutes.ReceiveAsync(http, path[UploadPrefix.Length..], backend, cancellationToken).ConfigureAwait(false);
            if (path.StartsWith(DownloadPrefix, StringComparison.Ordinal) && IsGetOrHead(http.Request))
                return await DownloadRoutes.SendAsync(path[DownloadPrefix.Length..], backend, cancellationToken).ConfigureAwait(false);
            if (path.StartsWith(FeedPrefix, StringComparison.Ordinal) && HttpMethods.IsGet(http.Request.Method))
                return await FeedRoutes.SendAsync(http, path[FeedPrefix.Length..], backend, cancellationToken).ConfigureAwait(false);
            if (path == "/" || IsUnder(path, PageRoutes.Prefix)) return await PageRoutes.AnswerAsync(http, path, backend, cancellationToken).ConfigureAwait(false);
            if (IsUnder(path, GraphPages.Prefix)) return await GraphPages.AnswerAsync(http, path, backend, cancellationToken).ConfigureAwait(false);
            if (path.StartsWith(WidgetRoutes.Prefix, StringComparison.Ordinal) && HttpMethods.IsGet(http.Request.Method))
                return await WidgetRoutes.SendAsync(http, path[WidgetRoutes.Prefix.Length..], backend, cancellationToken).ConfigureAwait(false);
            return await ApiAsync(http, path, fault, cancellationToken).ConfigureAwait(false);
        }
        catch (ApiException e)
        {
            await BodyReader.DrainAsync(http.Request, cancellationToken).ConfigureAwait(false);
            return Answer.Error(e.Error, e.Message);
        }
        catch (BadHttpRequestException e)
        {
            return Answer.Error(Errors.BadRequestError, e.Message);
        }
        catch (SqliteException e)
        {
            var message = Database.IsDamage(e) ? backend.DamageMessage(e) : $"The emulator's database failed: {e.Message}";
            backend.Options.Log?.Invoke(message);
            return Answer.Error(Errors.TransientError, message);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested || e is ConnectionResetException
            || (e is OperationCanceledException && backend.Stopping.IsCancellationRequested))
        {
            // The client has gone, or the emulator is going.
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var message = $"The emulator cannot store or read a file: {e.Message}";
            backend.Options.Log?.Invoke(message);
            return Answer.Error(Errors.TransientError, message);
        }
        catch (Exception e)
        {
            backend.Options.Log?.Invoke($"A defect of the emulator: {e}");
            return Answer.Error(new ErrorCode("EmulatorDefect", 500), $"A defect of the emulator: {e.GetType().Name}: {e.Message}");
        }
    }

    private async Task<Answer> ApiAsync(HttpContext http, string path, Fault? fault, CancellationToken cancellationToken)
    {
        if (!IsUnder(path, Service.ApiPath)) throw ApiException.NoSuchPath();
        var target = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (fault is null && FindReport(http, target) is { } known) return known;
        var apiPath = path[Service.ApiPath.Length..];
        // A client that asks for the head of a download asks for what it would get.
        var endpoint = Match(HttpMethods.IsHead(http.Request.Method) ? HttpMethods.Get : http.Request.Method, apiPath, out var isPath);
        if (!isPath) throw ApiException.NoSuchPath();
        var account = Authentication.Require(http);
        if (endpoint is null || !Routes.All.TryGetValue(endpoint, out var route))
            throw ApiException.NotSupported($"The emulator does not have {http.Request.Method} {endpoint?.Template ?? apiPath}. /_emulator/coverage lists what it has.");
        if (!account.MayUse(endpoint.Tier)) throw ApiException.Forbidden();
        if (!backend.Options.Loose) RefuseUnknownParameters(http, endpoint);
        var request = new ApiRequest(http, endpoint, apiPath, account, backend) { EmptyPage = fault?.Kind == FaultKind.EmptyPage };
        await backend.ReadAsync(store =>
        {
            Authentication.RefuseRemoved(store, account);
            return 0;
        }, cancellationToken).ConfigureAwait(false);
        backend.Usage.Charge(account, route.Counter, endpoint.Cost, request.Now);
        backend.SaveUsageSoon();
        var version = backend.Reports.Version;
        var answer = await route.Handler(request, cancellationToken).ConfigureAwait(false);
        // The report of what is being analysed changes by itself, when the time has come.
        if (route.ReportOf is { } type && !await backend.ReadAsync(store => Analysis.IsAnyPending(store, type, request.NowMs), cancellationToken).ConfigureAwait(false))
            backend.Reports.Keep(account, http.Request.Host.Value ?? "", target, new AnswerCache.Cached(version, answer, route.Counter, endpoint.Cost));
        return answer;
    }

    /// <summary>A report that was answered before and still holds. It costs what it costs.</summary>
    private Answer? FindReport(HttpContext http, string target)
    {
        if (!HttpMethods.IsGet(http.Request.Method) || Authentication.Find(http) is not { } account) return null;
        if (backend.Reports.Find(account, http.Request.Host.Value ?? "", target) is not { } cached) return null;
        backend.Usage.Charge(account, cached.Counter, cached.Cost, backend.Clock.Now);
        backend.SaveUsageSoon();
        return cached.Answer;
    }

    /// <summary>
    /// The row of a request, looked up by the forms that clients use beside the documented ones too. These come first: a word in them
    /// may stand where a row has the name of any relationship.
    /// </summary>
    private static Endpoint? Match(string method, string path, out bool known)
    {
        var alias = EndpointAliases.All.FirstOrDefault(alias => alias.Method == method && MatchesTemplate(alias.Template, path));
        var endpoint = alias is null ? Endpoints.Match(method, path) : AliasEndpoints.Of(alias);
        known = alias is not null || endpoint is not null;
        return endpoint;
    }

    private static bool MatchesTemplate(string template, string path)
    {
        var expected = template.Split('/');
        var actual = path.Split('/');
        return expected.Length == actual.Length
            && expected.Zip(actual).All(pair => pair.First.StartsWith('{') ? pair.Second.Length > 0 : pair.First == pair.Second);
    }

    private static void RefuseUnknownParameters(HttpContext http, Endpoint endpoint)
    {
        foreach (var name in http.Request.Query.Keys)
            if (!endpoint.Query.Contains(name, StringComparer.Ordinal))
                throw ApiException.InvalidArgument(
                    $"Parameter \"{name}\" is not known for {endpoint}. (Said by the emulator, which is strict unless started loose.)");
    }

    private static bool IsGetOrHead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private static bool IsUnder(string path, string prefix) =>
        path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '/');

    /// <summary>The path as it came: ids may hold an encoded slash, which decoding would turn into a border between segments.</summary>
    private static string PathOf(HttpContext http)
    {
        var target = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (Uri.TryCreate(target, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https") target = absolute!.PathAndQuery;
        var end = target.IndexOf('?', StringComparison.Ordinal);
        return end < 0 ? target : target[..end];
    }
}
