using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>
/// Who signed a Windows executable. Certificates are listed as they are: whether somebody trusts them, or revoked them,
/// depends on more than the file, and is not told.
/// </summary>
internal static class PeSignature
{
    private const int MaxCertificates = 100;
    private const string Broken = "The digital signature of the object did not verify.";

    private static readonly Dictionary<string, string> Usages = new(StringComparer.Ordinal)
    {
        ["1.3.6.1.5.5.7.3.1"] = "Server Auth",
        ["1.3.6.1.5.5.7.3.2"] = "Client Auth",
        ["1.3.6.1.5.5.7.3.3"] = "Code Signing",
        ["1.3.6.1.5.5.7.3.4"] = "Email Protection",
        ["1.3.6.1.5.5.7.3.8"] = "Timestamp Signing",
        ["2.5.29.37.0"] = "All",
    };

    /// <summary>Adds what the signature tells.</summary>
    /// <returns>Whether it fits the file; null when there is none that can be read.</returns>
    public static async ValueTask<bool?> AddAsync(ContentView view, PeHeader header, JsonObject info, AnalysisScope scope, CancellationToken cancellationToken)
    {
        if (await Authenticode.SignatureAsync(view, header, cancellationToken).ConfigureAwait(false) is not { } bytes) return null;
        try
        {
            var signed = new SignedCms();
            signed.Decode(bytes);
            var (algorithm, digest) = Digest(signed.ContentInfo.Content);
            var hash = algorithm is { } name ? await Authenticode.HashAsync(view, header, name, cancellationToken).ConfigureAwait(false) : null;
            var fits = hash is not null && digest is not null && hash.AsSpan().SequenceEqual(digest) && HoldsTogether(signed);
            Describe(signed, info);
            if (!fits) info[Part.SignatureInfo.Verified] = Broken;
            return fits;
        }
        catch (Exception exception) when (exception is CryptographicException or AsnContentException or ArgumentException or FormatException)
        {
            scope.Problem("The signature of the PE file cannot be read.");
            return null;
        }
    }

    private static bool HoldsTogether(SignedCms signed)
    {
        try
        {
            foreach (var signer in signed.SignerInfos) signer.CheckSignature(verifySignatureOnly: true);
            return signed.SignerInfos.Count > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>The hash of the file that was signed: SpcIndirectDataContent.</summary>
    private static (HashAlgorithmName? Algorithm, byte[]? Digest) Digest(byte[] content)
    {
        // What is given here is what lies inside the outer sequence or the sequence itself, as the signer wrote it.
        var reader = new AsnReader(content, AsnEncodingRules.BER);
        var data = reader.ReadSequence();
        if (!reader.HasData && data.PeekTag() == Asn1Tag.Sequence) data.ReadEncodedValue();
        var info = (reader.HasData ? reader : data).ReadSequence();
        var oid = info.ReadSequence().ReadObjectIdentifier();
        HashAlgorithmName? algorithm = oid switch
        {
            "1.2.840.113549.2.5" => HashAlgorithmName.MD5,
            "1.3.14.3.2.26" => HashAlgorithmName.SHA1,
            "2.16.840.1.101.3.4.2.1" => HashAlgorithmName.SHA256,
            "2.16.840.1.101.3.4.2.2" => HashAlgorithmName.SHA384,
            "2.16.840.1.101.3.4.2.3" => HashAlgorithmName.SHA512,
            _ => null,
        };
        return (algorithm, info.ReadOctetString());
    }

    private static void Describe(SignedCms signed, JsonObject info)
    {
        var all = signed.Certificates.Take(MaxCertificates).ToList();
        info.AddList(Part.SignatureInfo.X509, [.. all.Select(certificate => Certificate(certificate, "yyyy-MM-dd HH:mm:ss"))]);
        if (signed.SignerInfos.Count == 0) return;
        var signer = signed.SignerInfos[0];
        AddChain(info, Part.SignatureInfo.Signers, Part.SignatureInfo.SignersDetails, Chain(signer.Certificate, all));
        if (signer.CounterSignerInfos.Count > 0)
            AddChain(info, Part.SignatureInfo.CounterSigners, Part.SignatureInfo.CounterSignersDetails, Chain(signer.CounterSignerInfos[0].Certificate, all));
        var time = signer.CounterSignerInfos.Cast<SignerInfo>().Prepend(signer)
            .SelectMany(one => one.SignedAttributes.Cast<CryptographicAttributeObject>()).SelectMany(attribute => attribute.Values.Cast<AsnEncodedData>())
            .OfType<Pkcs9SigningTime>().LastOrDefault();
        if (time is not null) info[Part.SignatureInfo.SigningDate] = Clock(time.SigningTime);
    }

    private static void AddChain(JsonObject info, string names, string details, List<X509Certificate2> chain)
    {
        if (chain.Count == 0) return;
        info[names] = string.Join("; ", chain.Select(certificate => certificate.GetNameInfo(X509NameType.SimpleName, false)));
        info.AddList(details, [.. chain.Select(certificate => Certificate(certificate, null))]);
    }

    /// <summary>From the signer upwards, as far as the file holds the issuers. Each certificate occurs once, so circles end.</summary>
    private static List<X509Certificate2> Chain(X509Certificate2? leaf, List<X509Certificate2> all)
    {
        var chain = new List<X509Certificate2>();
        for (var next = leaf; next is not null && !chain.Contains(next); next = Issuer(next)) chain.Add(next);
        return chain;

        X509Certificate2? Issuer(X509Certificate2 of) =>
            all.FirstOrDefault(one => one.SubjectName.RawData.AsSpan().SequenceEqual(of.IssuerName.RawData) && !one.Equals(of));
    }

    private static JsonObject Certificate(X509Certificate2 certificate, string? format)
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

    private static string Clock(DateTime time) => time.ToUniversalTime().ToString("hh:mm tt MM/dd/yyyy", CultureInfo.InvariantCulture);

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
