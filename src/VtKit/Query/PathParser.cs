namespace VtKit;

/// <summary>Reads a path by the grammar of RFC 9535 and checks that its functions are given what they take. One use only.</summary>
internal sealed partial class PathParser
{
    // What no person writes: paths come from strangers too, and evaluating one may not use up the stack.
    private const int MostCharacters = 20_000;
    private const int MostSegments = 500;
    private const int MostNesting = 40;

    private readonly PathReader _read;
    private readonly int _length;
    private int _segments;
    private int _nesting;

    public PathParser(string path)
    {
        _read = new PathReader(path);
        _length = path.Length;
    }

    public PathQuery Parse()
    {
        if (_length > MostCharacters) throw _read.Error($"A path has at most {MostCharacters} characters.", MostCharacters);
        _read.Take('$', "A path begins with $.");
        var query = ReadQuery(fromRoot: true);
        if (_read.IsAtEnd) return query;
        throw _read.Error(_read.Next is ' ' or '\t' or '\n' or '\r'
            ? "Nothing may follow the path, not even a blank."
            : "Here comes ., .. or [ or the end of the path.");
    }

    private PathQuery ReadQuery(bool fromRoot)
    {
        var segments = new List<PathSegment>();
        while (true)
        {
            var end = _read.At;
            _read.SkipBlanks();
            if (_read.Next is not ('.' or '['))
            {
                _read.At = end;
                return new PathQuery(fromRoot, [.. segments]);
            }
            if (++_segments > MostSegments) throw _read.Error($"A path has at most {MostSegments} segments.");
            segments.Add(ReadSegment());
        }
    }

    private PathSegment ReadSegment()
    {
        var isDescendant = _read.TryTake("..");
        if (!isDescendant && !_read.TryTake(".")) return ReadBrackets(isDescendant);
        if (_read.Next == '*')
        {
            _read.At++;
            return new PathSegment(isDescendant, [WildcardSelector.Only]);
        }
        if (isDescendant && _read.Next == '[') return ReadBrackets(isDescendant);
        var name = _read.ReadShorthand(isDescendant
            ? "After .. comes a name, * or [."
            : "After a dot comes a name or *; a name with other characters than letters, digits and _ is written ['in-brackets'].");
        return new PathSegment(isDescendant, [new NameSelector(name)]);
    }

    private PathSegment ReadBrackets(bool isDescendant)
    {
        var start = _read.At++;
        var selectors = new List<PathSelector>();
        var hasBlanks = false;
        do
        {
            hasBlanks |= _read.SkipBlanks();
            if (_read.IsAtEnd) throw _read.Error("The bracket is not closed.", start);
            selectors.Add(ReadSelector());
            hasBlanks |= _read.SkipBlanks();
        }
        while (_read.TryTake(","));
        _read.Take(']', "Here comes a comma or the closing bracket ].");
        return new PathSegment(isDescendant, [.. selectors], hasBlanks);
    }

    private PathSelector ReadSelector()
    {
        switch (_read.Next)
        {
            case '\'' or '"': return new NameSelector(_read.ReadString());
            case '*':
                _read.At++;
                return WildcardSelector.Only;
            case '?':
                _read.At++;
                return new FilterSelector(Nested(ReadCondition));
            case ':' or '-' or (>= '0' and <= '9'): return ReadIndexOrSlice();
            default: throw _read.Error("In brackets stands a name in quotes, an index, a slice such as 0:2, * or a filter that begins with ?.");
        }
    }

    private PathSelector ReadIndexOrSlice()
    {
        var start = _read.TryReadInt();
        var end = _read.At;
        _read.SkipBlanks();
        if (!_read.TryTake(":"))
        {
            _read.At = end;
            return new IndexSelector(start!.Value);
        }
        _read.SkipBlanks();
        var stop = _read.TryReadInt();
        _read.SkipBlanks();
        if (!_read.TryTake(":")) return new SliceSelector(start, stop, 1);
        _read.SkipBlanks();
        return new SliceSelector(start, stop, _read.TryReadInt() ?? 1);
    }

    private T Nested<T>(Func<T> read)
    {
        if (++_nesting > MostNesting) throw _read.Error($"Filters, parentheses and functions nest at most {MostNesting} deep.");
        var result = read();
        _nesting--;
        return result;
    }
}
