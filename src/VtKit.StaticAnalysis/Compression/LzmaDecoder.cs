using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace VtKit.StaticAnalysis;

/// <summary>
/// Unpacks LZMA: literals, and matches that repeat what came before. All that it reads is checked: a match reaches no further back than
/// something was written, and no more is written than was asked for.
/// </summary>
/// <seealso href="https://www.7-zip.org/sdk.html"/>
internal sealed class LzmaDecoder(LzmaWindow window)
{
    /// <summary>More bytes than any one literal or match is coded in.</summary>
    public const int Margin = 32;

    /// <summary>How many bytes a run of packed ones begins with.</summary>
    public const int LeadSize = 5;

    private const int MinLength = 2;
    private const int States = 12, FirstAfterMatch = 7, Places = 16;
    private const int NearSlots = 4, FarSlots = 14, LowDistanceBits = 4;

    // Where the chances of each question stand; those of literals come last, because their number varies.
    private const int IsMatch = 0, IsRepeat = IsMatch + States * Places, IsOlder = IsRepeat + States, IsThird = IsOlder + States, IsFourth = IsThird + States,
        IsLonger = IsFourth + States, Slots = IsLonger + States * Places, MiddleBits = Slots + 4 * 64, LowBits = MiddleBits + 128,
        NewLengths = LowBits + (1 << LowDistanceBits), OldLengths = NewLengths + LengthChances, Literals = OldLengths + LengthChances;

    // Within those of lengths: two questions, then short, middle and long ones.
    private const int ShortLengths = 2, MiddleLengths = ShortLengths + Places * 8, LongLengths = MiddleLengths + Places * 8, LengthChances = LongLengths + 256;

    private ushort[] _chances = [];
    private LzmaModel _model;
    private uint _range;
    private uint _code;
    private int _state;
    private uint _position;
    // How far back the last four matches reached, less one.
    private uint _last, _second, _third, _fourth;
    private int _pending;

    /// <summary>Whether the mark of the end was met.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Whether a run of packed bytes may end here: nothing is begun, and programs leave nothing over.</summary>
    public bool IsDone => _code == 0 && _pending == 0;

    /// <summary>Forgets everything learnt.</summary>
    /// <param name="model">The model, if it is another one from now on.</param>
    public void Reset(LzmaModel? model = null)
    {
        _model = model ?? _model;
        var count = Literals + _model.LiteralChances;
        if (_chances.Length < count) _chances = new ushort[count];
        Array.Fill(_chances, RangeReader.Even, 0, count);
        _state = 0;
        _last = _second = _third = _fourth = 0;
    }

    /// <summary>Begins a run of packed bytes.</summary>
    public void Begin(ReadOnlySpan<byte> lead)
    {
        if (lead[0] != 0) throw new InvalidDataException();
        _range = uint.MaxValue;
        _code = BinaryPrimitives.ReadUInt32BigEndian(lead[1..]);
        _pending = 0;
        IsEnded = false;
    }

    /// <summary>Counts positions from here on.</summary>
    public void Restart() => _position = 0;

    /// <summary>Counts bytes that came into the window as they are.</summary>
    public void Pass(int count) => _position += (uint)count;

