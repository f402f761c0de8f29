using System.Globalization;
using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>
/// A rule that matched a file. It is seen in three ways: as a notification of Livehunt, as an entry of the IoC stream, and as the context
/// of the file in lists. <paramref name="Source"/> is the ruleset or the Retrohunt job.
/// </summary>
internal sealed record HuntingMatch(
    long Key, string SourceType, string Source, string Label, string Owner, string Sha256, long At, string Rule, string RuleTags, string Tags, string? Snippet, bool InSubfile, string? Submitter)
{
    private const string Columns = "m.key, m.source_type, m.source, m.label, m.owner, m.sha256, m.at, m.rule, m.rule_tags, m.tags, m.snippet, m.in_subfile, m.submitter";

    public static void Add(Session store, HuntingMatch match) => store.Execute(
        """
        INSERT INTO hunting_match(source_type, source, label, owner, sha256, at, rule, rule_tags, tags, snippet, in_subfile, submitter)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        """, match.SourceType, match.Source, match.Label, match.Owner, match.Sha256, match.At, match.Rule, match.RuleTags, match.Tags, match.Snippet, match.InSubfile ? 1 : 0, match.Submitter);

    public static HuntingMatch? Find(Session store, long key) => store.First($"SELECT {Columns} FROM hunting_match m WHERE m.key = $1", Read, key);

    /// <summary>A match that the caller may see, and that is not too old.</summary>
    public static HuntingMatch? FindVisible(Session store, ApiRequest request, long key)
    {
        var condition = new MatchCondition(request);
        return store.First($"SELECT {Columns} FROM hunting_match m WHERE {condition.Sql} AND m.key = {condition.Argument(key)}", Read, [.. condition.Arguments]);
    }

    /// <summary>The texts as they are kept.</summary>
    public static string Texts(IEnumerable<string> texts)
    {
        var json = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartArray();
            foreach (var text in texts) writer.WriteStringValue(text);
            writer.WriteEndArray();
        }
        return System.Text.Encoding.UTF8.GetString(json.WrittenSpan);
    }

    /// <summary>The tags of a match: ruleset or job and rule, in lower case, and the file.</summary>
    public static string TagsOf(string label, string rule, string sha256) =>
        Texts(new[] { label.ToLowerInvariant(), rule.ToLowerInvariant(), sha256 }.Distinct(StringComparer.Ordinal));

    /// <summary>Removes what is older than the service keeps it.</summary>
    public static void Forget(Session store, long nowMs) => store.Execute("DELETE FROM hunting_match WHERE at < $1", nowMs - Limits.IocStreamHistoryDays * 86_400_000L);

    /// <summary>The id of the entry of the IoC stream.</summary>
    public string StreamId => Key.ToString(CultureInfo.InvariantCulture);

    /// <summary>The attributes of a notification.</summary>
    public void WriteNotification(ObjectWriter writer)
    {
        writer.Date(Attr.HuntingNotification.Date, At);
        if (writer.Wants(Attr.HuntingNotification.MatchInSubfile)) writer.Json.WriteBoolean(Attr.HuntingNotification.MatchInSubfile, InSubfile);
        writer.Text(Attr.HuntingNotification.RuleName, Rule);
        if (writer.Wants(Attr.HuntingNotification.RuleTags)) Raw(writer.Json, Attr.HuntingNotification.RuleTags, RuleTags);
        writer.Text(Attr.HuntingNotification.Snippet, Snippet);
        writer.Text(Attr.HuntingNotification.SourceKey, SourceKey(writer));
        if (writer.Wants(Attr.HuntingNotification.Tags)) Raw(writer.Json, Attr.HuntingNotification.Tags, Tags);
    }

    /// <summary>What stands beside a file in a list of notifications.</summary>
    public void WriteNotificationContext(ObjectWriter writer, string id)
    {
        var json = writer.Json;
        json.WriteString(Part.HuntingContext.NotificationId, id);
        json.WriteNumber(Part.HuntingContext.NotificationDate, At / 1000);
        if (Snippet is not null) json.WriteString(Part.HuntingContext.NotificationSnippet, Snippet);
        Raw(json, Part.HuntingContext.NotificationTags, Tags);
        json.WriteString(Part.HuntingContext.NotificationSourceKey, SourceKey(writer));
        json.WriteString(Part.HuntingContext.RulesetId, Source);
        json.WriteString(Part.HuntingContext.RulesetName, Label);
        json.WriteString(Part.HuntingContext.RuleName, Rule);
        Raw(json, Part.HuntingContext.RuleTags, RuleTags);
        json.WriteBoolean(Part.HuntingContext.MatchInSubfile, InSubfile);
    }

    /// <summary>What stands beside a file that a Retrohunt job found.</summary>
    public void WriteJobContext(ObjectWriter writer)
    {
        var json = writer.Json;
        json.WriteString(Part.HuntingContext.RuleName, Rule);
        if (Snippet is not null) json.WriteString(Part.HuntingInfo.Snippet, Snippet);
        json.WriteBoolean(Part.HuntingContext.MatchInSubfile, InSubfile);
    }

    /// <summary>What an entry of the IoC stream says, whether as attributes or beside the file.</summary>
    public void WriteStream(ObjectWriter writer, Func<string, bool> wants)
    {
        var json = writer.Json;
        if (wants(Part.IocStreamContext.NotificationId)) json.WriteString(Part.IocStreamContext.NotificationId, StreamId);
        if (wants(Part.IocStreamContext.Origin)) json.WriteString(Part.IocStreamContext.Origin, Words.IocStreamOrigin.Hunting);
        if (wants(Part.IocStreamContext.NotificationDate)) json.WriteNumber(Part.IocStreamContext.NotificationDate, At / 1000);
        if (wants(Part.IocStreamContext.Sources))
        {
            json.WriteStartArray(Part.IocStreamContext.Sources);
            json.WriteStartObject();
            json.WriteString(Part.IocStreamSource.Id, Source);
            json.WriteString(Part.IocStreamSource.Type, SourceType);
            json.WriteString(Part.IocStreamSource.Label, Label);
            json.WriteEndObject();
            json.WriteEndArray();
        }
        if (wants(Part.IocStreamContext.Tags)) Raw(json, Part.IocStreamContext.Tags, Tags);
        if (!wants(Part.IocStreamContext.HuntingInfo)) return;
        json.WriteStartObject(Part.IocStreamContext.HuntingInfo);
        json.WriteString(Part.HuntingInfo.RuleName, Rule);
        if (RuleTags != "[]") Raw(json, Part.HuntingInfo.RuleTags, RuleTags);
        if (SourceKey(writer) is { } key) json.WriteString(Part.HuntingInfo.SourceKey, key);
        if (Snippet is not null) json.WriteString(Part.HuntingInfo.Snippet, Snippet);
        if (InSubfile) json.WriteBoolean(Part.HuntingInfo.MatchInSubfile, true);
        else json.WriteString(Part.HuntingInfo.MatchSource, "ORIGINAL_FILE");
        json.WriteEndObject();
    }

    private string? SourceKey(ObjectWriter writer) => Submitter is null ? null : writer.Request.Backend.Signer.Pseudonym(Submitter);

    private static void Raw(Utf8JsonWriter json, string name, string value)
    {
        // Parsed, so that it is laid out like the rest of the answer.
        using var parsed = JsonDocument.Parse(value);
        json.WritePropertyName(name);
        parsed.RootElement.WriteTo(json);
    }

    private static HuntingMatch Read(Microsoft.Data.Sqlite.SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetInt64(6), row.GetString(7), row.GetString(8),
        row.GetString(9), row.IsDBNull(10) ? null : row.GetString(10), row.GetInt64(11) != 0, row.IsDBNull(12) ? null : row.GetString(12));
}
