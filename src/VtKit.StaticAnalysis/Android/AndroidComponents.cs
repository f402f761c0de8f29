namespace VtKit.StaticAnalysis;

/// <summary>The components of one kind, and what those with a filter answer to.</summary>
internal sealed class AndroidComponents
{
    private readonly Dictionary<string, AndroidFilter> _filters = new(StringComparer.Ordinal);

    public AndroidNames Names { get; } = new();

    public IReadOnlyDictionary<string, AndroidFilter> Filters => _filters;

    public AndroidFilter FilterOf(string name)
    {
        if (!_filters.TryGetValue(name, out var filter)) _filters[name] = filter = new AndroidFilter();
        return filter;
    }
}

/// <summary>The intents that a component answers to.</summary>
internal sealed class AndroidFilter
{
    public AndroidNames Actions { get; } = new();
    public AndroidNames Categories { get; } = new();
}

/// <summary>Names in the order of their first occurrence. A hostile manifest repeats them at will, and has any number of them.</summary>
internal sealed class AndroidNames
{
    public const int Most = 2000;

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<string> _items = [];

    public IReadOnlyList<string> Items => _items;

    public void Add(string? name)
    {
        if (!string.IsNullOrEmpty(name) && _items.Count < Most && _seen.Add(name)) _items.Add(name);
    }
}
