namespace VtKit.Emulator;

/// <summary>Finds objects of any type.</summary>
internal static class Objects
{
    /// <summary>What writes the attributes of an object; null when there is no such object.</summary>
    public static Action<ObjectWriter>? Find(ObjectWriter writer, string type, string id) => type switch
    {
        ObjectTypes.File => Files.Find(writer.Store, id),
        ObjectTypes.Url => Urls.Find(writer.Store, id),
        ObjectTypes.Domain => Hosts.FindDomain(writer.Store, id),
        ObjectTypes.IpAddress => Hosts.FindIpAddress(writer.Store, id),
        ObjectTypes.Analysis => AnalysisRoutes.Find(writer.Store, id),
        ObjectTypes.Comment => Comments.Find(writer.Store, id),
        ObjectTypes.Vote => Votes.Find(writer.Store, id),
        ObjectTypes.User => Users.Find(id),
        ObjectTypes.Submission => Submissions.Find(writer.Store, id),
        _ => null,
    };

    /// <summary>Writes what files, URLs, domains and addresses have in common: their last analysis and what the community says.</summary>
    public static void WriteShared(ObjectWriter writer, string type, string id)
    {
        var nowMs = writer.Request.NowMs;
        if (Analysis.LastCompleted(writer.Store, type, id, nowMs) is { } analysis)
        {
            writer.Date(Attr.LastAnalysisDate, analysis.Queued);
            analysis.WriteVerdicts(writer, Attr.LastAnalysisStats, Attr.LastAnalysisResults, completed: true);
        }
        writer.Date(Attr.LastModificationDate, LastModified(writer.Store, type, id, nowMs));
        Votes.WriteTotals(writer, type, id);
    }

    /// <summary>When something last changed about it: a submission, or the end of an analysis.</summary>
    private static long? LastModified(Session store, string type, string id, long nowMs) => store.First(
        """
        SELECT max(at) FROM (
            SELECT max(done) AS at FROM analysis WHERE type = $1 AND item = $2 AND done <= $3
            UNION ALL SELECT max(last_submission, first_seen) FROM item WHERE type = $1 AND id = $2 AND last_submission IS NOT NULL)
        """, row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0), type, id, nowMs);
}
