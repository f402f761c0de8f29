namespace VtKit;

/// <summary>What files, URLs, domains and IP addresses have in common: a report, comments, votes, relationships.</summary>
/// <typeparam name="T">The type of the objects.</typeparam>
/// <typeparam name="TId">The type of their ids.</typeparam>
public abstract partial class VtItemArea<T, TId> where T : VtObject, IVtObject<T> where TId : struct, IParsable<TId>
{
    private readonly ItemEndpoints _endpoints;

    private protected VtItemArea(VtClient client, ItemEndpoints endpoints)
    {
        Client = client;
        _endpoints = endpoints;
    }

    private protected VtClient Client { get; }

    /// <summary>Reads the report. Looking something up never submits it. Costs 1 request.</summary>
    /// <param name="id">The id, or its text.</param>
    /// <param name="options">Which attributes, and which relationships to bring along as descriptors.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="FormatException">The text is no such id.</exception>
    /// <exception cref="VtNotFoundException">The service does not know it.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.GetAsync"/>.</exception>
    public Task<T> GetAsync(VtId<TId> id, VtReadOptions? options = null, CancellationToken cancellationToken = default) =>
        Client.GetObjectAsync<T>(_endpoints.Get.Path(Resolve(id)), Query.Of(options), cancellationToken);

    /// <summary>Asks for a new analysis of what the service knows already. Costs 1 request.</summary>
    /// <param name="id">The id, or its text.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <returns>The analysis, as a descriptor: wait for its id with <see cref="VtAnalyses.WaitAsync"/>.</returns>
    /// <exception cref="FormatException">The text is no such id.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.PostAsync"/>.</exception>
    public async Task<VtAnalysis> AnalyseAsync(VtId<TId> id, CancellationToken cancellationToken = default) =>
        (await Client.PostAsync(_endpoints.Analyse.Path(Resolve(id)), null, cancellationToken).ConfigureAwait(false)).ToSubmission<VtAnalysis>();

    /// <summary>Lists the comments, newest first. Each page costs 1 request.</summary>
    /// <param name="id">The id, or its text.</param>
    /// <param name="options">Page size, most items, where to begin.</param>
    /// <exception cref="FormatException">The text is no such id.</exception>
    public VtPaged<VtComment> CommentsAsync(VtId<TId> id, VtListOptions? options = null) =>
        new(Client, _endpoints.Comments.Path(Resolve(id)), options);

    /// <summary>Comments in public. Words that begin with # become tags. Costs 1 request.</summary>
    /// <param name="id">The id, or its text.</param>
    /// <param name="text">The comment.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="FormatException">The text is no such id.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.PostAsync"/>.</exception>
    public async Task<VtComment> AddCommentAsync(VtId<TId> id, string text, CancellationToken cancellationToken = default) =>
        (await Client.PostAsync(_endpoints.AddComment.Path(Resolve(id)), RequestBodies.Comment(text), cancellationToken).ConfigureAwait(false)).ToObject<VtComment>();

    /// <summary>Lists the votes. Each page costs 1 request.</summary>
    /// <param name="id">The id, or its text.</param>
    /// <param name="options">Page size, most items, where to begin.</param>
    /// <exception cref="FormatException">The text is no such id.</exception>
    public VtPaged<VtVote> VotesAsync(VtId<TId> id, VtListOptions? options = null) =>
        new(Client, _endpoints.Votes.Path(Resolve(id)), options);

    /// <summary>Votes in public. A second vote of the same user is refused (<c>AlreadyExistsError</c>). Costs 1 request.</summary>
    /// <param name="id">The id, or its text.</param>
    /// <param name="verdict">Harmless or malicious.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="FormatException">The text is no such id.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.PostAsync"/>.</exception>
    public async Task<VtVote> AddVoteAsync(VtId<TId> id, VoteVerdict verdict, CancellationToken cancellationToken = default) =>
        (await Client.PostAsync(_endpoints.AddVote.Path(Resolve(id)), RequestBodies.Vote(verdict), cancellationToken).ConfigureAwait(false)).ToObject<VtVote>();

