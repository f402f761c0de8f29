using System.Globalization;
using System.Runtime.CompilerServices;

namespace VtKit;

/// <summary>Parameters of queries.</summary>
internal static class Query
{
    /// <summary>The parameters that have a value, then those of the options. Null where there are none.</summary>
    public static IEnumerable<KeyValuePair<string, string>>? Of(VtReadOptions? options, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        if (options is null && parameters.IsEmpty) return null;
        var query = new List<KeyValuePair<string, string>>(parameters.Length + 3);
        foreach (var (name, value) in parameters)
            if (Text(value) is { } text)
                query.Add(KeyValuePair.Create(name, text));
        if (options is not null)
        {
            Add("attributes", options.Attributes);
            Add("exclude_attributes", options.ExcludeAttributes);
            Add("relationships", options.Relationships);
            query.AddRange(options.Query ?? []);
        }
        return query.Count > 0 ? query : null;

        void Add(string name, IEnumerable<string>? values)
        {
            if (values is not null && string.Join(',', values) is { Length: > 0 } joined) query.Add(KeyValuePair.Create(name, joined));
        }
    }

    /// <exception cref="ArgumentException">The value is null or blank.</exception>
    public static string Needed(string value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value, name);
        return value;
    }

    private static string? Text(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
