using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace VtKit.Emulator;

/// <summary>
/// Lays things down for a test, without cost and without a submitter:
/// <c>{"domains": ["..."], "urls": ["..."], "files": [{"name": "...", "base64": "..."}, {"sha256": "..."}], "verdicts": [{"type": "file", "id": "...", "results": {"Engine": {"category": "malicious", "result": "..."}}}]}</c>.
/// </summary>
internal static class Seed
{
    /// <summary>The members, in the order in which they are laid down.</summary>
    public static readonly string[] Sections = ["files", "domains", "urls", "objects", "verdicts"];

    public static async Task<Answer> PlantAsync(HttpContext http, Backend backend, CancellationToken cancellationToken)
    {
        using var body = await BodyReader.ReadJsonObjectAsync(http.Request.Body, cancellationToken).ConfigureAwait(false);
        return await PlantAsync(body.RootElement, backend, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="ApiException">An entry cannot be understood.</exception>
    public static async Task<Answer> PlantAsync(JsonElement root, Backend backend, CancellationToken cancellationToken)
    {
        var now = backend.Clock.Now;
        var nowMs = now.ToUnixTimeMilliseconds();
        var described = new List<DescribedFile>();
        foreach (var file in Entries(root, "files"))
        {
            if (file.Member("base64") is not { } base64)
            {
                described.Add(DescribedFile.Read(file));
                continue;
            }
            if (base64.ValueKind != JsonValueKind.String || !base64.TryGetBytesFromBase64(out var content))
                throw ApiException.BadRequest("The \"base64\" of a file is no text in base64");
            var arrival = backend.Blobs.Begin();
            await using (arrival.ConfigureAwait(false))
            {
                await arrival.Content.WriteAsync(content, cancellationToken).ConfigureAwait(false);
                await SampleIntake.TakeAsync(backend, arrival, file.Text("name"), null, now, cancellationToken).ConfigureAwait(false);
            }
        }
        return await backend.WriteAsync(store =>
        {
            foreach (var file in described) Files.Save(store, file, now, backend.Options);
            foreach (var domain in Entries(root, "domains")) Items.See(store, ObjectType.Domain, Hosts.ReadDomain(TextOf(domain)), nowMs);
            foreach (var url in Entries(root, "urls")) Urls.AddAnalysis(store, Urls.See(store, TextOf(url), nowMs), now, backend.Options);
            foreach (var found in Entries(root, "objects")) Import.Put(store, found, backend);
            foreach (var verdict in Entries(root, "verdicts")) PlantVerdict(store, verdict, now, backend.Options);
            return Answer.Empty();
        }, cancellationToken).ConfigureAwait(false);
    }

    private static void PlantVerdict(Session store, JsonElement verdict, DateTimeOffset now, VtEmulatorOptions options)
    {
        if (verdict.Text("id") is not { } id) throw ApiException.BadRequest("Each of \"verdicts\" needs the \"id\" of what it is about");
        var type = verdict.Text("type");
        var results = SeedVerdict.Read(verdict, type);
        switch (type)
        {
            case ObjectType.File:
                // Also before the file itself is there.
                Script.Set(store, type, Indicators.FileHash.TryParse(id, out var hash) && hash.Kind == Indicators.HashKind.Sha256
                    ? hash.ToString()
                    : throw ApiException.BadRequest("The \"id\" of a file's verdicts is its SHA-256"), results);
                break;
            case ObjectType.Url:
                var url = Urls.See(store, id, now.ToUnixTimeMilliseconds());
                Script.Set(store, type, url, results);
                Urls.AddAnalysis(store, url, now, options);
                break;
            case ObjectType.Domain or ObjectType.IpAddress:
                id = type == ObjectType.Domain ? Hosts.ReadDomain(id) : Hosts.ReadIpAddress(id);
                Script.Set(store, type, id, results);
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
