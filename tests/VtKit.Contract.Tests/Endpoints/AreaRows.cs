using System.Text.Json.Nodes;

namespace VtKit.Contract.Tests;

/// <summary>What the rows of an area need to be called: objects that are there, the arguments of a path, a body.</summary>
internal abstract class AreaRows
{
    /// <summary>Whether a row is of this area.</summary>
    public abstract bool Has(EndpointRow row);

    /// <summary>Lays down what the rows read.</summary>
    public abstract Task PrepareAsync(EmulatedService service);

    /// <summary>What stands for the placeholders of a row's path. A row that removes something gets a thing of its own.</summary>
    public abstract Task<string[]> ArgumentsAsync(EndpointRow row);

    /// <summary>The query that a row needs; null for none.</summary>
    public virtual string? Query(EndpointRow row) => null;

    /// <summary>The body of a row; null for none, or for a usual one.</summary>
    public virtual JsonNode? Body(EndpointRow row) => null;

    /// <summary>The headers that a row needs; null for none.</summary>
    public virtual IReadOnlyList<KeyValuePair<string, string>>? Headers(EndpointRow row) => null;
}
