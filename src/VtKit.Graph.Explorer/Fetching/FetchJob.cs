using VtKit.Indicators;

namespace VtKit.Graph.Explorer;

/// <summary>A node that is to be looked up.</summary>
internal sealed class FetchJob(NodeKey key)
{
    private Found? _found;
    private VtException? _fault;
    private bool _isUnknownName;

    public NodeKey Key { get; } = key;

    /// <summary>Whether there is nothing more to ask.</summary>
    public bool IsDone { get; private set; }

    public async Task ReadAsync(Run run)
    {
        if (ItemPaths.IsNameOnly(Key))
        {
            IsDone = !run.Options.FindNames;
            if (!IsDone) await AskAsync(run, NameQuery(Key.Id), client => SearchAsync(client, run.CancellationToken)).ConfigureAwait(false);
            return;
        }
        var path = ItemPaths.Of(Key, run.Find(Key)?.Label).ToString();
        await AskAsync(run, path, client => client.GetObjectAsync<VtObject>(path, cancellationToken: run.CancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Under the lock: writes down what was learnt.</summary>
    public void Place(Run run)
    {
        if (_fault is not null)
        {
            var kind = Faults.KindOf(_fault);
            if (kind == FaultKind.Absent) run.AddAbsent(Key);
            else run.AddFailure(Faults.Describe(Key, null, _fault), kind == FaultKind.Stops);
        }
        else if (_isUnknownName) run.AddAbsent(Key);
        else if (IsDone && _found is null && ItemPaths.IsNameOnly(Key))
            run.AddFailure(new ExploreFailure(Key, null, null, "NameOnly", $"{Key} is known by its name alone: look it up with FindNames, or add it by its hash."));
        if (_found is null || run.Graph.Find(Key) is not { } node) return;
        try
        {
            if (Key.Type == NodeType.File && FileHash.TryParse(_found.Key.Id, out var sha256)) node = Learn(run.Graph, node, sha256);
            _found.ApplyTo(node, replace: true);
            run.AddFetched(node);
        }
        catch (GraphException conflict)
        {
            run.AddFailure(new ExploreFailure(Key, null, null, conflict.Error.ToString(), conflict.Message));
        }
    }

    private static GraphNode Learn(ThreatGraph graph, GraphNode node, FileHash sha256)
    {
        if (sha256.Kind != HashKind.Sha256 || node.Id == sha256.ToString()) return node;
        // The name is what the analyst knows it by.
        if (ItemPaths.IsNameOnly(node.Key) && string.IsNullOrEmpty(node.Label)) node.Label = node.Id;
        return graph.Learn(node.Key, sha256) ?? node;
    }

    private async Task AskAsync(Run run, string question, Func<VtClient, Task<VtObject>> ask)
    {
        var (answer, fault) = await run.AskAsync(question, ask).ConfigureAwait(false);
        _fault = fault;
        _found = answer is null ? null : Found.Of(answer);
        _isUnknownName = answer is not null && _found is null && ItemPaths.IsNameOnly(Key);
        IsDone = answer is not null || (fault is not null && Faults.KindOf(fault) != FaultKind.Stops);
    }

    /// <summary>The one file of that name; an object of no type where none or several have it.</summary>
    private async Task<VtObject> SearchAsync(VtClient client, CancellationToken cancellationToken)
    {
        var hits = client.Intelligence.SearchAsync(NameQuery(Key.Id), options: new VtListOptions { PageSize = 2, Max = 2 });
        await foreach (var page in hits.Pages(cancellationToken: cancellationToken).ConfigureAwait(false))
            if (page is { Items: [VtFile file], NextCursor: null, TotalHits: null or 1 }) return file;
            else break;
        return VtObject.Parse<VtObject>("{}"u8.ToArray());
    }

    /// <summary>The whole name in quotes, so that nothing in it is read as part of a query.</summary>
    private static string NameQuery(string name) =>
        $"name:\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
