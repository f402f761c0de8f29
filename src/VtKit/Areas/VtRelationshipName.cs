namespace VtKit;

/// <summary>The name of a relationship: a descriptor of <see cref="VtRelationships"/>, or its name as text, also one that VtKit does not know.</summary>
public readonly struct VtRelationshipName
{
    private readonly string? _name;

    private VtRelationshipName(string? name) => _name = name;

    /// <summary>The name as paths spell it.</summary>
    public string Name => _name ?? "";

    /// <summary>Takes a descriptor.</summary>
    /// <param name="relationship">The descriptor.</param>
    public static implicit operator VtRelationshipName(VtRelationship relationship) => new(relationship?.Name);

    /// <summary>Takes a name.</summary>
    /// <param name="name">The name as paths spell it.</param>
    public static implicit operator VtRelationshipName(string name) => new(name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
