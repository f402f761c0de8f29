namespace VtKit.DependencyInjection;

/// <summary>
/// How a host's client reaches VirusTotal: the part of <see cref="VtClientOptions"/> that can stand in configuration, under the same names.
/// They are read once, when the client is made.
/// </summary>
public sealed class VirusTotalOptions
{
    private readonly List<Action<VtClientOptions>> _more = [];

    /// <summary>The API key. Keep it out of files that are committed: the environment (<c>VirusTotal__ApiKey</c>) or a secret store is the place for it.</summary>
    public string ApiKey { get; set; } = "";

    /// <inheritdoc cref="VtClientOptions.BaseAddress"/>
    public Uri? BaseAddress { get; set; }

    /// <inheritdoc cref="VtClientOptions.ConnectTimeout"/>
    public TimeSpan? ConnectTimeout { get; set; }

    /// <inheritdoc cref="VtClientOptions.ReadTimeout"/>
    public TimeSpan? ReadTimeout { get; set; }

    /// <inheritdoc cref="VtClientOptions.Deadline"/>
    public TimeSpan? Deadline { get; set; }

    /// <summary>The address of the proxy, such as <c>http://proxy.example:8080</c>; that of the system if null.</summary>
    public Uri? Proxy { get; set; }

    /// <summary>A file in PEM form with authorities to trust besides the system's, such as a company's own.</summary>
    public string? CertificateAuthorityFile { get; set; }

    /// <inheritdoc cref="VtClientOptions.Headers"/>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <inheritdoc cref="VtClientOptions.ToolName"/>
    public string? ToolName { get; set; }

    /// <inheritdoc cref="VtClientOptions.ApplicationName"/>
    public string? ApplicationName { get; set; }

    /// <summary>The limits of the key, kept by VtKit so that the service need not refuse; null leaves it to the service. Clients of one host count together.</summary>
    public VtQuota? Quota { get; set; }

    /// <inheritdoc cref="VtClientOptions.QuotaMode"/>
    public VtQuotaMode QuotaMode { get; set; }

    /// <summary>The name of the key's user, which the health check and the clearing up of refusals need. Never the key: this becomes part of a URL.</summary>
    public string? UserId { get; set; }

    /// <inheritdoc cref="VtClientOptions.ReconcileAtStart"/>
    public bool ReconcileAtStart { get; set; }

    /// <inheritdoc cref="VtClientOptions.Retry"/>
    public VtRetryOptions Retry { get; } = new();

    /// <inheritdoc cref="VtClientOptions.MaxResponseBytes"/>
    public int? MaxResponseBytes { get; set; }

    /// <summary>Where the values come from, for messages.</summary>
    internal string? Section { get; set; }

    /// <summary>
    /// Sets what cannot stand in configuration, such as a ledger or a proxy object. It runs after all else has been set, and may run more
    /// than once: once to check, and once to make the client.
    /// </summary>
    /// <param name="configure">Changes the client's options.</param>
    public void ConfigureClient(Action<VtClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _more.Add(configure);
    }

    /// <exception cref="ArgumentException">A value cannot be used; the text says which.</exception>
    internal VtClientOptions ToClientOptions()
    {
        var client = new VtClientOptions
        {
            ApiKey = ApiKey,
            BaseAddress = BaseAddress,
            ToolName = ToolName,
            ApplicationName = ApplicationName,
            Quota = Quota,
            QuotaMode = QuotaMode,
            UserId = string.IsNullOrWhiteSpace(UserId) ? null : UserId.Trim(),
            ReconcileAtStart = ReconcileAtStart,
        };
        if (ConnectTimeout is { } connect) client.ConnectTimeout = connect;
        if (ReadTimeout is { } read) client.ReadTimeout = read;
        if (Deadline is { } deadline) client.Deadline = deadline;
        if (MaxResponseBytes is { } bytes) client.MaxResponseBytes = bytes;
        client.Retry.MaxAttempts = Retry.MaxAttempts;
        client.Retry.BaseDelay = Retry.BaseDelay;
        client.Retry.MaxDelay = Retry.MaxDelay;
        foreach (var (name, value) in Headers) client.Headers[name] = value;
        if (Proxy is not null) client.Proxy = Connecting.Proxy(Proxy);
        if (!string.IsNullOrWhiteSpace(CertificateAuthorityFile)) Connecting.Trust(client.ExtraCertificateAuthorities, CertificateAuthorityFile);
        foreach (var configure in _more) configure(client);
        return client;
    }
}
