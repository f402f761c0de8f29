using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>Writes PDF files, object by object, as wrong as a test wants them.</summary>
internal sealed class PdfBuilder
{
    private readonly ArrayBufferWriter<byte> _file = new();

    public PdfBuilder() => Raw("%PDF-1.7\n");

    public static byte[] Zlib(byte[] content, CompressionLevel level = CompressionLevel.Optimal)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, level, leaveOpen: true)) zlib.Write(content);
        return packed.ToArray();
    }

    public static byte[] Hex(byte[] content) => [.. Encoding.ASCII.GetBytes(Convert.ToHexString(content)), (byte)'>'];

    public static byte[] Ascii85(byte[] content)
    {
        var text = new StringBuilder();
        foreach (var group in content.Chunk(4))
        {
            var value = group.Concat(new byte[4 - group.Length]).Aggregate(0u, (sum, one) => sum << 8 | one);
            var digits = new char[5];
            for (var i = 4; i >= 0; i--, value /= 85) digits[i] = (char)('!' + value % 85);
            text.Append(value == 0 && group is [0, 0, 0, 0] ? "z" : new string(digits, 0, group.Length + 1)).Append(text.Length % 64 == 0 ? "\n" : "");
        }
        return Encoding.ASCII.GetBytes(text.Append("~>").ToString());
    }

    /// <summary>Writes text, a byte for each character.</summary>
    public PdfBuilder Raw(string text)
    {
        _file.Write(Encoding.Latin1.GetBytes(text));
        return this;
    }

    public PdfBuilder Object(int number, string value) => Raw($"{number} 0 obj\n{value}\nendobj\n");

    /// <summary>Writes a stream with these bytes as they are; where no length is given it is written, and right.</summary>
    public PdfBuilder Stream(int number, string entries, byte[] packed, string? length = null)
    {
        Raw($"{number} 0 obj\n<< {entries} /Length {length ?? packed.Length.ToString(CultureInfo.InvariantCulture)} >>\nstream\n");
        _file.Write(packed);
        return Raw("\nendstream\nendobj\n");
    }

    public PdfBuilder Flate(int number, string entries, byte[] content) => Stream(number, entries + " /Filter /FlateDecode", Zlib(content));

    public PdfBuilder Flate(int number, string entries, string content) => Flate(number, entries, Encoding.Latin1.GetBytes(content));

    /// <summary>Writes a stream of objects.</summary>
    public PdfBuilder Objects(int number, params (int Number, string Value)[] objects)
    {
        var (entries, content) = Pack(objects);
        return Flate(number, entries, content);
    }

    /// <summary>What a stream of objects says and holds.</summary>
    public static (string Entries, byte[] Content) Pack(params (int Number, string Value)[] objects)
    {
        var header = "";
        var body = "";
        foreach (var (number, value) in objects)
        {
            header += $"{number} {body.Length} ";
            body += value + " ";
        }
        return ($"/Type /ObjStm /N {objects.Length} /First {header.Length}", Encoding.Latin1.GetBytes(header + body));
    }

    public byte[] Build() => [.. _file.WrittenSpan, .. "trailer\n<< /Root 1 0 R >>\nstartxref\n0\n%%EOF\n"u8];
}
