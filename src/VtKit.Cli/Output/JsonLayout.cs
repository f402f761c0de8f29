using System.Buffers;
using System.Text;

namespace VtKit.Cli;

/// <summary>
/// Lays JSON out, indented or on one line, without reading it again: strings and numbers are copied as they came, so that
/// 1.0 stays 1.0 and half a surrogate pair stays what it was. Characters that a terminal would act on or hide become
/// <c>\u</c> escapes, which mean the same to every reader of JSON.
/// </summary>
internal static class JsonLayout
{
    /// <summary>Appends valid JSON, indented by two spaces from a depth.</summary>
    public static void Indent(ReadOnlySpan<byte> json, IBufferWriter<byte> into, int depth = 0) => Write(json, into, depth, indented: true);

    /// <summary>Appends valid JSON on one line.</summary>
    public static void Compact(ReadOnlySpan<byte> json, IBufferWriter<byte> into) => Write(json, into, 0, indented: false);

    /// <summary>Appends a line break and the indentation of a depth.</summary>
    public static void Break(IBufferWriter<byte> into, int depth)
    {
        var room = into.GetSpan(1 + depth * 2)[..(1 + depth * 2)];
        room.Fill((byte)' ');
        room[0] = (byte)'\n';
        into.Advance(room.Length);
    }

    private static void Write(ReadOnlySpan<byte> json, IBufferWriter<byte> into, int depth, bool indented)
    {
        for (var i = 0; i < json.Length;)
        {
            var c = json[i];
            switch (c)
            {
                case (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t':
                    i++;
                    break;
                case (byte)'"':
                    i += CopyString(json[i..], into);
                    break;
                case (byte)'{' or (byte)'[':
                    var inside = json[(i + 1)..].TrimStart(" \n\r\t"u8);
                    if (!inside.IsEmpty && inside[0] == c + 2)
                    {
                        into.Write([c, inside[0]]);
                        i = json.Length - inside.Length + 1;
                        break;
                    }
                    into.Write([c]);
                    depth++;
                    if (indented) Break(into, depth);
                    i++;
                    break;
                case (byte)'}' or (byte)']':
                    depth--;
                    if (indented) Break(into, depth);
                    into.Write([c]);
                    i++;
                    break;
                case (byte)',':
                    into.Write([c]);
                    if (indented) Break(into, depth);
                    i++;
                    break;
                case (byte)':':
                    into.Write(indented ? ": "u8 : ":"u8);
                    i++;
                    break;
                default:
                    var start = i;
                    while (i < json.Length && json[i] is not ((byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)',' or (byte)']' or (byte)'}')) i++;
                    into.Write(json[start..i]);
                    break;
            }
        }
    }

    // Copies the string at the start of the JSON, quotes included, and returns its length there.
    private static int CopyString(ReadOnlySpan<byte> json, IBufferWriter<byte> into)
    {
        into.Write("\""u8);
        for (var i = 1; ;)
        {
            // Up to the string's end, an escape, or what is not plain ASCII, all is copied as it is.
            var start = i;
            while (json[i] is < 0x7F and not ((byte)'"' or (byte)'\\')) i++;
            into.Write(json[start..i]);
            switch (json[i])
            {
                case (byte)'"':
                    into.Write("\""u8);
                    return i + 1;
                case (byte)'\\':
                    into.Write(json.Slice(i, 2));
                    i += 2;
                    break;
                default:
                    var status = Rune.DecodeFromUtf8(json[i..], out var rune, out var length);
                    if (status != System.Buffers.OperationStatus.Done) into.Write("\uFFFD"u8);
                    else if (TerminalText.IsHidden(rune)) WriteEscaped(rune, into);
                    else into.Write(json.Slice(i, length));
                    i += length;
                    break;
            }
        }
    }

    private static void WriteEscaped(Rune rune, IBufferWriter<byte> into)
    {
        Span<char> halves = stackalloc char[2];
        foreach (var half in halves[..rune.EncodeToUtf16(halves)])
        {
            into.Write("\\u"u8);
            ((int)half).TryFormat(into.GetSpan(4), out var written, "x4");
            into.Advance(written);
        }
    }
}
