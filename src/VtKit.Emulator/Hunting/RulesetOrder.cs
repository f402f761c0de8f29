using System.IO.Enumeration;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace VtKit.Emulator;

/// <summary>A ruleset on its way into a list.</summary>
internal sealed record ListedRuleset(long Key, long Created, long Modified, string Attributes)
{
    public string Name
    {
        get
        {
            using var attributes = JsonDocument.Parse(Attributes);
            return attributes.RootElement.Text(Attr.HuntingRuleset.Name) ?? "";
        }
    }

    /// <summary>Whether it meets all terms of a filter. Names may hold <c>*</c>; rules are searched for whole words.</summary>
    public bool Meets(List<(string Name, string Value)> filter)
    {
        using var document = JsonDocument.Parse(Attributes);
        var attributes = document.RootElement;
        return filter.TrueForAll(term => term.Name switch
        {
            "name" => FileSystemName.MatchesSimpleExpression(term.Value, attributes.Text(Attr.HuntingRuleset.Name) ?? ""),
            "enabled" => string.Equals(term.Value, attributes.Member(Attr.HuntingRuleset.Enabled) is { ValueKind: JsonValueKind.True } ? "true" : "false", StringComparison.OrdinalIgnoreCase),
            "tag" => attributes.Member(Attr.HuntingRuleset.Tags) is { ValueKind: JsonValueKind.Array } tags && tags.EnumerateArray().Any(tag => tag.ValueKind == JsonValueKind.String && tag.TryText() == term.Value),
            _ => Regex.IsMatch(attributes.Text(Attr.HuntingRuleset.Rules) ?? "", $@"(?<!\w){Regex.Escape(term.Value)}(?!\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)),
        });
    }
}

/// <summary>The order that a list of rulesets is asked for in.</summary>
internal sealed class RulesetOrder(string field, bool descending)
{
    /// <summary>The order of the request; null for none.</summary>
    /// <exception cref="ApiException">Rulesets are not listed in that order.</exception>
    public static RulesetOrder? Read(ApiRequest request)
    {
        if (request.Query("order") is not { Length: > 0 } order) return null;
        var field = order.TrimEnd('+', '-', ' ');
        return field is Attr.HuntingRuleset.Name or Attr.HuntingRuleset.CreationDate or Attr.HuntingRuleset.ModificationDate
            ? new RulesetOrder(field, order.EndsWith('-'))
            : throw ApiException.BadRequest($"Order \"{order}\" is not supported");
    }

    public IEnumerable<ListedRuleset> Sort(IEnumerable<ListedRuleset> rulesets)
    {
        var sorted = field switch
        {
            Attr.HuntingRuleset.Name => rulesets.OrderBy(ruleset => ruleset.Name, StringComparer.Ordinal).ThenBy(ruleset => ruleset.Key),
            Attr.HuntingRuleset.CreationDate => rulesets.OrderBy(ruleset => ruleset.Created).ThenBy(ruleset => ruleset.Key),
            _ => rulesets.OrderBy(ruleset => ruleset.Modified).ThenBy(ruleset => ruleset.Key),
        };
        return descending ? sorted.Reverse() : sorted;
    }
}
