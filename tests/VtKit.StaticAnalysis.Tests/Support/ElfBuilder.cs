using System.Buffers.Binary;
using System.Text;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>Builds small ELF files of either width and byte order, written from the format's description alone.</summary>
internal sealed class ElfBuilder
{
    public bool Is64Bit { get; init; } = true;
    public bool IsBigEndian { get; init; }
    public ushort Type { get; init; } = 3;
    public ushort Machine { get; init; } = 62;
    public string[] Needed { get; init; } = [];
    public string[] Imports { get; init; } = [];
    public string[] Exports { get; init; } = [];

    /// <summary>Leaves the section table out, as packers do: everything has to be found through the segments then.</summary>
    public bool WithoutSections { get; init; }

    private const ulong Base = 0x40_0000;

    public byte[] Build()
    {
        var strings = new List<byte> { 0 };
        var symbols = new List<byte>(new byte[Is64Bit ? 24 : 16]);
        foreach (var (name, defined) in Imports.Select(n => (n, false)).Concat(Exports.Select(n => (n, true))))
            symbols.AddRange(Symbol(AddString(strings, name), defined));
        var needed = Needed.Select(name => AddString(strings, name)).ToArray();

        var headerSize = Is64Bit ? 64 : 52;
        var segmentSize = Is64Bit ? 56 : 32;
        var symbolsAt = headerSize + 2 * segmentSize;
        var stringsAt = symbolsAt + symbols.Count;
        var dynamicAt = stringsAt + strings.Count;
        var dynamic = new List<byte>();
        foreach (var offset in needed) dynamic.AddRange(Dynamic(1, offset));
        dynamic.AddRange(Dynamic(5, Base + (ulong)stringsAt));
        dynamic.AddRange(Dynamic(6, Base + (ulong)symbolsAt));
        dynamic.AddRange(Dynamic(10, (ulong)strings.Count));
        dynamic.AddRange(Dynamic(0, 0));

        var file = new List<byte>(new byte[headerSize]);
        var end = dynamicAt + dynamic.Count;
        file.AddRange(Segment(1, 0, (ulong)end));
        file.AddRange(Segment(2, (ulong)dynamicAt, (ulong)dynamic.Count));
        file.AddRange(symbols);
        file.AddRange(strings);
        file.AddRange(dynamic);
        var sections = 0;
        var tableAt = 0;
        if (!WithoutSections)
        {
            var names = Encoding.ASCII.GetBytes("\0.dynsym\0.dynstr\0.dynamic\0.shstrtab\0");
            var namesAt = file.Count;
            file.AddRange(names);
            tableAt = file.Count;
            file.AddRange(new byte[Is64Bit ? 64 : 40]);
            file.AddRange(Section(1, 11, 2, (ulong)symbolsAt, (ulong)symbols.Count, link: 2));
            file.AddRange(Section(9, 3, 2, (ulong)stringsAt, (ulong)strings.Count));
            file.AddRange(Section(17, 6, 3, (ulong)dynamicAt, (ulong)dynamic.Count, link: 2));
            file.AddRange(Section(26, 3, 0, (ulong)namesAt, (ulong)names.Length));
            sections = 5;
        }
        var bytes = file.ToArray();
        Header(sections, tableAt).CopyTo(bytes, 0);
        return bytes;
    }

    private byte[] Header(int sections, int tableAt)
    {
        byte[] ident = [0x7F, (byte)'E', (byte)'L', (byte)'F', (byte)(Is64Bit ? 2 : 1), (byte)(IsBigEndian ? 2 : 1), 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        return
        [
            .. ident, .. U16(Type), .. U16(Machine), .. U32(1), .. Word(Base + 0x10), .. Word((ulong)(Is64Bit ? 64 : 52)), .. Word((ulong)tableAt),
            .. U32(0), .. U16((ushort)(Is64Bit ? 64 : 52)), .. U16((ushort)(Is64Bit ? 56 : 32)), .. U16(2),
            .. U16((ushort)(Is64Bit ? 64 : 40)), .. U16((ushort)sections), .. U16((ushort)(sections == 0 ? 0 : sections - 1)),
        ];
    }

    private byte[] Segment(uint type, ulong offset, ulong size) => Is64Bit
        ? [.. U32(type), .. U32(5), .. Word(offset), .. Word(Base + offset), .. Word(Base + offset), .. Word(size), .. Word(size), .. Word(8)]
        : [.. U32(type), .. Word(offset), .. Word(Base + offset), .. Word(Base + offset), .. Word(size), .. Word(size), .. U32(5), .. Word(4)];

    private byte[] Section(uint name, uint type, ulong flags, ulong offset, ulong size, uint link = 0) =>
        [.. U32(name), .. U32(type), .. Word(flags), .. Word((flags & 2) != 0 ? Base + offset : 0), .. Word(offset), .. Word(size), .. U32(link), .. U32(0), .. Word(1), .. Word(0)];

    private byte[] Symbol(uint name, bool defined) => Is64Bit
        ? [.. U32(name), 0x12, 0, .. U16((ushort)(defined ? 1 : 0)), .. Word(0), .. Word(0)]
        : [.. U32(name), .. Word(0), .. Word(0), 0x12, 0, .. U16((ushort)(defined ? 1 : 0))];

    private byte[] Dynamic(ulong tag, ulong value) => [.. Word(tag), .. Word(value)];

    private static uint AddString(List<byte> strings, string text)
    {
        var at = (uint)strings.Count;
        strings.AddRange(Encoding.UTF8.GetBytes(text));
        strings.Add(0);
        return at;
    }

    private byte[] U16(ushort value)
    {
        var bytes = new byte[2];
        if (IsBigEndian) BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        else BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        return bytes;
    }

    private byte[] U32(uint value)
    {
        var bytes = new byte[4];
        if (IsBigEndian) BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        else BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    private byte[] Word(ulong value)
    {
        if (!Is64Bit) return U32((uint)value);
        var bytes = new byte[8];
        if (IsBigEndian) BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        else BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }
}
