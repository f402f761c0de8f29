using System.Text;

namespace VtKit;

/// <summary>
/// A regular expression by RFC 9485, which is a small language of its own: no <c>\d</c>, no groups to refer to, no look-around. It goes through
/// the text once, by characters, with all ways that are open at the same time, so that no expression makes it run for ever. .NET's own
/// engine without backtracking goes by units of UTF-16; what a class means would take it seconds to work out. One thing is taken as everybody
/// means it, and as the compliance suite of RFC 9535 has it: ^ at the beginning of a branch and $ at its end are anchors.
/// </summary>
internal sealed class IRegexp
{
    private readonly Step[] _steps;
    private readonly bool _whole;

    private IRegexp(Step[] steps, bool whole) => (_steps, _whole) = (steps, whole);

    internal enum StepKind
    {
        /// <summary>Takes a character of the set.</summary>
        Take,

        /// <summary>Goes on in two places.</summary>
        Split,

        /// <summary>Goes on elsewhere.</summary>
        Jump,

        /// <summary>Goes on at the beginning of the text only.</summary>
        Begin,

        /// <summary>Goes on at the end of the text only.</summary>
        End,
    }

    /// <summary>One step. The places where it goes on are counted from itself, so that steps can be copied.</summary>
    internal readonly record struct Step(StepKind Kind, CharacterSet? Set = null, int Next = 1, int Other = 0);

    /// <summary>Reads an expression; null where it is none by RFC 9485.</summary>
    /// <param name="pattern">The expression.</param>
    /// <param name="whole">Whether it has to match the whole text, or some part.</param>
    /// <param name="isTooLarge">Whether it would cost too much.</param>
    public static IRegexp? TryParse(string pattern, bool whole, out bool isTooLarge)
    {
        var reader = new IRegexpReader(pattern);
        var steps = reader.TryRead();
        isTooLarge = reader.IsTooLarge;
        return steps is null ? null : new IRegexp(steps, whole);
    }

    /// <summary>Whether a text matches.</summary>
    /// <param name="text">The text.</param>
    /// <param name="spend">Called for each character, with how much work it was.</param>
    public bool IsMatch(string text, Action<int> spend)
    {
        var (now, next) = (new Open(_steps.Length + 1), new Open(_steps.Length + 1));
        var at = 0;
        Follow(now, 0, isBegin: true, isEnd: text.Length == 0);
        foreach (var character in text.EnumerateRunes())
        {
            if (now.IsDone && !_whole) return true;
            at += character.Utf16SequenceLength;
            next.Clear();
            foreach (var place in now.Places)
                if (_steps[place].Set!.Contains(character)) Follow(next, place + 1, isBegin: false, isEnd: at == text.Length);
            if (!_whole) Follow(next, 0, isBegin: false, isEnd: at == text.Length);
            else if (next.Places.Count == 0 && !next.IsDone) return false;
            spend(1 + (now.Places.Count / 4));
            (now, next) = (next, now);
        }
        return now.IsDone;
    }

    /// <summary>Opens a place, and all that it leads to without taking a character.</summary>
    private void Follow(Open open, int first, bool isBegin, bool isEnd)
    {
        open.Waiting.Push(first);
        while (open.Waiting.TryPop(out var place))
        {
            if (!open.TryVisit(place)) continue;
            if (place == _steps.Length)
            {
                open.IsDone = true;
                continue;
            }
            var step = _steps[place];
            switch (step.Kind)
            {
                case StepKind.Take: open.Places.Add(place); break;
                case StepKind.Begin when !isBegin:
                case StepKind.End when !isEnd: break;
                default:
                    open.Waiting.Push(place + step.Next);
                    if (step.Kind == StepKind.Split) open.Waiting.Push(place + step.Other);
                    break;
            }
        }
    }

    /// <summary>The places that are open between two characters.</summary>
    private sealed class Open(int count)
    {
        private readonly bool[] _visited = new bool[count];

        public List<int> Places { get; } = [];

        public Stack<int> Waiting { get; } = new();

        public bool IsDone { get; set; }

        public bool TryVisit(int place) => !_visited[place] && (_visited[place] = true);

        public void Clear()
        {
            Array.Clear(_visited);
            Places.Clear();
            IsDone = false;
        }
    }
}
