using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace VtKit.DependencyInjection.Tests;

internal static class Certificates
{
    /// <summary>A certificate in PEM form.</summary>
    public static string SelfSigned()
    {
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=Company", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return certificate.ExportCertificatePem();
    }
}
