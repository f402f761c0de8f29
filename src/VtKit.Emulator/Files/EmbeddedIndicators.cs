using VtKit.Indicators;
using VtKit.StaticAnalysis;

namespace VtKit.Emulator;

/// <summary>URLs, domains and addresses that stand in a file: they are known from then on, though nobody submitted them, and lead back to it.</summary>
internal static class EmbeddedIndicators
{
    private static readonly (IndicatorKind Kind, Relationship Embedded, Relationship Referrers)[] Kinds =
    [
        (IndicatorKind.Url, Relationships.File.EmbeddedUrls, Relationships.Url.ReferrerFiles),
        (IndicatorKind.Domain, Relationships.File.EmbeddedDomains, Relationships.Domain.ReferrerFiles),
        (IndicatorKind.IpAddress, Relationships.File.EmbeddedIps, Relationships.IpAddress.ReferrerFiles),
    ];

    public static void Save(Session store, FileFacts facts, long nowMs)
    {
        // Lists are read from the newest link down: the last one of the file is added first.
        foreach (var found in facts.Indicators.Reverse())
        {
            // E-mail addresses are no objects of the service.
            if (Array.Find(Kinds, one => one.Kind == found.Kind) is not { Embedded: { } embedded, Referrers: { } referrers }) continue;
            if (See(store, found, nowMs) is { } id) RecordLinks.Add(store, ObjectType.File, facts.Sha256, embedded.Name, referrers.Source, id);
        }
    }

    /// <summary>Where they lead back from. The way there is a link like any other.</summary>
    public static void AddTo(Dictionary<Relationship, Relations.Source> sources)
    {
        foreach (var (_, embedded, referrers) in Kinds)
            sources[referrers] = (_, id) => new(
                "SELECT key, 'file' AS type, id, NULL AS file_name FROM link WHERE target_type = $1 AND target = $2 AND type = 'file' AND name = $3", referrers.Source, id, embedded.Name);
    }

    private static string? See(Session store, FoundIndicator found, long nowMs)
    {
        try
        {
            if (found.Kind == IndicatorKind.Url) return Urls.See(store, found.Value, nowMs);
            Items.See(store, found.Kind == IndicatorKind.Domain ? ObjectType.Domain : ObjectType.IpAddress, found.Value, nowMs);
            return found.Value;
        }
        catch (ApiException)
        {
            // A URL whose host can be no object here.
            return null;
        }
    }
}
