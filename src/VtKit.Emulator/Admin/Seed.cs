using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace VtKit.Emulator;

/// <summary>
/// Lays things down for a test, without cost and without a submitter:
/// <c>{"domains": ["..."], "urls": ["..."], "files": [{"name": "...", "base64": "..."}], "verdicts": [{"type": "file", "id": "...", "results": {"Engine": {"category": "malicious", "result": "..."}}}]}</c>.
/// </summary>
internal static class Seed
{
    public static async Task<Answer> PlantAsync(HttpContext http, Backend backend, CancellationToken cancellationToken)
    {
        using var body = await BodyReader.ReadJsonObjectAsync(http.Request.Body, cancellationToken).ConfigureAwait(false);
        var root = body.RootElement;
        var now = backend.Clock.Now;
        var nowMs = now.ToUnixTimeMilliseconds();
        foreach (var file in Entries(root, "files"))
        {
            if (file.Member("base64") is not { ValueKind: JsonValueKind.String } base64 || !base64.TryGetBytesFromBase64(out var content))
                throw ApiException.BadRequest("Each of \"files\" needs its content in \"base64\"");
            var arrival = backend.Blobs.Begin();
            await using (arrival.ConfigureAwait(false))
            {
                await arrival.Content.WriteAsync(content, cancellationToken).ConfigureAwait(false);
                await SampleIntake.TakeAsync(backend, arrival, file.Text("name"), null, now, cancellationToken).ConfigureAwait(false);
            }
        }
        return await backend.WriteAsync(store =>
        {
            foreach (var domain in Entries(root, "domains")) Items.See(store, ObjectType.Domain, Hosts.ReadDomain(TextOf(domain)), nowMs);
            foreach (var url in Entries(root, "urls")) Urls.AddAnalysis(store, Urls.See(store, TextOf(url), nowMs), now, backend.Options);
            foreach (var verdict in Entries(root, "verdicts")) PlantVerdict(store, verdict, now, backend.Options);
            return Answer.Empty();
        }, cancellationToken).ConfigureAwait(false);
    }

    private static void PlantVerdict(Session store, JsonElement verdict, DateTimeOffset now, VtEmulatorOptions options)
    {
        if (verdict.Text("id") is not { } id || verdict.Member("results") is not { ValueKind: JsonValueKind.Object } results
            || results.EnumerateObject().Any(engine => engine.Value.ValueKind != JsonValueKind.Object))
            throw ApiException.BadRequest("Each of \"verdicts\" needs \"type\", \"id\" and \"results\": an object of engines, each an object with \"category\"");
        var type = verdict.Text("type");
        switch (type)
        {
            case ObjectType.File:
                // Also before the file itself is there.
                Script.Set(store, type, Indicators.FileHash.TryParse(id, out var hash) && hash.Kind == Indicators.HashKind.Sha256
                    ? hash.ToString()
                    : throw ApiException.BadRequest("The \"id\" of a file's verdicts is its SHA-256"), results.GetRawText());
                break;
            case ObjectType.Url:
                var url = Urls.See(store, id, now.ToUnixTimeMilliseconds());
                Script.Set(store, type, url, results.GetRawText());
                Urls.AddAnalysis(store, url, now, options);
                break;
            case ObjectType.Domain or ObjectType.IpAddress:
                id = type == ObjectType.Domain ? Hosts.ReadDomain(id) : Hosts.ReadIpAddress(id);
                Script.Set(store, type, id, results.GetRawText());
                Hosts.AddAnalysis(store, type, id, now, options);
                break;
            default:
                throw ApiException.BadRequest($"\"{type}\" is no type that has verdicts: give file, url, domain or ip_address");
        }
    }

    private static JsonElement[] Entries(JsonElement root, string name) =>
        !root.TryGetProperty(name, out var list) ? []
        : list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray()]
        : throw ApiException.BadRequest($"\"{name}\" is not a list");

    private static string TextOf(JsonElement entry) => entry.ValueKind == JsonValueKind.String ? entry.TryText() ?? "" : "";
}
