using VtKit.Indicators;

namespace VtKit.Graph.Explorer;

/// <summary>Where the service keeps what nodes stand for.</summary>
internal static class ItemPaths
{
    /// <summary>Whether the service can be asked about such a node: not about your own types, and not about a file whose hash is unknown.</summary>
    public static bool Knows(NodeKey key) =>
        key.Type.Kind == NodeTypeKind.Object && VtObjectTypes.CollectionOf(key.Type.Name) is not null && !IsNameOnly(key);

    /// <summary>Whether it is a file that is known by a name alone.</summary>
    public static bool IsNameOnly(NodeKey key) => key.Type == NodeType.File && !FileHash.TryParse(key.Id, out _);

    /// <exception cref="GraphException">The service cannot be asked about it.</exception>
    public static void Check(NodeKey key)
    {
        if (Knows(key)) return;
        var why = IsNameOnly(key)
            ? "is known by its name alone: look it up with FindNames, or add it by its hash."
            : "is not one of VirusTotal's objects: nodes of your own types cannot be expanded or looked up.";
        throw new GraphException(GraphError.NotExpandable, $"{key} {why}");
    }

    public static VtPath Of(NodeKey key, string? label) => VtPath.Of($"/{VtObjectTypes.CollectionOf(key.Type.Name)}/{Id(key, label)}");

    public static VtPath Of(NodeKey key, string? label, VtRelationship relationship) =>
        VtPath.Of($"/{VtObjectTypes.CollectionOf(key.Type.Name)}/{Id(key, label)}/{relationship.Name}");

    /// <summary>The service canonicalises a URL better than we can, so that it gets the text where the node has it.</summary>
    private static string Id(NodeKey key, string? label) =>
        key.Type == NodeType.Url && label is not null && UrlCanonicalizer.TryCanonicalize(label, out _) && UrlId.FromUrl(label) is var url && url.LocalIdentity == key.Id
            ? url.LookupId
            : key.Id;
}
