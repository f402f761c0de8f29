using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace VtKit;

/// <summary>
/// How a <see cref="VtClient"/> reaches the service. The client checks and copies these when it is made; changes made
/// afterwards have no effect on it.
/// </summary>
public sealed class VtClientOptions
{
    /// <summary>The API key. It goes to the origin of <see cref="BaseAddress"/> alone, and is never written anywhere.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>
    /// Where the service is; VirusTotal's own address if null. <c>/api/v3</c> is added where the address has no path. Set it to
    /// use an emulator, a gateway or a mirror.
    /// </summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>How long connecting may take, TLS included. 10 seconds unless set; no limit with <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the connection may be idle while an answer is awaited or a body moves, in either direction. 60 seconds unless
    /// set. A transfer may take as long as it likes while something moves, and the answer to an upload a second more for every 4 MB.
    /// </summary>
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long one call may take with all its retries. 5 minutes unless set. Uploads and downloads have none, and the time that
    /// a call waits for quota does not count.
    /// </summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The proxy, or null for that of the system. The system's proxy is not used for an address on this machine.</summary>
    public IWebProxy? Proxy { get; set; }

    /// <summary>Certificates of authorities to trust besides the system's, such as a company's own.</summary>
    public X509Certificate2Collection ExtraCertificateAuthorities { get; } = [];

    /// <summary>More headers for every request to the service's origin. They go to no other host.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The value of <c>x-tool</c>, which names the product that calls (<c>org.product.version</c>). The service adds
    /// <c>gti_assessment</c> to its answers for tools that it knows.
    /// </summary>
    public string? ToolName { get; set; }

    /// <summary>The application's name, sent at the head of the <c>User-Agent</c>.</summary>
    public string? ApplicationName { get; set; }

    /// <summary>The limits of the key, kept by VtKit so that the service need not refuse; null (like <see cref="VtQuota.Unlimited"/>) leaves it to the service, and counts only if there is a <see cref="QuotaLedger"/>.</summary>
    public VtQuota? Quota { get; set; }

    /// <summary>What to do when the minute is spent.</summary>
    public VtQuotaMode QuotaMode { get; set; }

    /// <summary>Where requests are counted, or null for a ledger of this client's own.</summary>
    public VtQuotaLedger? QuotaLedger { get; set; }

    /// <summary>Where reports are kept so that asking again costs nothing, or null. Its owner disposes of it, after the client.</summary>
    public VtResponseCache? Cache { get; set; }

    /// <summary>What to do with <see cref="Cache"/>; to use it unless set. <see cref="VtCacheMode.Offline"/> needs one.</summary>
    public VtCacheMode CacheMode { get; set; }

    /// <summary>
    /// The name of the key's user. With it, a refusal (429) that does not say which window is spent is cleared up by one free
    /// call of <c>overall_quotas</c>. The key itself never stands in a URL.
    /// </summary>
    public string? UserId { get; set; }

    /// <summary>
    /// Whether the first request that costs anything waits for one free call of <c>overall_quotas</c>, by which the ledger is set: the same key may have been used
    /// elsewhere. Needs <see cref="UserId"/>, and a quota or a ledger to set. A service that does not answer is no obstacle.
    /// </summary>
    public bool ReconcileAtStart { get; set; }

    /// <summary>When and how often to try again.</summary>
    public VtRetryOptions Retry { get; } = new();

    /// <summary>The largest answer that is read into memory, in bytes after decompression; 64 MiB unless set. Downloads are not limited.</summary>
    public int MaxResponseBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The clock of retries, quotas, waits and deadlines.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>The chance in the delays between retries; set one with a seed to make them repeatable.</summary>
    public Random? Random { get; set; }

    /// <summary>Told of each call when it has ended, for logs. It may be called from many threads at once, and what it throws is ignored.</summary>
    public Action<VtCall>? OnCall { get; set; }

    /// <summary>Told of each pause when it begins: a wait for the minute's quota, or before a retry. It may be called from many threads at once, and what it throws is ignored.</summary>
    public Action<VtPause>? OnPause { get; set; }
}

/// <summary>
/// When and how often to try again. What is tried again: reads after 429, 502, 503, 504 or a fault of the transport, and writes only
/// when the service certainly did not carry them out (no connection was made, or it refused with 429).
/// </summary>
public sealed class VtRetryOptions
{
    /// <summary>How often a request is sent at most; 4 unless set. 1 never tries again. After a timeout it is 2 at most.</summary>
    public int MaxAttempts { get; set; } = 4;

    /// <summary>The delay before the second attempt, doubled for each later one; half of it is chance. 500 ms unless set.</summary>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest delay; 60 seconds unless set. A service that asks for more (<c>Retry-After</c>) is not waited for: the error is thrown and says how long.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(60);
}
