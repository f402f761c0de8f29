namespace VtKit;

/// <summary>What is fixed about the service's HTTP interface apart from its endpoints.</summary>
/// <remarks>https://docs.virustotal.com/reference/overview</remarks>
internal static class Service
{
    /// <summary>The header that carries the key.</summary>
    public const string KeyHeader = "x-apikey";

    /// <summary>The header that names the calling product.</summary>
    public const string ToolHeader = "x-tool";

    /// <summary>The path that all endpoints lie below.</summary>
    public const string ApiPath = "/api/v3"; // VtClient.ApiVersion says the same as a number.

    /// <summary>The domain of the service and of its upload hosts.</summary>
    public const string Domain = "virustotal.com";

    /// <summary>The service's own origin.</summary>
    public static Uri Address { get; } = new("https://www." + Domain);

    /// <summary>Whether an address is VirusTotal's own, over HTTPS.</summary>
    public static bool IsVirusTotals(Uri uri) =>
        uri.Scheme == "https" &&
        (uri.IdnHost.Equals(Domain, StringComparison.OrdinalIgnoreCase) || uri.IdnHost.EndsWith("." + Domain, StringComparison.OrdinalIgnoreCase));
}
