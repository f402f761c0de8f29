using System.Text;
using System.Text.Json;

namespace VtKit.Emulator;

/// <summary>What the index is to know of one item.</summary>
internal sealed class SearchDocument
{
    /// <summary>Whole values longer than this are cut: an exported name may fill a file.</summary>
    private const int MaxValue = 1024;

    private readonly Dictionary<string, StringBuilder> _words = new(StringComparer.Ordinal);

    /// <summary>The name under which it is kept what an item has: <c>have:imphash</c>.</summary>
    public const string Presence = "have";

    /// <summary>Columns of the row, by name.</summary>
    public Dictionary<string, object?> Columns { get; } = new(StringComparer.Ordinal);

    /// <summary>Values that are compared as a whole, in lower case.</summary>
    public HashSet<(string Name, string Value)> Values { get; } = [];

    /// <summary>Engines that have said something, as modifiers name them.</summary>
    public HashSet<string> Engines { get; } = new(StringComparer.Ordinal);

    /// <summary>The words of a column of the text.</summary>
    public string? Text(string column) => _words.TryGetValue(column, out var text) ? text.ToString() : null;

    /// <summary>Adds a value that is compared as a whole.</summary>
    public void Value(string modifier, string? value)
    {
        if (string.IsNullOrEmpty(value)) return;
        Values.Add((modifier, Cut(value).ToLowerInvariant()));
        Has(modifier);
    }

    /// <summary>Adds a number.</summary>
    public void Number(string column, string modifier, long? value)
    {
        if (value is null) return;
        Columns[column] = value;
        Has(modifier);
    }

    /// <summary>Adds words.</summary>
    public void Words(string column, string? text, string? modifier = null)
    {
        if (string.IsNullOrEmpty(text)) return;
        if (!_words.TryGetValue(column, out var words)) _words.Add(column, words = new StringBuilder());
        words.Append(text).Append(' ').Append(SearchText.Border).Append(' ');
        Has(modifier ?? column);
    }

    /// <summary>Says that the item has something.</summary>
    public void Has(string modifier) => Values.Add((Presence, modifier));

    /// <summary>Adds all texts inside a JSON value, as words; where its members are named after what was found, their names as well.</summary>
    public void AllWords(string column, JsonElement json, bool names = false)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in json.EnumerateObject())
                {
                    if (names) Words(column, member.Name);
                    AllWords(column, member.Value, names);
                }
                break;
            case JsonValueKind.Array:
                foreach (var entry in json.EnumerateArray()) AllWords(column, entry, names);
                break;
            case JsonValueKind.String:
                Words(column, json.TryText());
                break;
        }
    }

    private static string Cut(string value) => value.Length <= MaxValue ? value : value[..MaxValue];
}
