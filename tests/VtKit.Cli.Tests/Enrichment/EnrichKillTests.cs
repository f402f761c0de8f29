using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using VtKit.Emulator;
using VtKit.Testing.Shared;

namespace VtKit.Cli.Tests.Enrichment;

/// <summary>The real <c>vtk enrich</c> against a service that fails in every way, killed again and again.</summary>
public sealed class EnrichKillTests : IDisposable
{
    private const int Concurrency = 16;
    private const int Kills = 10;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly VtkProcess _vtk = new();
    private readonly HttpClient _admin = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Dictionary<string, int> _answered = new(StringComparer.Ordinal);
    private int _counted;

    public void Dispose()
    {
        _admin.Dispose();
        _vtk.Dispose();
    }

    [Fact]
    public Task A_thousand_indicators() => RunAsync(1_000);

    [LongFact]
    public Task Ten_thousand_indicators() => RunAsync(10_000);

    private async Task RunAsync(int count)
    {
        await using var emulator = await VtEmulator.StartAsync();
        _admin.BaseAddress = emulator.BaseAddress;
        _vtk.Environment["VTK_API_KEY"] = VtEmulatorKeys.Premium;
        await OrderAsync("""{"path":"/api/v3/*","times":0,"probability":0.01,"seed":1,"status":429,"code":"QuotaExceededError"}""");
        await OrderAsync("""{"path":"/api/v3/*","times":0,"probability":0.02,"seed":2,"status":503}""");
        await OrderAsync("""{"path":"/api/v3/*","times":0,"probability":0.02,"seed":3,"kind":"reset"}""");
        await OrderAsync("""{"path":"/api/v3/*","times":0,"probability":0.002,"seed":4,"delay_ms":4000,"status":503}""");
        var texts = Enumerable.Range(0, count).Select(Indicator).ToList();
        var list = Path.Combine(_vtk.Home.FullName, "iocs.txt");
        await File.WriteAllLinesAsync(list, texts);
        var output = Path.Combine(_vtk.Home.FullName, "out.jsonl");
        var budget = count * 3 / 2;
        string[] command =
        [
            "enrich", list, "--out", output, "--columns", "indicator,outcome,malicious", "--concurrency", Text(Concurrency), "--budget", Text(budget), "--yes",
            "--base-url", emulator.BaseAddress.ToString(), "--read-timeout", "3",
        ];

        for (var kill = 1; kill <= Kills; kill++)
        {
            using var doomed = _vtk.Start(command);
            doomed.StandardInput.Close();
            // After a different number of requests each time, so that it happens at different points.
            var enough = count / (Kills + 1) - (kill * 3);
            while (emulator.Requests.Count < enough && !doomed.HasExited) await Task.Delay(Glance, TimeProvider.System);
            doomed.HasExited.ShouldBeFalse();
            doomed.Kill();
            await doomed.WaitForExitAsync();
            await CountAsync(emulator);
        }
        using var last = _vtk.Start(command);
        last.StandardInput.Close();
        var (code, _, error) = await VtkProcess.EndAsync(last);
        await CountAsync(emulator);

        code.ShouldBe(0, error);
        var rows = await File.ReadAllLinesAsync(output);
        var found = rows.Select(row => System.Text.Json.JsonDocument.Parse(row).RootElement).ToDictionary(row => row.GetProperty("indicator").GetString()!, row => row.GetProperty("outcome").GetString());
        found.Count.ShouldBe(count);
        rows.Length.ShouldBe(count);
        foreach (var (text, i) in texts.Select((text, i) => (text, i))) found[text].ShouldBe(i % 4 == 3 ? "found" : "not_found", text);
        // Every one was answered; twice only what was under way at a kill.
        _answered.Count.ShouldBe(count);
        _answered.Values.Sum(times => times - 1).ShouldBeLessThanOrEqualTo(Kills * Concurrency);
        _counted.ShouldBeLessThanOrEqualTo(budget);
    }

    // The log keeps the last 10,000: it is read and emptied while nobody asks.
    private async Task CountAsync(VtEmulator emulator)
    {
        foreach (var request in emulator.Requests.Where(request => request.Path.StartsWith("/api/v3/", StringComparison.Ordinal)))
        {
            _counted++;
            if ((HttpStatusCode)request.Status is HttpStatusCode.OK or HttpStatusCode.NotFound) _answered[request.Path] = _answered.GetValueOrDefault(request.Path) + 1;
        }
        using var emptied = await _admin.DeleteAsync("/_emulator/requests");
        emptied.EnsureSuccessStatusCode();
    }

    private async Task OrderAsync(string fault)
    {
        using var body = new StringContent(fault, Encoding.UTF8, "application/json");
        using var answer = await _admin.PostAsync("/_emulator/faults", body);
        answer.EnsureSuccessStatusCode();
    }

    private static string Indicator(int number) => (number % 4) switch
    {
        0 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text(number)))),
        1 => $"http://host{Text(number)}.example/a?b={Text(number)}",
        2 => $"host{Text(number)}.example",
        _ => $"8.{Text(number / 65536)}.{Text(number / 256 % 256)}.{Text(number % 256)}",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
