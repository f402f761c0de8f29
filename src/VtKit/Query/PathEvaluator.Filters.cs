using System.Text.Json;

namespace VtKit;

internal sealed partial class PathEvaluator
{
    private const int KeptPatterns = 100;

    // Patterns that come from the document, by whether they match the whole.
    private Dictionary<(string, bool), IRegexp?>? _patterns;

    private bool Holds(PathCondition condition, JsonElement current) => condition switch
    {
        AnyOf any => HoldsAny(any.Parts, current),
        AllOf all => HoldsAll(all.Parts, current),
        Not not => !Holds(not.Inner, current),
        Exists { Query: { IsSingular: true } query } => One(query, StartOf(query, current)) is not null,
        Exists exists => Nodes(exists.Query, current).Any(),
        FunctionTest test => Matches(test.Call, current),
        Comparison comparison => Compare(comparison.Operator, ValueOf(comparison.Left, current), ValueOf(comparison.Right, current)),
        _ => throw new InvalidOperationException(condition.GetType().Name),
    };

    private bool HoldsAny(PathCondition[] parts, JsonElement current)
    {
        foreach (var part in parts)
            if (Holds(part, current)) return true;
        return false;
    }

    private bool HoldsAll(PathCondition[] parts, JsonElement current)
    {
        foreach (var part in parts)
            if (!Holds(part, current)) return false;
        return true;
    }

    private bool Compare(string comparison, PathValue left, PathValue right) => comparison switch
    {
        "==" => left.Equals(right, _spend),
        "!=" => !left.Equals(right, _spend),
        "<" => left.IsLess(right),
        ">" => right.IsLess(left),
        "<=" => left.IsLess(right) || left.Equals(right, _spend),
        _ => right.IsLess(left) || left.Equals(right, _spend),
    };

    private IEnumerable<PathPlace> Nodes(PathQuery query, JsonElement current) => Run(query, StartOf(query, current));

    private PathPlace StartOf(PathQuery query, JsonElement current) => new(query.FromRoot ? _root : current, null);

    private PathValue ValueOf(PathOperand operand, JsonElement current) => operand switch
    {
        LiteralOperand literal => literal.Value,
        QueryOperand { Query: var query } => One(query, StartOf(query, current)) is { } place ? new PathValue(place.Json) : default,
        FunctionCall call when call.Function == PathFunction.Length => Length(ValueOf(call.Arguments[0], current)),
        FunctionCall call when call.Function == PathFunction.Count => new PathValue(Nodes(((QueryOperand)call.Arguments[0]).Query, current).LongCount()),
        FunctionCall call => Only(Nodes(((QueryOperand)call.Arguments[0]).Query, current)),
        _ => throw new InvalidOperationException(operand.GetType().Name),
    };

    private PathValue Length(PathValue value)
    {
        switch (value.Kind)
        {
            case JsonValueKind.String:
                var text = value.AsString()!;
                Spend(1 + (text.Length / 16));
                // Characters, not units of UTF-16: the second half of each pair does not count.
                return new PathValue(text.Length - text.Count(char.IsLowSurrogate));
            case JsonValueKind.Array or JsonValueKind.Object: return new PathValue(new VtNode(value.Json).Count);
            default: return default;
        }
    }

    private static PathValue Only(IEnumerable<PathPlace> places)
    {
        using var found = places.GetEnumerator();
        if (!found.MoveNext()) return default;
        var only = found.Current;
        return found.MoveNext() ? default : new PathValue(only.Json);
    }

    private bool Matches(FunctionCall call, JsonElement current)
    {
        if (ValueOf(call.Arguments[0], current).AsString() is not { } text) return false;
        var pattern = call.Pattern ?? PatternOf(call, current);
        return pattern is not null && pattern.IsMatch(text, _spend);
    }

    private IRegexp? PatternOf(FunctionCall call, JsonElement current)
    {
        // A pattern that stands in the path and was not made ready is none.
        if (call.Arguments[1] is LiteralOperand || ValueOf(call.Arguments[1], current).AsString() is not { } text) return null;
        var key = (text, call.Function == PathFunction.Match);
        _patterns ??= [];
        if (_patterns.TryGetValue(key, out var known)) return known;
        if (_patterns.Count == KeptPatterns) _patterns.Clear();
        // Making a pattern ready costs as much as looking at many values.
        Spend(1000 + text.Length);
        return _patterns[key] = IRegexp.TryParse(text, key.Item2, out _);
    }
}
