namespace VtKit.Cli;

/// <summary>A kind of object whose ids are texts that only the service can judge.</summary>
internal sealed class PlainNoun(string name, string type, string summary, string argumentSummary, string argument = "id") : Noun(name, type, argument)
{
    public override string Summary => summary;

    public override string ArgumentSummary => argumentSummary;

    public override IReadOnlyList<string> Examples => [.. MoreExamples.Prepend($"vtk {Parents}{Name} <{Argument}>")];

    public IReadOnlyList<string> MoreExamples { get; init; } = [];

    /// <summary>Reads an object.</summary>
    public required Func<VtClient, string, VtReadOptions?, CancellationToken, Task<VtObject>> Get { get; init; }

    /// <summary>Lists related objects, or their ids alone; a relationship to one is a list of one.</summary>
    public Func<VtClient, string, RelatedPlace, VtPaged<VtObject>> Related { get; init; } = (_, _, place) => throw new NotSupportedException($"There is no {place.Relationship.Name}.");

    /// <summary>Writes a list of related objects, where <see cref="Related"/> cannot give it.</summary>
    public Func<RelatedList, string, CancellationToken, Task<ExitCode>>? WriteRelated { get; init; }

    /// <summary>Reads the one related object, where <see cref="Related"/> cannot give it.</summary>
    public Func<VtClient, string, VtRelationship, CancellationToken, Task<VtObject?>>? GetRelated { get; init; }

    public override async Task<Found> GetAsync(VtClient client, string text, VtReadOptions? options, CancellationToken cancellationToken) =>
        new(await Get(client, text, options, cancellationToken).ConfigureAwait(false));

    public override Task<ExitCode> WriteRelatedAsync(RelatedList list, string text, CancellationToken cancellationToken) =>
        WriteRelated?.Invoke(list, text, cancellationToken) ?? list.WriteAsync(Related(list.Client, text, new RelatedPlace(list.Relationship, list.IdsOnly, list.Options)), cancellationToken);

    public override async Task<VtObject?> RelatedOneAsync(VtClient client, string text, VtRelationship relationship, bool idsOnly, CancellationToken cancellationToken)
    {
        if (GetRelated is not null) return await GetRelated(client, text, relationship, cancellationToken).ConfigureAwait(false);
        await foreach (var item in Related(client, text, new RelatedPlace(relationship, idsOnly, new VtListOptions())).WithCancellation(cancellationToken).ConfigureAwait(false))
            return item;
        return null;
    }
}

/// <summary>Which related objects are wanted.</summary>
internal readonly record struct RelatedPlace(VtRelationship Relationship, bool IdsOnly, VtListOptions Options);
