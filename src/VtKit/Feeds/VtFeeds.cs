using System.Runtime.CompilerServices;

namespace VtKit;

public sealed partial class VtFeeds
{
    // Kept for the next reading; one that begins while another is under way gets its own.
    private Bzip2Memory? _memory;

    /// <summary>The lines of a feed as they came, without making anything of them.</summary>
    /// <param name="kind">The feed.</param>
    /// <param name="range">Which part of it; without an end it is followed for ever.</param>
    /// <param name="options">What is wanted, and who hears of gaps.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range begins before what the service keeps.</exception>
    /// <exception cref="VtException">See <see cref="FilesAsync"/>.</exception>
    public async IAsyncEnumerable<VtFeedLine> LinesAsync(
        VtFeedKind kind, VtFeedRange range, VtFeedOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        var run = Begin(kind, options);
        await using var releasing = run.ConfigureAwait(false);
        await foreach (var line in run.LinesAsync(range, cancellationToken).ConfigureAwait(false)) yield return line;
    }

    /// <summary>Reads on and on in the feed of files that were analysed: packages in order, waiting for those that are not there yet. Free. Their context attributes say where the file can be had and who submitted it.</summary>
    /// <param name="range">Which part of it; without an end it is followed for ever.</param>
    /// <param name="options">What is wanted, and who hears of gaps.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range begins before what the service keeps.</exception>
    /// <exception cref="VtAuthenticationException">The key has no licence for the feed.</exception>
    /// <exception cref="VtTransportException">The service cannot be reached, or the connection was lost again and again without any progress.</exception>
    /// <exception cref="VtFeedGapException">Something is missing, and there is no <see cref="VtFeedOptions.OnGap"/> to tell.</exception>
    /// <remarks>https://docs.virustotal.com/reference/feeds-file</remarks>
    public IAsyncEnumerable<VtFeedItem<VtFile>> FilesAsync(VtFeedRange range, VtFeedOptions? options = null, CancellationToken cancellationToken = default) =>
        ItemsAsync<VtFile>(VtFeedKind.Files, range, options, cancellationToken);

    /// <summary>Reads on and on in the feed of URLs that were analysed: packages in order, waiting for those that are not there yet. Free.</summary>
    /// <param name="range">Which part of it; without an end it is followed for ever.</param>
    /// <param name="options">What is wanted, and who hears of gaps.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range begins before what the service keeps.</exception>
    /// <exception cref="VtException">See <see cref="FilesAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/feeds-url</remarks>
    public IAsyncEnumerable<VtFeedItem<VtUrl>> UrlsAsync(VtFeedRange range, VtFeedOptions? options = null, CancellationToken cancellationToken = default) =>
        ItemsAsync<VtUrl>(VtFeedKind.Urls, range, options, cancellationToken);

    /// <summary>Reads on and on in the feed of domains that were analysed: packages in order, waiting for those that are not there yet. Free.</summary>
    /// <param name="range">Which part of it; without an end it is followed for ever.</param>
    /// <param name="options">What is wanted, and who hears of gaps.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range begins before what the service keeps.</exception>
    /// <exception cref="VtException">See <see cref="FilesAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/feeds-domain</remarks>
    public IAsyncEnumerable<VtFeedItem<VtDomain>> DomainsAsync(VtFeedRange range, VtFeedOptions? options = null, CancellationToken cancellationToken = default) =>
        ItemsAsync<VtDomain>(VtFeedKind.Domains, range, options, cancellationToken);

    /// <summary>Reads on and on in the feed of IP addresses that were analysed: packages in order, waiting for those that are not there yet. Free.</summary>
    /// <param name="range">Which part of it; without an end it is followed for ever.</param>
    /// <param name="options">What is wanted, and who hears of gaps.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range begins before what the service keeps.</exception>
    /// <exception cref="VtException">See <see cref="FilesAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/feeds-ip-addresses</remarks>
    public IAsyncEnumerable<VtFeedItem<VtIpAddress>> IpAddressesAsync(VtFeedRange range, VtFeedOptions? options = null, CancellationToken cancellationToken = default) =>
        ItemsAsync<VtIpAddress>(VtFeedKind.IpAddresses, range, options, cancellationToken);

