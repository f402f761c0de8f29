namespace VtKit.Emulator;

/// <summary>The home page: upload, what was submitted last, what the emulator has.</summary>
internal static class HomePage
{
    private const int Newest = 15;

    public static async Task<Answer> AnswerAsync(Backend backend, CancellationToken cancellationToken)
    {
        var engines = await backend.Analyzer.EnginesAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        return await backend.ReadAsync(store => Layout.Page("VtKit emulator", html =>
        {
            html.Raw(
                """
                <section><form id="upload" class="drop" action="/gui/upload" method="post" enctype="multipart/form-data">
                <h1>Drop a file here to have it analysed</h1><p class="soft">It stays on this machine. It is never executed.</p>
                <input type="file" name="file" aria-label="File" required> <button>Upload</button></form></section>
                """);
            WriteNewest(html, store, backend.Clock.Now.ToUnixTimeMilliseconds());
            html.Open("section").Element("h2", "What answers here").Open("table");
            Row(html, "Engines", string.Join(", ", engines.Engines.Select(engine => engine.Name)));
            Row(html, "YARA rules", engines.Yara is null ? "none" : "yes");
            Row(html, "Files", Count(store, ObjectType.File));
            Row(html, "URLs", Count(store, ObjectType.Url));
            Row(html, "Domains", Count(store, ObjectType.Domain));
            Row(html, "API", backend.BaseAddress.GetLeftPart(UriPartial.Authority) + Service.ApiPath);
            Row(html, "Time", Values.Date(backend.Clock.Now.ToUnixTimeSeconds()));
            html.Close("table").Close("section");
        }, script: true), cancellationToken).ConfigureAwait(false);
    }

    private static void WriteNewest(Html html, Session store, long nowMs)
    {
        var rows = store.List("SELECT type, item, at, name FROM submission WHERE type IN ('file', 'url') ORDER BY key DESC LIMIT $1",
            row => (Type: row.GetString(0), Id: row.GetString(1), At: row.GetInt64(2), Name: row.IsDBNull(3) ? null : row.GetString(3)), Newest);
        html.Open("section").Element("h2", "Submitted last");
        if (rows.Count == 0) html.Raw("<p class=\"soft\">Nothing yet. A fresh store knows one file, the test file of all scanners: look for 44d88612fea8a8f36de82e1278abb02f.</p>");
        else
        {
            html.Raw("<table><thead><tr><th>Detected</th><th>What</th><th>When</th></tr></thead><tbody>");
            foreach (var (type, id, at, name) in rows)
            {
                var last = Analysis.LastCompleted(store, type, id, nowMs);
                var (found, of) = last?.Ratio() ?? default;
                html.Raw("<tr>").Element("td", of == 0 ? "-" : FormattableString.Invariant($"{found}/{of}"), found > 0 ? "number bad" : "number")
                    .Open("td").Link(PageRoutes.PathOf(type, id)!, type == ObjectType.Url ? Urls.TextOf(store, id) : name ?? id).Close("td")
                    .Element("td", Values.Date(at / 1000)).Raw("</tr>");
            }
            html.Raw("</tbody></table>");
        }
        html.Close("section");
    }

    private static string Count(Session store, string type) =>
        Values.Number(store.Number("SELECT count(*) FROM item WHERE type = $1", type));

    private static void Row(Html html, string name, string value) => html.Open("tr").Element("th", name).Element("td", value).Close("tr");
}
