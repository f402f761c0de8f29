using System.Buffers.Binary;
using System.Globalization;

namespace VtKit.StaticAnalysis;

/// <summary>
/// Reads Android's binary XML from tag to tag, forwards only. As Android itself does it: chunks of an unknown kind are passed over, an
/// attribute is known by its resource number before its name, and what lies about its own size ends the document.
/// </summary>
/// <seealso href="https://android.googlesource.com/platform/frameworks/base/+/master/libs/androidfw/include/androidfw/ResourceTypes.h"/>
internal sealed class BinaryXmlReader(ReadOnlyMemory<byte> document)
{
    private const ushort StringPool = 0x0001, ResourceMap = 0x0180, StartTag = 0x0102, EndTag = 0x0103;
    private const int AttributeSize = 20;

    private BinaryXmlStrings _strings = new(default);
    private ReadOnlyMemory<byte> _resources;
    private ReadOnlyMemory<byte> _attributes;
    private int _attributeStride;
    private int _attributeCount;
    private int _at = 8;
    private bool _hasStrings;

    /// <summary>Whether the tag opens an element; otherwise it closes one.</summary>
    public bool IsStart { get; private set; }

    /// <summary>The name of the element, without a namespace.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Whether the bytes begin as a document does.</summary>
    public static bool Is(ReadOnlySpan<byte> document) => document.Length >= 16 && BinaryPrimitives.ReadUInt16LittleEndian(document[2..]) == 8
        && BinaryPrimitives.ReadUInt16LittleEndian(document[8..]) == StringPool;

    /// <summary>Goes on to the next tag; false at the end of the document, and where it is damaged.</summary>
    public bool Read()
    {
        while (document.Length - _at >= 8)
        {
            var header = document.Span[_at..];
            var type = BinaryPrimitives.ReadUInt16LittleEndian(header);
            var headerSize = BinaryPrimitives.ReadUInt16LittleEndian(header[2..]);
            var size = BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            if (headerSize < 8 || size < headerSize || size > document.Length - _at) return false;
            var chunk = document.Slice(_at, (int)size);
            _at += (int)size;
            switch (type)
            {
                case StringPool when !_hasStrings:
                    _strings = new BinaryXmlStrings(chunk);
                    _hasStrings = true;
                    break;
                case ResourceMap:
                    _resources = chunk[headerSize..];
                    break;
                case StartTag or EndTag:
                    if (Tag(chunk[headerSize..], type == StartTag)) return true;
                    break;
            }
        }
        return false;
    }

    /// <summary>The value of an attribute of the element that was opened, as text; null when it has none.</summary>
    /// <param name="resource">Android's number for it, or 0 for an attribute without one.</param>
    /// <param name="name">Its name, which counts only where the document gives no number.</param>
    public string? Attribute(uint resource, string name)
    {
        for (var i = 0; i < _attributeCount; i++)
        {
            var attribute = _attributes.Span[(i * _attributeStride)..];
            var key = BinaryPrimitives.ReadUInt32LittleEndian(attribute[4..]);
            var number = ResourceOf(key);
            if (number != 0 ? number == resource : _strings[key] == name) return Value(attribute);
        }
        return null;
    }

    private bool Tag(ReadOnlyMemory<byte> body, bool isStart)
    {
        if (body.Length < 8) return false;
        var tag = body.Span;
        IsStart = isStart;
        Name = _strings[BinaryPrimitives.ReadUInt32LittleEndian(tag[4..])] ?? "";
        _attributeCount = 0;
        if (!isStart || tag.Length < 14) return true;
        int start = BinaryPrimitives.ReadUInt16LittleEndian(tag[8..]);
        _attributeStride = BinaryPrimitives.ReadUInt16LittleEndian(tag[10..]);
        if (_attributeStride < AttributeSize || start > body.Length) return true;
        _attributes = body[start..];
        // Only those count that lie within the tag as a whole.
        var room = _attributes.Length < AttributeSize ? 0 : (_attributes.Length - AttributeSize) / _attributeStride + 1;
        _attributeCount = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(tag[12..]), room);
        return true;
    }

    private uint ResourceOf(uint key) =>
        key < _resources.Length / 4 ? BinaryPrimitives.ReadUInt32LittleEndian(_resources.Span[(int)(4 * key)..]) : 0;

    /// <summary>A reference into the table of resources says nothing by itself, and has no value here.</summary>
    private string? Value(ReadOnlySpan<byte> attribute)
    {
        var data = BinaryPrimitives.ReadUInt32LittleEndian(attribute[16..]);
        return attribute[15] switch
        {
            0x03 => _strings[data],
            0x10 => ((int)data).ToString(CultureInfo.InvariantCulture),
            0x11 => "0x" + data.ToString("x", CultureInfo.InvariantCulture),
            0x12 => data == 0 ? "false" : "true",
            _ => null,
        };
    }
}
