namespace VtKit.Graph;

/// <summary>Where the service, and the emulator in its place, has pages of objects.</summary>
internal static class NodePages
{
    private static readonly Dictionary<NodeType, string> Folders = new()
    {
        [NodeType.File] = "/gui/file/",
        [NodeType.Url] = "/gui/url/",
        [NodeType.Domain] = "/gui/domain/",
        [NodeType.IpAddress] = "/gui/ip-address/",
        [NodeType.Collection] = "/gui/collection/",
    };

    /// <summary>The path of the page of a node, or null where it has none.</summary>
    public static string? PathOf(GraphNode node) => Folders.TryGetValue(node.Type, out var folder) ? folder + Uri.EscapeDataString(node.Id) : null;
}
