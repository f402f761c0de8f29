using System.Globalization;
using System.Text;

namespace VtKit;

/// <summary>Writes paths in the one form that RFC 9535 calls normalised, and extends it to queries.</summary>
internal static class PathText
{
    public static string Of(PathStep step)
    {
        var steps = new Stack<PathStep>();
        for (; step.Parent is not null; step = step.Parent) steps.Push(step);
        var text = new StringBuilder("$");
        foreach (var next in steps)
        {
            text.Append('[');
            if (next.Name is null) text.Append(CultureInfo.InvariantCulture, $"{next.Index}");
            else Quote(text, next.Name);
            text.Append(']');
        }
        return text.ToString();
    }

    public static string Of(PathQuery query)
    {
        var text = new StringBuilder();
        Write(text, query);
        return text.ToString();
    }

    public static string Quote(string value)
    {
        var text = new StringBuilder(value.Length + 2);
        Quote(text, value);
        return text.ToString();
    }

    private static void Write(StringBuilder text, PathQuery query)
    {
        text.Append(query.FromRoot ? '$' : '@');
        foreach (var segment in query.Segments)
        {
            text.Append(segment.IsDescendant ? "..[" : "[");
            for (var i = 0; i < segment.Selectors.Length; i++)
            {
                if (i > 0) text.Append(", ");
                Write(text, segment.Selectors[i]);
            }
            text.Append(']');
        }
    }

    private static void Write(StringBuilder text, PathSelector selector)
    {
        switch (selector)
        {
            case NameSelector name: Quote(text, name.Name); break;
            case WildcardSelector: text.Append('*'); break;
            case IndexSelector index: text.Append(CultureInfo.InvariantCulture, $"{index.Index}"); break;
            case SliceSelector slice:
                text.Append(CultureInfo.InvariantCulture, $"{slice.Start}:{slice.End}");
                if (slice.Step != 1) text.Append(CultureInfo.InvariantCulture, $":{slice.Step}");
                break;
            case FilterSelector filter:
                text.Append('?');
                Write(text, filter.Condition);
                break;
        }
    }

    private static void Write(StringBuilder text, PathCondition condition)
    {
        switch (condition)
        {
            case AnyOf any: WriteAll(text, any.Parts, " || ", inner: null); break;
            case AllOf all: WriteAll(text, all.Parts, " && ", inner: typeof(AnyOf)); break;
            case Not { Inner: Exists or FunctionTest } not:
                text.Append('!');
                Write(text, not.Inner);
                break;
            case Not not:
                text.Append("!(");
                Write(text, not.Inner);
                text.Append(')');
                break;
            case Exists exists: Write(text, exists.Query); break;
            case FunctionTest test: Write(text, test.Call); break;
            case Comparison comparison:
                Write(text, comparison.Left);
                text.Append(' ').Append(comparison.Operator).Append(' ');
                Write(text, comparison.Right);
                break;
        }
    }

    private static void WriteAll(StringBuilder text, PathCondition[] parts, string between, Type? inner)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            if (i > 0) text.Append(between);
            var wraps = parts[i].GetType() == inner;
            if (wraps) text.Append('(');
            Write(text, parts[i]);
            if (wraps) text.Append(')');
        }
    }

    private static void Write(StringBuilder text, PathOperand operand)
    {
        switch (operand)
        {
            case LiteralOperand literal: text.Append(literal.Text); break;
            case QueryOperand query: Write(text, query.Query); break;
            case FunctionCall call:
                text.Append(call.Function.Name).Append('(');
                for (var i = 0; i < call.Arguments.Length; i++)
                {
                    if (i > 0) text.Append(", ");
                    Write(text, call.Arguments[i]);
                }
                text.Append(')');
                break;
        }
    }

    private static void Quote(StringBuilder text, string value)
    {
        text.Append('\'');
        foreach (var c in value)
        {
            _ = c switch
            {
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                '\'' or '\\' => text.Append('\\').Append(c),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }
        text.Append('\'');
    }
}
