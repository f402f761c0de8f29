namespace VtKit.Emulator;

/// <summary>What the store knows of any file, URL, domain or address.</summary>
internal sealed record Item(long FirstSeen, long? FirstSubmission, long? LastSubmission, long TimesSubmitted);

/// <summary>The things that were seen: a thing exists for the API from then on.</summary>
internal static class Items
{
    /// <summary>Notes that something was seen. A domain brings the domains above it.</summary>
    public static void See(Session store, string type, string id, long nowMs)
    {
        store.Execute("INSERT OR IGNORE INTO item(type, id, first_seen, reversed) VALUES ($1, $2, $3, $4)",
            type, id, nowMs, type == ObjectType.Domain ? Reverse(id) : null);
        if (type == ObjectType.Domain && ParentOf(id) is { } parent) See(store, type, parent, nowMs);
    }

    /// <summary>Notes that somebody submitted something.</summary>
    public static void Submit(Session store, string type, string id, string account, long nowMs, string? name)
    {
        See(store, type, id, nowMs);
        store.Execute(
            """
            UPDATE item SET times_submitted = times_submitted + 1, last_submission = $3, first_submission = coalesce(first_submission, $3)
            WHERE type = $1 AND id = $2
            """, type, id, nowMs);
        store.Execute("INSERT INTO submission(type, item, account, at, name) VALUES ($1, $2, $3, $4, $5)", type, id, account, nowMs, name);
    }

    public static Item? Find(Session store, string type, string id) => store.First(
        "SELECT first_seen, first_submission, last_submission, times_submitted FROM item WHERE type = $1 AND id = $2",
        row => new Item(row.GetInt64(0), row.IsDBNull(1) ? null : row.GetInt64(1), row.IsDBNull(2) ? null : row.GetInt64(2), row.GetInt64(3)), type, id);

    /// <summary>How many accounts submitted it.</summary>
    public static long UniqueSources(Session store, string type, string id) =>
        store.Number("SELECT count(DISTINCT account) FROM submission WHERE type = $1 AND item = $2", type, id);

    /// <summary>The domain without its first label; null for one that lies right under its last label.</summary>
    public static string? ParentOf(string domain)
    {
        var parent = domain[(domain.IndexOf('.', StringComparison.Ordinal) + 1)..];
        return parent.Contains('.', StringComparison.Ordinal) ? parent : null;
    }

    /// <summary>A domain from its end, with a dot behind each label: all subdomains of one start alike.</summary>
    public static string Reverse(string domain)
    {
        var labels = domain.Split('.');
        Array.Reverse(labels);
        return string.Join('.', labels) + ".";
    }
}
