using System.Text;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>Builds Windows shortcuts from the format's description alone.</summary>
internal sealed class ShortcutBuilder
{
    public static readonly DateTime Day = new(2024, 7, 31, 3, 49, 44, DateTimeKind.Utc);

    /// <summary>Folders and a file below a volume; the last one is the file.</summary>
    public string[] Target { get; init; } = [];
    public string? LocalPath { get; init; }
    public string? Share { get; init; }
    public string? Suffix { get; init; }
    public string VolumeLabel { get; init; } = "System";

    /// <summary>Name, relative path, working folder, arguments and icon, each as there is one.</summary>
    public string?[] Texts { get; init; } = new string?[5];
    public string? Environment { get; init; }
    public string? Machine { get; init; }
    public uint Window { get; init; } = 1;
    public bool IsUnicode { get; init; } = true;

    public static Guid FileId { get; } = new("9f2d3f80-4f0e-11ef-8a2b-000c29a1b2c3");

    public byte[] Build()
    {
        var flags = (IsUnicode ? 0x80u : 0) | (Target.Length > 0 ? 1u : 0) | (LocalPath is not null || Share is not null ? 2u : 0) | (Environment is not null ? 0x200u : 0);
        for (var i = 0; i < 5; i++)
            if (Texts[i] is not null)
                flags |= 4u << i;
        var file = new List<byte>();
        U32(file, 76);
        file.AddRange(new Guid("00021401-0000-0000-c000-000000000046").ToByteArray());
        U32(file, flags, 0x20);
        for (var i = 0; i < 3; i++) file.AddRange(BitConverter.GetBytes(Day.AddDays(i).ToFileTimeUtc()));
        U32(file, 4096, 3, Window, 0, 0, 0);
        if (Target.Length > 0) file.AddRange(Targets());
        if ((flags & 2) != 0) file.AddRange(LinkInfo());
        foreach (var text in Texts.OfType<string>())
        {
            U16(file, text.Length);
            file.AddRange((IsUnicode ? Encoding.Unicode : Encoding.Latin1).GetBytes(text));
        }
        if (Environment is not null) file.AddRange(Block(0xA000_0001, [.. Fixed(Encoding.Latin1.GetBytes(Environment), 260), .. Fixed(Encoding.Unicode.GetBytes(Environment), 520)]));
        if (Machine is not null)
        {
            var guid = FileId.ToByteArray();
            file.AddRange(Block(0xA000_0003, [88, 0, 0, 0, 0, 0, 0, 0, .. Fixed(Encoding.Latin1.GetBytes(Machine), 16), .. new byte[16], .. guid, .. new byte[16], .. guid]));
        }
        U32(file, 0);
        return [.. file];
    }

    private byte[] Targets()
    {
        var items = new List<byte>();
        Item([0x1F, 0x50, .. new Guid("20d04fe0-3aea-1069-a2d8-08002b30309d").ToByteArray()]);
        Item([0x2F, .. "C:\\\0"u8, .. new byte[19]]);
        for (var i = 0; i < Target.Length; i++)
        {
            var name = Encoding.Unicode.GetBytes(Target[i] + "\0");
            var shortName = Fixed(Encoding.Latin1.GetBytes(Target[i].ToUpperInvariant()[..Math.Min(6, Target[i].Length)]), 8);
            var extension = new List<byte>();
            U16(extension, 46 + name.Length + 2, 9);
            U32(extension, 0xBEEF_0004, 0, 0);
            U16(extension, 0x2E, 0);
            extension.AddRange([.. new byte[16], 0, 0, .. new byte[8], .. name]);
            U16(extension, 14 + shortName.Length);
            Item([(byte)(i == Target.Length - 1 ? 0x32 : 0x31), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x20, 0, .. shortName, .. extension]);
        }
        U16(items, 0);
        var list = new List<byte>();
        U16(list, items.Count);
        return [.. list, .. items];

        void Item(byte[] data)
        {
            U16(items, data.Length + 2);
            items.AddRange(data);
        }
    }

    private byte[] LinkInfo()
    {
        byte[] volume = [], path = [], share = [];
        var at = 28;
        if (LocalPath is not null)
        {
            var label = Encoding.Latin1.GetBytes(VolumeLabel + "\0");
            volume = [.. Numbers((uint)(16 + label.Length), 3, 0xC868_F004, 16), .. label];
            path = Encoding.Latin1.GetBytes(LocalPath + "\0");
        }
        if (Share is not null)
        {
            var name = Encoding.Latin1.GetBytes(Share + "\0");
            share = [.. Numbers((uint)(20 + name.Length), 2, 20, 0, 0x0002_0000), .. name];
        }
        var suffix = Encoding.Latin1.GetBytes(Suffix + "\0");
        uint Place(byte[] part)
        {
            if (part.Length == 0) return 0;
            at += part.Length;
            return (uint)(at - part.Length);
        }
        uint[] places = [Place(volume), Place(path), Place(share), Place(suffix)];
        return [.. Numbers([(uint)at, 28, (LocalPath is null ? 0u : 1) | (Share is null ? 0u : 2), .. places]), .. volume, .. path, .. share, .. suffix];
    }

    private static byte[] Block(uint kind, byte[] content) => [.. Numbers((uint)content.Length + 8, kind), .. content];

    private static byte[] Fixed(byte[] content, int length)
    {
        Array.Resize(ref content, length);
        return content;
    }

    private static byte[] Numbers(params uint[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static void U32(List<byte> target, params uint[] values) => target.AddRange(Numbers(values));

    private static void U16(List<byte> target, params int[] values)
    {
        foreach (var value in values) target.AddRange([(byte)value, (byte)(value >> 8)]);
    }
}
