namespace VtKit;

/// <summary>A feed of the service.</summary>
public enum VtFeedKind
{
    /// <summary>Files that were analysed.</summary>
    Files,

    /// <summary>URLs that were analysed.</summary>
    Urls,

    /// <summary>Domains that were analysed.</summary>
    Domains,

    /// <summary>IP addresses that were analysed.</summary>
    IpAddresses,

    /// <summary>Runs of files in sandboxes that were finished.</summary>
    FileBehaviours,
}

/// <summary>The rows of the endpoint table that a feed has.</summary>
internal sealed record FeedRows(VtFeedKind Kind, Endpoint Minute, Endpoint Hour)
{
    private static readonly FeedRows[] All =
    [
        new(VtFeedKind.Files, Endpoints.FeedsFilesMinute, Endpoints.FeedsFilesHour),
        new(VtFeedKind.Urls, Endpoints.FeedsUrlsMinute, Endpoints.FeedsUrlsHour),
        new(VtFeedKind.Domains, Endpoints.FeedsDomainsMinute, Endpoints.FeedsDomainsHour),
        new(VtFeedKind.IpAddresses, Endpoints.FeedsIpAddressesMinute, Endpoints.FeedsIpAddressesHour),
        new(VtFeedKind.FileBehaviours, Endpoints.FeedsFileBehavioursMinute, Endpoints.FeedsFileBehavioursHour),
    ];

    /// <summary>The feed's name, as its path has it.</summary>
    public string Name { get; } = Minute.Template.Split('/')[2];

    public static FeedRows Of(VtFeedKind kind) => Array.Find(All, rows => rows.Kind == kind) ?? throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such feed.");

    public static FeedRows? Named(ReadOnlySpan<char> name)
    {
        foreach (var rows in All)
            if (name.SequenceEqual(rows.Name))
                return rows;
        return null;
    }
}
