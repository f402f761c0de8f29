using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>
/// Who signed a Windows executable. Certificates are listed as they are: whether somebody trusts them, or revoked them,
/// depends on more than the file, and is not told.
/// </summary>
internal static class PeSignature
{
    private const string Broken = "The digital signature of the object did not verify.";

    /// <summary>Adds what the signature tells.</summary>
    /// <returns>Whether it fits the file; null when there is none that can be read.</returns>
    public static async ValueTask<bool?> AddAsync(ContentView view, PeHeader header, JsonObject info, AnalysisScope scope, CancellationToken cancellationToken)
    {
        if (await Authenticode.SignatureAsync(view, header, cancellationToken).ConfigureAwait(false) is not { } bytes) return null;
        try
        {
            var left = SignatureShape.MaxCertificates;
            var signed = SignedMessage.Open(bytes, ref left);
            var (algorithm, digest) = Digest(signed.ContentInfo.Content);
            var hash = algorithm is { } name ? await Authenticode.HashAsync(view, header, name, cancellationToken).ConfigureAwait(false) : null;
            var fits = hash is not null && digest is not null && hash.AsSpan().SequenceEqual(digest) && HoldsTogether(signed);
            SignatureShape.Add(signed, left, info);
            if (!fits) info[Part.SignatureInfo.Verified] = Broken;
            return fits;
        }
        catch (Exception exception) when (CertificateShape.IsUnreadable(exception))
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
}
