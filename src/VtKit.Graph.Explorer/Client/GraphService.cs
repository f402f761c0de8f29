using System.Text.Json;

namespace VtKit.Graph.Explorer;

/// <summary>
/// Threat graphs at VirusTotal: saved, loaded, cloned, deleted, pictured. Listing, searching, comments, the owner, and who may see and change a graph are at
/// <see cref="VtClient.Graphs"/>.
/// </summary>
/// <param name="client">Who asks. It stays yours.</param>
public sealed partial class GraphService(VtClient client)
{
    /// <summary>
    /// Saves a graph: makes it where it has no id, and otherwise sends what changed since it was loaded or saved, by names of attributes. Where nothing changed,
    /// nothing is sent. A graph is private only when <see cref="ThreatGraph.IsPrivate"/> says so; public ones are found by everybody. Costs at most 1 request, and 1 for
    /// viewers and 1 for editors.
    /// </summary>
    /// <param name="graph">The graph; it gets the id.</param>
    /// <param name="sharing">With whom to share it besides those it is shared with.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>What became of it. Where it is stored but could not be shared, that is told, not thrown.</returns>
    /// <exception cref="GraphException">The key may not change this graph, or may not make private ones.</exception>
    /// <exception cref="VtException">It was not saved; see <see cref="VtClient.PostAsync"/>.</exception>
    public async Task<GraphSaveResult> SaveAsync(ThreatGraph graph, GraphSharing? sharing = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var isNew = string.IsNullOrEmpty(graph.Id);
        var attributes = SavedState.Attributes(graph);
        var changed = isNew ? attributes : SavedState.Changed(graph, client.BaseAddress, attributes);
        if (changed.Count > 0)
        {
            var id = await StoreAsync(graph, isNew, changed, cancellationToken).ConfigureAwait(false);
            if (isNew) graph.Id = id;
            SavedState.Note(graph, client.BaseAddress, attributes);
        }
        var failures = new List<GraphSharingFailure>();
        await ShareAsync(VtRelationships.Graph.Viewers.Name, sharing?.Viewers, who => client.Graphs.AddViewersAsync(graph.Id!, who, cancellationToken), failures).ConfigureAwait(false);
        await ShareAsync(VtRelationships.Graph.Editors.Name, sharing?.Editors, who => client.Graphs.AddEditorsAsync(graph.Id!, who, cancellationToken), failures).ConfigureAwait(false);
        return new GraphSaveResult(graph.Id!, isNew, [.. changed.Select(attribute => attribute.Name)], failures);
    }

    /// <summary>Loads a graph, all of it. Costs 1 request.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>The graph, and what is odd about it.</returns>
    /// <exception cref="VtNotFoundException">There is none, or the key may not see it.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.GetAsync"/>.</exception>
    public async Task<GraphReadResult> LoadAsync(string id, CancellationToken cancellationToken = default)
    {
        var found = await client.Graphs.GetAsync(id, cancellationToken: cancellationToken).ConfigureAwait(false);
        var read = GraphJson.Read(found.Utf8Json.ToArray());
        read.Graph.Id ??= id;
        SavedState.Note(read.Graph, client.BaseAddress);
        return read;
    }

    /// <summary>Loads a graph as a new one, with no viewers, editors or id. It is not at the service until it is saved. Costs 1 request.</summary>
    /// <param name="id">The id of the graph to clone.</param>
    /// <param name="name">What the clone is called; as the original if null.</param>
    /// <param name="isPrivate">Whether the clone is private; as the original if null.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>The clone, and what is odd about it.</returns>
    /// <exception cref="VtException">See <see cref="LoadAsync"/>.</exception>
    public async Task<GraphReadResult> CloneAsync(string id, string? name = null, bool? isPrivate = null, CancellationToken cancellationToken = default)
    {
        var original = await LoadAsync(id, cancellationToken).ConfigureAwait(false);
        var clone = GraphJson.Read(GraphJson.Write(original.Graph, new GraphWriteOptions { ForService = true })).Graph;
        clone.Id = null;
        clone.Name = name ?? clone.Name;
        clone.IsPrivate = isPrivate ?? clone.IsPrivate;
        return new GraphReadResult(clone, original.Warnings);
    }

