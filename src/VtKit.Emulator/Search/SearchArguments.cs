using System.Globalization;

namespace VtKit.Emulator;

/// <summary>The arguments of a statement in the making. Whatever a user wrote gets into it here, and nowhere else.</summary>
internal sealed class SearchArguments
{
    private readonly List<object?> _values = [];

    public IReadOnlyList<object?> Values => _values;

    /// <summary>Adds a value and returns what stands for it in the statement.</summary>
    public string Add(object? value) => string.Create(CultureInfo.InvariantCulture, $"${AddNumbered(value)}");

    /// <summary>Adds a value and returns the number of what stands for it.</summary>
    public int AddNumbered(object? value)
    {
        _values.Add(value);
        return _values.Count;
    }

    /// <summary>What records, as <c>r</c>, must meet for their reader to see them.</summary>
    public string VisibleTo(Account account) => RecordAccess.VisibleSql(AddNumbered(account.Name), AddNumbered(account.Group));
}
