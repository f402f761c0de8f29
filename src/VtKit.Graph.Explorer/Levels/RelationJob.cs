using System.Net;

namespace VtKit.Graph.Explorer;

/// <summary>A relationship of a node that is to be read, as far as it has been.</summary>
internal sealed class RelationJob(int index, NodeKey node, VtRelationship relationship)
{
    /// <summary>A list that goes on and on without an item is given up.</summary>
    private const int MaxEmptyPages = 3;

    private readonly HashSet<string> _cursors = new(StringComparer.Ordinal);

    /// <summary>Its place in its wave.</summary>
    public int Index { get; } = index;

    public NodeKey Node { get; } = node;

    public VtRelationship Relationship { get; } = relationship;

    /// <summary>The page that comes next.</summary>
    public VtResumeToken Place { get; set; }

    /// <summary>How many results were read.</summary>
    public int Taken { get; set; }

    public int EmptyPages { get; set; }

    /// <summary>Whether there is no more to read.</summary>
    public bool IsRead { get; set; }

    /// <summary>How many of the results are in the graph.</summary>
    public int Placed { get; set; }

    /// <summary>The results that are not in the graph yet; null for one that is no node.</summary>
    public List<Found?> Waiting { get; } = [];

    /// <summary>Whether the list gave one page without results after the other, or the same page again.</summary>
    private bool IsEndless { get; set; }

    private VtException? Fault { get; set; }

    public bool IsDone => IsRead && Waiting.Count == 0;

    private string Right => $"{Node.Type.Name}/{Relationship.Name}";

    /// <summary>Reads as much as the run allows.</summary>
    public async Task ReadAsync(Run run, int most, bool addsAll)
    {
        while (!IsRead && !run.IsStopped)
        {
            if (run.IsDenied(Right))
            {
                IsRead = true;
                return;
            }
            if (addsAll && HasEnough(run)) return;
            var left = most - Taken;
            var size = Relationship.IsToMany ? Math.Min(Relationship.MaxLimit, left) : (int?)null;
            var path = ItemPaths.Of(Node, run.Find(Node)?.Label, Relationship).ToString();
            var (page, fault) = await run.AskAsync($"{path}?{size}&{Place}", client => ReadPageAsync(client, path, size, left, run.CancellationToken)).ConfigureAwait(false);
            if (page is not null) Take(page, most);
            else if (fault is not null) End(run, fault);
        }
    }

    /// <summary>Under the lock: notes what went wrong.</summary>
    public void Tell(Run run)
    {
        if (IsEndless) run.AddFailure(new ExploreFailure(Node, Relationship.Name, HttpStatusCode.OK, "EndlessList", $"The service went on giving cursors, but no further {Relationship.Name} of {Node}."));
        IsEndless = false;
        if (Fault is not { } fault) return;
        var kind = Faults.KindOf(fault);
        if (kind == FaultKind.Absent) run.AddAbsent(Node);
        // Those under way at the same time are refused as well; the first one tells.
        else if (kind != FaultKind.Forbidden || run.TellsOf(Right)) run.AddFailure(Faults.Describe(Node, Relationship.Name, fault), kind == FaultKind.Stops);
        Fault = null;
    }

    /// <summary>Whether what was read is as many nodes as may be added: then reading on would only cost.</summary>
    private bool HasEnough(Run run)
    {
        lock (run.Gate)
            return run.Options.MaxNodes is not null && Waiting.Count > 0
                && Waiting.Where(found => found is not null && !run.Graph.Contains(found.Key)).Select(found => found!.Key).Distinct().Count() >= Math.Max(1, run.NodesLeft);
    }

    private async Task<VtPage<VtObject>> ReadPageAsync(VtClient client, string path, int? size, int left, CancellationToken cancellationToken)
    {
        var options = new VtListOptions { PageSize = size, Max = left, ResumeFrom = Place };
        await foreach (var page in client.IterateAsync<VtObject>(path, options).Pages(cancellationToken: cancellationToken).ConfigureAwait(false)) return page;
        throw new InvalidOperationException("A list has at least one page.");
    }

    private void Take(VtPage<VtObject> page, int most)
    {
        foreach (var item in page.Items) Waiting.Add(Found.Of(item, Node));
        Taken += page.Items.Count;
        EmptyPages = page.Items.Count == 0 ? EmptyPages + 1 : 0;
        var isNew = page.NextCursor is not { } cursor || _cursors.Add(cursor);
        Place = page.End;
        IsRead = page.NextCursor is null || Taken >= most || !Relationship.IsToMany;
        if (IsRead || (isNew && EmptyPages < MaxEmptyPages)) return;
        IsRead = IsEndless = true;
    }

    private void End(Run run, VtException fault)
    {
        Fault = fault;
        var kind = Faults.KindOf(fault);
        if (kind == FaultKind.Forbidden) run.Deny(Right);
        IsRead = kind != FaultKind.Stops;
    }
}
