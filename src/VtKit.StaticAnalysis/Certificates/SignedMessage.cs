using System.Formats.Asn1;
using System.Security.Cryptography.Pkcs;

namespace VtKit.StaticAnalysis;

/// <summary>
/// Opens PKCS #7 of strangers. <see cref="SignedCms"/> decodes every certificate each time that it is asked for one, and thousands of them fit into a
/// signature: only as many as are listed anyway are given to it.
/// </summary>
internal static class SignedMessage
{
    private const int MaxSigners = 8;

    private static readonly Asn1Tag Context0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Decodes a message.</summary>
    /// <param name="encoded">The message; what follows behind it is ignored.</param>
    /// <param name="left">How many certificates may still be read; lowered by those that are.</param>
    /// <exception cref="Exception">One of those that <see cref="CertificateShape.IsUnreadable"/> knows.</exception>
    public static SignedCms Open(byte[] encoded, ref int left)
    {
        var message = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence();
        var type = message.ReadObjectIdentifier();
        var data = message.ReadSequence(Context0).ReadSequence();
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(type);
            using (writer.PushSequence(Context0))
            using (writer.PushSequence())
            {
                while (data.HasData)
                {
                    var value = data.ReadEncodedValue();
                    var tag = Asn1Tag.Decode(value.Span, out _);
                    if (tag.HasSameClassAndValue(Context0)) left -= CopyFirst(value, tag, left, writer);
                    // The signers come last.
                    else if (tag.HasSameClassAndValue(Asn1Tag.SetOf) && !data.HasData) CopyFirst(value, tag, MaxSigners, writer);
                    else writer.WriteEncodedValue(value.Span);
                }
            }
        }
        var signed = new SignedCms();
        signed.Decode(writer.Encode());
        return signed;
    }

    /// <summary>Copies the first members of a set, in their order.</summary>
    private static int CopyFirst(ReadOnlyMemory<byte> set, Asn1Tag tag, int most, AsnWriter writer)
    {
        var members = new AsnReader(set, AsnEncodingRules.BER).ReadSetOf(skipSortOrderValidation: true, tag);
        var count = 0;
        var copy = new AsnWriter(AsnEncodingRules.BER);
        using (copy.PushSequence())
        {
            for (; count < most && members.HasData; count++) copy.WriteEncodedValue(members.ReadEncodedValue().Span);
        }
        // A writer sorts sets, so it wrote a sequence, which differs in its tag alone.
        var encoded = copy.Encode();
        encoded[0] = (byte)(tag.TagClass == TagClass.ContextSpecific ? 0xA0 : 0x31);
        writer.WriteEncodedValue(encoded);
        return count;
    }
}
