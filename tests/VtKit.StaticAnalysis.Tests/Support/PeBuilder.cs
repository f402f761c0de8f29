using System.Buffers.Binary;
using System.Text;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>Builds small Windows executables, written from the format's description alone.</summary>
internal sealed class PeBuilder
{
    /// <summary>By how much a linker's note moves the PE header down.</summary>
    public const int RichSize = 0x80;

    private const int HeadersSize = 0x400;
    private const uint FirstAddress = 0x1000;

    private readonly List<(string Name, byte[] Content, uint VirtualSize, uint Flags)> _sections = [];

    public bool Is64Bit { get; init; }
    public bool IsDll { get; init; }
    public ushort? Machine { get; init; }
    public ushort Subsystem { get; init; } = 2;
    public uint Timestamp { get; init; } = 1_700_000_000;
    public uint EntryPoint { get; init; } = 0x1000;
    public bool IsDotNet { get; init; }
    public bool IsDebugStripped { get; init; }
    public byte[] Overlay { get; init; } = [];

    /// <summary>Libraries with functions; a function <c>#7</c> is imported by number.</summary>
    public IReadOnlyList<(string Library, string[] Functions)> Imports { get; init; } = [];
    public string[] Exports { get; init; } = [];

    public PeBuilder Section(string name, byte[] content, uint flags = 0x6000_0020, uint? virtualSize = null)
    {
        _sections.Add((name, content, virtualSize ?? (uint)content.Length, flags));
        return this;
    }

    public byte[] Build()
    {
        var sections = _sections.ToList();
        var address = FirstAddress;
        foreach (var section in sections) address += Align((uint)Math.Max(section.Content.Length, section.VirtualSize), 0x1000);
        var data = new Blob(address);
        var importsAt = Imports.Count == 0 ? 0 : WriteImports(data);
        var exportsAt = Exports.Length == 0 ? 0 : WriteExports(data);
        var clrAt = IsDotNet ? data.Reserve(0x48) : 0;
        if (data.Length > 0) sections.Add((".vdata", data.ToArray(), (uint)data.Length, 0x4000_0040));

        var image = new List<byte>(new byte[HeadersSize]);
        var table = new List<byte>();
        address = FirstAddress;
        foreach (var (name, content, virtualSize, flags) in sections)
        {
            var entry = new byte[40];
            Encoding.Latin1.GetBytes(name.PadRight(8, '\0')[..8]).CopyTo(entry, 0);
            var rawSize = Align((uint)content.Length, 0x200);
            U32(entry, 8, virtualSize);
            U32(entry, 12, address);
            U32(entry, 16, rawSize);
            U32(entry, 20, rawSize == 0 ? 0 : (uint)image.Count);
            U32(entry, 36, flags);
            table.AddRange(entry);
            image.AddRange(content);
            image.AddRange(new byte[rawSize - content.Length]);
            address += Align(Math.Max(rawSize, virtualSize), 0x1000);
        }
        var file = image.ToArray();
        WriteHeaders(file, sections.Count, importsAt, exportsAt, clrAt);
        table.CopyTo(0, file, 0x80 + 24 + (Is64Bit ? 240 : 224), table.Count);
        return [.. file, .. Overlay];
    }

    /// <summary>Moves the PE header of a built file down and puts a linker's note in front of it.</summary>
    public static byte[] WithRichHeader(byte[] file)
    {
        var header = file.AsSpan(0x80, 0x200).ToArray();
        byte[] key = [0x12, 0xAB, 0x5C, 0xD7];
        byte[] clear = [.. "DanS"u8, .. new byte[12], 0x09, 0x78, 0x93, 0, 16, 0, 0, 0, 0, 0, 1, 0, 66, 0, 0, 0];
        byte[] rich = [.. clear.Select((value, i) => (byte)(value ^ key[i & 3])), .. "Rich"u8, .. key];
        rich.CopyTo(file, 0x80);
        header.CopyTo(file, 0x80 + RichSize);
        U32(file, 60, 0x80 + RichSize);
        return file;
    }

