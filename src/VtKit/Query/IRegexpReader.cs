using System.Globalization;
using System.Text;
using Step = VtKit.IRegexp.Step;
using StepKind = VtKit.IRegexp.StepKind;

namespace VtKit;

/// <summary>Reads a regular expression by the grammar of RFC 9485, and makes steps of it. One use only.</summary>
internal sealed class IRegexpReader(string pattern)
{
    // Repetitions are written out, and multiply.
    private const int MostSteps = 4_000;
    private const int MostNesting = 40;
    private const int MostCharacters = 20_000;

    private int _at;

    /// <summary>Whether the expression is larger than anyone's, and was given up for that.</summary>
    public bool IsTooLarge { get; private set; }

    private bool IsAtEnd => _at == pattern.Length;

    private char Next => _at < pattern.Length ? pattern[_at] : '\0';

    /// <summary>The steps, or null where this is no such expression.</summary>
    public Step[]? TryRead() => TryReadBranches(0) is { } steps && IsAtEnd && !IsTooLarge ? [.. steps] : null;

    private List<Step>? TryReadBranches(int depth)
    {
        IsTooLarge |= depth > MostNesting || pattern.Length > MostCharacters;
        var branches = new List<List<Step>>();
        do
        {
            if (branches.Count > 0) _at++;
            if (IsTooLarge || TryReadBranch(depth) is not { } branch) return null;
            branches.Add(branch);
        }
        while (Next == '|');
        // From the last to the first, each with a choice before it and a way past all that follow.
        var all = branches[^1];
        for (var i = branches.Count - 2; i >= 0 && !IsTooLarge; i--)
            all = Small([new Step(StepKind.Split, Next: 1, Other: branches[i].Count + 2), .. branches[i], new Step(StepKind.Jump, Next: all.Count + 1), .. all]);
        return all;
    }

    private List<Step>? TryReadBranch(int depth)
    {
        var branch = new List<Step>();
        if (depth == 0 && Next == '^')
        {
            _at++;
            branch.Add(new Step(StepKind.Begin));
        }
        while (!IsAtEnd && Next is not (')' or '|'))
        {
            if (depth == 0 && Next == '$' && (_at + 1 == pattern.Length || pattern[_at + 1] == '|'))
            {
                _at++;
                branch.Add(new Step(StepKind.End));
            }
            else if (TryReadPiece(depth) is { } piece) branch.AddRange(piece);
            else return null;
        }
        return Small(branch);
    }

    private List<Step>? TryReadPiece(int depth)
    {
        var atom = TryReadAtom(depth);
        if (atom is null) return null;
        switch (Next)
        {
            case '*':
                _at++;
                return Star(atom);
            case '+':
                _at++;
                return Plus(atom);
            case '?':
                _at++;
                return Optional(atom);
            case '{': return TryReadRange(out var least, out var most) ? Repeat(atom, least, most) : null;
            default: return atom;
        }
    }

    private static List<Step> Optional(List<Step> atom) => [new Step(StepKind.Split, Next: 1, Other: atom.Count + 1), .. atom];

    private static List<Step> Plus(List<Step> atom) => [.. atom, new Step(StepKind.Split, Next: 1, Other: -atom.Count)];

    private static List<Step> Star(List<Step> atom) => [new Step(StepKind.Split, Next: 1, Other: atom.Count + 2), .. atom, new Step(StepKind.Jump, Next: -atom.Count - 1)];

    private List<Step> Repeat(List<Step> atom, int least, int? most)
    {
        IsTooLarge |= (long)Math.Max(least, most ?? 0) * (atom.Count + 1) > MostSteps;
        if (IsTooLarge) return [];
        var steps = new List<Step>();
        for (var i = 0; i < least; i++) steps.AddRange(atom);
        if (most is null)
        {
            steps.AddRange(Star(atom));
            return steps;
        }
        // Each further one is optional, and only where the one before it was there.
        for (var left = most.Value - least; left > 0; left--)
        {
            steps.Add(new Step(StepKind.Split, Next: 1, Other: left * (atom.Count + 1)));
            steps.AddRange(atom);
        }
        return steps;
    }

