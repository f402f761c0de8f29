using Microsoft.Playwright;
using VtKit.Emulator;
using VtKit.StaticAnalysis;

namespace VtKit.Browser.Tests;

/// <summary>An emulator, and a Chromium without a window that looks at its pages. Nothing leaves this machine.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private VtEmulator? _emulator;

    public Uri Address => _emulator!.BaseAddress;

    public IBrowser Browser => _browser!;

    public async Task InitializeAsync()
    {
        if (Tool.Find("chromium") is not { } chromium) return;
        _emulator = await VtEmulator.StartAsync(new VtEmulatorOptions { TimeProvider = new FakeTime(), Engines = new EngineSet([new EicarEngine()]) });
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    /// <summary>A page in a context of its own. What it asks of any other host is a failure of the test.</summary>
    public async Task<IPage> OpenAsync(string path, bool script = true)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions { BaseURL = Address.AbsoluteUri, JavaScriptEnabled = script, ViewportSize = new ViewportSize { Width = 1200, Height = 900 } });
        context.SetDefaultTimeout(30_000);
        var page = await context.NewPageAsync();
        page.Request += (_, request) => new Uri(request.Url).Authority.ShouldBe(Address.Authority);
        page.PageError += (_, error) => throw new InvalidOperationException(error);
        page.Dialog += (_, dialog) => throw new InvalidOperationException("A dialog opened: " + dialog.Message);
        await page.GotoAsync(path);
        return page;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_emulator is not null) await _emulator.DisposeAsync();
    }
}
