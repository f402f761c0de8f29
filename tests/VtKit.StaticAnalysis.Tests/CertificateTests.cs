using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>Files of certificates, in each of the ways they are written.</summary>
public class CertificateTests
{
    private static readonly DateTimeOffset Start = new(2024, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public async Task A_certificate_in_DER_and_in_PEM_tells_the_same()
    {
        using var certificate = Make("Somebody");
        var der = await Samples.AnalyzeAsync(certificate.RawData);
        var pem = await Samples.AnalyzeAsync(certificate.ExportCertificatePem());
        (der.Type.Tag, der.Type.Magic).ShouldBe((null, "Certificate, Version=3"));
        pem.Type.Magic.ShouldBe("PEM certificate");
        var listed = Listed(der).ShouldHaveSingleItem()!;
        listed["name"]!.GetValue<string>().ShouldBe("Somebody");
        listed["cert issuer"]!.GetValue<string>().ShouldBe("Somebody");
        listed["algorithm"]!.GetValue<string>().ShouldBe("sha256ECDSA");
        listed["valid from"]!.GetValue<string>().ShouldBe("2024-01-02 03:04:05");
        listed["thumbprint_sha256"]!.GetValue<string>().ShouldBe(Convert.ToHexString(SHA256.HashData(certificate.RawData)));
        JsonNode.DeepEquals(pem.Structures["signature_info"], der.Structures["signature_info"]).ShouldBeTrue();
    }

    [Fact]
    public async Task Certificates_in_PKCS_7_are_listed_in_DER_and_in_PEM()
    {
        using var one = Make("One");
        using var two = Make("Two");
        var bundle = new X509Certificate2Collection { one, two };
        var der = await Samples.AnalyzeAsync(bundle.Export(X509ContentType.Pkcs7)!);
        der.Type.Magic.ShouldBe("DER Encoded PKCS#7 Signed Data");
        Names(der).ShouldBe(["One", "Two"], ignoreOrder: true);
        der.Structures["signature_info"].AsObject().ContainsKey("signers").ShouldBeFalse();
        var pem = await Samples.AnalyzeAsync(bundle.ExportPkcs7Pem());
        pem.Type.Tag.ShouldBe("pem");
        Names(pem).ShouldBe(["One", "Two"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_signed_message_names_its_signer()
    {
        using var certificate = Make("Signer");
        var signed = new SignedCms(new ContentInfo([1, 2, 3]));
        signed.ComputeSignature(new CmsSigner(certificate) { SignedAttributes = { new Pkcs9SigningTime(Start.UtcDateTime) } });
        var info = (await Samples.AnalyzeAsync(signed.Encode())).Structures["signature_info"];
        info["signers"]!.GetValue<string>().ShouldBe("Signer");
        info["signing date"]!.GetValue<string>().ShouldBe("03:04 AM 01/02/2024");
    }

    [Fact]
    public async Task What_stands_in_the_lines_of_a_private_key_is_not_decoded()
    {
        using var inKey = Make("In the key");
        using var beside = Make("Beside the key");
        var key = PemEncoding.WriteString("PRIVATE KEY", inKey.RawData);
        var facts = await Samples.AnalyzeAsync($"{key}\n{beside.ExportCertificatePem()}\n");
        facts.Type.Magic.ShouldBe("PEM private key");
        Names(facts).ShouldBe(["Beside the key"]);
        (await Samples.AnalyzeAsync(key)).Structures.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_more_than_a_hundred_are_listed()
    {
        using var certificate = Make("Again");
        var many = await Samples.AnalyzeAsync(string.Join('\n', Enumerable.Repeat(certificate.ExportCertificatePem(), 120)));
        Listed(many).Count.ShouldBe(100);
    }

    [Fact]
    public async Task Of_thousands_in_a_signature_the_first_hundred_are_decoded()
    {
        using var certificate = Make("Signer");
        var signed = new SignedCms(new ContentInfo([1, 2, 3]));
        signed.ComputeSignature(new CmsSigner(certificate));
        // Each with a number of its own; the first is whole.
        byte[] many = [.. Enumerable.Range(0, 2000).SelectMany(i => Numbered(certificate.RawData, i))];
        var bytes = signed.Encode();
        var parts = new AsnReader(bytes, AsnEncodingRules.BER).ReadSequence();
        parts.ReadObjectIdentifier();
        var data = parts.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence();
        byte[] head = [.. Enumerable.Range(0, 3).SelectMany(_ => data.ReadEncodedValue().ToArray())];
        data.ReadEncodedValue();
        byte[] file = Tagged(0x30, [6, 9, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2, .. Tagged(0xA0, Tagged(0x30, [.. head, .. Tagged(0xA0, many), .. data.ReadEncodedValue().Span]))]);

        var left = 100;
        var opened = SignedMessage.Open(file, ref left);
        opened.Certificates.Count.ShouldBe(100);
        left.ShouldBe(0);
        opened.SignerInfos[0].CheckSignature(verifySignatureOnly: true);
        var facts = await Samples.AnalyzeAsync(file);
        Listed(facts).Count.ShouldBe(100);
        facts.Structures["signature_info"]["signers"]!.GetValue<string>().ShouldBe("Signer");

        static byte[] Numbered(byte[] certificate, int number)
        {
            var copy = certificate.ToArray();
            copy[18] ^= (byte)number;
            copy[19] ^= (byte)(number >> 8);
            return copy;
        }

        static byte[] Tagged(byte tag, byte[] body) => [tag, 0x83, (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. body];
    }

    [Fact]
    public async Task What_cannot_be_read_has_its_type_alone()
    {
        using var certificate = Make("Cut");
        var der = certificate.RawData;
        var pem = certificate.ExportCertificatePem();
        foreach (var file in new[] { der[..(der.Length / 2)], Samples.Bytes(pem[..(pem.Length / 2)]), Samples.Bytes(pem.Replace("-\nM", "-\n!", StringComparison.Ordinal)) })
        {
            var facts = await Samples.AnalyzeAsync(file);
            facts.Type.Magic.ShouldBeOneOf("Certificate, Version=3", "PEM certificate");
            facts.Structures.ShouldBeEmpty();
            facts.Problems.ShouldBeEmpty();
        }
        // One that is broken does not hide the next.
        Names(await Samples.AnalyzeAsync(pem.Replace("-\nM", "-\n!", StringComparison.Ordinal) + "\n" + pem)).ShouldBe(["Cut"]);
    }

    [ToolFact("file", "openssl")]
    public async Task What_openssl_writes_is_read()
    {
        using var folder = new TempFolder();
        await Tool.RunAsync("bash", "-c", $"""
            cd '{folder.Root}' && openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -subj /CN=Test -out a.pem 2> log
            openssl x509 -in a.pem -outform DER -out a.cer; openssl crl2pkcs7 -nocrl -certfile a.pem -outform DER -out a.p7b; openssl crl2pkcs7 -nocrl -certfile a.pem -out b.p7b
            """, "make");
        foreach (var name in new[] { "a.cer", "a.p7b", "b.p7b", "a.pem" })
        {
            var facts = await FileAnalyzer.AnalyzeFileAsync(folder.File(name));
            Names(facts).ShouldBe(["Test"], name);
            if (facts.Type.Tag is null) (await Tool.RunAsync("file", "-b", folder.File(name))).Trim().ShouldBe(facts.Type.Magic);
        }
        (await FileAnalyzer.AnalyzeFileAsync(folder.File("key.pem"))).Structures.ShouldBeEmpty();
    }

    private static X509Certificate2 Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(Start, Start.AddYears(1));
    }

    private static JsonArray Listed(FileFacts facts) => facts.Structures["signature_info"]["x509"]!.AsArray();

    private static IEnumerable<string> Names(FileFacts facts) => Listed(facts).Select(certificate => certificate!["name"]!.GetValue<string>());
}
