using System.Buffers;
using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>The page of an object: what the engines say, what is known, what it is related to, what the community says. It tells what the API tells.</summary>
internal static class ObjectPage
{
    private const int MostRelated = 25;

    /// <summary>Attributes that have a place of their own on the page.</summary>
    private static readonly HashSet<string> Placed = new(StringComparer.Ordinal)
    {
        Attr.File.LastAnalysisResults, Attr.File.LastAnalysisStats, Attr.File.Tags, Attr.File.MeaningfulName, Attr.File.TotalVotes,
    };

    public static Answer Of(Session store, ApiRequest request, string type, string id)
    {
        using var json = Read(store, request, type, id);
        var attributes = json.RootElement.Member("attributes") ?? default;
        var title = attributes.Text(Attr.File.MeaningfulName) ?? attributes.Text(Attr.Url.UrlAttribute) ?? attributes.Text(Attr.Collection.Name) ?? id;
        return Layout.Page(title, html =>
        {
            WriteHead(html, type, id, title, attributes);
            html.Raw("<nav><a href=\"#detection\">Detection</a><a href=\"#details\">Details</a><a href=\"#relations\">Relations</a><a href=\"#community\">Community</a></nav>");
            WriteDetection(html, attributes);
            WriteDetails(html, attributes);
            WriteRelations(html, store, request, type, id);
            WriteCommunity(html, store, type, id, attributes);
        }, query: title == id ? id : null);
    }

