using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace VtKit;

/// <summary>
/// A regular expression by RFC 9485, which is a small language of its own: no <c>\d</c>, no groups to refer to, no look-around. It is written anew for
/// .NET, by characters where .NET goes by units of UTF-16, and run without backtracking: in time in proportion to the text. One thing is
/// taken as everybody means it, and as the compliance suite of RFC 9535 has it: ^ at the beginning of a branch and $ at its end are anchors.
/// </summary>
internal sealed class IRegexp
{
    // Repetitions multiply, and each copy takes memory when the expression runs.
    private const int MostSize = 2_000;
    private const int MostNesting = 40;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly Lazy<Regex> _regex;

    private IRegexp(string pattern, int size)
    {
        Size = size;
        _regex = new Lazy<Regex>(() => new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, Timeout));
    }

    /// <summary>How many characters the expression has when its repetitions are written out.</summary>
    public int Size { get; }

    /// <summary>Reads an expression; null where it is none by RFC 9485.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="whole">Whether it has to match the whole text, or some part.</param>
    /// <param name="isTooLarge">Whether it is one, but would cost too much.</param>
    public static IRegexp? TryParse(string pattern, bool whole, out bool isTooLarge)
    {
        var reader = new Reader(pattern);
        var size = reader.ReadBranches(0);
        isTooLarge = reader.IsTooLarge || size > MostSize;
        if (isTooLarge || size < 0 || !reader.IsAtEnd) return null;
        return new IRegexp(whole ? $@"\A(?:{reader.Written})\z" : reader.Written.ToString(), (int)size);
    }

    /// <exception cref="InvalidOperationException">It takes too long.</exception>
    public bool IsMatch(string text)
    {
        try
        {
            return _regex.Value.IsMatch(text);
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new InvalidOperationException("A regular expression of the path takes too long on this document: use fewer repetitions in it.", e);
        }
    }

    /// <summary>Reads by the grammar of RFC 9485 and writes for .NET. A size of -1 says that it is no such expression.</summary>
    private sealed class Reader(string pattern)
    {
        private int _at;

        public StringBuilder Written { get; } = new();

        public bool IsTooLarge { get; private set; }

        public bool IsAtEnd => _at == pattern.Length;

        private char Next => _at < pattern.Length ? pattern[_at] : '\0';

        public long ReadBranches(int depth)
        {
            if (depth > MostNesting)
            {
                IsTooLarge = true;
                return -1;
            }
            long size = 0;
            while (!IsAtEnd && Next != ')')
            {
                if (TryReadAnchor(depth)) continue;
                if (Next == '|')
                {
                    Written.Append('|');
                    _at++;
                    continue;
                }
                var piece = ReadPiece(depth);
                if (piece < 0) return -1;
                size = Math.Min(size + piece, int.MaxValue);
            }
            return size;
        }

        private bool TryReadAnchor(int depth)
        {
            if (depth > 0) return false;
            var begins = Next == '^' && (_at == 0 || (pattern[_at - 1] == '|' && Written[^1] == '|'));
            var ends = Next == '$' && (_at + 1 == pattern.Length || pattern[_at + 1] == '|');
            if (!begins && !ends) return false;
            Written.Append(begins ? @"\A" : @"\z");
            _at++;
            return true;
        }

        private long ReadPiece(int depth)
        {
            var size = ReadAtom(depth);
            if (size < 0) return -1;
            switch (Next)
            {
                case '*' or '+' or '?':
                    Written.Append(Next);
                    _at++;
                    return size + 1;
                case '{': return ReadRange() is { } most ? Math.Min(size * Math.Max(most, 1), int.MaxValue) : -1;
                default: return size;
            }
        }

        private long ReadAtom(int depth)
        {
            var c = Next;
            if (c == '(')
            {
                _at++;
                Written.Append("(?:");
                var size = ReadBranches(depth + 1);
                if (size < 0 || Next != ')' || IsAtEnd) return -1;
                _at++;
                Written.Append(')');
                return size;
            }
            var set = new CodePoints();
            if (c == '.')
            {
                _at++;
                set = CodePoints.Any;
            }
            else if (c == '[')
            {
                if (ReadClass() is not { } found) return -1;
                set = found;
            }
            else if (c == '\\')
            {
                if (!TryReadEscape(set, out _)) return -1;
            }
            else
            {
                if (c is ')' or '*' or '+' or '?' or ']' or '{' or '|' or '}' || !TryReadRune(out var rune)) return -1;
                set.Add(rune, rune);
            }
            Written.Append(set.ToString());
            return 1;
        }

        private CodePoints? ReadClass()
        {
            _at++;
            var isNegated = Next == '^';
            if (isNegated) _at++;
            var set = new CodePoints();
            var isFirst = true;
            while (Next != ']' || isFirst)
            {
                if (IsAtEnd || (isFirst && Next == ']')) return null;
                if (Next == '-')
                {
                    // A hyphen stands for itself at the beginning and at the end.
                    _at++;
                    if (!isFirst && Next != ']') return null;
                    set.Add('-', '-');
                }
                else if (!TryReadClassItem(set)) return null;
                isFirst = false;
            }
            _at++;
            return isNegated ? set.Complement() : set;
        }

        private bool TryReadClassItem(CodePoints set)
        {
            if (!TryReadClassCharacter(set, out var first)) return false;
            if (first is not { } low) return true;
            var last = low;
            if (Next == '-' && _at + 1 < pattern.Length && pattern[_at + 1] != ']')
            {
                _at++;
                if (!TryReadClassCharacter(set: null, out var high) || high is null || high < low) return false;
                last = high.Value;
            }
            set.Add(low, last);
            return true;
        }

        /// <summary>A character, or a category, which goes to the set at once and gives no character.</summary>
        private bool TryReadClassCharacter(CodePoints? set, out int? character)
        {
            character = null;
            if (Next == '\\') return TryReadEscape(set, out character, asCharacter: true);
            if (Next is '-' or '[' or ']' || !TryReadRune(out var rune)) return false;
            character = rune;
            return true;
        }

        private bool TryReadEscape(CodePoints? set, out int? character, bool asCharacter = false)
        {
            character = null;
            _at++;
            var kind = Next;
            if (IsAtEnd) return false;
            _at++;
            if (kind is 'p' or 'P')
            {
                if (set is null || Next != '{') return false;
                var end = pattern.IndexOf('}', _at);
                if (end < 0) return false;
                var name = pattern.AsSpan(_at + 1, end - _at - 1);
                _at = end + 1;
                return set.TryAddCategory(name, complement: kind == 'P');
            }
            int? meant = kind switch
            {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                '(' or ')' or '*' or '+' or '-' or '.' or '?' or '[' or '\\' or ']' or '^' or '{' or '|' or '}' => kind,
                _ => null,
            };
            if (meant is null) return false;
            if (asCharacter) character = meant;
            else set!.Add(meant.Value, meant.Value);
            return true;
        }

        /// <summary>A repetition such as <c>{2,5}</c>; gives how often at most, or at least where there is no most.</summary>
        private long? ReadRange()
        {
            var start = _at++;
            if (ReadCount() is not { } least) return null;
            var most = least;
            if (Next == ',')
            {
                _at++;
                if (char.IsAsciiDigit(Next))
                {
                    most = ReadCount()!.Value;
                    if (most < least) return null;
                }
            }
            if (Next != '}') return null;
            _at++;
            if (most > MostSize) IsTooLarge = true;
            else Written.Append(pattern, start, _at - start);
            return most;
        }

        private long? ReadCount()
        {
            var start = _at;
            while (char.IsAsciiDigit(Next)) _at++;
            if (_at == start) return null;
            return int.TryParse(pattern.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : int.MaxValue;
        }

        private bool TryReadRune(out int rune)
        {
            rune = 0;
            if (!Rune.TryGetRuneAt(pattern, _at, out var found)) return false;
            _at += found.Utf16SequenceLength;
            rune = found.Value;
            return true;
        }
    }
}
