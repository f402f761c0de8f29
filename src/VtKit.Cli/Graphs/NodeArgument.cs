using VtKit.Graph;
using VtKit.Indicators;

namespace VtKit.Cli;

/// <summary>How a user names a node: an indicator, a type and an id, a label, or a file on this machine.</summary>
internal static class NodeArgument
{
    public const string Description = "Hash, URL, domain or IP address, also defanged; TYPE:ID such as actor:APT0; or a label";

    private const int MostNamed = 3;

    /// <summary>The node that a text names.</summary>
    /// <exception cref="CliException">The graph has none, or several.</exception>
    public static GraphNode Find(ThreatGraph graph, string text)
    {
        if (NodeKey.TryParse(text, out var key) && graph.Find(key) is { } node) return node;
        var named = graph.Nodes.Where(one => one.Label == text || one.Id == text).Take(MostNamed + 1).ToList();
        return named switch
        {
            [var one] => one,
            [] => throw new CliException(ExitCode.NotFound, $"the graph has no node '{text}': `vtk graph show` lists its nodes, `vtk graph add` adds one"),
            _ => throw CliException.Usage($"'{text}' is the label of several nodes: {string.Join(", ", named.Take(MostNamed).Select(one => one.ToString()))}{(named.Count > MostNamed ? ", ..." : "")}; give one of these"),
        };
    }

    /// <summary>Adds what a text names. A file on this machine is hashed; nothing is looked up.</summary>
    /// <exception cref="CliException">The text names nothing.</exception>
    public static async Task<GraphNode> AddAsync(ThreatGraph graph, string text, string? label, CancellationToken cancellationToken)
    {
        if (File.Exists(text))
        {
            var hashes = await InputFile.HashAsync(text, HashKinds.Sha256, cancellationToken).ConfigureAwait(false);
            return graph.Add(NodeType.File, hashes.Sha256!.Value.ToString(), label ?? Path.GetFileName(text));
        }
        if (!NodeKey.TryParse(text, out var key)) throw Unknown(text);
        var isUrl = key.Type == NodeType.Url && Indicator.TryRecognise(text, out var indicator) && indicator.UrlId?.Url is not null;
        return graph.Add(key, label ?? (isUrl ? Indicator.Refang(text) : null));
    }

    private static CliException Unknown(string text) => text.AsSpan().ContainsAny('/', '\\')
        ? InputFile.Unusable(text, "does not exist: check the path")
        : CliException.Usage($"'{text}' is no hash, URL, domain or IP address; things of your own have their type before them: actor:{text}, victim:{text}, custom:lab:{text}");
}
