using System.Buffers;
using System.Text;
using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>Objects that are kept as JSON: what users make (collections, graphs, rulesets) and what is brought in (references, certificates).</summary>
internal static class Records
{
    private const string Columns = "key, type, id, owner, private, created, modified, attributes";

    public static Record? Find(Session store, string type, string id) =>
        store.First($"SELECT {Columns} FROM record WHERE type = $1 AND id = $2", Read, type, id);

    /// <summary>A record that is there and that the caller may see. One that is hidden from the caller is as one that is not there.</summary>
    /// <exception cref="ApiException">There is none.</exception>
    public static Record Require(Session store, ApiRequest request, string type, string id) =>
        Find(store, type, id) is { } record && RecordAccess.MaySee(store, request.Account, record)
            ? record
            : throw ApiException.NotFound(ObjectTypes.Spoken(type), id);

    /// <summary>As <see cref="Require"/>, for a change.</summary>
    /// <exception cref="ApiException">There is none, or the caller may see and not change it.</exception>
    public static Record RequireEditable(Session store, ApiRequest request, string type, string id)
    {
        var record = Require(store, request, type, id);
        return RecordAccess.MayEdit(store, request.Account, record) ? record : throw ApiException.Forbidden();
    }

    public static Record Add(Session store, string type, string id, string? owner, bool isPrivate, long nowMs, string attributes)
    {
        var key = store.Insert(
            "INSERT INTO record(type, id, owner, private, created, modified, attributes) VALUES ($1, $2, $3, $4, $5, $5, $6)",
            type, id, owner, isPrivate ? 1 : 0, nowMs, attributes);
        return new Record(key, type, id, owner, isPrivate, nowMs, nowMs, attributes);
    }

    /// <summary>Adds a record or puts its attributes in the place of those that are there, for what is brought in.</summary>
    public static void Put(Session store, string type, string id, string? owner, long nowMs, string attributes) => store.Execute(
        """
        INSERT INTO record(type, id, owner, private, created, modified, attributes) VALUES ($1, $2, $3, 0, $4, $4, $5)
        ON CONFLICT(type, id) DO UPDATE SET modified = excluded.modified, attributes = excluded.attributes
        """, type, id, owner, nowMs, attributes);

    public static void Save(Session store, Record record) => store.Execute(
        "UPDATE record SET owner = $2, private = $3, modified = $4, attributes = $5 WHERE key = $1",
        record.Key, record.Owner, record.Private ? 1 : 0, record.Modified, record.Attributes);

    /// <summary>Removes a record with all links from and to it, and what was said about it.</summary>
    public static void Delete(Session store, Record record)
    {
        store.Execute("DELETE FROM link WHERE type = $1 AND id = $2", record.Type, record.Id);
        store.Execute("DELETE FROM link WHERE target_type = $1 AND target = $2", record.Type, record.Id);
        foreach (var comment in store.List("SELECT key FROM comment WHERE type = $1 AND item = $2", row => row.GetInt64(0), record.Type, record.Id))
            Comments.Delete(store, comment);
        store.Execute("DELETE FROM record_view WHERE type = $1 AND id = $2", record.Type, record.Id);
        store.Execute("DELETE FROM record WHERE key = $1", record.Key);
    }

    /// <summary>The attributes with those of a change over them: one that the change names takes the place of the former whole, null removes it.</summary>
    public static string Merge(string attributes, JsonElement change, RecordKind kind)
    {
        using var before = JsonDocument.Parse(attributes);
        return Write(json =>
        {
            foreach (var member in before.RootElement.EnumerateObject())
                if (change.Member(member.Name) is null) member.WriteTo(json);
            if (change.ValueKind != JsonValueKind.Object) return;
            foreach (var member in change.EnumerateObject())
                if (member.Value.ValueKind != JsonValueKind.Null && kind.Keeps(member.Name)) member.WriteTo(json);
        });
    }

    /// <summary>A JSON object as the store keeps it.</summary>
    public static string Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>What writes the attributes of a record as they are kept, and what its kind computes.</summary>
    public static Action<ObjectWriter>? Find(ObjectWriter writer, string type, string id) =>
        Find(writer.Store, type, id) is not { } record || !RecordAccess.MaySee(writer.Store, writer.Request.Account, record) ? null : _ =>
        {
            using var attributes = record.Read();
            foreach (var attribute in attributes.RootElement.EnumerateObject())
                if (writer.Wants(attribute.Name)) attribute.WriteTo(writer.Json);
            if (RecordKinds.Of(type) is not { } kind) return;
            // What was brought in stands, where the store would compute it too.
            var rest = writer.Without(attributes.RootElement.EnumerateObject().Select(attribute => attribute.Name));
            if (kind.Writable.Contains(Attr.Collection.Private, StringComparer.Ordinal)) rest.Flag(Attr.Collection.Private, record.Private);
            kind.Compute?.Invoke(rest, record);
        };

    private static Record Read(Microsoft.Data.Sqlite.SqliteDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetInt64(4) != 0,
        row.GetInt64(5), row.GetInt64(6), row.GetString(7));
}
