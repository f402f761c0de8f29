using System.Text.Json;

namespace VtKit;

/// <summary>The links of an object or a page. Any of them may be null: the service leaves them out, or sends null.</summary>
/// <param name="node">The <c>links</c> member.</param>
public readonly struct VtLinks(VtNode node)
{
    /// <summary>The links as they came, with names that have no getter here.</summary>
    public VtNode Node { get; } = node;

    /// <summary>The address of this object or page.</summary>
    public string? Self => Node["self"u8].AsString();

    /// <summary>The address of the next page.</summary>
    public string? Next => Node["next"u8].AsString();

    /// <summary>The address of the full related objects.</summary>
    public string? Related => Node["related"u8].AsString();

    /// <summary>The address of the object that an analysis is of.</summary>
    public string? Item => Node["item"u8].AsString();
}

/// <summary>Why an item of a list came without attributes.</summary>
/// <param name="node">The <c>error</c> member.</param>
public readonly struct VtObjectError(VtNode node)
{
    /// <summary>The code, such as <c>NotFoundError</c>.</summary>
    public string? Code => node["code"u8].AsString();

    /// <summary>The service's explanation.</summary>
    public string? Message => node["message"u8].AsString();
}

/// <summary>A relationship that came inside an object: descriptors, and where to find the rest.</summary>
/// <param name="node">The member of <c>relationships</c>.</param>
public readonly struct VtInlineRelationship(VtNode node) : IVtView<VtInlineRelationship>
{
    /// <summary>The relationship as it came.</summary>
    public VtNode Node { get; } = node;

    /// <summary>The related objects, usually descriptors. A to-one relationship has one or none.</summary>
    public IEnumerable<VtObject> Objects
    {
        get
        {
            var data = Node["data"u8];
            if (data.Kind == JsonValueKind.Object) return [new VtObject(VtObjectBody.Over(data.Json))];
            return data.AsList<VtNode>()
                .Where(item => item.Kind == JsonValueKind.Object)
                .Select(item => new VtObject(VtObjectBody.Over(item.Json)));
        }
    }

    /// <summary>Whether the service answered with a list.</summary>
    public bool IsToMany => Node["data"u8].Kind == JsonValueKind.Array;

    /// <summary>The cursor of the next page of this relationship, or null.</summary>
    public string? Cursor => Node["meta"u8]["cursor"u8].AsString();

    /// <summary>How many related objects there are in all, where the service says so. It seems capped at 200.</summary>
    public long? Count => Node["meta"u8]["count"u8].AsInt64();

    /// <summary>Where the relationship lives.</summary>
    public VtLinks Links => new(Node["links"u8]);

    static VtInlineRelationship IVtView<VtInlineRelationship>.Create(VtNode node) => new(node);
}