    private static JsonDocument Read(Session store, ApiRequest request, string type, string id)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) new ObjectWriter(store, request, json).Object(type, id);
        return JsonDocument.Parse(buffer.WrittenMemory);
    }

    private static void WriteHead(Html html, string type, string id, string title, JsonElement attributes)
    {
        var (found, of) = attributes.Member(Attr.File.LastAnalysisResults) is { } results ? Analysis.Ratio(results) : default;
        html.Raw("<section class=\"head\">");
        if (type != ObjectType.Collection)
            html.Raw("<div class=\"score ").Raw(of == 0 ? "none" : found == 0 ? "" : found > 2 || found == of ? "bad" : "warn").Raw("\"><b>")
                .Text(of == 0 ? "-" : Values.Number(found)).Raw("</b><span>").Text(of == 0 ? "not scanned" : $"of {Values.Number(of)}").Raw("</span></div>");
        html.Raw("<div>").Element("h1", title).Element("div", id, "id");
        html.Open("div", "soft").Text(ObjectTypes.Spoken(type));
        if (attributes.Text(Attr.File.TypeDescription) is { } description) html.Text(" - " + description);
        if (attributes.Member(Attr.File.Size) is { ValueKind: JsonValueKind.Number } size && size.TryGetInt64(out var bytes)) html.Text(" - " + Values.Bytes(bytes));
        html.Close("div");
        if (attributes.Member(Attr.File.Tags) is { ValueKind: JsonValueKind.Array } tags)
            foreach (var tag in tags.EnumerateArray()) html.Element("span", tag.ValueKind == JsonValueKind.String ? tag.TryText() : null, "tag");
        html.Raw("</div></section>");
    }

    private static void WriteDetection(Html html, JsonElement attributes)
    {
        html.Raw("<section id=\"detection\"><h2>Detection</h2>");
        if (attributes.Member(Attr.File.LastAnalysisResults) is { ValueKind: JsonValueKind.Object } results && results.EnumerateObject().Any())
        {
            html.Raw("<ul class=\"engines\">");
            foreach (var (engine, category, result) in results.EnumerateObject()
                .Select(engine => (engine.Name, Category: engine.Value.Text(Part.EngineResult.Category) ?? "", Result: engine.Value.Text(Part.EngineResult.Result)))
                .OrderBy(engine => Rank(engine.Category)).ThenBy(engine => engine.Name, StringComparer.OrdinalIgnoreCase))
                html.Open("li").Element("span", engine).Element("span", result ?? category, Rank(category) switch { 0 => "bad", 1 => "warn", _ => "soft" }).Close("li");
            html.Raw("</ul>");
        }
        else html.Raw("<p class=\"soft\">No engine has looked at this.</p>");
        html.Raw("</section>");
    }

    private static int Rank(string category) => category == Part.AnalysisStats.Malicious ? 0 : category == Part.AnalysisStats.Suspicious ? 1 : 2;

    private static void WriteDetails(Html html, JsonElement attributes)
    {
        html.Raw("<section id=\"details\"><h2>Details</h2>");
        var shown = attributes.ValueKind == JsonValueKind.Object ? attributes.EnumerateObject().Where(attribute => !Placed.Contains(attribute.Name)).ToList() : [];
        html.Open("table");
        foreach (var attribute in shown)
            if (Values.Scalar(attribute.Name, attribute.Value) is { Length: > 0 } value)
                html.Open("tr").Element("th", Values.Name(attribute.Name)).Element("td", value).Close("tr");
        html.Close("table");
        foreach (var attribute in shown.Where(attribute => Values.Scalar(attribute.Name, attribute.Value) is null)) WriteDeep(html, attribute);
        html.Raw("</section>");
    }

    /// <summary>What has parts opens at a click, which needs no script.</summary>
    private static void WriteDeep(Html html, JsonProperty attribute)
    {
        html.Open("details").Element("summary", Values.Name(attribute.Name));
        if (attribute.Value.ValueKind == JsonValueKind.Array && attribute.Value.EnumerateArray().All(row => row.ValueKind == JsonValueKind.Object)) WriteTable(html, attribute.Value);
        else if (attribute.Value.ValueKind == JsonValueKind.Object)
        {
            html.Open("table");
            foreach (var part in attribute.Value.EnumerateObject())
                if (Values.Scalar(part.Name, part.Value) is { } value) html.Open("tr").Element("th", Values.Name(part.Name)).Element("td", value).Close("tr");
            html.Close("table");
            foreach (var part in attribute.Value.EnumerateObject())
                if (Values.Scalar(part.Name, part.Value) is null) WriteDeep(html, part);
        }
        else html.Element("pre", attribute.Value.GetRawText());
        html.Close("details");
    }

    private static void WriteTable(Html html, JsonElement rows)
    {
        var columns = rows.EnumerateArray().SelectMany(row => row.EnumerateObject().Select(cell => cell.Name)).Distinct(StringComparer.Ordinal).ToList();
        html.Raw("<table><thead><tr>");
        foreach (var column in columns) html.Element("th", Values.Name(column));
        html.Raw("</tr></thead><tbody>");
        foreach (var row in rows.EnumerateArray())
        {
            html.Open("tr");
            foreach (var column in columns)
                html.Element("td", row.Member(column) is { } cell ? Values.Scalar(column, cell) ?? cell.GetRawText() : "");
            html.Close("tr");
        }
        html.Raw("</tbody></table>");
    }

    private static void WriteRelations(Html html, Session store, ApiRequest request, string type, string id)
    {
        html.Raw("<section id=\"relations\"><h2>Relations</h2>");
        var any = false;
        foreach (var relationship in Relationships.For(type).Where(relationship => relationship.Name is not ("comments" or "votes" or "user_votes") && Relations.IsSupported(relationship)))
        {
            var query = Relations.Query(store, request, relationship, id);
            var rows = query.Read(store, long.MaxValue, MostRelated + 1).Where(row => PageRoutes.PathOf(row.Type, row.Id) is not null).ToList();
            if (rows.Count == 0) continue;
            any = true;
            html.Element("h3", Values.Name(relationship.Name)).Open("table");
            foreach (var row in rows.Take(MostRelated))
                html.Open("tr").Open("td").Link(PageRoutes.PathOf(row.Type, row.Id)!, row.Type == ObjectType.Url ? Urls.TextOf(store, row.Id) ?? row.Id : row.FileName ?? row.Id).Close("td").Close("tr");
            html.Close("table");
            if (rows.Count > MostRelated) html.Element("p", $"and more: {Values.Number(query.Count(store))} in all", "soft");
        }
        if (!any) html.Raw("<p class=\"soft\">Nothing here is related to it.</p>");
        html.Raw("</section>");
    }

    private static void WriteCommunity(Html html, Session store, string type, string id, JsonElement attributes)
    {
        html.Raw("<section id=\"community\"><h2>Community</h2>");
        if (attributes.Member(Attr.File.TotalVotes) is { ValueKind: JsonValueKind.Object } votes)
            html.Element("p", $"Votes: {votes.Number(Part.VoteCounts.Malicious) ?? 0} malicious, {votes.Number(Part.VoteCounts.Harmless) ?? 0} harmless", "soft");
        foreach (var (account, at, text) in store.List("SELECT account, at, text FROM comment WHERE type = $1 AND item = $2 ORDER BY key DESC LIMIT $3",
            row => (row.GetString(0), row.GetInt64(1), row.GetString(2)), type, id, MostRelated))
            html.Open("p").Element("b", account).Text(", " + Values.Date(at / 1000)).Raw("<br>").Text(text).Close("p");
        html.Raw("</section>");
    }
}
