using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace VtKit;

/// <summary>The options of a client, checked and frozen.</summary>
internal sealed class ClientSettings
{
    public ClientSettings(VtClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ApiKey = CheckedKey(options.ApiKey);
        Redactor = new Redactor(ApiKey);
        BaseAddress = CheckedBase(options.BaseAddress ?? new Uri(Service.Address));
        Root = BaseAddress.AbsoluteUri.TrimEnd('/');
        ConnectTimeout = CheckedTimeout(options.ConnectTimeout, nameof(options.ConnectTimeout));
        ReadTimeout = CheckedTimeout(options.ReadTimeout, nameof(options.ReadTimeout));
        Deadline = CheckedTimeout(options.Deadline, nameof(options.Deadline));
        Proxy = options.Proxy;
        ExtraCertificateAuthorities = [.. options.ExtraCertificateAuthorities];
        Headers = CheckedHeaders(options.Headers);
        ToolName = options.ToolName is null ? null : CheckedHeader(Service.ToolHeader, options.ToolName).Value;
        UserAgent = MakeUserAgent(options.ApplicationName);
        Quota = (options.Quota ?? VtQuota.Unlimited).Validated();
        QuotaMode = options.QuotaMode;
        CountsRequests = Quota != VtQuota.Unlimited || options.QuotaLedger is not null;
        Ledger = options.QuotaLedger ?? new VtMemoryQuotaLedger();
        Cache = options.Cache;
        CacheMode = options.CacheMode;
        if (CacheMode == VtCacheMode.Offline && Cache is null) throw new ArgumentException("CacheMode is Offline, and there is no Cache to answer from.", nameof(options));
        UserId = options.UserId;
        if (UserId is not null && Redactor.Hides(UserId))
            throw new ArgumentException("UserId is the name of the user, not the key: it becomes part of a URL.", nameof(options));
        ReconcilesAtStart = options.ReconcileAtStart;
        if (ReconcilesAtStart && string.IsNullOrEmpty(UserId))
            throw new ArgumentException("ReconcileAtStart needs UserId: the service counts by user.", nameof(options));
        MaxAttempts = options.Retry.MaxAttempts >= 1
            ? options.Retry.MaxAttempts
            : throw new ArgumentException("Retry.MaxAttempts is at least 1.", nameof(options));
        BaseDelay = CheckedDelay(options.Retry.BaseDelay, nameof(options.Retry.BaseDelay));
        MaxDelay = CheckedDelay(options.Retry.MaxDelay, nameof(options.Retry.MaxDelay));
        MaxResponseBytes = options.MaxResponseBytes > 0
            ? options.MaxResponseBytes
            : throw new ArgumentException("MaxResponseBytes is at least 1.", nameof(options));
        Time = options.TimeProvider ?? throw new ArgumentException("TimeProvider is missing.", nameof(options));
        Random = options.Random ?? new Random(Guid.NewGuid().GetHashCode());
        OnCall = options.OnCall;
        OnPause = options.OnPause;
    }

    public string ApiKey { get; }
    public Redactor Redactor { get; }
    public Uri BaseAddress { get; }
    /// <summary>The base address as text, without a slash at its end.</summary>
    public string Root { get; }
    public TimeSpan ConnectTimeout { get; }
    public TimeSpan ReadTimeout { get; }
    public TimeSpan Deadline { get; }
    public IWebProxy? Proxy { get; }
    public X509Certificate2Collection ExtraCertificateAuthorities { get; }
    public List<KeyValuePair<string, string>> Headers { get; }
    public string? ToolName { get; }
    public string UserAgent { get; }
    public VtQuota Quota { get; }
    public VtQuotaMode QuotaMode { get; }
    public VtQuotaLedger Ledger { get; }
    public VtResponseCache? Cache { get; }
    public VtCacheMode CacheMode { get; }
    public string? UserId { get; }
    public bool ReconcilesAtStart { get; }
    public int MaxAttempts { get; }
    public TimeSpan BaseDelay { get; }
    public TimeSpan MaxDelay { get; }

