using System.Text.Json;

namespace VtKit.Cli;

/// <summary>An argument of a tool.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as JSON Schema spells it; <c>strings</c> for a list of texts.</param>
/// <param name="Description">What it is, for who calls.</param>
/// <param name="IsRequired">Whether it must be there.</param>
internal sealed record McpArgument(string Name, string Type, string Description, bool IsRequired = false);

/// <summary>What a tool was called with.</summary>
internal sealed class McpArguments(IReadOnlyList<McpArgument> known, IDictionary<string, JsonElement>? given)
{
    /// <summary>Refuses what the tool does not have: a misspelt limit must not be no limit.</summary>
    /// <exception cref="CliException">An argument is unknown or missing.</exception>
    public McpArguments Check()
    {
        foreach (var name in given?.Keys ?? [])
            if (!known.Any(argument => argument.Name == name))
                throw CliException.Usage($"there is no argument '{name}'; there are {string.Join(", ", known.Select(argument => argument.Name))}");
        foreach (var argument in known)
            if (argument.IsRequired && Find(argument.Name) is null)
                throw CliException.Usage($"'{argument.Name}' is missing: {argument.Description}");
        return this;
    }

    public string Text(string name) => TextOrNull(name) ?? "";

    public string? TextOrNull(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        _ => throw CliException.Usage($"'{name}' is a text"),
    };

    public int Count(string name, int usual, int most)
    {
        if (Find(name) is not { } given) return usual;
        return given.ValueKind == JsonValueKind.Number && given.TryGetInt32(out var count) && count >= 1 && count <= most
            ? count
            : throw CliException.Usage($"'{name}' is a whole number from 1 to {most}");
    }

    public IReadOnlySet<string>? Names(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } list when list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) =>
            list.EnumerateArray().Select(item => item.GetString()!).ToHashSet(StringComparer.Ordinal),
        _ => throw CliException.Usage($"'{name}' is a list of names"),
    };

    private JsonElement? Find(string name) =>
        given is not null && given.TryGetValue(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;
}
