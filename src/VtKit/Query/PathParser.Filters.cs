using System.Buffers;
using System.Text.Json;

namespace VtKit;

internal sealed partial class PathParser
{
    // The longer ones first: <= is not < and something.
    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "<", ">"];

    private PathCondition ReadCondition()
    {
        _read.SkipBlanks();
        var parts = ReadChain(ReadConjunction, "||");
        return parts.Length == 1 ? parts[0] : new AnyOf(parts);
    }

    private PathCondition ReadConjunction()
    {
        var parts = ReadChain(ReadBasic, "&&");
        return parts.Length == 1 ? parts[0] : new AllOf(parts);
    }

    private PathCondition[] ReadChain(Func<PathCondition> read, string between)
    {
        var parts = new List<PathCondition>();
        while (true)
        {
            parts.Add(read());
            var end = _read.At;
            _read.SkipBlanks();
            if (!_read.TryTake(between))
            {
                _read.At = end;
                return [.. parts];
            }
            _read.SkipBlanks();
        }
    }

    private PathCondition ReadBasic()
    {
        if (_read.TryTake("!"))
        {
            _read.SkipBlanks();
            return new Not(_read.Next == '(' ? ReadParentheses() : ReadTest());
        }
        if (_read.Next == '(') return ReadParentheses();
        var start = _read.At;
        var left = ReadOperand();
        var end = _read.At;
        _read.SkipBlanks();
        if (TakeOperator() is not { } comparison)
        {
            _read.At = end;
            return AsTest(left, start);
        }
        CheckCompared(left, start);
        _read.SkipBlanks();
        start = _read.At;
        var right = ReadOperand();
        CheckCompared(right, start);
        return new Comparison(left, comparison, right);
    }

    private PathCondition ReadParentheses()
    {
        var start = _read.At++;
        var condition = Nested(ReadCondition);
        _read.SkipBlanks();
        if (_read.IsAtEnd) throw _read.Error("The parenthesis is not closed.", start);
        _read.Take(')', "Here comes &&, || or the closing parenthesis.");
        RefuseOperator("Only values are compared: what stands in parentheses is a condition.");
        return condition;
    }

    private PathCondition ReadTest()
    {
        var start = _read.At;
        var test = AsTest(ReadOperand(), start);
        RefuseOperator("The ! belongs to what follows it: put the comparison in parentheses, !(a == b).");
        return test;
    }

    private PathCondition AsTest(PathOperand operand, int start) => operand switch
    {
        QueryOperand query => new Exists(query.Query),
        FunctionCall { Function.GivesLogical: true } call => new FunctionTest(call),
        FunctionCall call => throw _read.Error($"{call.Function.Name}() gives a value, which has to be compared with something.", start),
        _ => throw _read.Error("A value by itself is no condition: compare it with something.", start),
    };

    private void CheckCompared(PathOperand operand, int start)
    {
        if (operand is QueryOperand { Query.IsSingular: false })
            throw _read.Error("Compared can be only what leads to one value: names and single indexes, no wildcard, slice, filter, list, .. or blank in brackets; value() makes one of it.", start);
        if (operand is FunctionCall { Function: { GivesLogical: true } function })
            throw _read.Error($"{function.Name}() is true or false by itself and is not compared.", start);
    }

    private PathOperand ReadOperand()
    {
        switch (_read.Next)
        {
            case '$' or '@':
                var fromRoot = _read.Next == '$';
                _read.At++;
                return new QueryOperand(ReadQuery(fromRoot));
            case '\'' or '"':
                return StringLiteral(_read.ReadString());
            case '-' or (>= '0' and <= '9'):
                var number = _read.ReadNumber();
                return new LiteralOperand(new PathValue(JsonElement.Parse(number)), number);
        }
        var start = _read.At;
        var word = _read.ReadWord();
        if (_read.Next == '(' && word.Length > 0) return ReadCall(word, start);
        if (word is "true" or "false" or "null") return new LiteralOperand(new PathValue(JsonElement.Parse(word)), word);
        throw _read.Error(word.Length > 0
            ? $"'{word}' is nothing that a filter knows: members are written @.{word}, strings '{word}'."
            : "Here comes a query that begins with @ or $, a number, a string, true, false, null or a function.", start);
    }

    private FunctionCall ReadCall(string name, int start)
    {
        var function = Array.Find(PathFunction.All, known => known.Name == name)
            ?? throw _read.Error($"There is no function {name}(): there are length, count, match, search and value.", start);
        _read.At++;
        var arguments = Nested(() => ReadArguments(function));
        if (arguments.Length != function.Arity)
            throw _read.Error($"{name}() takes {(function.Arity == 1 ? "one argument" : "two arguments")}, not {arguments.Length}.", start);
        // Only a pattern that stands in the path can be made ready before anything is read.
        var pattern = function.GivesLogical && arguments[1] is LiteralOperand { Value.Text: { } text } ? ReadPattern(text, function, start) : null;
        return new FunctionCall(function, arguments, pattern);
    }

    private PathOperand[] ReadArguments(PathFunction function)
    {
        var arguments = new List<PathOperand>();
        _read.SkipBlanks();
        if (_read.TryTake(")")) return [];
        do
        {
            _read.SkipBlanks();
            var start = _read.At;
            if (_read.Next is '!' or '(') throw WrongArgument(function, start);
            var argument = ReadOperand();
            var fits = function.TakesNodes
                ? argument is QueryOperand
                : argument is LiteralOperand or QueryOperand { Query.IsSingular: true } or FunctionCall { Function.GivesLogical: false };
            if (!fits) throw WrongArgument(function, start);
            arguments.Add(argument);
            _read.SkipBlanks();
        }
        while (_read.TryTake(","));
        _read.Take(')', $"Here comes a comma or the closing parenthesis of {function.Name}().");
        return [.. arguments];
    }

    private VtJsonPathException WrongArgument(PathFunction function, int start) => _read.Error(
        function.TakesNodes
            ? $"{function.Name}() takes a query, such as @.names[*]."
            : $"{function.Name}() takes values: a literal, a query that leads to one value, or length(), count() or value().", start);

    // What is no regular expression by RFC 9485 matches nothing, by RFC 9535; what would be too costly is refused.
    private IRegexp? ReadPattern(string text, PathFunction function, int start)
    {
        var pattern = IRegexp.TryParse(text, function == PathFunction.Match, out var isTooLarge);
        return isTooLarge ? throw _read.Error($"The regular expression of {function.Name}() is too large: its repetitions multiply.", start) : pattern;
    }

    private string? TakeOperator() => Array.Find(Operators, _read.TryTake) ?? (_read.Next == '=' ? throw _read.Error("Values are compared with ==.") : null);

    private void RefuseOperator(string problem)
    {
        var end = _read.At;
        _read.SkipBlanks();
        if (Array.Exists(Operators, _read.IsNext)) throw _read.Error(problem);
        _read.At = end;
    }

    private static LiteralOperand StringLiteral(string value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) writer.WriteStringValue(value);
        return new LiteralOperand(new PathValue(JsonElement.Parse(buffer.WrittenSpan), value), PathText.Quote(value));
    }
}
