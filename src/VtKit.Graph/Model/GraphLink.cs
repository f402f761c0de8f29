namespace VtKit.Graph;

/// <summary>A link of a <see cref="ThreatGraph"/>. Source, target and type together are unique.</summary>
public sealed class GraphLink
{
    internal GraphLink(GraphNode source, GraphNode target, string type)
    {
        Source = source;
        Target = target;
        Type = type;
    }

    /// <summary>The type of a link that an analyst drew.</summary>
    public const string Manual = "manual";

    /// <summary>Where it begins.</summary>
    public GraphNode Source { get; }

    /// <summary>Where it ends.</summary>
    public GraphNode Target { get; }

    /// <summary>The relationship, in the service's words; empty or <see cref="Manual"/> when an analyst drew it.</summary>
    public string Type { get; }

    /// <summary>Source, type and target.</summary>
    public override string ToString() => $"{Source} -{Type}-> {Target}";

    /// <summary>The type as the service keeps it: no spaces, 100 characters at most.</summary>
    internal static string NormalType(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var name = type.Replace(' ', '_');
        return name.Length <= MaxTypeLength ? name : name[..MaxTypeLength];
    }

    private const int MaxTypeLength = 100;
}

/// <summary>Nodes of a <see cref="ThreatGraph"/> that are drawn as one.</summary>
public sealed class GraphGroup
{
    internal GraphGroup(string name) => Name = name;

    /// <summary>What it is called.</summary>
    public string Name { get; set; }

    /// <summary>Its members, in the order in which they came.</summary>
    public IReadOnlyList<GraphNode> Members => MemberList;

    /// <summary>Where it is drawn, or null.</summary>
    public GraphPoint? Position { get; set; }

    internal List<GraphNode> MemberList { get; } = [];

    /// <summary>The id on the wire, where it was read.</summary>
    internal string? WireId { get; set; }
}
