using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>Who signed something, and when, in the shape of <c>signature_info</c>.</summary>
internal static class SignatureShape
{
    /// <summary>How many certificates are listed of one file.</summary>
    public const int MaxCertificates = 100;

    /// <summary>Adds the certificates, the signer and who says when that was.</summary>
    public static void Add(SignedCms signed, JsonObject info)
    {
        var all = signed.Certificates.Take(MaxCertificates).ToList();
        info.AddList(Part.SignatureInfo.X509, [.. all.Select(CertificateShape.OfFile)]);
        if (signed.SignerInfos.Count == 0) return;
        var signer = signed.SignerInfos[0];
        AddChain(info, Part.SignatureInfo.Signers, Part.SignatureInfo.SignersDetails, Chain(signer.Certificate, all));
        if (signer.CounterSignerInfos.Count > 0)
            AddChain(info, Part.SignatureInfo.CounterSigners, Part.SignatureInfo.CounterSignersDetails, Chain(signer.CounterSignerInfos[0].Certificate, all));
        var time = signer.CounterSignerInfos.Cast<SignerInfo>().Prepend(signer)
            .SelectMany(one => one.SignedAttributes.Cast<CryptographicAttributeObject>())
            .SelectMany(attribute => attribute.Values.Cast<AsnEncodedData>())
            .OfType<Pkcs9SigningTime>().LastOrDefault();
        if (time is not null) info[Part.SignatureInfo.SigningDate] = CertificateShape.Clock(time.SigningTime);
    }

    private static void AddChain(JsonObject info, string names, string details, List<X509Certificate2> chain)
    {
        if (chain.Count == 0) return;
        info[names] = string.Join("; ", chain.Select(certificate => certificate.GetNameInfo(X509NameType.SimpleName, false)));
        info.AddList(details, [.. chain.Select(CertificateShape.OfChain)]);
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
}
