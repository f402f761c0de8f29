using System.Text.Json;

namespace VtKit.Cli;

/// <summary>The report of an object that has none of its own: its attributes as they are, what is long or nested under headings of its own.</summary>
internal static class OtherReport
{
    private const int Narrowest = 13;
    private const int Widest = 32;

    public static Report Of(VtObject item, Style style, int width)
    {
        var attributes = item.Attributes.AsMap<VtNode>().Where(pair => !IsEmpty(pair.Value)).ToList();
        var plain = attributes.Where(pair => !IsLong(pair.Value)).ToList();
        var report = new Report(style, width, Math.Min(plain.Select(pair => pair.Key.Length + 2).Append(Narrowest).Max(), Widest));
        report.Headline(item.Type, item.Id, whole: true);
        if (item.Error is { } error) report.Field("Error", $"{error.Code}: {error.Message}");
        // A report ends up in tickets and on screens that others see.
        var key = item.Type == VtObjectTypes.User ? item.As<VtUser>().Apikey : null;
        foreach (var (name, value) in plain)
        {
            if (DateAttributes.Has(name) && value.AsDate() is { } date) report.Field(name, date);
            else if (value.AsStrings() is { Count: > 0 } list) report.List(name, list);
            else if (value.AsText() is { } text) report.Field(name, text == key ? Setting.Shown(Setting.ApiKey, text) : text);
        }
        foreach (var (name, value) in attributes.Where(pair => IsLong(pair.Value)))
            report.Text(name, value.AsString() ?? string.Join('\n', NestedLines(value)));
        return report;
    }

    private static bool IsEmpty(VtNode value) => !value.Exists || (value.Kind is JsonValueKind.Object or JsonValueKind.Array ? value.Count == 0 : value.AsText() == "");

    private static bool IsLong(VtNode value) => value.Kind switch
    {
        JsonValueKind.String => value.AsString()!.Contains('\n', StringComparison.Ordinal),
        JsonValueKind.Array => value.AsStrings().Count == 0,
        JsonValueKind.Object => true,
        _ => false,
    };

    /// <summary>What is nested, a value a line, deeper ones further in.</summary>
    private static IEnumerable<string> NestedLines(VtNode value)
    {
        if (value.Kind == JsonValueKind.Object)
        {
            foreach (var (name, member) in value.AsMap<VtNode>())
            {
                if (member.Kind is not (JsonValueKind.Object or JsonValueKind.Array))
                {
                    yield return $"{name}: {member.AsText()}";
                    continue;
                }
                yield return name + ":";
                foreach (var line in NestedLines(member)) yield return "  " + line;
            }
        }
        else if (value.Kind == JsonValueKind.Array)
        {
            foreach (var item in value.AsList<VtNode>())
                foreach (var (index, line) in NestedLines(item).Index())
                    yield return (index == 0 ? "- " : "  ") + line;
        }
        else
        {
            yield return value.AsText() ?? "";
        }
    }
}
