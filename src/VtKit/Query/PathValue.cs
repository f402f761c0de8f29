using System.Text.Json;

namespace VtKit;

/// <summary>A value that a filter compares: one of the document or of the path, a number that a function gave, or nothing at all.</summary>
internal readonly struct PathValue
{
    private readonly JsonElement _json;
    private readonly long? _number;

    /// <param name="json">The value, or an undefined one for nothing.</param>
    /// <param name="text">The text of a string, where it is known already.</param>
    public PathValue(JsonElement json, string? text = null) => (_json, Text) = (json, text);

    public PathValue(long number) => _number = number;

    public JsonValueKind Kind => _number is null ? _json.ValueKind : JsonValueKind.Number;

    public bool IsNothing => Kind == JsonValueKind.Undefined;

    public JsonElement Json => _json;

    /// <summary>The text of a string that stands in the path.</summary>
    public string? Text { get; }

    public string? AsString() => Text ?? new VtNode(_json).AsString();

    /// <summary>Equality by RFC 9535, section 2.3.5.2.2: of any two values, nothing included.</summary>
    /// <param name="other">The other one.</param>
    /// <param name="spend">Called for each pair of values that is looked at.</param>
    public bool Equals(PathValue other, Action<int> spend)
    {
        if (IsNothing || other.IsNothing) return IsNothing && other.IsNothing;
        if (!AlikeAtFirst(this, other)) return false;
        if (Kind is not (JsonValueKind.Array or JsonValueKind.Object)) return true;
        // Documents may be deeper than the stack.
        var pairs = new Stack<(JsonElement Left, JsonElement Right)>();
        pairs.Push((_json, other._json));
        while (pairs.TryPop(out var pair))
        {
            spend(1 + new VtNode(pair.Left).Count);
            if (pair.Left.ValueKind == JsonValueKind.Array)
            {
                using var right = pair.Right.EnumerateArray();
                foreach (var item in pair.Left.EnumerateArray())
                    if (!right.MoveNext() || !Pair(item, right.Current)) return false;
            }
            else
            {
                var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
                foreach (var member in pair.Right.EnumerateObject()) members[JsonText.NameOf(member)] = member.Value;
                foreach (var member in pair.Left.EnumerateObject())
                    if (!members.TryGetValue(JsonText.NameOf(member), out var value) || !Pair(member.Value, value)) return false;
            }
        }
        return true;

        bool Pair(JsonElement left, JsonElement right)
        {
            if (!AlikeAtFirst(new PathValue(left), new PathValue(right))) return false;
            if (left.ValueKind is JsonValueKind.Array or JsonValueKind.Object) pairs.Push((left, right));
            return true;
        }
    }

    /// <summary>Order by RFC 9535: of two numbers, or of two strings by their characters; anything else has none.</summary>
    public bool IsLess(PathValue other)
    {
        if (Kind != other.Kind) return false;
        return Kind switch
        {
            JsonValueKind.Number => CompareNumbers(this, other) < 0,
            JsonValueKind.String => CompareCharacters(AsString()!, other.AsString()!) < 0,
            _ => false,
        };
    }

    /// <summary>Whether two values are equal as far as can be told without looking inside arrays and objects.</summary>
    private static bool AlikeAtFirst(PathValue left, PathValue right)
    {
        if (left.Kind != right.Kind) return false;
        return left.Kind switch
        {
            JsonValueKind.Number => CompareNumbers(left, right) == 0,
            JsonValueKind.String => left.Text is null ? SameText(left._json, right.AsString()!) : SameText(right._json, left.Text),
            JsonValueKind.Array or JsonValueKind.Object => new VtNode(left._json).Count == new VtNode(right._json).Count,
            _ => true,
        };
    }

    private static bool SameText(JsonElement json, string text)
    {
        try
        {
            return json.ValueEquals(text);
        }
        catch (InvalidOperationException)
        {
            return new VtNode(json).AsString() == text;
        }
    }

    // Within 64 bits exactly: ids and sizes of the service go beyond what a double holds.
    private static int? CompareNumbers(PathValue left, PathValue right)
    {
        if (left.TryWhole(out var a) && right.TryWhole(out var b)) return a.CompareTo(b);
        return left.TryReal(out var x) && right.TryReal(out var y) ? x.CompareTo(y) : null;
    }

    private bool TryWhole(out long value)
    {
        value = _number ?? 0;
        return _number is not null || _json.TryGetInt64(out value);
    }

    private bool TryReal(out double value)
    {
        value = _number ?? 0;
        return _number is not null || _json.TryGetDouble(out value);
    }

    /// <summary>By code points. UTF-16 would put what lies beyond U+FFFF before U+E000.</summary>
    private static int CompareCharacters(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length) return left.Length.CompareTo(right.Length);
        var (a, b) = (left[same], right[same]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }
}
