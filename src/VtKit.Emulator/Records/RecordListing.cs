namespace VtKit.Emulator;

/// <summary>By what a list of <c>record AS r</c> can be filtered and ordered.</summary>
/// <param name="Filters">What stands before the colon of a filter's terms, and the condition that each becomes.</param>
/// <param name="FreeText">The condition that a word without a name becomes.</param>
/// <param name="Orders">The names to order by, with the text that each stands for.</param>
/// <param name="DefaultOrder">The order when none is asked for; null for the newest first.</param>
internal sealed record RecordListing(
    IReadOnlyDictionary<string, FilterTerm> Filters, FilterTerm FreeText, IReadOnlyDictionary<string, string> Orders, string? DefaultOrder = null)
{
    /// <summary>What a name that is not among <see cref="Filters"/> is refused with; null for the usual error.</summary>
    public Func<string, ApiException>? Unknown { get; init; }

    /// <summary>The records of a type that the caller may see, as the request wants them filtered and ordered.</summary>
    /// <exception cref="ApiException">The filter or the order is none.</exception>
    public static ListQuery Query(ApiRequest request, string type)
    {
        var listing = RecordKinds.Of(type)?.Listing;
        var arguments = new SqlArguments([type, request.Account.Name, request.Account.Group]);
        var where = $"r.type = $1 AND {RecordAccess.VisibleSql(2, 3)}";
        if (request.Query("filter") is { } filter && !string.IsNullOrWhiteSpace(filter))
        {
            if (listing is null) throw ApiException.NotSupported($"The emulator does not filter lists of {type} objects.");
            where += $" AND ({FilterReader.Read(filter, request, arguments, listing)})";
        }
        // A plus sign that was not escaped arrives as a space.
        var order = request.Query("order") is { } asked && !string.IsNullOrWhiteSpace(asked) ? asked.Trim() : listing?.DefaultOrder;
        if (order is null) return new ListQuery($"SELECT r.key, r.type, r.id, NULL AS file_name FROM record r WHERE {where}", arguments.Values);
        if (listing is null) throw ApiException.NotSupported($"The emulator does not order lists of {type} objects.");
        return listing.Orders.TryGetValue(order.TrimEnd('+', '-'), out var sort)
            ? new ListQuery($"SELECT r.key, r.type, r.id, NULL AS file_name, {sort} AS sort FROM record r WHERE {where}", arguments.Values) { Ascending = !order.EndsWith('-') }
            : throw ApiException.InvalidArgument($"Lists of {type} objects cannot be ordered by \"{order}\". Use {string.Join(", ", listing.Orders.Keys)}, with - behind it for the greatest first");
    }
}

/// <summary>Makes the SQL condition of one term of a filter.</summary>
internal delegate string FilterTerm(ApiRequest request, SqlArguments arguments, string value);

/// <summary>The arguments of a statement that is put together piece by piece.</summary>
internal sealed class SqlArguments(IEnumerable<object?> first)
{
    private readonly List<object?> _values = [.. first];

    public object?[] Values => [.. _values];

    /// <summary>Adds an argument, and returns how the SQL names it.</summary>
    public string Add(object? value)
    {
        _values.Add(value);
        return System.FormattableString.Invariant($"${_values.Count}");
    }
}
