using VtKit.Indicators;

namespace VtKit.Graph.Explorer;

/// <summary>What an answer says of a node: its key, and what the service's editor keeps of nodes of its type.</summary>
internal sealed record Found(NodeKey Key, string? Label = null, long? Detections = null, string? TypeTag = null, string? Country = null)
{
    /// <summary>The node that an answer is about, or null where it is about none.</summary>
    /// <param name="item">The object, or a reference to it.</param>
    public static Found? Of(VtObject item)
    {
        if (!GraphRelationships.Shows(item.Type) || !NodeKey.TryCreate(NodeType.Object(item.Type), item.Id, out var key)) return null;
        return item switch
        {
            VtFile file => new Found(key, Detections: Detected(file.LastAnalysisStats), TypeTag: file.TypeTag),
            VtUrl url => new Found(key, url.Url ?? url.ContextAttributes["url"u8].AsString(), Detected(url.LastAnalysisStats)),
            VtDomain domain => new Found(key, Detections: Detected(domain.LastAnalysisStats)),
            VtIpAddress address => new Found(key, Detections: Detected(address.LastAnalysisStats), Country: address.Country),
            VtCollection collection => new Found(key, collection.Name),
            VtThreatActor actor => new Found(key, actor.Name),
            VtReference reference => new Found(key, reference.Title ?? reference.Url),
            VtAttackTechnique technique => new Found(key, technique.Name),
            _ => new Found(key),
        };
    }

    /// <summary>What a listed object is at the other end of: a resolution stands for the domain or the address that is not the one asked about.</summary>
    public static Found? Of(VtObject item, NodeKey source) => item is VtResolution resolution ? OtherEnd(resolution, source) : Of(item);

    /// <summary>Writes down what is known.</summary>
    /// <param name="node">The node.</param>
    /// <param name="replace">Whether what is known already is replaced.</param>
    public void ApplyTo(GraphNode node, bool replace)
    {
        if (Label is not null && string.IsNullOrEmpty(node.Label)) node.Label = Label;
        if (Detections is { } detections && node.Detections != detections && (replace || node.IsDetected is null)) node.SetDetections(detections);
        if (TypeTag is not null && node.TypeTag != TypeTag && (replace || node.TypeTag is null)) node.TypeTag = TypeTag;
        if (Country is not null && node.Country != Country && (replace || node.Country is null)) node.Country = Country;
    }

    private static long? Detected(AnalysisStats stats) => stats.Exists ? (stats.Malicious ?? 0) + (stats.Suspicious ?? 0) : null;

    private static Found? OtherEnd(VtResolution resolution, NodeKey source)
    {
        var toAddress = source.Type == NodeType.Domain;
        var end = (toAddress ? resolution.IpAddress : resolution.HostName) ?? Rest(resolution.Id, source);
        if (!NodeKey.TryCreate(toAddress ? NodeType.IpAddress : NodeType.Domain, end, out var key)) return null;
        return new Found(key, Detections: Detected(toAddress ? resolution.IpAddressLastAnalysisStats : resolution.HostNameLastAnalysisStats));
    }

    /// <summary>The id is the address and then the host name, and either may stand in the other: only the end that is known is cut off, where it has to stand.</summary>
    private static string? Rest(string id, NodeKey source)
    {
        if (source.Type == NodeType.IpAddress) return id.StartsWith(source.Id, StringComparison.OrdinalIgnoreCase) ? id[source.Id.Length..] : null;
        // A name may come in letters of its own script, and the key has it in ASCII.
        for (var cut = 1; cut < id.Length; cut++)
            if (DomainName.TryParse(id[cut..], out var domain) && domain.Ascii == source.Id && IpAddress.TryParse(id.AsSpan(0, cut), out _)) return id[..cut];
        return null;
    }
}
