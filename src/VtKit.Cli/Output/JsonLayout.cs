using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
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
                    output.Write(json, start, i);
                    start = i + 1;
                    break;
                case (byte)'{' or (byte)'[' when indented:
                    output.Write(json, start, i + 1);
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
                    output.Write(json, start, i);
                    output.Break(--depth);
                    start = i;
                    break;
                case (byte)',' when indented:
                    output.Write(json, start, i + 1);
                    output.Break(depth);
                    start = i + 1;
                    break;
                case (byte)':' when indented:
                    output.Write(json, start, i + 1);
                    output.Blank();
                    start = i + 1;
                    break;
            }
        }
        if (start < json.Length) output.Write(json, start, json.Length);
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
            i = EndOfPlain(json, i);
            if (json[i] == (byte)'"') return i;
            if (json[i] == (byte)'\\')
            {
                i += 2;
                continue;
            }
            var status = Rune.DecodeFromUtf8(json[i..], out var rune, out var length);
            if (status != System.Buffers.OperationStatus.Done || TerminalText.IsHidden(rune))
            {
                output.Write(json, start, i);
                if (status != System.Buffers.OperationStatus.Done) output.Write("\uFFFD"u8);
                else WriteEscaped(rune, ref output);
                start = i + length;
            }
            i += length;
        }
    }

    // The place of the first byte that is a quote, a backslash or no printable ASCII.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int EndOfPlain(ReadOnlySpan<byte> json, int from)
    {
        for (; json.Length - from >= Vector128<byte>.Count; from += Vector128<byte>.Count)
        {
            var block = Vector128.Create(json.Slice(from, Vector128<byte>.Count));
            var ends = Vector128.Equals(block, Vector128.Create((byte)'"')) | Vector128.Equals(block, Vector128.Create((byte)'\\')) | Vector128.GreaterThanOrEqual(block, Vector128.Create((byte)0x7F));
            if (ends != Vector128<byte>.Zero) return from + BitOperations.TrailingZeroCount(ends.ExtractMostSignificantBits());
        }
        while (json[from] is < 0x7F and not ((byte)'"' or (byte)'\\')) from++;
        return from;
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

        // Most runs and most lines are shorter: to move so many bytes always takes two instructions, to move as many as there are takes a call.
        private const int Short = 32;

        private Span<byte> _free = into.GetSpan(Piece);
        private int _used;

        private static ReadOnlySpan<byte> Line => "\n                               "u8;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Write(scoped ReadOnlySpan<byte> bytes, int from, int to)
        {
            if (to - from <= Short && bytes.Length - from >= Short && _free.Length - _used >= Short)
            {
                bytes.Slice(from, Short).CopyTo(_free.Slice(_used, Short));
                _used += to - from;
            }
            else
            {
                Write(bytes[from..to]);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Break(int depth)
        {
            var length = 1 + depth * 2;
            if (_free.Length - _used < Math.Max(length, Short)) Grow(length);
            Line.CopyTo(_free.Slice(_used, Short));
            if (length > Short) _free.Slice(_used + Short, length - Short).Fill((byte)' ');
            _used += length;
        }

        public void Blank()
        {
            if (_free.Length == _used) Grow(1);
            _free[_used++] = (byte)' ';
        }

        public void Write(scoped ReadOnlySpan<byte> bytes)
        {
            if (_free.Length - _used < bytes.Length) Grow(bytes.Length);
            bytes.CopyTo(_free[_used..]);
            _used += bytes.Length;
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