    private void WriteHeaders(byte[] file, int sectionCount, uint importsAt, uint exportsAt, uint clrAt)
    {
        file[0] = (byte)'M';
        file[1] = (byte)'Z';
        U16(file, 8, 4);
        U32(file, 60, 0x80);
        "PE\0\0"u8.CopyTo(file.AsSpan(0x80));
        U16(file, 0x84, Machine ?? (ushort)(Is64Bit ? 0x8664 : 0x14c));
        U16(file, 0x86, (ushort)sectionCount);
        U32(file, 0x88, Timestamp);
        U16(file, 0x94, (ushort)(Is64Bit ? 240 : 224));
        U16(file, 0x96, (ushort)(0x0002 | (IsDll ? 0x2000 : 0) | (IsDebugStripped ? 0x0200 : 0)));
        const int optional = 0x98;
        U16(file, optional, (ushort)(Is64Bit ? 0x20b : 0x10b));
        U32(file, optional + 16, EntryPoint);
        U32(file, optional + 32, 0x1000);
        U32(file, optional + 36, 0x200);
        U32(file, optional + 60, HeadersSize);
        U16(file, optional + 68, Subsystem);
        var directories = optional + (Is64Bit ? 112 : 96);
        U32(file, directories - 4, 16);
        U32(file, directories, exportsAt);
        U32(file, directories + 8, importsAt);
        U32(file, directories + 14 * 8, clrAt);
        U32(file, directories + 14 * 8 + 4, clrAt == 0 ? 0 : 0x48u);
    }

    private uint WriteImports(Blob data)
    {
        var descriptors = data.Reserve(20 * (Imports.Count + 1));
        for (var i = 0; i < Imports.Count; i++)
        {
            var (library, functions) = Imports[i];
            var size = Is64Bit ? 8 : 4;
            var lookup = data.Reserve(size * (functions.Length + 1));
            var bound = data.Reserve(size * (functions.Length + 1));
            for (var f = 0; f < functions.Length; f++)
            {
                ulong value;
                if (functions[f].StartsWith('#')) value = (1UL << (size * 8 - 1)) | ushort.Parse(functions[f].AsSpan(1));
                else value = data.Append([0, 0, .. Encoding.Latin1.GetBytes(functions[f]), 0]);
                data.Word(lookup + (uint)(f * size), value, size);
                data.Word(bound + (uint)(f * size), value, size);
            }
            var name = data.Append([.. Encoding.Latin1.GetBytes(library), 0]);
            data.Word(descriptors + (uint)(i * 20), lookup, 4);
            data.Word(descriptors + (uint)(i * 20) + 12, name, 4);
            data.Word(descriptors + (uint)(i * 20) + 16, bound, 4);
        }
        return descriptors;
    }

    private uint WriteExports(Blob data)
    {
        var directory = data.Reserve(40);
        var names = data.Reserve(4 * Exports.Length);
        for (var i = 0; i < Exports.Length; i++)
            data.Word(names + (uint)(4 * i), data.Append([.. Encoding.Latin1.GetBytes(Exports[i]), 0]), 4);
        data.Word(directory + 24, (uint)Exports.Length, 4);
        data.Word(directory + 32, names, 4);
        return directory;
    }

    private static uint Align(uint value, uint to) => (value + to - 1) / to * to;

    private static void U16(byte[] bytes, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(at), value);

    private static void U32(byte[] bytes, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), value);

    /// <summary>Bytes that know the address they will be loaded at.</summary>
    private sealed class Blob(uint address)
    {
        private readonly List<byte> _bytes = [];

        public int Length => _bytes.Count;

        public byte[] ToArray() => [.. _bytes];

        public uint Reserve(int count) => Append(new byte[count]);

        public uint Append(byte[] bytes)
        {
            var at = address + (uint)_bytes.Count;
            _bytes.AddRange(bytes);
            return at;
        }

        public void Word(uint at, ulong value, int size)
        {
            for (var i = 0; i < size; i++) _bytes[(int)(at - address) + i] = (byte)(value >> (8 * i));
        }
    }
}
