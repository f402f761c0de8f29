using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using VtKit;
using VtKit.DependencyInjection;

// Where IServiceCollection is, so that nothing has to be imported to find it.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds clients of VirusTotal to a host.</summary>
public static class VirusTotalServiceCollectionExtensions
{
    /// <summary>
    /// Adds a <see cref="VtClient"/>, one for the whole host. Its options are checked when the host starts. It logs each call, and takes
    /// the host's <see cref="TimeProvider"/> and <see cref="VtQuotaLedger"/> where there are any.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddVirusTotal(this IServiceCollection services, Action<VirusTotalOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return AddDefault(services, null, configure);
    }

    /// <summary>Adds a <see cref="VtClient"/> as <see cref="AddVirusTotal(IServiceCollection, Action{VirusTotalOptions})"/> does, with options from configuration.</summary>
    /// <param name="services">The services.</param>
    /// <param name="section">The section that has the values of <see cref="VirusTotalOptions"/>.</param>
    /// <param name="configure">Sets more options, over those of the section.</param>
    public static IServiceCollection AddVirusTotal(this IServiceCollection services, IConfiguration section, Action<VirusTotalOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(section);
        return AddDefault(services, section, configure);
    }

    /// <summary>Adds a <see cref="VtClient"/> under a name, for a host with several keys: <c>[FromKeyedServices("name")] VtClient vt</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddVirusTotal(this IServiceCollection services, string name, Action<VirusTotalOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return AddNamed(services, name, null, configure);
    }

    /// <summary>Adds a <see cref="VtClient"/> under a name, with options from configuration.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name.</param>
    /// <param name="section">The section that has the values of <see cref="VirusTotalOptions"/>.</param>
    /// <param name="configure">Sets more options, over those of the section.</param>
    public static IServiceCollection AddVirusTotal(this IServiceCollection services, string name, IConfiguration section, Action<VirusTotalOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(section);
        return AddNamed(services, name, section, configure);
    }

    private static IServiceCollection AddDefault(IServiceCollection services, IConfiguration? section, Action<VirusTotalOptions>? configure)
    {
        AddOptions(services, Options.Options.DefaultName, section, configure);
        services.TryAddSingleton(provider => provider.GetRequiredService<ClientFactory>().Create(Options.Options.DefaultName));
        return services;
    }

    private static IServiceCollection AddNamed(IServiceCollection services, string name, IConfiguration? section, Action<VirusTotalOptions>? configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        AddOptions(services, name, section, configure);
        services.TryAddKeyedSingleton(name, (provider, _) => provider.GetRequiredService<ClientFactory>().Create(name));
        return services;
    }

    private static void AddOptions(IServiceCollection services, string name, IConfiguration? section, Action<VirusTotalOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<ClientFactory>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<VirusTotalOptions>, OptionsValidation>());
        var options = services.AddOptions<VirusTotalOptions>(name).ValidateOnStart();
        if (section is not null) options.Bind(section).Configure(bound => bound.Section = (section as IConfigurationSection)?.Path);
        if (configure is not null) options.Configure(configure);
    }
}
