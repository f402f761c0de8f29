namespace VtKit.Emulator;

/// <summary>What users think of files, URLs, domains and addresses: one vote of each user on each.</summary>
internal static class Votes
{
    public static string[] Verdicts { get; } = [Words.VoteVerdict.Harmless, Words.VoteVerdict.Malicious];

    /// <summary>Adds a vote and returns its id.</summary>
    /// <exception cref="ApiException">The user has voted before.</exception>
    public static string Add(Session store, string type, string item, Account voter, string verdict, long nowMs)
    {
        if (store.Text("SELECT verdict FROM vote WHERE type = $1 AND item = $2 AND account = $3", type, item, voter.Name) is { } earlier)
            throw new ApiException(Errors.AlreadyExistsError, $"User \"{voter.Name}\" already voted \"{earlier}\" for this {type}");
        var id = CommunityIds.New(store, "vote", type, item);
        store.Execute("INSERT INTO vote(id, type, item, account, at, verdict, value) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            id, type, item, voter.Name, nowMs, verdict, verdict == Words.VoteVerdict.Harmless ? 1 : -1);
        return id;
    }

    public static Action<ObjectWriter>? Find(Session store, string id) => store.First<Action<ObjectWriter>>(
        "SELECT at, verdict, value FROM vote WHERE id = $1", row =>
        {
            var (at, verdict, value) = (row.GetInt64(0), row.GetString(1), row.GetInt64(2));
            return writer =>
            {
                writer.Date(Attr.Vote.Date, at);
                writer.Text(Attr.Vote.Verdict, verdict);
                writer.Number(Attr.Vote.Value, value);
            };
        }, id);

    /// <summary>Writes the sums of all votes on an object.</summary>
    public static void WriteTotals(ObjectWriter writer, string type, string id)
    {
        writer.Number(Attr.File.Reputation, writer.Store.Number("SELECT sum(value) FROM vote WHERE type = $1 AND item = $2", type, id));
        if (!writer.Wants(Attr.File.TotalVotes)) return;
        writer.Json.WriteStartObject(Attr.File.TotalVotes);
        foreach (var verdict in Verdicts)
            writer.Json.WriteNumber(verdict, writer.Store.Number("SELECT count(*) FROM vote WHERE type = $1 AND item = $2 AND verdict = $3", type, id, verdict));
        writer.Json.WriteEndObject();
    }
}
