using Microsoft.Playwright;
using VtKit.Graph;
using VtKit.Graph.Samples;

namespace VtKit.Benchmarks;

/// <summary>Frames of the viewer on a graph of 5,000 nodes and 7,500 links, in Chromium without a window: dragged, and zoomed by the wheel, from afar and from near.</summary>
internal static class Viewer
{
    private const double MostMedian = 33, MostP95 = 300;

    /// <summary>Notes when each frame is drawn, until it is told to stop.</summary>
    private const string Watch = "() => { window.frames_ = []; window.isWatched_ = true; const note = at => { window.frames_.push(at); if (window.isWatched_) requestAnimationFrame(note); }; requestAnimationFrame(note); }";

    public static async Task<int> RunAsync()
    {
        if (Find("chromium") is not { } chromium)
        {
            await Console.Error.WriteLineAsync("The program chromium is not installed: eng/install-test-tools installs it.");
            return 1;
        }
        var graph = SampleGraph.Create(5000);
        var file = Path.Combine(Directory.CreateTempSubdirectory("vtkit-bench-").FullName, "graph.html");
        await File.WriteAllTextAsync(file, graph.ToHtml());
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = ["--no-sandbox", "--disable-gpu"] });
        var page = await browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1400, Height = 900 } });
        await page.GotoAsync(new Uri(file).AbsoluteUri);
        await page.WaitForFunctionAsync("() => document.getElementById('graph')?.dataset.layout === 'done'", null, new() { Timeout = 300_000 });
        Console.WriteLine($"{graph.Nodes.Count:#,0} nodes, {graph.Links.Count:#,0} links; bar: median {MostMedian} ms, p95 {MostP95} ms");
        var isMet = await MeasureAsync(page, "pan, from afar", DragAsync) & await MeasureAsync(page, "zoom, from afar", WheelAsync);
        for (var i = 0; i < 6; i++) await page.Keyboard.PressAsync("+");
        isMet &= await MeasureAsync(page, "pan, near", DragAsync) & await MeasureAsync(page, "zoom, near", WheelAsync);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        Console.WriteLine(isMet ? "met" : "NOT met");
        return isMet ? 0 : 1;
    }

    private static async Task<bool> MeasureAsync(IPage page, string name, Func<IPage, Task> act)
    {
        const string View = "() => { const cy = document.getElementById('graph')._cyreg.cy; return JSON.stringify([cy.pan(), cy.zoom()]); }";
        // What the last change has left to be drawn is not this one's.
        await page.WaitForTimeoutAsync(1500);
        var before = await page.EvaluateAsync<string>(View);
        await page.EvaluateAsync(Watch);
        await act(page);
        var at = await page.EvaluateAsync<double[]>("() => { window.isWatched_ = false; return window.frames_; }");
        if (await page.EvaluateAsync<string>(View) == before) throw new InvalidOperationException($"{name}: the view did not move.");
        var frames = at.Zip(at.Skip(1), (one, next) => next - one).Order().ToArray();
        var (median, p95) = (frames[frames.Length / 2], frames[(int)(frames.Length * 0.95)]);
        Console.WriteLine($"{name,-16} {frames.Length,5} frames  median {median,6:0.0} ms  p95 {p95,6:0.0} ms  longest {frames[^1],6:0.0} ms");
        return median <= MostMedian && p95 <= MostP95;
    }

    private static async Task DragAsync(IPage page)
    {
        // The corner of the stage, where no node is.
        await page.Mouse.MoveAsync(260, 70);
        await page.Mouse.DownAsync();
        for (var i = 0; i < 150; i++) await page.Mouse.MoveAsync(500 + (float)(200 * Math.Sin(i / 10.0)), 400 + (float)(150 * Math.Cos(i / 10.0)));
        await page.Mouse.UpAsync();
    }

    private static async Task WheelAsync(IPage page)
    {
        await page.Mouse.MoveAsync(800, 450);
        for (var i = 0; i < 80; i++) await page.Mouse.WheelAsync(0, i % 40 < 21 ? -60 : 60);
    }

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