    /// <summary>Reads on and on in the feed of runs of files in sandboxes that were finished: packages in order, waiting for those that are not there yet. Free. Their context attributes say where the reports and captures can be had.</summary>
    /// <param name="range">Which part of it; without an end it is followed for ever.</param>
    /// <param name="options">What is wanted, and who hears of gaps.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range begins before what the service keeps.</exception>
    /// <exception cref="VtException">See <see cref="FilesAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/feeds-file-behaviour</remarks>
    public IAsyncEnumerable<VtFeedItem<VtFileBehaviour>> FileBehavioursAsync(VtFeedRange range, VtFeedOptions? options = null, CancellationToken cancellationToken = default) =>
        ItemsAsync<VtFileBehaviour>(VtFeedKind.FileBehaviours, range, options, cancellationToken);

    /// <summary>Reads the package of one minute: files that were analysed. Free.</summary>
    /// <param name="minute">A moment within the minute, in any time zone.</param>
    /// <param name="options">What is wanted, and who hears of gaps.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="VtNotFoundException">There is no package for the minute.</exception>
    /// <exception cref="VtApiException">With <see cref="VtErrorCode.NotAvailableYet"/>: the minute is not an hour ago.</exception>
    /// <exception cref="VtException">See <see cref="FilesAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/feeds-file</remarks>
    public IAsyncEnumerable<VtFile> FilesMinuteAsync(DateTimeOffset minute, VtFeedOptions? options = null, CancellationToken cancellationToken = default) =>
        PackageAsync<VtFile>(VtFeedKind.Files, minute, isHour: false, options, cancellationToken);

    /// <summary>Reads the package of one hour, an archive of sixty of a minute: files that were analysed. Free.</summary>
    /// <param name="hour">A moment within the hour, in any time zone.</param>
    /// <param name="options">What is wanted, and who hears of gaps.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="VtNotFoundException">There is no package for the hour.</exception>
    /// <exception cref="VtApiException">With <see cref="VtErrorCode.NotAvailableYet"/>: the hour is not two hours ago.</exception>
    /// <exception cref="VtException">See <see cref="FilesAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/feeds-file-hourly</remarks>
    public IAsyncEnumerable<VtFile> FilesHourAsync(DateTimeOffset hour, VtFeedOptions? options = null, CancellationToken cancellationToken = default) =>
        PackageAsync<VtFile>(VtFeedKind.Files, hour, isHour: true, options, cancellationToken);

    /// <summary>Reads the package of one minute: URLs that were analysed. Free.</summary>
    /// <param name="minute">A moment within the minute, in any time zone.</param>
    /// <param name="options">What is wanted, and who hears of gaps.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="VtException">See <see cref="FilesMinuteAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/feeds-url</remarks>
    public IAsyncEnumerable<VtUrl> UrlsMinuteAsync(DateTimeOffset minute, VtFeedOptions? options = null, CancellationToken cancellationToken = default) =>
        PackageAsync<VtUrl>(VtFeedKind.Urls, minute, isHour: false, options, cancellationToken);

    /// <summary>Reads the package of one hour, an archive of sixty of a minute: URLs that were analysed. Free.</summary>
    /// <param name="hour">A moment within the hour, in any time zone.</param>
    /// <param name="options">What is wanted, and who hears of gaps.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="VtException">See <see cref="FilesHourAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/feeds-url-hourly</remarks>
    public IAsyncEnumerable<VtUrl> UrlsHourAsync(DateTimeOffset hour, VtFeedOptions? options = null, CancellationToken cancellationToken = default) =>
        PackageAsync<VtUrl>(VtFeedKind.Urls, hour, isHour: true, options, cancellationToken);

    /// <summary>Reads the package of one minute: domains that were analysed. Free.</summary>
    /// <param name="minute">A moment within the minute, in any time zone.</param>
    /// <param name="options">What is wanted, and who hears of gaps.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="VtException">See <see cref="FilesMinuteAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/feeds-domain</remarks>
    public IAsyncEnumerable<VtDomain> DomainsMinuteAsync(DateTimeOffset minute, VtFeedOptions? options = null, CancellationToken cancellationToken = default) =>
        PackageAsync<VtDomain>(VtFeedKind.Domains, minute, isHour: false, options, cancellationToken);

