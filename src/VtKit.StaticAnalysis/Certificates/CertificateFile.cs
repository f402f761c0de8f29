using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis;

/// <summary>
/// Files of certificates: X.509 and PKCS #7, each in DER or in the lines of PEM. Private keys that lie beside them are not decoded, and what
/// cannot be read is passed over: the type says enough.
/// </summary>
internal static class CertificateFile
{
    private const int MaxLooked = 1 << 20;
    private const int MaxBlocks = 1000;
    private const int HeadSize = 64;
    private const string Begin = "-----BEGIN ";
    private const string Dashes = "-----";

    /// <summary>Knows DER by its start.</summary>
    /// <returns>What <c>file(1)</c> calls it, or null for anything else.</returns>
    public static string? Magic(ReadOnlySpan<byte> head)
    {
        if (!Enter(ref head)) return null;
        // The number of PKCS #7's signed data.
        if (head.StartsWith((ReadOnlySpan<byte>)[6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2, 0xA0])) return "DER Encoded PKCS#7 Signed Data";
        // Inside a second sequence the version: the third one, which all certificates of today have. Behind it their number.
        return Enter(ref head) && head is [0xA0, 3, 2, 1, 2, 2, ..] ? "Certificate, Version=3" : null;
    }

    /// <summary>Reads the certificates; null when there are none.</summary>
    public static async ValueTask<JsonObject?> ReadAsync(ContentView view, bool isPem, CancellationToken cancellationToken)
    {
        if (!isPem && Magic(await view.ReadUpToAsync(0, HeadSize, cancellationToken).ConfigureAwait(false)) is null) return null;
        var bytes = await view.ReadUpToAsync(0, MaxLooked, cancellationToken).ConfigureAwait(false);
        var info = new JsonObject();
        if (!isPem) Read(bytes, info);
        else ReadPem(Encoding.Latin1.GetString(bytes), info, cancellationToken);
        return info.Count == 0 ? null : info;
    }

    private static void Read(byte[] der, JsonObject info)
    {
        try
        {
            if (Magic(der) is { } magic && magic.StartsWith("Certificate", StringComparison.Ordinal))
                info.AddList(Part.SignatureInfo.X509, [CertificateShape.OfFile(X509CertificateLoader.LoadCertificate(der))]);
            else
            {
                var left = SignatureShape.MaxCertificates;
                SignatureShape.Add(SignedMessage.Open(der, ref left), left, info);
            }
        }
        catch (Exception exception) when (CertificateShape.IsUnreadable(exception))
        {
            // The type alone is told, with what was read so far.
        }
    }

    private static void ReadPem(string text, JsonObject info, CancellationToken cancellationToken)
    {
        var found = new List<JsonObject>();
        var at = 0;
        for (var blocks = 0; blocks < MaxBlocks && found.Count < SignatureShape.MaxCertificates; blocks++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if ((at = text.IndexOf(Begin, at, StringComparison.Ordinal)) < 0) break;
            at += Begin.Length;
            // The first dashes end the label, the next ones the block.
            var body = text.IndexOf(Dashes, at, StringComparison.Ordinal);
            var end = body < 0 ? -1 : text.IndexOf(Dashes, body + Dashes.Length, StringComparison.Ordinal);
            if (end < 0) break;
            var label = text.AsSpan(at, body - at);
            if (label is "CERTIFICATE" or "X509 CERTIFICATE" or "PKCS7") Take(text[(body + Dashes.Length)..end], label is "PKCS7");
            at = end;
        }
        info.AddList(Part.SignatureInfo.X509, found);

        void Take(string base64, bool isSigned)
        {
            try
            {
                var der = Convert.FromBase64String(base64);
                var left = SignatureShape.MaxCertificates - found.Count;
                foreach (var certificate in isSigned ? SignedMessage.Open(der, ref left).Certificates : [X509CertificateLoader.LoadCertificate(der)]) found.Add(CertificateShape.OfFile(certificate));
            }
            catch (Exception exception) when (CertificateShape.IsUnreadable(exception))
            {
                // The next block may be a whole one.
            }
        }
    }

    /// <summary>Steps over the head of a sequence, whatever its length; BER may leave that open.</summary>
    private static bool Enter(ref ReadOnlySpan<byte> bytes)
    {
        if (bytes is not [0x30, var length, ..] || length is > 0x84) return false;
        var skip = 2 + (length > 0x80 ? length - 0x80 : 0);
        if (skip > bytes.Length) return false;
        bytes = bytes[skip..];
        return true;
    }
}
