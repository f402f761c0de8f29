using System.Text.Json;

namespace VtKit;

/// <summary>A query as it was read: where it begins, and what it does then.</summary>
internal sealed record PathQuery(bool FromRoot, PathSegment[] Segments)
{
    /// <summary>Whether it leads to one value at most, by its form. The grammar allows such a query no blanks in brackets.</summary>
    public bool IsSingular { get; } = Array.TrueForAll(Segments, segment => segment is { IsDescendant: false, HasBlanks: false, Selectors: [NameSelector or IndexSelector] });
}

/// <summary>A step of a query: what it selects from each value, or from each value and all that lie below it.</summary>
internal sealed record PathSegment(bool IsDescendant, PathSelector[] Selectors, bool HasBlanks = false);

internal abstract record PathSelector;

internal sealed record NameSelector(string Name) : PathSelector;

internal sealed record WildcardSelector : PathSelector
{
    public static readonly WildcardSelector Only = new();
}

internal sealed record IndexSelector(long Index) : PathSelector;

internal sealed record SliceSelector(long? Start, long? End, long Step) : PathSelector;

internal sealed record FilterSelector(PathCondition Condition) : PathSelector;

/// <summary>What a filter asks of a value.</summary>
internal abstract record PathCondition;

internal sealed record AnyOf(PathCondition[] Parts) : PathCondition;

internal sealed record AllOf(PathCondition[] Parts) : PathCondition;

internal sealed record Not(PathCondition Inner) : PathCondition;

internal sealed record Exists(PathQuery Query) : PathCondition;

internal sealed record FunctionTest(FunctionCall Call) : PathCondition;

internal sealed record Comparison(PathOperand Left, string Operator, PathOperand Right) : PathCondition;

/// <summary>What a condition compares, or a function is given.</summary>
internal abstract record PathOperand;

internal sealed record LiteralOperand(PathValue Value, string Text) : PathOperand;

internal sealed record QueryOperand(PathQuery Query) : PathOperand;

/// <summary>A call of a function. The pattern is there when it is written in the path and is a regular expression.</summary>
internal sealed record FunctionCall(PathFunction Function, PathOperand[] Arguments, IRegexp? Pattern) : PathOperand;

/// <summary>A function of RFC 9535, section 2.4.</summary>
internal sealed record PathFunction(string Name, int Arity, bool TakesNodes, bool GivesLogical)
{
    public static readonly PathFunction Length = new("length", 1, TakesNodes: false, GivesLogical: false);
    public static readonly PathFunction Count = new("count", 1, TakesNodes: true, GivesLogical: false);
    public static readonly PathFunction Match = new("match", 2, TakesNodes: false, GivesLogical: true);
    public static readonly PathFunction Search = new("search", 2, TakesNodes: false, GivesLogical: true);
    public static readonly PathFunction Value = new("value", 1, TakesNodes: true, GivesLogical: false);

    public static readonly PathFunction[] All = [Length, Count, Match, Search, Value];
}

/// <summary>A value on the way of an evaluation, and how it was reached if somebody wants to know.</summary>
internal readonly record struct PathPlace(JsonElement Json, PathStep? Step)
{
    public PathPlace Child(JsonElement json, string name) => new(json, Step is null ? null : new PathStep(Step, name, 0));

    public PathPlace Child(JsonElement json, int index) => new(json, Step is null ? null : new PathStep(Step, null, index));
}

/// <summary>The last step to a value, by name or by index, and the steps before it.</summary>
internal sealed record PathStep(PathStep? Parent, string? Name, int Index)
{
    public static readonly PathStep Root = new(null, null, 0);
}
