namespace VtKit.Emulator;

/// <summary>What a search finds that is for no single object: comments with a tag.</summary>
internal static class SearchPage
{
    private const int Most = 40;

    public static Answer Of(Session store, string text, Account visitor)
    {
        var tag = text.TrimStart('#').ToLowerInvariant();
        var comments = store.List(
            $"SELECT c.type, c.item, c.text FROM comment_tag t JOIN comment c ON c.key = t.comment WHERE t.tag = $1 AND {RecordAccess.NotHiddenSql("c.type", "c.item", 3, 4)} ORDER BY c.key DESC LIMIT $2",
            row => (Type: row.GetString(0), Id: row.GetString(1), Text: row.GetString(2)), tag, Most, visitor.Name, visitor.Group);
        return Layout.Page(text, html =>
        {
            html.Open("section").Element("h1", comments.Count == 0 ? $"Nothing found for {text}" : $"Comments with #{tag}");
            if (comments.Count == 0) html.Raw("<p class=\"soft\">Give a hash, a URL, a domain, an IP address, or the #tag of a comment.</p>");
            foreach (var (type, id, said) in comments)
            {
                html.Open("p");
                if (PageRoutes.PathOf(type, id) is { } path) html.Link(path, type == ObjectType.Url ? Urls.TextOf(store, id) : id, "id");
                html.Raw("<br>").Text(said).Close("p");
            }
            html.Close("section");
        }, query: text);
    }
}
