using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace VtKit.Emulator;

/// <summary>What all pages have in common: the mark that they are emulated, the search box, the style. Nothing is loaded from anywhere.</summary>
internal static class Layout
{
    private static readonly string Style = Resource("style.css");
    private static readonly string Script = Resource("upload.js");

    /// <summary>Names the style and the script by their content, so that nothing else on the page can run, whatever a sample is called.</summary>
    private static readonly string Policy =
        $"default-src 'none'; style-src '{Hash(Style)}'; script-src '{Hash(Script)}'; form-action 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

    public static Answer Page(string title, Action<Html> body, int status = 200, string? query = null, bool script = false)
    {
        var html = new Html()
            .Raw("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .Element("title", title + " - emulated")
            .Raw("<style>").Raw(Style).Raw("</style></head><body>")
            .Raw("<div class=\"mark\">Emulated: this is not VirusTotal. What cannot be computed on this machine is left out.</div>")
            .Raw("<header><a class=\"home\" href=\"/gui/home\">VtKit emulator</a>")
            .Raw("<form action=\"/gui/search\" method=\"get\" role=\"search\"><input name=\"q\" aria-label=\"Search\" placeholder=\"Hash, URL, domain, IP address or #tag\" value=\"").Text(query)
            .Raw("\"><button>Search</button></form></header><main>");
        body(html);
        html.Raw("</main>");
        if (script) html.Raw("<script>").Raw(Script).Raw("</script>");
        html.Raw("</body></html>");
        return new Answer
        {
            Status = status,
            ContentType = "text/html; charset=utf-8",
            Body = Encoding.UTF8.GetBytes(html.ToString()),
            Headers =
            [
                KeyValuePair.Create("Content-Security-Policy", Policy), KeyValuePair.Create("X-Content-Type-Options", "nosniff"),
                KeyValuePair.Create("Referrer-Policy", "same-origin"), KeyValuePair.Create("Cache-Control", "no-store"),
            ],
        };
    }

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("VtKit.Emulator.Pages." + name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
