using System.Buffers.Binary;
using System.Text;

namespace VtKit.StaticAnalysis.Tests;

/// <summary>Builds Android's binary XML, written from the format's description alone, true or false.</summary>
internal sealed class BinaryXmlBuilder
{
    private const string AndroidSpace = "http://schemas.android.com/apk/res/android";

    private readonly List<(string Text, uint Resource)> _strings = [];
    private readonly List<byte[]> _tags = [];

    public bool IsUtf8 { get; init; }

    /// <summary>Opens an element. An attribute with a number gets it, and its name is left empty, as obfuscators leave it.</summary>
    public BinaryXmlBuilder Open(string element, params (string Name, uint Resource, object Value)[] attributes)
    {
        var body = new List<byte>();
        U32(body, uint.MaxValue, String(element));
        U16(body, 20, 20, attributes.Length, 0, 0, 0);
        foreach (var (name, resource, value) in attributes)
        {
            U32(body, resource == 0 ? uint.MaxValue : String(AndroidSpace), String(name, resource));
            if (value is string text)
            {
                U32(body, String(text), 0x0300_0008, String(text));
            }
            else U32(body, uint.MaxValue, value is bool ? 0x1200_0008 : 0x1000_0008u, value is bool flag ? (flag ? uint.MaxValue : 0u) : (uint)(int)value);
        }
        _tags.Add(Chunk(0x0102, [.. new byte[8]], [.. body]));
        return this;
    }

    public BinaryXmlBuilder Close(string element)
    {
        var body = new List<byte>();
        U32(body, uint.MaxValue, String(element));
        _tags.Add(Chunk(0x0103, new byte[8], [.. body]));
        return this;
    }

    /// <summary>An element with nothing inside.</summary>
    public BinaryXmlBuilder Add(string element, params (string Name, uint Resource, object Value)[] attributes) => Open(element, attributes).Close(element);

    public BinaryXmlBuilder AddChunk(byte[] chunk)
    {
        _tags.Add(chunk);
        return this;
    }

    public byte[] Build(int? claimedStrings = null)
    {
        // Numbers belong to the first strings of the pool.
        var order = Enumerable.Range(0, _strings.Count).OrderBy(i => _strings[i].Resource == 0).ToArray();
        var places = new uint[order.Length];
        for (var i = 0; i < order.Length; i++) places[order[i]] = (uint)i;
        var pool = Pool([.. order.Select(i => _strings[i].Text)], claimedStrings);
        var resources = new List<byte>();
        foreach (var (_, resource) in order.Select(i => _strings[i]).Where(one => one.Resource != 0)) U32(resources, resource);
        byte[] content = [.. pool, .. Chunk(0x0180, [], [.. resources]), .. _tags.SelectMany(tag => Renumbered(tag, places))];
        return [.. Chunk(3, [], content)];
    }

    public static byte[] Chunk(ushort type, byte[] header, byte[] body)
    {
        var chunk = new List<byte>();
        U16(chunk, type, 8 + header.Length);
        U32(chunk, (uint)(8 + header.Length + body.Length));
        return [.. chunk, .. header, .. body];
    }

    private uint String(string text, uint resource = 0)
    {
        var at = _strings.FindIndex(one => resource != 0 ? one.Resource == resource : one.Text == text && one.Resource == 0);
        if (at < 0)
        {
            at = _strings.Count;
            _strings.Add((resource != 0 ? "" : text, resource));
        }
        return (uint)at;
    }

    private byte[] Pool(string[] strings, int? claimed)
    {
        var texts = new List<byte>();
        var offsets = new List<byte>();
        foreach (var text in strings)
        {
            U32(offsets, (uint)texts.Count);
            var bytes = (IsUtf8 ? Encoding.UTF8 : Encoding.Unicode).GetBytes(text);
            if (!IsUtf8) U16(texts, text.Length);
            else
            {
                Length(texts, text.Length);
                Length(texts, bytes.Length);
            }
            texts.AddRange(bytes);
            texts.AddRange(IsUtf8 ? [0] : [0, 0]);
        }
        while (texts.Count % 4 != 0) texts.Add(0);
        var header = new List<byte>();
        U32(header, (uint)(claimed ?? strings.Length), 0, IsUtf8 ? 0x100u : 0, (uint)(28 + offsets.Count), 0);
        return Chunk(1, [.. header], [.. offsets, .. texts]);

        static void Length(List<byte> target, int length)
        {
            if (length > 127) target.Add((byte)(0x80 | length >> 8));
            target.Add((byte)length);
        }
    }

    /// <summary>Strings are numbered as they come; the pool has them in another order.</summary>
    private static byte[] Renumbered(byte[] tag, uint[] places)
    {
        var type = BinaryPrimitives.ReadUInt16LittleEndian(tag);
        if (type is not (0x0102 or 0x0103)) return tag;
        tag = [.. tag];
        Renumber(16);
        Renumber(20);
        if (type == 0x0103) return tag;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(tag.AsSpan(28));
        for (var i = 0; i < count; i++)
        {
            var at = 36 + 20 * i;
            Renumber(at);
            Renumber(at + 4);
            Renumber(at + 8);
            if (tag[at + 15] == 3) Renumber(at + 16);
        }
        return tag;

        void Renumber(int at)
        {
            var value = BinaryPrimitives.ReadUInt32LittleEndian(tag.AsSpan(at));
            if (value < places.Length) BinaryPrimitives.WriteUInt32LittleEndian(tag.AsSpan(at), places[value]);
        }
    }

    private static void U16(List<byte> target, params int[] values)
    {
        foreach (var value in values) target.AddRange([(byte)value, (byte)(value >> 8)]);
    }

    private static void U32(List<byte> target, params uint[] values)
    {
        foreach (var value in values) target.AddRange(BitConverter.GetBytes(value));
    }
}
