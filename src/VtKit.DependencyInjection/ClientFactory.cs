using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace VtKit.DependencyInjection;

/// <summary>Makes clients of what the host has: options, logging, a clock, a ledger.</summary>
internal sealed class ClientFactory(IServiceProvider services)
{
    // The clients of a host count together: two with one key share its quota.
    private readonly VtMemoryQuotaLedger _ledger = new();

    public VtClient Create(string name)
    {
        var options = services.GetRequiredService<IOptionsMonitor<VirusTotalOptions>>().Get(name).ToClientOptions();
        if (options.TimeProvider == TimeProvider.System && services.GetService<TimeProvider>() is { } time) options.TimeProvider = time;
        options.QuotaLedger ??= services.GetService<VtQuotaLedger>() ?? (options.Quota is null ? null : _ledger);
        if (services.GetService<ILoggerFactory>() is { } loggers)
        {
            var logger = loggers.CreateLogger(name.Length == 0 ? CallLog.Category : $"{CallLog.Category}.{name}");
            options.OnCall += call => CallLog.Write(logger, call);
        }
        return new VtClient(options);
    }
}
