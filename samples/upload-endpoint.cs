#!/usr/bin/env -S dotnet run
#:sdk Microsoft.NET.Sdk.Web
#:package VtKit.Testing@*-*
#:package VtKit.DependencyInjection@*-*
#:property PublishAot=false

// A web service that takes files, hashes them, looks them up, and queues what is unknown for a person to decide on. It uploads nothing.
using System.Collections.Concurrent;
using System.Threading.Channels;
using VtKit;
using VtKit.Indicators;
using VtKit.Testing;

var builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseUrls(args.FirstOrDefault(a => a.StartsWith("http", StringComparison.Ordinal)) ?? "http://127.0.0.1:5080");
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var key = Environment.GetEnvironmentVariable("VT_API_KEY") is { Length: > 0 } set ? set : null;
await using var emulator = key is null ? await VtTestServer.StartAsync() : null;
builder.Services.AddVirusTotal(options =>
{
    options.ApiKey = key ?? emulator!.CreateOptions().ApiKey;
    if (emulator is not null) options.BaseAddress = emulator.BaseAddress;
});
var verdicts = new ConcurrentDictionary<string, string>();
var queue = Channel.CreateBounded<FileHash>(1000);
await using var app = builder.Build();

app.MapPost("/files", async (HttpRequest request, CancellationToken cancelled) =>
{
    // The body is hashed as it comes, and kept nowhere.
    var hashes = await FileHasher.HashStreamAsync(request.Body, HashKinds.Sha256, cancellationToken: cancelled);
    var hash = hashes.Sha256!.Value;
    if (!verdicts.TryAdd(hash.ToString(), "queued")) return Results.Text($"{hash} {verdicts[hash.ToString()]}\n");
    if (!queue.Writer.TryWrite(hash)) return Results.StatusCode(StatusCodes.Status429TooManyRequests);
    return Results.Text($"{hash} queued\n", statusCode: StatusCodes.Status202Accepted);
});
app.MapGet("/files/{hash}", (string hash) => verdicts.TryGetValue(hash, out var verdict) ? Results.Text($"{hash} {verdict}\n") : Results.NotFound());

using var stopping = new CancellationTokenSource();
var worker = WorkAsync(app.Services.GetRequiredService<VtClient>(), stopping.Token);
await app.StartAsync();
Console.WriteLine($"POST a file to {app.Urls.First()}/files, then GET {app.Urls.First()}/files/<sha256>");

if (args.Contains("--try"))
{
    using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    using var sample = new StringContent("a file that nobody knows");
    using var answer = await http.PostAsync(new Uri("/files", UriKind.Relative), sample);
    var hash = (await answer.Content.ReadAsStringAsync()).Split(' ')[0];
    queue.Writer.Complete();
    await worker;
    Console.Write(await http.GetStringAsync(new Uri($"/files/{hash}", UriKind.Relative)));
    await app.StopAsync();
}
else
{
    await app.WaitForShutdownAsync();
    await stopping.CancelAsync();
}

async Task WorkAsync(VtClient vt, CancellationToken cancelled)
{
    await foreach (var hash in queue.Reader.ReadAllAsync(cancelled))
        try
        {
            var file = await vt.Files.GetAsync(hash, cancellationToken: cancelled);
            verdicts[hash.ToString()] = file.LastAnalysisStats.Malicious > 0 ? "malicious" : "nothing found";
        }
        catch (VtNotFoundException)
        {
            verdicts[hash.ToString()] = "unknown: somebody has to decide";
        }
        catch (VtException e)
        {
            verdicts[hash.ToString()] = $"not looked up: {e.Message}";
        }
}
