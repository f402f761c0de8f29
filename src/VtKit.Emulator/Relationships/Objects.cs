namespace VtKit.Emulator;

/// <summary>Finds objects of any type.</summary>
internal static class Objects
{
    /// <summary>What writes the attributes of an object; null when there is no such object.</summary>
    public static Action<ObjectWriter>? Find(ObjectWriter writer, string type, string id) => type switch
    {
        ObjectType.File => Files.Find(writer.Store, id),
        ObjectType.Url => Urls.Find(writer.Store, id),
        ObjectType.Domain => Hosts.FindDomain(writer.Store, id),
        ObjectType.IpAddress => Hosts.FindIpAddress(writer.Store, id),
        ObjectType.Analysis => AnalysisRoutes.Find(writer.Store, id),
        ObjectType.Comment => Comments.Find(writer.Store, id),
        ObjectType.Vote => Votes.Find(writer.Store, id),
        ObjectType.User => Users.Find(writer.Store, id),
        ObjectType.Submission => Submissions.Find(writer.Store, id),
        ObjectType.HuntingNotification => NotificationRoutes.Find(writer, id),
        ObjectType.IocStreamNotification => IocStreamRoutes.Find(writer, id),
        ObjectType.PrivateFile => PrivateFiles.Find(writer, id),
        ObjectType.PrivateUrl => PrivateUrls.Find(writer, id),
        ObjectType.PrivateAnalysis => PrivateAnalyses.Find(writer, id),
        ObjectType.PrivateFileBehaviour when !Behaviours.MaySee(writer.Store, writer.Request, type, id) => null,
        ObjectType.Group => Groups.Find(writer, id),
        ObjectType.MonitorItem => MonitorItems.Find(writer, id),
        ObjectType.MonitorHash => PartnerRoutes.Find(writer, id),
        ObjectType.MonitorStatistics => MonitorStatistics.Find(writer, id),
        ObjectType.MonitorPartnerStatistics => MonitorStatistics.FindPartner(writer, id),
        ObjectType.ServiceAccount => ServiceAccounts.Find(writer, id),
        ObjectType.ActivityLogEntry => ActivityLog.Find(writer, id),
        ObjectType.ZipFile or ObjectType.PrivateZipFile => ZipOrder.Find(writer, type, id),
        _ => Records.Find(writer, type, id),
    };

    /// <summary>Writes what files, URLs, domains and addresses have in common: their last analysis and what the community says.</summary>
    public static void WriteShared(ObjectWriter writer, string type, string id)
    {
        var nowMs = writer.Request.NowMs;
        if (Analysis.LastCompleted(writer.Store, type, id, nowMs) is { } analysis)
        {
            writer.Date(Attr.File.LastAnalysisDate, analysis.Queued);
            analysis.WriteVerdicts(writer, Attr.File.LastAnalysisStats, Attr.File.LastAnalysisResults, completed: true);
        }
        writer.Date(Attr.File.LastModificationDate, LastModified(writer.Store, type, id, nowMs));
        Votes.WriteTotals(writer, type, id);
    }

    /// <summary>When something last changed about it: a submission, or the end of an analysis.</summary>
    public static long? LastModified(Session store, string type, string id, long nowMs) => store.First(
        """
        SELECT max(at) FROM (
            SELECT max(done) AS at FROM analysis WHERE type = $1 AND item = $2 AND done <= $3
            UNION ALL SELECT max(last_submission, first_seen) FROM item WHERE type = $1 AND id = $2 AND last_submission IS NOT NULL)
        """, row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0), type, id, nowMs);
}