    /// <summary>
    /// Lists related objects with their attributes, each by the class of its type. One that the service does not know comes with
    /// <see cref="VtObject.Error"/>. Each page costs 1 request.
    /// </summary>
    /// <param name="id">The id, or its text.</param>
    /// <param name="relationship">The relationship: see <see cref="VtRelationships"/>.</param>
    /// <param name="options">Page size, most items, where to begin.</param>
    /// <exception cref="FormatException">The text is no such id.</exception>
    public VtPaged<VtObject> RelatedAsync(VtId<TId> id, VtRelationshipName relationship, VtListOptions? options = null) =>
        RelatedAsync<VtObject>(id, relationship, options);

    /// <summary>Lists related objects with their attributes. One that the service does not know comes with <see cref="VtObject.Error"/>. Each page costs 1 request.</summary>
    /// <typeparam name="TRelated">The type to read them as; <see cref="VtObject"/> where they differ.</typeparam>
    /// <param name="id">The id, or its text.</param>
    /// <param name="relationship">The relationship: see <see cref="VtRelationships"/>.</param>
    /// <param name="options">Page size, most items, where to begin.</param>
    /// <exception cref="FormatException">The text is no such id.</exception>
    public VtPaged<TRelated> RelatedAsync<TRelated>(VtId<TId> id, VtRelationshipName relationship, VtListOptions? options = null)
        where TRelated : VtObject, IVtObject<TRelated> =>
        new(Client, _endpoints.Related.Path(Resolve(id), relationship.Name), options);

    /// <summary>Lists related objects as descriptors: type and id alone. Each page costs 1 request.</summary>
    /// <param name="id">The id, or its text.</param>
    /// <param name="relationship">The relationship: see <see cref="VtRelationships"/>.</param>
    /// <param name="options">Page size, most items, where to begin.</param>
    /// <exception cref="FormatException">The text is no such id.</exception>
    public VtPaged<VtObject> RelatedIdsAsync(VtId<TId> id, VtRelationshipName relationship, VtListOptions? options = null) =>
        new(Client, _endpoints.RelatedIds.Path(Resolve(id), relationship.Name), options);

    /// <summary>Reads the one object that a relationship to one leads to, or null where there is none. Costs 1 request.</summary>
    /// <typeparam name="TRelated">The type to read it as.</typeparam>
    /// <param name="id">The id, or its text.</param>
    /// <param name="relationship">The relationship: see <see cref="VtRelationships"/>.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="FormatException">The text is no such id.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.GetAsync"/>.</exception>
    public Task<TRelated?> RelatedOneAsync<TRelated>(VtId<TId> id, VtRelationshipName relationship, CancellationToken cancellationToken = default)
        where TRelated : VtObject, IVtObject<TRelated> =>
        Client.GetOneAsync<TRelated>(_endpoints.Related.Path(Resolve(id), relationship.Name), cancellationToken);

    /// <summary>Reads type and id of the one object that a relationship to one leads to, or null where there is none. Costs 1 request.</summary>
    /// <param name="id">The id, or its text.</param>
    /// <param name="relationship">The relationship: see <see cref="VtRelationships"/>.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="FormatException">The text is no such id.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.GetAsync"/>.</exception>
    public Task<VtObject?> RelatedOneIdAsync(VtId<TId> id, VtRelationshipName relationship, CancellationToken cancellationToken = default) =>
        Client.GetOneAsync<VtObject>(_endpoints.RelatedIds.Path(Resolve(id), relationship.Name), cancellationToken);

    private protected virtual string Resolve(VtId<TId> id) => id.Resolve().ToString()!;
}

/// <summary>The rows of the endpoint table that an area of items stands on.</summary>
internal sealed record ItemEndpoints(
    Endpoint Get, Endpoint Analyse, Endpoint Comments, Endpoint AddComment, Endpoint Votes, Endpoint AddVote, Endpoint Related, Endpoint RelatedIds);
