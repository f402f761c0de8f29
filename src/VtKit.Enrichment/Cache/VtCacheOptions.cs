namespace VtKit.Enrichment;

/// <summary>For how long answers are good, and how much room they may take.</summary>
public sealed record VtCacheOptions
{
    /// <summary>Reports of files; a day unless set.</summary>
    public TimeSpan Files { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Reports of URLs, which change faster; 6 hours unless set.</summary>
    public TimeSpan Urls { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Reports of domains; a day unless set.</summary>
    public TimeSpan Domains { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Reports of IP addresses; a day unless set.</summary>
    public TimeSpan IpAddresses { get; init; } = TimeSpan.FromDays(1);

    /// <summary>That the service does not know something: it may learn of it at any moment; an hour unless set.</summary>
    public TimeSpan NotFound { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many bytes of answers are kept; 256 MiB unless set, some 9,000 reports of files. Beyond that the ones that were not needed for longest go.</summary>
    public long MaxBytes { get; init; } = 256L * 1024 * 1024;

    internal VtCacheOptions Validated()
    {
        if (Files < TimeSpan.Zero || Urls < TimeSpan.Zero || Domains < TimeSpan.Zero || IpAddresses < TimeSpan.Zero || NotFound < TimeSpan.Zero)
            throw new ArgumentException("An answer is good for no time or more, not for less.");
        if (MaxBytes < 0) throw new ArgumentException("MaxBytes is at least 0.");
        return this;
    }

    internal TimeSpan Of(VtCacheKey key, VtCachedResponse response) => response.Status == System.Net.HttpStatusCode.NotFound ? NotFound : key.Type switch
    {
        VtObjectTypes.File => Files,
        VtObjectTypes.Url => Urls,
        VtObjectTypes.Domain => Domains,
        _ => IpAddresses,
    };
}
