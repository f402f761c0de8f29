namespace VtKit.Graph;

/// <summary>Where the service, and the emulator in its place, has pages of objects.</summary>
public static class NodePages
{
    private static readonly Dictionary<NodeType, string> Folders = new()
    {
        [NodeType.File] = "/gui/file/",
        [NodeType.Url] = "/gui/url/",
        [NodeType.Domain] = "/gui/domain/",
        [NodeType.IpAddress] = "/gui/ip-address/",
        [NodeType.Collection] = "/gui/collection/",
    };

    /// <summary>The path of the page of an object below the service's address, or null where it has none.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="id">Its id.</param>
    public static string? PathOf(NodeType type, string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Folders.TryGetValue(type, out var folder) ? folder + Uri.EscapeDataString(id) : null;
    }
}