    /// <summary>Unpacks into what the window has reserved.</summary>
    /// <param name="input">Packed bytes, with <see cref="Margin"/> more of any kind behind <paramref name="stop"/>.</param>
    /// <param name="at">Where the next of them is.</param>
    /// <param name="stop">Nothing is begun behind this place.</param>
    /// <param name="count">How much to unpack at most.</param>
    /// <returns>How much was unpacked.</returns>
    public int Decode(ReadOnlySpan<byte> input, ref int at, int stop, int count)
    {
        var reader = new RangeReader(input, at, _range, _code);
        var chances = _chances.AsSpan();
        var bytes = window.Bytes;
        int start = window.At, to = start, end = start + count;
        int filled = window.Filled, size = window.Size;
        var (state, last) = (_state, _last);
        // Positions are those in the run, places in the window another thing.
        var shift = _position - (uint)start;
        int contextBits = _model.Context;
        uint positionMask = (1u << _model.Position) - 1, placeMask = (1u << _model.Place) - 1;
        uint previous = window.Last;

        if (_pending > 0)
        {
            to += Math.Min(_pending, count);
            window.Repeat(start, (int)last + 1, to - start);
            _pending -= to - start;
            previous = bytes[to - 1];
        }
        while (to < end && reader.At <= stop)
        {
            var position = (uint)to + shift;
            var place = (int)(position & placeMask);
            if (reader.Bit(ref chances[IsMatch + state * Places + place]) == 0)
            {
                var literal = chances.Slice(Literals + 0x300 * (int)(((position & positionMask) << contextBits) + (previous >> (8 - contextBits))), 0x300);
                var symbol = 1;
                if (state >= FirstAfterMatch)
                {
                    // The byte that the match would go on with is not the one, or the match would be longer: its bits count up to the first that differs.
                    if (last >= Math.Min(filled + (to - start), size)) throw window.TooFar();
                    var from = to - (int)last - 1;
                    int match = bytes[from < 0 ? from + size : from];
                    while (symbol < 0x100)
                    {
                        match <<= 1;
                        var expected = (match >> 8) & 1;
                        var bit = (int)reader.Bit(ref literal[((1 + expected) << 8) + symbol]);
                        symbol = (symbol << 1) | bit;
                        if (bit != expected) break;
                    }
                }
                while (symbol < 0x100) symbol = (symbol << 1) | (int)reader.Bit(ref literal[symbol]);
                previous = (byte)symbol;
                bytes[to++] = (byte)symbol;
                state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
                continue;
            }
            var length = 1;
            if (reader.Bit(ref chances[IsRepeat + state]) == 0)
            {
                (_fourth, _third, _second) = (_third, _second, last);
                length = Length(ref reader, chances.Slice(NewLengths, LengthChances), place);
                last = Distance(ref reader, chances, length);
                state = state < FirstAfterMatch ? 7 : 10;
                if (last == uint.MaxValue)
                {
                    IsEnded = true;
                    break;
                }
            }
            else
            {
                var isOne = false;
                if (reader.Bit(ref chances[IsOlder + state]) == 0) isOne = reader.Bit(ref chances[IsLonger + state * Places + place]) == 0;
                else if (reader.Bit(ref chances[IsThird + state]) == 0) (last, _second) = (_second, last);
                else if (reader.Bit(ref chances[IsFourth + state]) == 0) (last, _second, _third) = (_third, last, _second);
                else (last, _second, _third, _fourth) = (_fourth, last, _second, _third);
                if (!isOne) length = Length(ref reader, chances.Slice(OldLengths, LengthChances), place);
                state = isOne ? state < FirstAfterMatch ? 9 : 11 : state < FirstAfterMatch ? 8 : 11;
            }
            if (last >= Math.Min(filled + (to - start), size)) throw window.TooFar();
            var part = Math.Min(length, end - to);
            window.Repeat(to, (int)last + 1, part);
            _pending = length - part;
            to += part;
            previous = bytes[to - 1];
        }
        at = reader.At;
        (_range, _code) = (reader.Range, reader.Code);
        (_state, _last, _position) = (state, last, (uint)to + shift);
        return to - start;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Length(ref RangeReader reader, Span<ushort> chances, int place) => MinLength + (
        reader.Bit(ref chances[0]) == 0 ? reader.Number(chances.Slice(ShortLengths + place * 8, 8), 3)
        : reader.Bit(ref chances[1]) == 0 ? 8 + reader.Number(chances.Slice(MiddleLengths + place * 8, 8), 3)
        : 16 + reader.Number(chances.Slice(LongLengths, 256), 8));

    /// <summary>The slot tells the two highest bits and how many follow; only of short numbers are all of those learnt.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Distance(ref RangeReader reader, Span<ushort> chances, int length)
    {
        var slot = reader.Number(chances.Slice(Slots + Math.Min(length - MinLength, 3) * 64, 64), 6);
        if (slot < NearSlots) return (uint)slot;
        var bits = (slot >> 1) - 1;
        var high = (2 | ((uint)slot & 1)) << bits;
        if (slot < FarSlots) return high + reader.Reversed(chances[(MiddleBits + (int)high - slot)..], bits);
        high += reader.Plain(bits - LowDistanceBits) << LowDistanceBits;
        return high + reader.Reversed(chances.Slice(LowBits, 1 << LowDistanceBits), LowDistanceBits);
    }
}