    /// <summary>How long to wait at most after an attempt that failed: twice as long each time, up to a bound.</summary>
    public TimeSpan DelayAfter(int attempt) =>
        TimeSpan.FromMilliseconds(Math.Min(MaxDelay.TotalMilliseconds, BaseDelay.TotalMilliseconds * Math.Pow(2, attempt - 1)));

    public int MaxResponseBytes { get; }
    public TimeProvider Time { get; }
    public Random Random { get; }
    public Action<VtCall>? OnCall { get; }

    public Action<VtPause>? OnPause { get; }
    /// <summary>Whether requests are counted at all.</summary>
    public bool CountsRequests { get; }
    /// <summary>
    /// A fingerprint of the key, to count requests and keep answers under; at another service than VirusTotal's own the same key is another account.
    /// </summary>
    public string Account => field ??= Fingerprint(Service.IsVirusTotals(BaseAddress) ? ApiKey : $"{ApiKey} {Root}");

    // 64 bits (FNV-1a, mixed at the end) of a key that has 256 by chance tell nothing of it, and two keys apart. A hash of System.Security.Cryptography would load a whole library, at each start of vtk.
    private static string Fingerprint(string text)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var one in Encoding.UTF8.GetBytes(text)) hash = unchecked((hash ^ one) * 0x100000001B3);
        hash = unchecked((hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD);
        return (hash ^ (hash >> 33)).ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static string CheckedKey(string? key)
    {
        key = key?.Trim();
        if (string.IsNullOrEmpty(key))
            throw new ArgumentException("An API key is needed. Yours is on your profile page at VirusTotal, under API key.");
        return !key.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? key
            : throw new ArgumentException("The API key holds a character that no key has: check that it was copied whole and alone.");
    }

    private static Uri CheckedBase(Uri address)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
            throw new ArgumentException($"'{address}' is no base address: give one that begins with https:// or http://.");
        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
            throw new ArgumentException("The base address is an origin and perhaps a path: leave out user, query and fragment.");
        return address.AbsolutePath == "/" ? new Uri(address, Service.ApiPath) : address;
    }

    private static TimeSpan CheckedTimeout(TimeSpan timeout, string name) =>
        timeout == Timeout.InfiniteTimeSpan || (timeout > TimeSpan.Zero && timeout <= TimeSpan.FromDays(24))
            ? timeout
            : throw new ArgumentException($"{name} is more than zero and at most 24 days, or infinite.");

    private static TimeSpan CheckedDelay(TimeSpan delay, string name) =>
        delay >= TimeSpan.Zero && delay <= TimeSpan.FromDays(1)
            ? delay
            : throw new ArgumentException($"Retry.{name} is between zero and a day.");

    private static List<KeyValuePair<string, string>> CheckedHeaders(IDictionary<string, string> headers)
    {
        var result = new List<KeyValuePair<string, string>>(headers.Count);
        if (headers.Count > 0) foreach (var (name, value) in headers) result.Add(CheckedHeader(name, value));
        return result;
    }

    private static KeyValuePair<string, string> CheckedHeader(string name, string value)
    {
        if (string.IsNullOrWhiteSpace(name) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw new ArgumentException($"'{name}' is no name of a header.");
        if (name.Equals(Service.KeyHeader, StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException("Give the key as ApiKey, not as a header: that is how it stays at its origin.");
        return value is not null && value.All(c => c is '\t' or (>= ' ' and <= '~'))
            ? KeyValuePair.Create(name, value)
            : throw new ArgumentException($"The value of the header {name} holds a character that headers cannot carry.");
    }

    // The service compresses only for agents that say gzip.
    private static string MakeUserAgent(string? application)
    {
        const string own = $"VtKit/{BuildVersion.Text} gzip";
        return string.IsNullOrWhiteSpace(application) ? own : $"{CheckedHeader("User-Agent", application).Value.Trim()} {own}";
    }
}
