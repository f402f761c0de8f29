using Microsoft.Playwright;

namespace VtKit.Browser.Tests;

/// <summary>A page with the viewer on it. What the page asks of anybody else, and what goes wrong on it, fails the test at its end.</summary>
internal sealed class OpenedPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _problems = [];
    private string? _folder;

    private OpenedPage(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.PageError += (_, error) => _problems.Add("error: " + error);
        page.Console += (_, message) => { if (message.Type is "error" or "warning" && !IsExpected(message.Text)) _problems.Add("console: " + message.Text); };
        page.Dialog += (_, dialog) =>
        {
            _problems.Add("dialog: " + dialog.Message);
            _ = dialog.DismissAsync();
        };
    }

    public IPage Page { get; }

    /// <summary>What the browser says of answers that a test asks for.</summary>
    public Func<string, bool> IsExpected { get; set; } = _ => false;

    public static async Task<OpenedPage> OpenAsync(IBrowser browser, string address, int width = 1400, int height = 900, bool dark = false, bool still = true, IEnumerable<string>? permissions = null)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = still ? ReducedMotion.Reduce : ReducedMotion.NoPreference,
            Permissions = permissions,
        });
        context.SetDefaultTimeout(60_000);
        var opened = new OpenedPage(context, await context.NewPageAsync());
        var allowed = new Uri(address);
        opened.Page.Request += (_, request) =>
        {
            var asked = new Uri(request.Url);
            if (asked.Scheme is not ("data" or "blob") && (asked.Scheme != allowed.Scheme || asked.Authority != allowed.Authority || (asked.IsFile && asked != allowed)))
                opened._problems.Add("request: " + request.Url);
        };
        await opened.Page.GotoAsync(address);
        await opened.Page.WaitForFunctionAsync("() => document.getElementById('graph')?.dataset.layout === 'done' || document.getElementById('empty')?.hidden === false");
        return opened;
    }

    /// <summary>Opens a page from a file of its own, as an analyst does who was sent one.</summary>
    public static async Task<OpenedPage> OfAsync(IBrowser browser, string html, int width = 1400, int height = 900, bool dark = false, bool still = true, IEnumerable<string>? permissions = null)
    {
        var folder = Directory.CreateTempSubdirectory("vtkit-page-").FullName;
        var file = Path.Combine(folder, "graph.html");
        await File.WriteAllTextAsync(file, html);
        var opened = await OpenAsync(browser, new Uri(file).AbsoluteUri, width, height, dark, still, permissions);
        opened._folder = folder;
        return opened;
    }

    /// <summary>Evaluates an expression in which <c>cy</c> is the drawing.</summary>
    public Task<T> AskAsync<T>(string expression) => Page.EvaluateAsync<T>($"() => {{ const cy = document.getElementById('graph')._cyreg.cy; return {expression}; }}");

    /// <summary>Where a node is on the screen.</summary>
    public async Task<(float X, float Y)> PlaceOfAsync(string key)
    {
        var place = await AskAsync<float[]>($"(() => {{ const p = cy.getElementById({System.Text.Json.JsonSerializer.Serialize(key)}).renderedPosition(), b = document.getElementById('graph').getBoundingClientRect(); return [p.x + b.left, p.y + b.top]; }})()");
        return (place[0], place[1]);
    }

    public async Task<byte[]> DownloadAsync(string entry)
    {
        await Page.ClickAsync("#export");
        var download = await Page.RunAndWaitForDownloadAsync(() => Page.GetByRole(AriaRole.Menuitem, new() { Name = entry }).ClickAsync());
        return await File.ReadAllBytesAsync(await download.PathAsync());
    }

    /// <summary>Keeps a picture beside the build, where one may look at it.</summary>
    public async Task SaveAsync(string name)
    {
        // The labels are chosen a moment after the view has come to rest.
        await Page.WaitForTimeoutAsync(400);
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(AppContext.BaseDirectory, "pictures", name + ".png") });
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        if (_folder is not null) Directory.Delete(_folder, recursive: true);
        _problems.ShouldBeEmpty();
    }
}
