using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>
/// A small program with everything that a large one has: a linker's note, resources with a version, a debug directory, and a signature
/// with a second one inside and a time stamp. The same bytes every time.
/// </summary>
internal static class FullPe
{
    private const int Directories = 0xF8 + PeBuilder.RichSize;
    private const uint ResourcesAt = 0x2000;
    private const uint DebugAt = 0x3000;

    private static readonly Lazy<byte[]> Made = new(Make);

    public static byte[] Content => Made.Value;

    /// <summary>The signature alone, as files of certificates have it.</summary>
    public static byte[] Signature => Content[(int)(BitConverter.ToUInt32(Content, Directories + 4 * 8) + 8)..];

    private static byte[] Make()
    {
        var resources = Resources([(16, Version()), (10, "some bytes of data"u8.ToArray())]);
        byte[] view = [.. "RSDS"u8, .. new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]).ToByteArray(), 1, 0, 0, 0, .. "full.pdb\0"u8];
        // Each section begins at a multiple of 512 behind the headers of 1024: one of code, then those of the resources.
        var debugOffset = 0x400 + 0x200 + (resources.Length + 0x1FF) / 0x200 * 0x200;
        var debug = Words(0, 1_700_000_000, 0, 2, (uint)view.Length, DebugAt + 28, (uint)debugOffset + 28).Concat(view).ToArray();
        var file = PeBuilder.WithRichHeader(new PeBuilder { Imports = [("kernel32.dll", ["ExitProcess"])], Exports = ["Run"] }
            .Section(".text", Samples.Random(6, 300)).Section(".rsrc", resources, 0x4000_0040).Section(".debug", debug, 0x4000_0040).Build());
        Words(ResourcesAt, (uint)resources.Length).CopyTo(file, Directories + 2 * 8);
        Words(DebugAt, 28).CopyTo(file, Directories + 6 * 8);
        return Sign(file);
    }

    /// <summary>Three levels: the type, one name, one language.</summary>
    private static byte[] Resources((uint Type, byte[] Content)[] all)
    {
        const uint subdirectory = 0x8000_0000;
        var (tree, data) = (new List<byte>(), new List<byte>());
        tree.AddRange([.. new byte[14], (byte)all.Length, 0]);
        var next = (uint)(16 + 8 * all.Length);
        var dataAt = next + 64u * (uint)all.Length;
        for (var i = 0u; i < all.Length; i++) tree.AddRange(Words(all[i].Type, subdirectory | (next + 64 * i)));
        foreach (var (_, content) in all)
        {
            tree.AddRange([.. new byte[14], 1, 0, .. Words(1, subdirectory | (next + 24))]);
            tree.AddRange([.. new byte[14], 1, 0, .. Words(0x0409, next + 48)]);
            tree.AddRange(Words(ResourcesAt + dataAt + (uint)data.Count, (uint)content.Length, 0, 0));
            data.AddRange([.. content, .. new byte[-content.Length & 3]]);
            next += 64;
        }
        return [.. tree, .. data];
    }

    private static byte[] Version() =>
        Block("VS_VERSION_INFO", new byte[52], Block("StringFileInfo", [], Block("040904b0", [], [.. Text("ProductName", "Full"), .. Text("FileVersion", "1.2.3.4")])));

    private static byte[] Text(string key, string value) => Block(key, [.. Encoding.Unicode.GetBytes(value), 0, 0], []);

    private static byte[] Block(string key, byte[] value, byte[] children)
    {
        var head = Padded([.. new byte[6], .. Encoding.Unicode.GetBytes(key), 0, 0]);
        var block = Padded([.. head, .. Padded(value), .. children]);
        BitConverter.TryWriteBytes(block, (ushort)block.Length);
        BitConverter.TryWriteBytes(block.AsSpan(2), (ushort)value.Length);
        return block;

        static byte[] Padded(byte[] bytes) => [.. bytes, .. new byte[-bytes.Length & 3]];
    }

    /// <summary>Signs everything but the checksum and the place of the signature.</summary>
    private static byte[] Sign(byte[] file)
    {
        const int checksum = 0x98 + PeBuilder.RichSize + 64, entry = Directories + 4 * 8;
        var hash = SHA256.HashData([.. file[..checksum], .. file[(checksum + 4)..entry], .. file[(entry + 8)..]]);
        using var key = Key();
        using var signer = Certificate(key, "Full Signer", 1, "1.3.6.1.5.5.7.3.3");
        using var other = Certificate(key, "Other Signer", 2, "1.3.6.1.5.5.7.3.3");
        using var clock = Certificate(key, "Clock", 3, "1.3.6.1.5.5.7.3.8");
        var content = Indirect(hash);
        var signed = Signed(content, signer);
        Attach(signed, "1.3.6.1.4.1.311.3.3.1", Signed(Stamp(SHA256.HashData(signed.SignerInfos[0].GetSignature())), clock));
        Attach(signed, "1.3.6.1.4.1.311.2.4.1", Signed(content, other));
        var encoded = signed.Encode();
        byte[] certificate = [.. Words((uint)encoded.Length + 8, 0x0002_0200), .. encoded, .. new byte[-encoded.Length & 7]];
        Words((uint)file.Length, (uint)certificate.Length).CopyTo(file, entry);
        return [.. file, .. certificate];
    }

    private static SignedCms Signed(ContentInfo content, X509Certificate2 by)
    {
        var signed = new SignedCms(content);
        signed.ComputeSignature(new CmsSigner(by) { IncludeOption = X509IncludeOption.EndCertOnly });
        return signed;
    }

    private static void Attach(SignedCms to, string oid, SignedCms what) => to.SignerInfos[0].AddUnsignedAttribute(new AsnEncodedData(oid, what.Encode()));

    private static ContentInfo Indirect(byte[] hash) => Typed("1.3.6.1.4.1.311.2.1.4", writer =>
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.3.6.1.4.1.311.2.1.15");
            using (writer.PushSequence()) writer.WriteBitString([]);
        }
        WriteImprint(writer, hash);
    });

    private static ContentInfo Stamp(byte[] hash) => Typed("1.2.840.113549.1.9.16.1.4", writer =>
    {
        writer.WriteInteger(1);
        writer.WriteObjectIdentifier("1.2.3.4.1");
        WriteImprint(writer, hash);
        writer.WriteInteger(7);
        writer.WriteGeneralizedTime(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000), omitFractionalSeconds: true);
    });

    private static ContentInfo Typed(string oid, Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence()) write(writer);
        return new ContentInfo(new Oid(oid), writer.Encode());
    }

    private static void WriteImprint(AsnWriter writer, byte[] hash)
    {
        using var imprint = writer.PushSequence();
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("2.16.840.1.101.3.4.2.1");
            writer.WriteNull();
        }
        writer.WriteOctetString(hash);
    }

    private static X509Certificate2 Certificate(RSA key, string name, byte number, string usage)
    {
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(usage)], critical: true));
        var start = DateTimeOffset.FromUnixTimeSeconds(1_690_000_000);
        using var bare = request.Create(request.SubjectName, X509SignatureGenerator.CreateForRSA(key, RSASignaturePadding.Pkcs1), start, start.AddYears(1), [number]);
        return bare.CopyWithPrivateKey(key);
    }

    /// <summary>A key that everybody can compute, for the same signature every time; it protects nothing.</summary>
    private static RSA Key()
    {
        var random = new Random(7);
        BigInteger p = Prime(), q = Prime(), exponent = 65537, phi = (p - 1) * (q - 1), k = 1;
        while ((k * phi + 1) % exponent != 0) k++;
        var d = (k * phi + 1) / exponent;
        return RSA.Create(new RSAParameters
        {
            Modulus = Bytes(p * q, 128),
            Exponent = [1, 0, 1],
            D = Bytes(d, 128),
            P = Bytes(p, 64),
            Q = Bytes(q, 64),
            DP = Bytes(d % (p - 1), 64),
            DQ = Bytes(d % (q - 1), 64),
            InverseQ = Bytes(BigInteger.ModPow(q, p - 2, p), 64),
        });

        BigInteger Prime()
        {
            var bytes = new byte[64];
            random.NextBytes(bytes);
            // Both highest bits, so that the product has its full length; the lowest, because primes are odd.
            bytes[0] |= 0xC0;
            bytes[^1] |= 1;
            var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
            while (!BigInteger.ModPow(2, number - 1, number).IsOne || (number - 1) % 65537 == 0) number += 2;
            return number;
        }

        static byte[] Bytes(BigInteger number, int length)
        {
            var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
            return [.. new byte[length - bytes.Length], .. bytes];
        }
    }

    private static byte[] Words(params uint[] words) => [.. words.SelectMany(BitConverter.GetBytes)];
}
