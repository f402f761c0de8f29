namespace VtKit;

public readonly partial struct VtNode
{
    /// <summary>Finds values inside this one by a JSONPath (RFC 9535), in order, as they are read: <c>node.Select("$.sections[*].md5")</c>. Empty where this is absent.</summary>
    /// <param name="path">The path, or its text; <c>$</c> is this value.</param>
    /// <exception cref="VtJsonPathException">The text is no path.</exception>
    public IEnumerable<VtNode> Select(VtJsonPath path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Select(this);
    }
}

public partial class VtObject
{
    /// <summary>Finds values inside the object by a JSONPath (RFC 9535), in order, as they are read: <c>file.Select("$.attributes.pe_info.sections[*].md5")</c>.</summary>
    /// <param name="path">The path, or its text; <c>$</c> is the object, with type, id and attributes. <see cref="VtJsonPath.Locate"/> tells where each value is.</param>
    /// <exception cref="VtJsonPathException">The text is no path.</exception>
    public IEnumerable<VtNode> Select(VtJsonPath path) => new VtNode(Json).Select(path);
}

public sealed partial class VtResponse
{
    /// <summary>Finds values inside the body by a JSONPath (RFC 9535), in order, as they are read: <c>response.Select("$.data[*].id")</c>.</summary>
    /// <param name="path">The path, or its text; <c>$</c> is the body, with <c>data</c> and <c>meta</c>.</param>
    /// <exception cref="VtJsonPathException">The text is no path.</exception>
    /// <exception cref="VtProtocolException">The body is not JSON.</exception>
    public IEnumerable<VtNode> Select(VtJsonPath path) => new VtNode(Json).Select(path);
}
