using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using VtKit.Emulator;

namespace VtKit.Cli.Tests;

/// <summary>An emulator that is killed at its work loses nothing that it acknowledged, and tells of nothing that it has only half.</summary>
public sealed class KillTests : IDisposable
{
    private const int Writers = 6;

    private readonly VtkProcess _vtk = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { DefaultRequestHeaders = { { "x-apikey", VtEmulatorKeys.Premium } } };

    public void Dispose()
    {
        _http.Dispose();
        _vtk.Dispose();
    }

    [Fact]
    public async Task Killed_in_the_middle_of_uploads_and_writes()
    {
        var folder = Path.Combine(_vtk.Home.FullName, "store");
        var attempted = new ConcurrentDictionary<string, byte[]>();
        var acknowledged = new ConcurrentBag<string>();
        var comments = new ConcurrentBag<string>();
        // Killed after a different number of acknowledged writes each time, so that it happens at different points.
        foreach (var (round, enough) in new[] { (1, 5), (2, 12), (3, 21) })
        {
            using var emulator = _vtk.Start("emulator", "--port", "0", "--data", folder);
            var address = await AddressAsync(emulator);
            var done = 0;
            var killed = new TaskCompletionSource();
            var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
            {
                try
                {
                    for (var i = 0; ; i++)
                    {
                        var content = ContentOf(round, writer, i);
                        var sha256 = Convert.ToHexStringLower(SHA256.HashData(content));
                        attempted[sha256] = content;
                        await UploadAsync(address, content);
                        acknowledged.Add(sha256);
                        comments.Add(await CommentAsync(address, sha256));
                        if (Interlocked.Increment(ref done) == enough) killed.SetResult();
                    }
                }
                catch (HttpRequestException)
                {
                    // The emulator is dead: what was not acknowledged may be there or not.
                }
            })).ToArray();
            await Task.WhenAny(killed.Task, Task.WhenAll(writers));
            emulator.Kill();
            await Task.WhenAll(writers);
            await emulator.WaitForExitAsync();
        }

        using var again = _vtk.Start("emulator", "--port", "0", "--data", folder);
        var last = await AddressAsync(again);
        acknowledged.Count.ShouldBeGreaterThanOrEqualTo(5 + 12 + 21);
        foreach (var (sha256, content) in attempted)
        {
            using var link = await _http.GetAsync(new Uri(last, $"/api/v3/files/{sha256}/download_url"));
            if (!acknowledged.Contains(sha256) && link.StatusCode == HttpStatusCode.NotFound) continue;
            link.StatusCode.ShouldBe(HttpStatusCode.OK, sha256);
            using var json = System.Text.Json.JsonDocument.Parse(await link.Content.ReadAsByteArrayAsync());
            (await _http.GetByteArrayAsync(new Uri(json.RootElement.GetProperty("data").GetString()!))).ShouldBe(content);
        }
        foreach (var comment in comments)
        {
            using var answer = await _http.GetAsync(new Uri(last, "/api/v3/comments/" + comment));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, comment);
        }
        Directory.GetFiles(Path.Combine(folder, "uploads")).ShouldBeEmpty();
        await VtkProcess.SignalAsync(again, "INT");
        (await VtkProcess.EndAsync(again)).Code.ShouldBe(0);
    }

    private static byte[] ContentOf(int round, int writer, int number)
    {
        var content = new byte[200_000];
        new Random(round * 10_000 + writer * 1_000 + number).NextBytes(content);
        return content;
    }

    private static async Task<Uri> AddressAsync(Process emulator) => await emulator.StandardOutput.ReadLineAsync() is { } line
        ? new Uri(line.Split(' ')[^1])
        : throw new InvalidOperationException("It did not start: " + await emulator.StandardError.ReadToEndAsync());

    private async Task UploadAsync(Uri address, byte[] content)
    {
        var part = new ByteArrayContent(content);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var form = new MultipartFormDataContent { { part, "file", "sample" } };
        using var answer = await _http.PostAsync(new Uri(address, "/api/v3/files"), form);
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
    }

    private async Task<string> CommentAsync(Uri address, string sha256)
    {
        using var body = new StringContent("""{"data": {"type": "comment", "attributes": {"text": "Kept"}}}""", Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri(address, $"/api/v3/files/{sha256}/comments"), body);
        answer.EnsureSuccessStatusCode();
        using var json = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync());
        return json.RootElement.GetProperty("data").GetProperty("id").GetString()!;
    }
}
