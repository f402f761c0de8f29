using System.Globalization;
using System.Text.RegularExpressions;

namespace VtKit.Emulator;

/// <summary>The kinds of terms that filters of lists have, each on a piece of SQL about <c>record AS r</c>.</summary>
internal static partial class FilterTerms
{
    /// <summary>An attribute as it is kept: <c>Attribute("a", "b")</c> is b inside a.</summary>
    public static string Attribute(params string[] path) => $"json_extract(r.attributes, '$.{string.Join('.', path)}')";

    /// <summary>A date in seconds: as it was brought in, or else as the store knows it.</summary>
    public static string Date(string attribute, string milliseconds) => $"coalesce({Attribute(attribute)}, {milliseconds} / 1000)";

    /// <summary>How many objects a relationship leads to.</summary>
    public static string Count(string relationship) => $"(SELECT count(*) FROM link k WHERE k.type = r.type AND k.id = r.id AND k.name = '{relationship}')";

    /// <summary>A number as a text that is ordered like it.</summary>
    public static string Sortable(string number) => $"printf('%020d', coalesce({number}, 0))";

    /// <summary>A text in the form that it is ordered by.</summary>
    public static string SortableText(string text) => $"lower(coalesce({text}, ''))";

    /// <summary>The text is in one of these, in any case.</summary>
    public static FilterTerm Contains(params string[] texts) => (_, arguments, value) =>
    {
        var wanted = arguments.Add(value);
        return $"({string.Join(" OR ", texts.Select(text => $"coalesce(instr(lower({text}), lower({wanted})) > 0, 0)"))})";
    };

    /// <summary>The text is this one, in any case.</summary>
    public static FilterTerm Is(string text) => (_, arguments, value) => $"coalesce(lower({text}) = lower({arguments.Add(value)}), 0)";

    /// <summary>The list of texts has this one, in any case.</summary>
    public static FilterTerm Has(string attribute) => (_, arguments, value) =>
        $"EXISTS (SELECT 1 FROM json_each(r.attributes, '$.{attribute}') e WHERE lower(e.value) = lower({arguments.Add(value)}))";

    /// <summary>The record names this user or group among those who may view or edit it: all such, or those of one list.</summary>
    public static FilterTerm Names(string type, string? access = null) => (_, arguments, value) =>
        $"""
        EXISTS (SELECT 1 FROM link k WHERE k.type = r.type AND k.id = r.id AND k.name IN ({(access is null ? $"'{RecordAccess.Viewers}', '{RecordAccess.Editors}'" : $"'{access}'")})
            AND k.target_type = '{type}' AND lower(k.target) = lower({arguments.Add(value)}))
        """;

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static FilterTerm Flag(string condition) => (_, _, value) => value.ToUpperInvariant() switch
    {
        "TRUE" => $"coalesce({condition}, 0)",
        "FALSE" => $"NOT coalesce({condition}, 0)",
        _ => throw ApiException.InvalidArgument($"\"{value}\" is neither true nor false"),
    };

    /// <summary><c>5</c>, <c>5+</c> for at least five, <c>5-</c> for less.</summary>
    public static FilterTerm Number(string number) => (_, arguments, value) =>
        long.TryParse(value.TrimEnd('+', '-'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var wanted)
            ? $"coalesce({number} {Comparison(value, "=")} {arguments.Add(wanted)}, 0)"
            : throw ApiException.InvalidArgument($"\"{value}\" is not a number");

    /// <summary>A day, a moment or seconds since 1970, with <c>+</c> for from then on and <c>-</c> for before; <c>3d+</c> for the last three days.</summary>
    public static FilterTerm When(string seconds) => (request, arguments, value) =>
    {
        var (from, to) = ReadTime(request, value.TrimEnd('+', '-')) ?? throw ApiException.InvalidArgument($"\"{value}\" is not a date");
        return value[^1] switch
        {
            '+' => $"coalesce({seconds} >= {arguments.Add(from)}, 0)",
            '-' => $"coalesce({seconds} < {arguments.Add(from)}, 0)",
            _ => $"coalesce({seconds} >= {arguments.Add(from)} AND {seconds} < {arguments.Add(to)}, 0)",
        };
    };

    private static string Comparison(string value, string otherwise) => value[^1] switch { '+' => ">=", '-' => "<", _ => otherwise };

    /// <summary>The seconds at which the time that a text names begins and ends.</summary>
    private static (long From, long To)? ReadTime(ApiRequest request, string text)
    {
        if (Relative().Match(text) is { Success: true } relative)
        {
            var days = int.Parse(relative.Groups["days"].ValueSpan, CultureInfo.InvariantCulture);
            var from = request.Now.AddDays(-days).ToUnixTimeSeconds();
            return (from, from + (long)TimeSpan.FromDays(1).TotalSeconds);
        }
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            var from = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeSeconds();
            return (from, from + (long)TimeSpan.FromDays(1).TotalSeconds);
        }
        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            return (moment.ToUnixTimeSeconds(), moment.ToUnixTimeSeconds() + 1);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < long.MaxValue ? (seconds, seconds + 1) : null;
    }

    // No more than four digits, which still lie within the calendar.
    [GeneratedRegex(@"^(?<days>\d{1,4})d$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Relative();
}
