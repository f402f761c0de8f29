namespace VtKit;

/// <summary>What of an object is read.</summary>
/// <remarks>https://docs.virustotal.com/reference/objects</remarks>
public class VtReadOptions
{
    /// <summary>Names of the attributes wanted; all if null. Not every endpoint heeds it.</summary>
    public IEnumerable<string>? Attributes { get; init; }

    /// <summary>Names of attributes to leave out. Not every endpoint heeds it.</summary>
    public IEnumerable<string>? ExcludeAttributes { get; init; }

    /// <summary>Names of relationships to bring along as descriptors: they are in <see cref="VtObject.Relationships"/>.</summary>
    public IEnumerable<string>? Relationships { get; init; }

    /// <summary>More parameters of the query, also those that VtKit does not know.</summary>
    public IEnumerable<KeyValuePair<string, string>>? Query { get; init; }
}
