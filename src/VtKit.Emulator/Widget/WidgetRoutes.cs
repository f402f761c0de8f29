using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using VtKit.Indicators;

namespace VtKit.Emulator;

/// <summary>A small page about an indicator that others embed: where it is, and the page itself, which needs no key.</summary>
internal static partial class WidgetRoutes
{
    /// <summary>Where the pages are.</summary>
    public const string Prefix = "/ui/widget/html/";

    private static readonly string[] Colours = ["fg1", "bg1", "bg2", "bd1"];

    public static void Map(RouteTable routes)
    {
        routes.Add(Endpoints.WidgetUrl, "widget", UrlAsync);
        routes.Add(Endpoints.WidgetHtml, "widget", (request, cancellationToken) => SendAsync(request.Http, request.Argument(0), request.Backend, cancellationToken));
    }

    /// <summary>Sends a page to whoever has its address.</summary>
    public static Task<Answer> SendAsync(Microsoft.AspNetCore.Http.HttpContext http, string token, Backend backend, CancellationToken cancellationToken)
    {
        var parts = token.Split('.');
        var content = parts.Length == 2 && Base64Url.IsValid(parts[0]) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[0])) : null;
        if (content is null || backend.Signer.Verify(Purpose(content), parts[1]) is not { } expires) throw ApiException.NoSuchPath();
        if (expires < backend.Clock.Now.ToUnixTimeMilliseconds()) throw new ApiException(Errors.ForbiddenError, "The widget has expired. Ask for a new one.");
        var said = content.Split('\n');
        var (type, id, name) = (said[0], said[1], said[2]);
        return backend.ReadAsync(store => new Answer
        {
            ContentType = "text/html; charset=utf-8",
            Body = Encoding.UTF8.GetBytes(Page(name, Ratio(store, type, id, backend.Clock.Now.ToUnixTimeMilliseconds()), said[3..])),
            // No script runs in it, whatever is in it.
            Headers = [KeyValuePair.Create("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'"), KeyValuePair.Create("X-Content-Type-Options", "nosniff")],
        }, cancellationToken);
    }

    private static Task<Answer> UrlAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var query = request.Query("query")?.Trim();
        if (string.IsNullOrEmpty(query)) throw ApiException.BadRequest("The parameter \"query\" is missing");
        var colours = Colours.Select(name => request.Query(name) is not { Length: > 0 } colour ? ""
            : Colour().IsMatch(colour) ? "#" + colour.TrimStart('#') : throw ApiException.BadRequest($"{name} \"{colour}\" is no colour: give it as 3 or 6 hex digits")).ToArray();
        return request.Backend.ReadAsync(store =>
        {
            var (type, id) = Locate(store, query) ?? throw ApiException.BadRequest($"\"{query}\" is no hash, URL, domain or IP address");
            var ratio = Ratio(store, type, id, request.NowMs);
            var content = string.Join('\n', [type, id, query.ReplaceLineEndings(" "), .. colours]);
            var token = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(content))}.{request.Backend.Signer.Sign(Purpose(content), request.NowMs + (Limits.WidgetTokenSeconds * 1000L))}";
            return Answer.Json(json =>
            {
                json.WriteStartObject("data"u8);
                json.WriteString(Part.WidgetAnswer.Url, request.Origin + Prefix + token);
                json.WriteBoolean(Part.WidgetAnswer.Found, ratio is not null);
                if (ratio is var (detections, total))
                {
                    json.WriteStartObject(Part.WidgetAnswer.DetectionRatio);
                    json.WriteNumber(Part.DetectionRatio.Detections, detections);
                    json.WriteNumber(Part.DetectionRatio.Total, total);
                    json.WriteEndObject();
                }
                json.WriteEndObject();
            });
        }, cancellationToken);
    }

    /// <summary>What a text names. It need not be there.</summary>
    private static (string Type, string Id)? Locate(Session store, string query) =>
        FileHash.TryParse(query, out var hash) ? (ObjectType.File, Files.Sha256Of(store, hash) ?? hash.ToString())
        : IpAddress.TryParse(query, out var address) ? (ObjectType.IpAddress, address.ToString())
        : query.Contains("://", StringComparison.Ordinal) && UrlCanonicalizer.TryCanonicalize(query, out var url) ? (ObjectType.Url, UrlId.CanonicalSha256(url))
        : DomainName.TryParse(query, out var domain) ? (ObjectType.Domain, domain.Ascii)
        : null;

    /// <summary>How many engines detect it, of how many; null when it was never analysed.</summary>
    private static (int Detections, int Total)? Ratio(Session store, string type, string id, long nowMs)
    {
        if (Analysis.LastCompleted(store, type, id, nowMs) is not { } analysis) return null;
        using var results = System.Text.Json.JsonDocument.Parse(analysis.Results);
        var categories = results.RootElement.EnumerateObject().Select(engine => engine.Value.Text(Part.EngineResult.Category)).ToList();
        return (categories.Count(category => category is Words.EngineCategory.Malicious or Words.EngineCategory.Suspicious), categories.Count);
    }

    private static string Page(string name, (int Detections, int Total)? ratio, string[] colours)
    {
        // The colours were looked at before they were signed; everything else is escaped.
        var style = string.Concat(
            colours[0].Length > 0 ? $"color:{colours[0]};" : "", colours[1].Length > 0 ? $"background:{colours[1]};" : "", colours[3].Length > 0 ? $"border:1px solid {colours[3]};" : "");
        var verdict = colours[2].Length > 0 ? $" style=\"background:{colours[2]}\"" : "";
        var found = ratio is var (detections, total)
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{detections} of {total} engines detect it")
            : "Nothing is known of it";
        return $"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>{WebUtility.HtmlEncode(name)}</title><body style=\"{style}\"><h1>{WebUtility.HtmlEncode(name)}</h1><p{verdict}>{found}</p></body></html>";
    }

    private static string Purpose(string content) => "widget\n" + content;

    [GeneratedRegex("^#?(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Colour();
}
