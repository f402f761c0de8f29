using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using VtKit;
using VtKit.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds health checks of VirusTotal.</summary>
public static class VirusTotalHealthChecksBuilderExtensions
{
    private static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Adds a check by one call that costs no quota (<c>overall_quotas</c>): healthy when the service answers, takes the key and has quota left;
    /// degraded when quota is spent; the failure status otherwise. It needs <see cref="VirusTotalOptions.UserId"/>, and the host does
    /// not start without. Its data are the figures of the day's and the month's quota. No text holds the key.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="client">The name of the client; null for the one without a name.</param>
    /// <param name="name">The name of the check; <c>virustotal</c>, or <c>virustotal-</c> with the client's name, if null.</param>
    /// <param name="failureStatus">What to report when the service does not answer or does not take the key; unhealthy if null.</param>
    /// <param name="tags">Tags of the check.</param>
    /// <param name="timeout">How long it may take, retries included; 15 seconds if null.</param>
    /// <remarks>https://docs.virustotal.com/reference/user-overall-quotas</remarks>
    public static IHealthChecksBuilder AddVirusTotal(this IHealthChecksBuilder builder, string? client = null, string? name = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IValidateOptions<VirusTotalOptions>>(new UserIsKnown(client ?? Options.Options.DefaultName));
        return builder.Add(new HealthCheckRegistration(
            name ?? (client is null ? "virustotal" : $"virustotal-{client}"),
            services => new QuotaHealthCheck(client is null ? services.GetRequiredService<VtClient>() : services.GetRequiredKeyedService<VtClient>(client)),
            failureStatus, tags, timeout ?? UsualTimeout));
    }
}
