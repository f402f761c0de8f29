using VtKit.Indicators;

namespace VtKit.Graph;

/// <content>Files that are known by several hashes.</content>
public sealed partial class ThreatGraph
{
    /// <summary>
    /// Tells the graph that an MD5 or SHA-1 and a SHA-256 are one file. Nodes of both become one; later, each of the hashes finds it.
    /// </summary>
    /// <param name="known">The MD5 or SHA-1.</param>
    /// <param name="sha256">The SHA-256.</param>
    /// <returns>The node, or null when the graph has none of them.</returns>
    /// <exception cref="ArgumentException">The hashes are of other kinds.</exception>
    /// <exception cref="GraphException">The first hash is known to belong to another file.</exception>
    public GraphNode? Learn(FileHash known, FileHash sha256)
    {
        if (known.Kind is not (HashKind.Md5 or HashKind.Sha1)) throw new ArgumentException("Give an MD5 or SHA-1.", nameof(known));
        return Learn(new NodeKey(NodeType.File, known.ToString()), sha256);
    }

    /// <summary>Tells the graph which file a node is that was known by a name or by another hash.</summary>
    /// <param name="key">The node's key.</param>
    /// <param name="sha256">The SHA-256.</param>
    /// <returns>The node, or null when the graph has none of them.</returns>
    /// <exception cref="ArgumentException">The key is no file's, or the hash is no SHA-256.</exception>
    /// <exception cref="GraphException">The key is known to belong to another file.</exception>
    public GraphNode? Learn(NodeKey key, FileHash sha256)
    {
        if (key.Type != NodeType.File) throw new ArgumentException("The key is not a file's.", nameof(key));
        if (sha256.Kind != HashKind.Sha256) throw new ArgumentException("Give a SHA-256.", nameof(sha256));
        var real = new NodeKey(NodeType.File, sha256.ToString());
        if (key == real) return Find(real);
        var isOther = FileHash.TryParse(key.Id, out var hash) && hash.Kind == HashKind.Sha256;
        if (isOther || (_aliases.TryGetValue(key, out var before) && before != real))
            throw new GraphException(GraphError.DifferentFiles, $"{Excerpt.Of(key.Id)} belongs to another file than {sha256}.");
        _aliases[key] = real;
        if (!_nodes.TryGet(key, out var node)) return Find(real);
        if (_nodes.TryGet(real, out var same))
        {
            Absorb(same, node);
            return same;
        }
        _nodes.Rename(key, real);
        node.Key = real;
        node.IsRenamed = true;
        return node;
    }

    /// <summary>Learns from the attributes of the nodes: a node that names its own <c>sha256</c>, and SHA-256 nodes that name their <c>md5</c> and <c>sha1</c>.</summary>
    /// <returns>How many nodes got another id, or became one with another node.</returns>
    public int LearnFromAttributes()
    {
        var learnt = 0;
        foreach (var node in _nodes.Where(node => node.Type == NodeType.File).ToArray())
        {
            if (node.Became is not null) continue;
            if (HashIn(node, "sha256") is { } own && node.IsUnresolvedFile)
            {
                Learn(node.Key, own);
                learnt++;
            }
            if (node.IsUnresolvedFile || !FileHash.TryParse(node.Id, out var sha256)) continue;
            foreach (var name in (ReadOnlySpan<string>)["md5", "sha1"])
            {
                if (HashIn(node, name) is not { Kind: HashKind.Md5 or HashKind.Sha1 } other) continue;
                if (_nodes.Contains(new NodeKey(NodeType.File, other.ToString()))) learnt++;
                Learn(other, sha256);
            }
        }
        return learnt;
    }

    private static FileHash? HashIn(GraphNode node, string name) =>
        node.Attributes.TryGetValue(name, out var value) && value.ValueKind == System.Text.Json.JsonValueKind.String && FileHash.TryParse(value.GetString(), out var hash) ? hash : null;

    private NodeKey Resolve(NodeKey key) => _aliases.TryGetValue(key, out var real) ? real : key;

    /// <summary>Makes two nodes one: the first stays, and gets what only the other has.</summary>
    private void Absorb(GraphNode stays, GraphNode goes)
    {
        FillIn(stays, goes);
        foreach (var link in goes.Out.Where(link => link.Target != stays).ToArray()) Link(stays, link.Target, link.Type);
        foreach (var link in goes.In.Where(link => link.Source != stays).ToArray()) Link(link.Source, stays, link.Type);
        if (goes.Group is { } group)
        {
            if (stays.Group is null) Join(group, stays);
            Leave(group, goes);
        }
        UnlinkAll(goes);
        _nodes.Remove(goes.Key);
        goes.Became = stays;
    }

    private static void FillIn(GraphNode node, GraphNode other)
    {
        if (string.IsNullOrEmpty(node.Label)) node.Label = other.Label ?? node.Label;
        node.Position ??= other.Position;
        node.Pin ??= other.Pin;
        node.Note ??= other.Note;
        node.Provenance ??= other.Provenance;
        foreach (var (name, value) in other.Attributes)
            if (!node.Attributes.ContainsKey(name)) node.SetAttribute(name, value);
    }
}
