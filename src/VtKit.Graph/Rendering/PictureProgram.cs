using System.Globalization;
using System.Text;

namespace VtKit.Graph;

/// <summary>A program that makes pictures of SVG.</summary>
internal sealed class PictureProgram
{
    private static readonly string[] Browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge"];

    private readonly string _path;
    private readonly bool _isBrowser;

    private PictureProgram(string name, string path, bool isBrowser) => (Name, _path, _isBrowser) = (name, path, isBrowser);

    public string Name { get; }

    /// <summary>The one that is installed, or null.</summary>
    public static PictureProgram? Find(string? folders = null) => Find("rsvg-convert", isBrowser: false, folders)
        ?? Browsers.Select(name => Find(name, isBrowser: true, folders)).FirstOrDefault(program => program is not null);

    private static PictureProgram? Find(string name, bool isBrowser, string? folders)
    {
        foreach (var folder in (folders ?? Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            if (Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name) is var path && File.Exists(path)) return new PictureProgram(name, path, isBrowser);
        return null;
    }

    public Task<byte[]> RunAsync(string svg, double width, double height, double zoom, CancellationToken cancellationToken) => _isBrowser
        ? BrowseAsync(svg, width, height, zoom, cancellationToken)
        : ChildProcess.RunAsync(_path, ["--format=png", "--width=" + Pixels(width * zoom), "--height=" + Pixels(height * zoom)], svg, cancellationToken);

    /// <summary>
    /// The drawing goes into a page as a picture: a browser loads nothing for such a picture and runs nothing in it. Profile, page and picture lie in a folder that is
    /// gone afterwards.
    /// </summary>
    private async Task<byte[]> BrowseAsync(string svg, double width, double height, double zoom, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("vtkit-picture-").FullName;
        try
        {
            var (page, picture) = (Path.Combine(folder, "page.html"), Path.Combine(folder, "picture.png"));
            var data = Convert.ToBase64String(Encoding.UTF8.GetBytes(svg));
            await File.WriteAllTextAsync(page, $"<!doctype html><style>body{{margin:0}}img{{display:block}}</style><img src=\"data:image/svg+xml;base64,{data}\">", cancellationToken).ConfigureAwait(false);
            List<string> arguments =
            [
                "--headless", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-extensions", "--disable-background-networking", "--disable-sync",
                "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND", "--user-data-dir=" + Path.Combine(folder, "profile"), "--screenshot=" + picture,
                $"--window-size={Pixels(width)},{Pixels(height)}", "--force-device-scale-factor=" + zoom.ToString("0.####", CultureInfo.InvariantCulture),
            ];
            // A browser refuses to run as root with its sandbox.
            if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess) arguments.Add("--no-sandbox");
            arguments.Add(new Uri(page).AbsoluteUri);
            await ChildProcess.RunAsync(_path, arguments, "", cancellationToken).ConfigureAwait(false);
            return File.Exists(picture) ? await File.ReadAllBytesAsync(picture, cancellationToken).ConfigureAwait(false) : [];
        }
        finally
        {
            Delete(folder);
        }
    }

    /// <summary>What a child of the browser still holds open is left to the system.</summary>
    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static string Pixels(double length) => Math.Max(1, Math.Floor(length + 1e-6)).ToString(CultureInfo.InvariantCulture);
}
