namespace VtKit;

internal static partial class Service
{
    /// <summary>Whether an address is VirusTotal's own, over HTTPS.</summary>
    public static bool IsVirusTotals(Uri uri) =>
        uri.Scheme == "https" &&
        (uri.IdnHost.Equals(Domain, StringComparison.OrdinalIgnoreCase) || uri.IdnHost.EndsWith("." + Domain, StringComparison.OrdinalIgnoreCase));
}
