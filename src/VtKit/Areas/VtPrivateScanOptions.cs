using System.Globalization;

namespace VtKit;

/// <summary>How a private scan is done. What is null is the service's choice.</summary>
/// <remarks>https://docs.virustotal.com/reference/private-scanning-api</remarks>
public sealed class VtPrivateScanOptions
{
    /// <summary>For how many days the service keeps it: 1 to 28; 1 unless set.</summary>
    public int? RetentionDays { get; init; }

    /// <summary>Where it is kept: <c>US</c> or <c>EU</c>.</summary>
    public string? StorageRegion { get; init; }

    /// <summary>Parameters for running a file.</summary>
    public string? CommandLine { get; init; }

    /// <summary>Leave the sandboxes out. For files.</summary>
    public bool? DisableSandbox { get; init; }

    /// <summary>Let the sandboxes reach the internet. For files.</summary>
    public bool? EnableInternet { get; init; }

    /// <summary>Let the sandboxes read encrypted traffic. For files.</summary>
    public bool? InterceptTls { get; init; }

    /// <summary>Names of the sandboxes to use. For URLs.</summary>
    public IEnumerable<string>? Sandboxes { get; init; }

    /// <summary>The browser to pretend to be. For URLs.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The sandbox to work in by hand.</summary>
    public string? InteractionSandbox { get; init; }

    /// <summary>How long to work in it: a minute to half an hour.</summary>
    public TimeSpan? InteractionTimeout { get; init; }

    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    internal IEnumerable<KeyValuePair<string, string>> ForFiles() => Of(
        (Fields.CommandLine, CommandLine), (Fields.DisableSandbox, DisableSandbox), (Fields.EnableInternet, EnableInternet), (Fields.InterceptTls, InterceptTls));

    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    internal IEnumerable<KeyValuePair<string, string>> ForUrls() => Of((Fields.Sandboxes, Sandboxes is null ? null : string.Join(',', Sandboxes)), (Fields.UserAgent, UserAgent));

    // A form takes its values as a query does.
    private IEnumerable<KeyValuePair<string, string>> Of(params ReadOnlySpan<(string Name, object? Value)> own)
    {
        if (RetentionDays is < Limits.PrivateRetentionDaysMin or > Limits.PrivateRetentionDaysMax)
            throw new ArgumentException($"RetentionDays is between {Limits.PrivateRetentionDaysMin} and {Limits.PrivateRetentionDaysMax}.");
        if (InteractionTimeout?.TotalSeconds is < Limits.InteractionTimeoutSecondsMin or > Limits.InteractionTimeoutSecondsMax)
            throw new ArgumentException($"InteractionTimeout is between {Limits.InteractionTimeoutSecondsMin} and {Limits.InteractionTimeoutSecondsMax} seconds.");
        return Query.Of(null, [.. own, (Fields.RetentionPeriodDays, RetentionDays), (Fields.StorageRegion, StorageRegion),
            (Fields.InteractionSandbox, InteractionSandbox), (Fields.InteractionTimeout, InteractionTimeout?.TotalSeconds.ToString("0", CultureInfo.InvariantCulture))]) ?? [];
    }
}
