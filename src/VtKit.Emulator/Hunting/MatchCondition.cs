using System.Globalization;

namespace VtKit.Emulator;

/// <summary>
/// Which rows of <c>hunting_match AS m</c> are asked for: those of the caller, of rulesets that the caller edits, and no older than the service
/// keeps them. Values become arguments, never text of the statement.
/// </summary>
internal sealed class MatchCondition
{
    private readonly List<object?> _arguments;

    public MatchCondition(ApiRequest request)
    {
        _arguments = [request.Account.Name, request.Account.Group, request.NowMs - Limits.IocStreamHistoryDays * 86_400_000L];
        Sql =
            $"""
            (m.owner = $1 OR EXISTS (SELECT 1 FROM link l WHERE l.type = m.source_type AND l.id = m.source AND l.name = '{RecordAccess.Editors}'
                AND (l.target_type = 'user' AND l.target = $1 OR l.target_type = 'group' AND l.target = $2))) AND m.at >= $3
            """;
    }

    public string Sql { get; private set; }

    public object?[] Arguments => [.. _arguments];

    /// <summary>Adds a condition; <c>$</c> in it stands for the value.</summary>
    public void And(string condition, object? value) => Sql += $" AND ({condition.Replace("$", Argument(value), StringComparison.Ordinal)})";

    public void AndDate(string value)
    {
        var (from, to) = HuntingFilter.ReadDate(value);
        And("m.at >= $", from);
        And("m.at < $", to);
    }

    public void AndTag(string value) => And("EXISTS (SELECT 1 FROM json_each(m.tags) WHERE value = lower($))", value);

    /// <summary>The number that stands for a value in the statement.</summary>
    public string Argument(object? value)
    {
        _arguments.Add(value);
        return string.Create(CultureInfo.InvariantCulture, $"${_arguments.Count}");
    }

    /// <summary>Removes the rows, and tells of the work as the service does.</summary>
    public Answer Delete(Session store, ApiRequest request)
    {
        store.Execute($"DELETE FROM hunting_match AS m WHERE {Sql}", Arguments);
        return Operations.Done(store, request);
    }
}