    /// <summary>Deletes a graph at the service. What is here stays, as one that is not saved. Costs 1 request.</summary>
    /// <param name="graph">The graph; it loses its id.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="GraphException">It is not saved, or the key may not change it.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.DeleteAsync"/>.</exception>
    public async Task DeleteAsync(ThreatGraph graph, CancellationToken cancellationToken = default)
    {
        var id = GraphPages.IdOf(graph);
        try
        {
            await client.Graphs.DeleteAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (VtAuthenticationException refusal) when (refusal.IsForbidden)
        {
            throw NotEditor(id, "delete", refusal);
        }
        SavedState.Forget(graph);
        graph.Id = null;
    }

    /// <summary>A picture of a graph, as the service draws it. No document has this call; it may go. Costs 1 request.</summary>
    /// <param name="graph">The graph; it has to be saved.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>The bytes of the picture.</returns>
    /// <exception cref="GraphException">The graph is not saved.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.OpenReadAsync"/>.</exception>
    public async Task<byte[]> GetScreenshotAsync(ThreatGraph graph, CancellationToken cancellationToken = default)
    {
        using var picture = new MemoryStream();
        await client.DownloadAsync(ScreenshotOf(graph), picture, cancellationToken: cancellationToken).ConfigureAwait(false);
        return picture.ToArray();
    }

    /// <summary>Saves the picture of a graph as a file, which appears when it is complete. Costs 1 request.</summary>
    /// <param name="graph">The graph; it has to be saved.</param>
    /// <param name="file">The path of the file; its folder has to exist.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="GraphException">The graph is not saved.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.OpenReadAsync"/>.</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    public Task DownloadScreenshotAsync(ThreatGraph graph, string file, CancellationToken cancellationToken = default) =>
        client.DownloadAsync(ScreenshotOf(graph), file, cancellationToken: cancellationToken);

    private static VtPath ScreenshotOf(ThreatGraph graph) => Undocumented.GraphsScreenshot.Replace("{id}", Uri.EscapeDataString(GraphPages.IdOf(graph)), StringComparison.Ordinal);

    private async Task<string> StoreAsync(ThreatGraph graph, bool isNew, IReadOnlyList<JsonProperty> changed, CancellationToken cancellationToken)
    {
        var edit = SavedState.Edit(changed);
        try
        {
            return (isNew
                ? await client.Graphs.CreateAsync(edit, cancellationToken).ConfigureAwait(false)
                : await client.Graphs.UpdateAsync(graph.Id!, edit, cancellationToken).ConfigureAwait(false)).Id;
        }
        catch (VtApiException refusal) when (graph.IsPrivate == true && IsAboutPrivacy(refusal, isNew))
        {
            throw new GraphException(GraphError.PrivateNotAllowed,
                $"The key may not make private graphs: that needs the privilege and the quota {Service.GraphPrivateQuota}. Ask the administrator of your group for it, or save the graph as a public one, which everybody can find. ({refusal.Message})", refusal);
        }
        catch (VtAuthenticationException refusal) when (refusal.IsForbidden && !isNew)
        {
            throw NotEditor(graph.Id!, "change", refusal);
        }
    }

    private static bool IsAboutPrivacy(VtApiException refusal, bool isNew) =>
        refusal.ServiceMessage.Contains(Service.GraphPrivateQuota, StringComparison.Ordinal) || (isNew && refusal is VtAuthenticationException { IsForbidden: true });

    private static GraphException NotEditor(string id, string what, Exception refusal) =>
        new(GraphError.NotEditor, $"The key may not {what} the graph {id}: ask its owner to make you an editor, or save a clone of it.", refusal);

    private static async Task ShareAsync(string relationship, IReadOnlyList<VtRef>? who, Func<IReadOnlyList<VtRef>, Task> add, List<GraphSharingFailure> failures)
    {
        if (who is null or { Count: 0 }) return;
        try
        {
            await add(who).ConfigureAwait(false);
        }
        catch (VtException fault)
        {
            var described = Faults.Describe(default, relationship, fault);
            failures.Add(new GraphSharingFailure(relationship, who, described.Status, described.Code, described.Message));
        }
    }
}
