using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace VtKit.DependencyInjection;

/// <summary>Makes objects from what configuration says of proxy and authorities.</summary>
internal static class Connecting
{
    /// <exception cref="ArgumentException">It is no address of a proxy.</exception>
    public static WebProxy Proxy(Uri address) =>
        // The address may hold a password, so it is not repeated.
        address.IsAbsoluteUri && address.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5"
            ? new WebProxy(address)
            : throw new ArgumentException("Proxy is an address such as http://proxy.example:8080 or socks5://proxy.example:1080.");

    /// <exception cref="ArgumentException">The file cannot be read, or holds no certificate.</exception>
    public static void Trust(X509Certificate2Collection authorities, string file)
    {
        var before = authorities.Count;
        try
        {
            authorities.ImportFromPemFile(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ArgumentException($"CertificateAuthorityFile {file} cannot be read: {e.Message}", e);
        }
        if (authorities.Count == before) throw new ArgumentException($"CertificateAuthorityFile {file} holds no certificate in PEM form.");
    }
}
