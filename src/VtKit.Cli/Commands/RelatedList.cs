namespace VtKit.Cli;

/// <summary>A list of related objects that is to be written.</summary>
/// <param name="Client">Whom to ask.</param>
/// <param name="Relationship">Which relationship.</param>
/// <param name="IdsOnly">Whether ids alone are wanted, which are less to send.</param>
/// <param name="Listing">How much of it.</param>
/// <param name="Writer">Where it goes to.</param>
internal sealed record RelatedList(VtClient Client, VtRelationship Relationship, bool IdsOnly, Listing Listing, ObjectWriter Writer)
{
    public VtListOptions Options => Listing.Options;

    public Task<ExitCode> WriteAsync<T>(VtPaged<T> list, CancellationToken cancellationToken) where T : VtObject, IVtObject<T> =>
        Listing.WriteAsync(list, Writer, cancellationToken);
}
