using System.Globalization;

namespace VtKit.Cli;

/// <summary>Collections, and what hunting makes, in a list.</summary>
internal static class HuntingEntries
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

    private static Cell Status(VtRetrohuntJob job, Style style)
    {
        if (job.Status == RetrohuntStatus.Finished) return new Cell("finished", style.Good);
        if (job.Status == RetrohuntStatus.Aborted) return new Cell("aborted", style.Doubtful);
        return job.Progress is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{percent:0} %") : job.Status?.Value;
    }

    private static string? Count(long? count, string noun) => count is { } number and > 0 ? Cli.Count.Of(number, noun) : null;
}
