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

    // What stays as it is is copied in runs, for a report has thousands of tokens, and a call for each costs more than the copying.
    private static void Write(ReadOnlySpan<byte> json, IBufferWriter<byte> into, int depth, bool indented)
    {
        var output = new Output(into);
        var start = 0;
        for (var i = 0; i < json.Length; i++)
        {
            var c = json[i];
            switch (c)
            {
                case (byte)'"':
                    i = EndOfString(json, i, ref start, ref output);
                    break;
                case (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t':
                    output.Write(json[start..i]);
                    start = i + 1;
                    break;
                case (byte)'{' or (byte)'[' when indented:
                    output.Write(json[start..(i + 1)]);
                    start = EndOfSpace(json, i + 1);
                    // What is empty stays on its line.
                    if (start < json.Length && json[start] == c + 2)
                    {
                        i = start;
                        break;
                    }
                    output.Break(++depth);
                    i = start - 1;
                    break;
                case (byte)'}' or (byte)']' when indented:
                    output.Write(json[start..i]);
                    output.Break(--depth);
                    start = i;
                    break;
                case (byte)',' when indented:
                    output.Write(json[start..(i + 1)]);
                    output.Break(depth);
                    start = i + 1;
                    break;
                case (byte)':' when indented:
                    output.Write(json[start..(i + 1)]);
                    output.Write(" "u8);
                    start = i + 1;
                    break;
            }
        }
        if (start < json.Length) output.Write(json[start..]);
        output.End();
    }

    private static int EndOfSpace(ReadOnlySpan<byte> json, int from)
    {
        while (from < json.Length && json[from] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t') from++;
        return from;
    }

    // The place of the quote that ends a string. Only what has to be written otherwise ends the run that begins at start.
    private static int EndOfString(ReadOnlySpan<byte> json, int quote, ref int start, ref Output output)
    {
        for (var i = quote + 1; ;)
        {
            while (json[i] is < 0x7F and not ((byte)'"' or (byte)'\\')) i++;
            if (json[i] == (byte)'"') return i;
            if (json[i] == (byte)'\\')
            {
                i += 2;
                continue;
            }
            var status = Rune.DecodeFromUtf8(json[i..], out var rune, out var length);
            if (status != System.Buffers.OperationStatus.Done || TerminalText.IsHidden(rune))
            {
                output.Write(json[start..i]);
                if (status != System.Buffers.OperationStatus.Done) output.Write("\uFFFD"u8);
                else WriteEscaped(rune, ref output);
                start = i + length;
            }
            i += length;
        }
    }

    private static void WriteEscaped(Rune rune, ref Output output)
    {
        Span<char> halves = stackalloc char[2];
        Span<byte> digits = stackalloc byte[4];
        foreach (var half in halves[..rune.EncodeToUtf16(halves)])
        {
            output.Write("\\u"u8);
            ((int)half).TryFormat(digits, out _, "x4");
            output.Write(digits);
        }
    }

    /// <summary>Memory of a writer, asked for in large pieces.</summary>
    private ref struct Output(IBufferWriter<byte> into)
    {
        private const int Piece = 64 * 1024;

        private Span<byte> _free = into.GetSpan(Piece);
        private int _used;

        public void Write(scoped ReadOnlySpan<byte> bytes)
        {
            if (bytes.Length > _free.Length - _used) Grow(bytes.Length);
            bytes.CopyTo(_free[_used..]);
            _used += bytes.Length;
        }

        public void Break(int depth)
        {
            var length = 1 + depth * 2;
            if (length > _free.Length - _used) Grow(length);
            var line = _free.Slice(_used, length);
            line.Fill((byte)' ');
            line[0] = (byte)'\n';
            _used += length;
        }

        public readonly void End() => into.Advance(_used);

        private void Grow(int length)
        {
            into.Advance(_used);
            _free = into.GetSpan(Math.Max(Piece, length));
            _used = 0;
        }
    }
}
