using System.Globalization;

namespace VtKit.Cli;

/// <summary>What accounts keep at the service, in a list: collections, rulesets and what they match, Monitor's files.</summary>
internal static class AccountEntries
{
    public static ListEntry Of(VtCollection collection) => new(
        ListEntry.Day(collection.CreationDate), collection.Name ?? collection.Id,
        collection.Id == collection.Name ? null : collection.Id, collection.CollectionType?.Value, collection.Private == true ? "private" : null,
        Count(collection.FilesCount, "file"), Count(collection.UrlsCount, "URL"), Count(collection.DomainsCount, "domain"), Count(collection.IpAddressesCount, "IP"));

    public static ListEntry Of(VtHuntingRuleset ruleset, Style style) => new(
        ruleset.Enabled == true ? new Cell("enabled", style.Good) : new Cell("disabled", style.Faint), ruleset.Name ?? ruleset.Id,
        ruleset.Id, string.Join(", ", ruleset.RuleNames), ruleset.Limit is { } limit ? $"at most {limit} a day" : null);

    public static ListEntry Of(VtHuntingNotification notification) => new(
        ListEntry.Day(notification.Date), notification.RuleName ?? notification.Id,
        notification.Id, string.Join(' ', notification.Tags.Select(tag => "#" + tag)));

    public static ListEntry Of(VtRetrohuntJob job, Style style) => new(
        Status(job, style), job.Id,
        ListEntry.Day(job.CreationDate), job.NumMatches is { } matches ? matches == 1 ? "1 match" : $"{matches} matches" : null,
        job.ScannedBytes is { } scanned and > 0 ? Values.Size(scanned) + " scanned" : null, job.EtaSeconds is { } eta and > 0 ? $"{TimeSpan.FromSeconds(eta):g} to go" : null, job.Corpus?.Value);

    public static ListEntry Of(VtMonitorItem item, Style style) => new(
        item.ItemType == MonitorItemType.Folder ? "folder" : item.LastDetectionsCount is { } found ? new Cell(Cli.Count.Of(found, "engine"), found > 0 ? style.Bad : style.Good) : "-",
        item.Path ?? item.Id, item.Id, item.Details);

    public static ListEntry Of(VtMonitorHash hash, Style style) => new(
        hash.LastDetectionsCount is { } found ? new Cell(Cli.Count.Of(found, "engine"), found > 0 ? style.Bad : style.Good) : "-", hash.Id,
        hash.Size is { } size ? Values.Size(size) : null, ListEntry.Day(hash.LastAnalysisDate, "analysed"));

    public static ListEntry Of(VtGraph graph) => new(
        ListEntry.Day(graph.CreationDate), graph.GraphData.Description ?? graph.Id,
        graph.GraphData.Description is null ? null : graph.Id, graph.Private == true ? "private" : null);

    private static Cell Status(VtRetrohuntJob job, Style style)
    {
        if (job.Status == RetrohuntStatus.Finished) return new Cell("finished", style.Good);
        if (job.Status == RetrohuntStatus.Aborted) return new Cell("aborted", style.Doubtful);
        return job.Progress is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{percent:0} %") : job.Status?.Value;
    }

    private static string? Count(long? count, string noun) => count is { } number and > 0 ? Cli.Count.Of(number, noun) : null;
}
