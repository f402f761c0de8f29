using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>Certificates in the shape of <c>signature_info</c>.</summary>
internal static class CertificateShape
{
    private static readonly Dictionary<string, string> Usages = new(StringComparer.Ordinal)
    {
        ["1.3.6.1.5.5.7.3.1"] = "Server Auth",
        ["1.3.6.1.5.5.7.3.2"] = "Client Auth",
        ["1.3.6.1.5.5.7.3.3"] = "Code Signing",
        ["1.3.6.1.5.5.7.3.4"] = "Email Protection",
        ["1.3.6.1.5.5.7.3.8"] = "Timestamp Signing",
        ["2.5.29.37.0"] = "All",
    };

    /// <summary>Describes a certificate as one among all of a file: with more hashes, and times in another way.</summary>
    public static JsonObject OfFile(X509Certificate2 certificate) => Describe(certificate, "yyyy-MM-dd HH:mm:ss");

    /// <summary>Describes a certificate as a link of a signer's chain.</summary>
    public static JsonObject OfChain(X509Certificate2 certificate) => Describe(certificate, null);

    /// <summary>How chains and signatures write a time.</summary>
    public static string Clock(DateTime time) => time.ToUniversalTime().ToString("hh:mm tt MM/dd/yyyy", CultureInfo.InvariantCulture);

    /// <summary>Whether that is what readers of certificates and signatures throw at bytes that are none.</summary>
    public static bool IsUnreadable(Exception exception) => exception is CryptographicException or AsnContentException or ArgumentException or FormatException;

    private static JsonObject Describe(X509Certificate2 certificate, string? format)
    {
        var signer = new JsonObject
        {
            [Part.Signer.Name] = certificate.GetNameInfo(X509NameType.SimpleName, false),
            [Part.Signer.CertIssuer] = certificate.GetNameInfo(X509NameType.SimpleName, true),
            [Part.Signer.SerialNumber] = string.Join(' ', Convert.FromHexString(certificate.SerialNumber).Select(b => b.ToString("X2", CultureInfo.InvariantCulture))),
            [Part.Signer.Algorithm] = Algorithm(certificate),
            [Part.Signer.Thumbprint] = certificate.Thumbprint,
            [Part.Signer.ValidFrom] = Time(certificate.NotBefore),
            [Part.Signer.ValidTo] = Time(certificate.NotAfter),
        };
        if (format is not null)
        {
            signer[Part.Signer.ThumbprintMd5] = certificate.GetCertHashString(HashAlgorithmName.MD5);
            signer[Part.Signer.ThumbprintSha256] = certificate.GetCertHashString(HashAlgorithmName.SHA256);
        }
        var usages = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>())
            .Select(oid => Usages.GetValueOrDefault(oid.Value ?? "", oid.Value ?? "")).ToList();
        if (usages.Count > 0) signer[Part.Signer.ValidUsage] = string.Join(", ", usages);
        return signer;

        string Time(DateTime local) => format is null ? Clock(local) : local.ToUniversalTime().ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>As Windows writes it: the hash, then the key.</summary>
    private static string Algorithm(X509Certificate2 certificate) => certificate.SignatureAlgorithm.Value switch
    {
        "1.2.840.113549.1.1.4" => "md5RSA",
        "1.2.840.113549.1.1.5" => "sha1RSA",
        "1.2.840.113549.1.1.11" => "sha256RSA",
        "1.2.840.113549.1.1.12" => "sha384RSA",
        "1.2.840.113549.1.1.13" => "sha512RSA",
        "1.2.840.10045.4.3.2" => "sha256ECDSA",
        "1.2.840.10045.4.3.3" => "sha384ECDSA",
        "1.2.840.10045.4.3.4" => "sha512ECDSA",
        var other => other ?? "",
    };
}