    private List<Step> Small(List<Step> steps)
    {
        IsTooLarge |= steps.Count > MostSteps;
        return steps;
    }

    private List<Step>? TryReadAtom(int depth)
    {
        if (Next == '(')
        {
            _at++;
            var inner = TryReadBranches(depth + 1);
            if (inner is null || Next != ')') return null;
            _at++;
            return inner;
        }
        var set = new CharacterSet();
        switch (Next)
        {
            case '.':
                _at++;
                // All but the two that end a line.
                set.IsNegated = true;
                set.Add('\n', '\n');
                set.Add('\r', '\r');
                break;
            case '[':
                if (!TryReadClass(set)) return null;
                break;
            case '\\':
                if (!TryReadEscape(set, out var escaped)) return null;
                if (escaped is { } meant) set.Add(meant, meant);
                break;
            case ')' or '*' or '+' or '?' or ']' or '{' or '|' or '}': return null;
            default:
                if (!TryReadRune(out var rune)) return null;
                set.Add(rune, rune);
                break;
        }
        return [new Step(StepKind.Take, set)];
    }

    private bool TryReadClass(CharacterSet set)
    {
        _at++;
        if (Next == '^')
        {
            _at++;
            set.IsNegated = true;
        }
        var start = _at;
        while (Next != ']' || _at == start)
        {
            if (Next == '-')
            {
                // A hyphen stands for itself at the beginning and at the end.
                if (_at > start && (_at + 1 >= pattern.Length || pattern[_at + 1] != ']')) return false;
                _at++;
                set.Add('-', '-');
            }
            else if (IsAtEnd || !TryReadClassItem(set)) return false;
        }
        _at++;
        return true;
    }

    private bool TryReadClassItem(CharacterSet set)
    {
        if (!TryReadClassCharacter(set, out var first)) return false;
        if (first is not { } low) return true;
        var last = low;
        if (Next == '-' && _at + 1 < pattern.Length && pattern[_at + 1] != ']')
        {
            _at++;
            if (Next == '-' || !TryReadClassCharacter(null, out var high) || high is null || high < low) return false;
            last = high.Value;
        }
        set.Add(low, last);
        return true;
    }

    /// <summary>A character, or a category, which goes to the set at once and gives no character.</summary>
    private bool TryReadClassCharacter(CharacterSet? set, out int? character)
    {
        character = null;
        if (Next == '\\') return TryReadEscape(set, out character);
        if (Next is '[' or ']' || !TryReadRune(out var rune)) return false;
        character = rune;
        return true;
    }

    private bool TryReadEscape(CharacterSet? set, out int? character)
    {
        character = null;
        _at++;
        var kind = Next;
        if (IsAtEnd) return false;
        _at++;
        if (kind is 'p' or 'P')
        {
            var end = pattern.IndexOf('}', _at);
            if (set is null || Next != '{' || end < 0) return false;
            var name = pattern.AsSpan(_at + 1, end - _at - 1);
            _at = end + 1;
            return set.TryAddCategory(name, others: kind == 'P');
        }
        character = kind switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '(' or ')' or '*' or '+' or '-' or '.' or '?' or '[' or '\\' or ']' or '^' or '{' or '|' or '}' => kind,
            _ => null,
        };
        return character is not null;
    }

    /// <summary>A repetition such as <c>{2,5}</c>; no most where it has no end.</summary>
    private bool TryReadRange(out int least, out int? most)
    {
        _at++;
        most = null;
        if (!TryReadCount(out least)) return false;
        most = least;
        if (Next == ',')
        {
            _at++;
            most = null;
            if (TryReadCount(out var count)) most = count;
        }
        if (Next != '}' || most < least) return false;
        _at++;
        return true;
    }

    private bool TryReadCount(out int count)
    {
        var start = _at;
        while (char.IsAsciiDigit(Next)) _at++;
        // Whatever is beyond the range is too large in any case.
        if (!int.TryParse(pattern.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out count)) count = int.MaxValue;
        return _at > start;
    }

    private bool TryReadRune(out int rune)
    {
        var isOne = Rune.TryGetRuneAt(pattern, _at, out var found);
        rune = found.Value;
        _at += isOne ? found.Utf16SequenceLength : 0;
        return isOne;
    }
}
