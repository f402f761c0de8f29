using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace VtKit.Emulator;

/// <summary>
/// What the person or the test that runs the emulator may do: see, move the clock, order faults, lay things down, start afresh.
/// For this machine alone unless a token is set, and for no web page that a browser shows.
/// </summary>
internal static class AdminRoutes
{
    private const string TokenHeader = "x-emulator-token";

    public static async Task<Answer> AnswerAsync(HttpContext http, string path, Backend backend, CancellationToken cancellationToken)
    {
        Authorize(http, path, backend.Options.AdminToken);
        switch (http.Request.Method, path)
        {
            case ("GET", "/health"):
                return Health(backend);
            case ("GET", "/clock"):
                return ClockNow(backend);
            case ("POST", "/clock"):
                return await MoveClockAsync(http, backend, cancellationToken).ConfigureAwait(false);
            case ("GET", "/faults"):
                return Answer.Json(json => json.WriteNumber("waiting"u8, backend.Faults.Count));
            case ("POST", "/faults"):
            {
                using var body = await BodyReader.ReadJsonObjectAsync(http.Request.Body, cancellationToken).ConfigureAwait(false);
                backend.Faults.Add(Fault.Parse(body.RootElement));
                return Answer.Json(json => json.WriteNumber("waiting"u8, backend.Faults.Count));
            }
            case ("DELETE", "/faults"):
                backend.Faults.Clear();
                return Answer.Empty();
            case ("GET", "/requests"):
                return Log(backend);
            case ("DELETE", "/requests"):
                backend.Requests.Clear();
                return Answer.Empty();
            case ("GET", "/coverage"):
                return Coverage();
            case ("POST", "/seed"):
                await backend.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
                return await Seed.PlantAsync(http, backend, cancellationToken).ConfigureAwait(false);
            case ("POST", "/import"):
            {
                await backend.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
                using var body = await BodyReader.ReadJsonObjectAsync(http.Request.Body, cancellationToken).ConfigureAwait(false);
                return await Import.TakeAsync(body.RootElement, backend, cancellationToken).ConfigureAwait(false);
            }
            case ("GET", "/snapshots"):
                return Snapshots.List(backend);
            case ("POST", "/snapshot"):
                return await Snapshots.TakeAsync(await NameAsync(http, cancellationToken).ConfigureAwait(false), backend, cancellationToken).ConfigureAwait(false);
            case ("POST", "/restore"):
                return await Snapshots.RestoreAsync(await NameAsync(http, cancellationToken).ConfigureAwait(false), backend, cancellationToken).ConfigureAwait(false);
            case ("POST", "/reset"):
                await backend.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
                await backend.ResetAsync(cancellationToken).ConfigureAwait(false);
                return Answer.Empty();
            default:
                throw ApiException.NoSuchPath();
        }
    }

    /// <summary>Whether an emulator is alive may be asked on this machine without the token: that is how a second process finds it.</summary>
    private static void Authorize(HttpContext http, string path, string? token)
    {
        if (IsFromAnotherSite(http)) throw new ApiException(Errors.ForbiddenError, "The admin routes answer programs, not pages of other sites.");
        if (IsLocal(http) && (token is null || path == "/health")) return;
        if (token is null) throw new ApiException(Errors.ForbiddenError, "The admin routes answer programs on this machine only.");
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(http.Request.Headers[TokenHeader].ToString()), Encoding.UTF8.GetBytes(token)))
            throw new ApiException(Errors.WrongCredentialsError, $"The admin routes want the token that this emulator was started with, in the header {TokenHeader}.");
    }

    private static bool IsFromAnotherSite(HttpContext http) =>
        http.Request.Headers.Origin.Count > 0 || http.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site";

    /// <summary>A page of another site may reach this machine through the browser on it, under a name that points here: then the host is another.</summary>
    private static bool IsLocal(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } remote || !IPAddress.IsLoopback(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote)) return false;
        var host = http.Request.Host.Host.Trim('[', ']');
        return host.Length == 0 || host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
    }

    private static Answer Health(Backend backend) => Answer.Json(json =>
    {
        json.WriteString("status"u8, "ok");
        json.WriteString("instance"u8, backend.Instance);
        json.WriteString("address"u8, backend.BaseAddress.GetLeftPart(UriPartial.Authority));
        json.WriteNumber("process"u8, Environment.ProcessId);
    });

    private static Answer ClockNow(Backend backend) => Answer.Json(json =>
    {
        var now = backend.Clock.Now;
        json.WriteString("now"u8, now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteNumber("epoch"u8, now.ToUnixTimeSeconds());
        json.WriteNumber("offset_seconds"u8, backend.Clock.Offset.TotalSeconds);
    });

    private static async Task<Answer> MoveClockAsync(HttpContext http, Backend backend, CancellationToken cancellationToken)
    {
        using var body = await BodyReader.ReadJsonObjectAsync(http.Request.Body, cancellationToken).ConfigureAwait(false);
        if (body.RootElement.Member("advance_seconds") is { ValueKind: JsonValueKind.Number } member && member.TryGetDouble(out var seconds)
            && Math.Abs(seconds) < TimeSpan.FromDays(36_500).TotalSeconds)
            backend.Clock.Advance(TimeSpan.FromSeconds(seconds));
        else if (DateTimeOffset.TryParse(body.RootElement.Text("set"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var now))
            backend.Clock.Set(now);
        else
            throw ApiException.BadRequest("Give {\"advance_seconds\": 60}, or {\"set\": \"2026-01-31T23:59:00Z\"}");
        await backend.SaveClockAsync(cancellationToken).ConfigureAwait(false);
        return ClockNow(backend);
    }

    private static async Task<string> NameAsync(HttpContext http, CancellationToken cancellationToken)
    {
        using var body = await BodyReader.ReadJsonObjectAsync(http.Request.Body, cancellationToken).ConfigureAwait(false);
        return body.RootElement.Text("name") is { Length: > 0 and <= 64 } name && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_')
            ? name
            : throw ApiException.BadRequest("Give {\"name\": \"before-the-test\"}: up to 64 letters, digits, dashes and underscores");
    }

    private static Answer Log(Backend backend) => Answer.Json(json =>
    {
        json.WriteStartArray("requests"u8);
        foreach (var entry in backend.Requests.All())
        {
            json.WriteStartObject();
            json.WriteNumber("number"u8, entry.Number);
            json.WriteNumber("at"u8, entry.At.ToUnixTimeSeconds());
            json.WriteString("method"u8, entry.Method);
            json.WriteString("path"u8, entry.Path);
            json.WriteNumber("status"u8, entry.Status);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    private static Answer Coverage() => Answer.Json(json =>
    {
        json.WriteNumber("endpoints"u8, Endpoints.All.Count);
        json.WriteNumber("emulated"u8, Endpoints.All.Count(Routes.All.ContainsKey));
        json.WriteStartArray("rows"u8);
        foreach (var endpoint in Endpoints.All)
        {
            json.WriteStartObject();
            json.WriteString("name"u8, endpoint.Name);
            json.WriteString("method"u8, endpoint.Method);
            json.WriteString("path"u8, endpoint.Template);
            json.WriteString("tier"u8, endpoint.Tier);
            json.WriteString("confidence"u8, endpoint.Confidence);
            json.WriteBoolean("emulated"u8, Routes.All.ContainsKey(endpoint));
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });
}
