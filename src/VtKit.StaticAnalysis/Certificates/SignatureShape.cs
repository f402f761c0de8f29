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

    /// <summary>How many signatures of one file, and time stamps of one signature, are opened.</summary>
    private const int MaxInner = 8;

    // A signature with another hash function, for systems that ask for it, lies inside the one that old systems know.
    private const string NestedSignature = "1.3.6.1.4.1.311.2.4.1";
    private static readonly string[] TimeStampTokens = ["1.3.6.1.4.1.311.3.3.1", "1.2.840.113549.1.9.16.2.14"];

    /// <summary>A signature and the tokens by which others say when it was made (RFC 3161).</summary>
    private sealed record Signature(SignedCms Signed, List<SignedCms> Tokens);

    /// <summary>Adds the certificates, the signers and who says when that was.</summary>
    /// <param name="signed">The outer signature.</param>
    /// <param name="left">How many certificates may be read of those inside it.</param>
    /// <param name="info">Takes what is found.</param>
    public static void Add(SignedCms signed, int left, JsonObject info)
    {
        var signatures = Open(signed, left);
        var all = signatures.SelectMany(one => one.Tokens.Prepend(one.Signed))
            .SelectMany(one => one.Certificates).Distinct().ToList();
        info.AddList(Part.SignatureInfo.X509, [.. all.Select(CertificateShape.OfFile)]);
        AddChains(info, Part.SignatureInfo.Signers, Part.SignatureInfo.SignersDetails, signatures.Select(one => First(one.Signed)?.Certificate), all);
        AddChains(info, Part.SignatureInfo.CounterSigners, Part.SignatureInfo.CounterSignersDetails, signatures.Select(TimeStamper), all);
        if (signatures.Select(Time).FirstOrDefault(time => time is not null) is { } signedAt) info[Part.SignatureInfo.SigningDate] = CertificateShape.Clock(signedAt);
    }

    /// <summary>The signature, and those inside it. What cannot be read inside takes nothing from the outer one.</summary>
    private static List<Signature> Open(SignedCms outer, int left)
    {
        var found = new List<Signature>();
        var waiting = new Queue<SignedCms>([outer]);
        while (found.Count < MaxInner && waiting.TryDequeue(out var signed))
        {
            var attributes = First(signed)?.UnsignedAttributes.Cast<CryptographicAttributeObject>().ToList() ?? [];
            found.Add(new Signature(signed, [.. Inside(oid => TimeStampTokens.Contains(oid))]));
            foreach (var nested in Inside(oid => oid == NestedSignature)) waiting.Enqueue(nested);

            IEnumerable<SignedCms> Inside(Func<string?, bool> wanted) =>
                attributes.Where(attribute => wanted(attribute.Oid.Value)).SelectMany(attribute => attribute.Values.Cast<AsnEncodedData>()).Take(MaxInner)
                    .Select(value => Inner(value.RawData, ref left)).OfType<SignedCms>();
        }
        return found;
    }

    // Rfc3161TimestampToken is not used: it gives nothing of a token whose certificate does not fit, and that one is told of here as well.
    private static SignedCms? Inner(byte[] encoded, ref int left)
    {
        try
        {
            return SignedMessage.Open(encoded, ref left);
        }
        catch (Exception exception) when (CertificateShape.IsUnreadable(exception))
        {
            return null;
        }
    }

    private static SignerInfo? First(SignedCms signed) => signed.SignerInfos.Count > 0 ? signed.SignerInfos[0] : null;

    private static X509Certificate2? TimeStamper(Signature signature) =>
        signature.Tokens.Count > 0 ? First(signature.Tokens[0])?.Certificate
        : First(signature.Signed) is { CounterSignerInfos.Count: > 0 } signer ? signer.CounterSignerInfos[0].Certificate : null;

    /// <summary>When it was signed, rather by the clock of a time stamper than by the signer's own.</summary>
    private static DateTime? Time(Signature signature)
    {
        if (signature.Tokens.Count > 0 && Rfc3161TimestampTokenInfo.TryDecode(signature.Tokens[0].ContentInfo.Content, out var stamped, out _)) return stamped.Timestamp.UtcDateTime;
        if (First(signature.Signed) is not { } signer) return null;
        return signer.CounterSignerInfos.Cast<SignerInfo>().Prepend(signer)
            .SelectMany(one => one.SignedAttributes.Cast<CryptographicAttributeObject>()).SelectMany(attribute => attribute.Values.Cast<AsnEncodedData>())
            .OfType<Pkcs9SigningTime>().LastOrDefault()?.SigningTime;
    }

    /// <summary>Chains one after the other, without what was there already.</summary>
    private static void AddChains(JsonObject info, string names, string details, IEnumerable<X509Certificate2?> leaves, List<X509Certificate2> all)
    {
        var chain = new List<X509Certificate2>();
        foreach (var leaf in leaves)
            for (var next = leaf; next is not null && !chain.Contains(next); next = Issuer(next, all)) chain.Add(next);
        if (chain.Count == 0) return;
        info[names] = string.Join("; ", chain.Select(certificate => certificate.GetNameInfo(X509NameType.SimpleName, false)));
        info.AddList(details, [.. chain.Select(CertificateShape.OfChain)]);
    }

    /// <summary>
    /// From the signer upwards, as far as the file holds the issuers, to one that issued itself. Each certificate occurs once in a chain, so circles end.
    /// </summary>
    private static X509Certificate2? Issuer(X509Certificate2 of, List<X509Certificate2> all) =>
        of.SubjectName.RawData.AsSpan().SequenceEqual(of.IssuerName.RawData) ? null
        : all.Find(one => one.SubjectName.RawData.AsSpan().SequenceEqual(of.IssuerName.RawData));
}
