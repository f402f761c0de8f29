using System.Buffers.Binary;
using System.Formats.Asn1;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>
/// The certificate of who signed an Android package, from a file in <c>META-INF</c> or from the block in front of the archive's directory.
/// Whether the signature fits is not looked into.
/// </summary>
/// <seealso href="https://source.android.com/docs/security/features/apksigning"/>
internal sealed class AndroidSignature(ContentView view, ZipDirectory directory)
{
    private static readonly (string Type, string Member)[] NameParts =
    [
        ("2.5.4.6", Part.DistinguishedName.Country), ("2.5.4.3", Part.DistinguishedName.CommonName), ("2.5.4.7", Part.DistinguishedName.Locality),
        ("2.5.4.10", Part.DistinguishedName.Organization), ("2.5.4.8", Part.DistinguishedName.State), ("2.5.4.11", Part.DistinguishedName.OrganizationalUnit),
    ];

    private const int MaxSignature = 1 << 20;
    private const int MaxPairs = 100;
    private const int MaxLooks = 4;
    private const uint SchemeTwo = 0x7109_871A;
    private const uint SchemeThree = 0xF053_68C0;

    private byte[]? _file;
    private int _looks;

    /// <summary>Takes an entry of the archive if it is the signature.</summary>
    public async ValueTask LookAsync(ZipEntry entry, CancellationToken cancellationToken)
    {
        if (_file is null && entry.Name.StartsWith("META-INF/", StringComparison.OrdinalIgnoreCase) && entry.Name.IndexOf('/', 9) < 0
            && Path.GetExtension(entry.Name).ToUpperInvariant() is ".RSA" or ".DSA" or ".EC" && _looks++ < MaxLooks)
            _file = await ZipPart.ReadAsync(view, directory, entry, MaxSignature, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the signer's certificate, or null where there is none.</summary>
    public async ValueTask<JsonObject?> ReadAsync(AnalysisScope scope, CancellationToken cancellationToken)
    {
        try
        {
            if (_file is not null)
            {
                var left = SignatureShape.MaxCertificates;
                var signed = SignedMessage.Open(_file, ref left);
                var signer = signed.SignerInfos.Count > 0 ? signed.SignerInfos[0].Certificate : signed.Certificates.FirstOrDefault();
                if (signer is not null) return Describe(signer);
            }
            return await BlockAsync(cancellationToken).ConfigureAwait(false) is { } encoded ? Describe(X509CertificateLoader.LoadCertificate(encoded)) : null;
        }
        catch (Exception exception) when (CertificateShape.IsUnreadable(exception))
        {
            scope.Problem("The signature of the package cannot be read.");
            return null;
        }
    }

    /// <summary>The first certificate of the first signer of version 2 or 3 of the scheme: pairs of number and value, each with its length.</summary>
    private async ValueTask<byte[]?> BlockAsync(CancellationToken cancellationToken)
    {
        if (directory.Start < 32) return null;
        var end = await view.ReadExactlyAsync(directory.Start - 24, 24, cancellationToken).ConfigureAwait(false);
        if (end is null || !end.AsSpan(8).SequenceEqual("APK Sig Block 42"u8)) return null;
        var size = BinaryPrimitives.ReadUInt64LittleEndian(end);
        if (size < 24 || size > directory.Start - 8) return null;
        var at = directory.Start - size;
        var last = directory.Start - 24;
        for (var pairs = 0; pairs < MaxPairs && at + 12 <= last; pairs++)
        {
            var head = await view.ReadExactlyAsync(at, 12, cancellationToken).ConfigureAwait(false);
            if (head is null) return null;
            var length = BinaryPrimitives.ReadUInt64LittleEndian(head);
            if (length < 4 || length > last - at - 8) return null;
            if (BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(8)) is SchemeTwo or SchemeThree)
                return Certificate(await view.ReadUpToAsync(at + 12, (int)Math.Min(length - 4, MaxSignature), cancellationToken).ConfigureAwait(false));
            at += 8 + length;
        }
        return null;
    }

    private static byte[]? Certificate(ReadOnlySpan<byte> signers)
    {
        // Signers, signer, what is signed, its digests, its certificates, the first one.
        var data = Take(Take(Take(signers, out _), out _), out _);
        Take(data, out var certificates);
        var first = Take(Take(certificates, out _), out _);
        return first.IsEmpty ? null : first.ToArray();

        static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> from, out ReadOnlySpan<byte> rest)
        {
            rest = default;
            if (from.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(from) is var length && length > from.Length - 4) return default;
            rest = from[(4 + (int)length)..];
            return from.Slice(4, (int)length);
        }
    }

    private static JsonObject Describe(X509Certificate2 certificate) => new()
    {
        [Part.AndroidCertificate.Subject] = Name(certificate.SubjectName),
        [Part.AndroidCertificate.Issuer] = Name(certificate.IssuerName),
        [Part.AndroidCertificate.Serialnumber] = certificate.SerialNumber.TrimStart('0').ToLowerInvariant() is { Length: > 0 } number ? number : "0",
        [Part.AndroidCertificate.Thumbprint] = certificate.Thumbprint.ToLowerInvariant(),
        [Part.AndroidCertificate.Validfrom] = Time(certificate.NotBefore),
        [Part.AndroidCertificate.Validto] = Time(certificate.NotAfter),
    };

    /// <summary>The usual parts in the service's order, whatever the order in the certificate.</summary>
    private static JsonObject Name(X500DistinguishedName name)
    {
        var values = name.EnumerateRelativeDistinguishedNames(reversed: false).Where(part => !part.HasMultipleElements)
            .DistinctBy(part => part.GetSingleElementType().Value).ToDictionary(part => part.GetSingleElementType().Value ?? "", part => part.GetSingleElementValue() ?? "");
        var shape = new JsonObject();
        foreach (var (type, member) in NameParts)
            if (values.TryGetValue(type, out var value))
                shape[member] = value;
        shape[Part.DistinguishedName.FullName] = string.Join(", ", shape.Select(part => $"{part.Key}:{part.Value}"));
        return shape;
    }

    private static string Time(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
