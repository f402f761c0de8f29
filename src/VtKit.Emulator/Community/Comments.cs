using System.Net;
using System.Text.RegularExpressions;

namespace VtKit.Emulator;

/// <summary>What users wrote.</summary>
internal static partial class Comments
{
    /// <summary>Adds a comment and returns its id.</summary>
    public static string Add(Session store, string type, string item, Account author, string text, long nowMs)
    {
        var id = CommunityIds.New(store, "comment", type, item);
        var key = store.Insert("INSERT INTO comment(id, type, item, account, at, text) VALUES ($1, $2, $3, $4, $5, $6)", id, type, item, author.Name, nowMs, text);
        AddTags(store, key, text);
        return id;
    }

    private static void AddTags(Session store, long key, string text)
    {
        foreach (var tag in TagsIn(text)) store.Execute("INSERT OR IGNORE INTO comment_tag(tag, comment) VALUES ($1, $2)", tag, key);
    }

    /// <summary>Puts a comment that was written elsewhere into the store, unless it is there.</summary>
    public static void Put(Session store, string id, string type, string item, string author, string text, long at)
    {
        if (store.Any("SELECT 1 FROM comment WHERE id = $1", id)) return;
        var key = store.Insert("INSERT INTO comment(id, type, item, account, at, text) VALUES ($1, $2, $3, $4, $5, $6)", id, type, item, author, at, text);
        AddTags(store, key, text);
    }

    /// <summary>The key of a comment; 0 for one that is not there, or is on something that is hidden from the caller.</summary>
    public static long KeyOf(Session store, ApiRequest request, string id) => store.Number(
        $"SELECT c.key FROM comment c WHERE c.id = $1 AND {RecordAccess.NotHiddenSql("c.type", "c.item", 2, 3)}", id, request.Account.Name, request.Account.Group);

    public static Action<ObjectWriter>? Find(Session store, string id) => store.First<Action<ObjectWriter>>(
        "SELECT key, at, text FROM comment WHERE id = $1", row =>
        {
            var (key, at, text) = (row.GetInt64(0), row.GetInt64(1), row.GetString(2));
            return writer =>
            {
                writer.Date(Attr.Comment.Date, at);
                writer.Text(Attr.Comment.Text, text);
                writer.Text(Attr.Comment.Html, ToHtml(text));
                writer.Texts(Attr.Comment.Tags, TagsIn(text));
                if (!writer.Wants(Attr.Comment.Votes)) return;
                writer.Json.WriteStartObject(Attr.Comment.Votes);
                WriteVotes(writer.Store, writer.Json, key);
                writer.Json.WriteEndObject();
            };
        }, id);

    /// <summary>How many there are on an object.</summary>
    public static long Count(Session store, string type, string item) => store.Number("SELECT count(*) FROM comment WHERE type = $1 AND item = $2", type, item);

    /// <summary>Writes the three counters of a comment.</summary>
    public static void WriteVotes(Session store, System.Text.Json.Utf8JsonWriter json, long key)
    {
        foreach (var verdict in Verdicts)
            json.WriteNumber(verdict, store.Number("SELECT count(*) FROM comment_vote WHERE comment = $1 AND verdict = $2", key, verdict));
    }

    /// <summary>How a comment can be rated.</summary>
    public static string[] Verdicts { get; } = [Part.CommentVotes.Positive, Part.CommentVotes.Negative, Part.CommentVotes.Abuse];

    public static void Delete(Session store, long key)
    {
        store.Execute("DELETE FROM comment_tag WHERE comment = $1", key);
        store.Execute("DELETE FROM comment_vote WHERE comment = $1", key);
        store.Execute("DELETE FROM comment WHERE key = $1", key);
    }

    /// <summary>The words behind a #, in lower case, each once.</summary>
    private static IEnumerable<string> TagsIn(string text) =>
        Tag().Matches(text).Select(match => match.Groups["tag"].Value.ToLowerInvariant()).Distinct(StringComparer.Ordinal);

    private static string ToHtml(string text) => WebUtility.HtmlEncode(text).Replace("\n", "<br />", StringComparison.Ordinal);

    [GeneratedRegex(@"(?<![\w#&/])#(?<tag>\w[\w:.-]*\w|\w)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();
}