    /// <summary>Reads the package of one hour, an archive of sixty of a minute: domains that were analysed. Free.</summary>
    /// <param name="hour">A moment within the hour, in any time zone.</param>
    /// <param name="options">What is wanted, and who hears of gaps.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="VtException">See <see cref="FilesHourAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/feeds-domain-hourly</remarks>
    public IAsyncEnumerable<VtDomain> DomainsHourAsync(DateTimeOffset hour, VtFeedOptions? options = null, CancellationToken cancellationToken = default) =>
        PackageAsync<VtDomain>(VtFeedKind.Domains, hour, isHour: true, options, cancellationToken);

    /// <summary>Reads the package of one minute: IP addresses that were analysed. Free.</summary>
    /// <param name="minute">A moment within the minute, in any time zone.</param>
    /// <param name="options">What is wanted, and who hears of gaps.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="VtException">See <see cref="FilesMinuteAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/feeds-ip-addresses</remarks>
    public IAsyncEnumerable<VtIpAddress> IpAddressesMinuteAsync(DateTimeOffset minute, VtFeedOptions? options = null, CancellationToken cancellationToken = default) =>
        PackageAsync<VtIpAddress>(VtFeedKind.IpAddresses, minute, isHour: false, options, cancellationToken);

    /// <summary>Reads the package of one hour, an archive of sixty of a minute: IP addresses that were analysed. Free.</summary>
    /// <param name="hour">A moment within the hour, in any time zone.</param>
    /// <param name="options">What is wanted, and who hears of gaps.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="VtException">See <see cref="FilesHourAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/feeds-ip-addresses-hourly</remarks>
    public IAsyncEnumerable<VtIpAddress> IpAddressesHourAsync(DateTimeOffset hour, VtFeedOptions? options = null, CancellationToken cancellationToken = default) =>
        PackageAsync<VtIpAddress>(VtFeedKind.IpAddresses, hour, isHour: true, options, cancellationToken);

    /// <summary>Reads the package of one minute: runs of files in sandboxes that were finished. Free.</summary>
    /// <param name="minute">A moment within the minute, in any time zone.</param>
    /// <param name="options">What is wanted, and who hears of gaps.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="VtException">See <see cref="FilesMinuteAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/feeds-file-behaviour</remarks>
    public IAsyncEnumerable<VtFileBehaviour> FileBehavioursMinuteAsync(DateTimeOffset minute, VtFeedOptions? options = null, CancellationToken cancellationToken = default) =>
        PackageAsync<VtFileBehaviour>(VtFeedKind.FileBehaviours, minute, isHour: false, options, cancellationToken);

    /// <summary>Reads the package of one hour, an archive of sixty of a minute: runs of files in sandboxes that were finished. Free.</summary>
    /// <param name="hour">A moment within the hour, in any time zone.</param>
    /// <param name="options">What is wanted, and who hears of gaps.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="VtException">See <see cref="FilesHourAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/feeds-file-behaviour-hourly</remarks>
    public IAsyncEnumerable<VtFileBehaviour> FileBehavioursHourAsync(DateTimeOffset hour, VtFeedOptions? options = null, CancellationToken cancellationToken = default) =>
        PackageAsync<VtFileBehaviour>(VtFeedKind.FileBehaviours, hour, isHour: true, options, cancellationToken);

    private async IAsyncEnumerable<VtFeedItem<T>> ItemsAsync<T>(
        VtFeedKind kind, VtFeedRange range, VtFeedOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : VtObject, IVtObject<T>
    {
        ArgumentNullException.ThrowIfNull(range);
        var run = Begin(kind, options);
        await using var releasing = run.ConfigureAwait(false);
        await foreach (var line in run.LinesAsync(range, cancellationToken).ConfigureAwait(false))
            if (run.Read<T>(line) is { } item)
                yield return new VtFeedItem<T>(item, line.Next);
    }

    private async IAsyncEnumerable<T> PackageAsync<T>(
        VtFeedKind kind, DateTimeOffset time, bool isHour, VtFeedOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : VtObject, IVtObject<T>
    {
        var run = Begin(kind, options);
        await using var releasing = run.ConfigureAwait(false);
        var lines = isHour ? run.HourAsync(time, cancellationToken) : run.MinuteAsync(time, cancellationToken);
        await foreach (var line in lines.ConfigureAwait(false))
            if (run.Read<T>(line) is { } item)
                yield return item;
    }

    private FeedRun Begin(VtFeedKind kind, VtFeedOptions? options) =>
        new(Client, kind, options, Interlocked.Exchange(ref _memory, null) ?? new Bzip2Memory(), memory => _memory = memory);
}
