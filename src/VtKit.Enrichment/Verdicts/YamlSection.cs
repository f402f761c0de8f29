using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace VtKit.Enrichment;

/// <summary>A part of a file in YAML, read by name. What was not read by the end is an error.</summary>
internal sealed class YamlSection
{
    private readonly Dictionary<string, YamlNode> _left = new(StringComparer.Ordinal);
    private readonly List<string> _asked = [];
    private readonly string _name;

    /// <summary>The part in a node.</summary>
    /// <param name="node">The node; null for a part that is not there.</param>
    /// <param name="name">What it is called when it is wrong.</param>
    public YamlSection(YamlNode? node, string name)
    {
        _name = name;
        Line = node?.Start.Line ?? 1;
        if (node is null or YamlScalarNode { Value: null or "" }) return;
        if (node is not YamlMappingNode mapping) throw Wrong($"{name} has names and values");
        foreach (var (key, value) in mapping.Children)
        {
            if (key is not YamlScalarNode { Value: { } text }) throw new VerdictPolicyException(key.Start.Line, "a name is a word");
            _left[text] = value;
        }
    }

    public long Line { get; }

    public VerdictPolicyException Wrong(string problem) => new(Line, problem);

    /// <summary>Refuses what nobody asked for.</summary>
    public void End()
    {
        foreach (var (name, node) in _left)
            throw new VerdictPolicyException(node.Start.Line, $"{_name} has no '{name}'; it has {string.Join(", ", _asked.Order(StringComparer.Ordinal))}");
    }

    public YamlSection Section(string name) => new(Take(name), $"'{name}'");

    public IEnumerable<YamlSection> Sections(string name) => Items(name).Select(item => new YamlSection(item, $"an entry of '{name}'")).ToList();

    public string? Text(string name) => Scalar(name)?.Value;

    public IReadOnlyList<string> Texts(string name) =>
        [.. Items(name).Select(item => item is YamlScalarNode { Value.Length: > 0 } text ? text.Value! : throw new VerdictPolicyException(item.Start.Line, $"'{name}' is a list of names"))];

    public decimal? Points(string name) => Number(name, 0, decimal.MaxValue, "a number, 0 or more");

    public decimal? Discount(string name) => Number(name, decimal.MinValue, 0, "a number, 0 or less");

    public decimal? AnyPoints(string name) => Number(name, decimal.MinValue, decimal.MaxValue, "a number");

    public decimal? Part(string name) => Number(name, 0, 1, "a number from 0 to 1");

    public int? Count(string name) => (int?)Whole(name, 0, int.MaxValue, "a whole number, 0 or more");

    public long? Whole(string name) => Whole(name, long.MinValue, long.MaxValue, "a whole number");

    /// <summary>A span in days, hours or minutes: <c>7d</c>.</summary>
    public TimeSpan? Span(string name)
    {
        if (Scalar(name) is not { Value: { Length: > 0 } text } node) return null;
        double? minutes = text[^1] switch { 'd' => 1440, 'h' => 60, 'm' => 1, _ => null };
        return minutes is { } unit && int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? TimeSpan.FromMinutes(unit * count)
            : throw Unreadable(node, name, "a time such as 7d, 12h or 30m");
    }

    public DateOnly? Day(string name)
    {
        if (Scalar(name) is not { } node) return null;
        return DateOnly.TryParseExact(node.Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw Unreadable(node, name, "a day such as 2027-01-31");
    }

    public T? OneOf<T>(string name, params (string Word, T Value)[] choices) where T : struct
    {
        if (Scalar(name) is not { } node) return null;
        foreach (var (word, value) in choices)
            if (word == node.Value)
                return value;
        throw Unreadable(node, name, string.Join(" or ", choices.Select(choice => choice.Word)));
    }

    private decimal? Number(string name, decimal least, decimal most, string wanted)
    {
        if (Scalar(name) is not { } node) return null;
        return decimal.TryParse(node.Value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most
            ? number
            : throw Unreadable(node, name, wanted);
    }

    private long? Whole(string name, long least, long most, string wanted)
    {
        if (Scalar(name) is not { } node) return null;
        return long.TryParse(node.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Unreadable(node, name, wanted);
    }

    private static VerdictPolicyException Unreadable(YamlScalarNode node, string name, string wanted) =>
        new(node.Start.Line, $"'{name}' is {wanted}, not '{node.Value}'");

    private YamlScalarNode? Scalar(string name) => Take(name) switch
    {
        null => null,
        YamlScalarNode scalar => scalar,
        var node => throw new VerdictPolicyException(node.Start.Line, $"'{name}' is one value"),
    };

    private IEnumerable<YamlNode> Items(string name) => Take(name) switch
    {
        null => [],
        YamlScalarNode { Value: null or "" } => [],
        YamlSequenceNode list => list.Children,
        var node => throw new VerdictPolicyException(node.Start.Line, $"'{name}' is a list"),
    };

    private YamlNode? Take(string name)
    {
        _asked.Add(name);
        return _left.Remove(name, out var node) ? node : null;
    }
}
