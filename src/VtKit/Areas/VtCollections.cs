namespace VtKit;

public sealed partial class VtCollections
{
    /// <summary>Makes a collection of indicators. Costs 1 request.</summary>
    /// <param name="edit">Its name, and what it holds.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="ArgumentException">It has no name, or an item cannot be in a collection.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.PostAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/create-collection</remarks>
    public async Task<VtCollection> CreateAsync(VtCollectionEdit edit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(edit);
        ArgumentException.ThrowIfNullOrWhiteSpace(edit.Name);
        return (await Client.PostAsync(Endpoints.CollectionsCreate.Path(), edit.ToBody(), cancellationToken).ConfigureAwait(false)).ToObject<VtCollection>();
    }

    /// <summary>Changes a collection of one's own; what it holds is added to, never taken away. Costs 1 request.</summary>
    /// <param name="id">The id of the collection.</param>
    /// <param name="edit">What to change.</param>
    /// <param name="cancellationToken">Gives the call up.</param>
    /// <exception cref="ArgumentException">An item cannot be in a collection.</exception>
    /// <exception cref="VtException">See <see cref="VtClient.PatchAsync"/>.</exception>
    /// <remarks>https://docs.virustotal.com/reference/update-collection</remarks>
    public async Task<VtCollection> UpdateAsync(string id, VtCollectionEdit edit, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(edit);
        return (await Client.PatchAsync(Endpoints.CollectionsUpdate.Path(id), edit.ToBody(), cancellationToken).ConfigureAwait(false)).ToObject<VtCollection>();
    }
}

public sealed partial class VtCollectionEdit
{
    /// <summary>What to put in: files, URLs, domains and IP addresses, by type and id.</summary>
    public IReadOnlyList<VtRef>? Items { get; init; }

    /// <summary>What to put in, as text: the service picks the indicators out.</summary>
    public string? RawItems { get; init; }

    /// <exception cref="ArgumentException">An item cannot be in a collection.</exception>
    internal ReadOnlyMemory<byte> ToBody()
    {
        string[] holds = [VtObjectTypes.File, VtObjectTypes.Url, VtObjectTypes.Domain, VtObjectTypes.IpAddress];
        if (Items?.FirstOrDefault(item => !holds.Contains(item.Type, StringComparer.Ordinal)) is { Type: not null } stranger)
            throw new ArgumentException($"A collection holds files, URLs, domains and IP addresses, not '{stranger}'.");
        return Bodies.Create(VtObjectTypes.Collection, writer => WriteTo(new EditWriter(writer)), beside: writer =>
        {
            if (Items is { Count: > 0 })
            {
                writer.WriteStartObject(Fields.Relationships);
                foreach (var group in Items.GroupBy(item => item.Type, StringComparer.Ordinal))
                {
                    writer.WriteStartObject(VtObjectTypes.CollectionOf(group.Key)!);
                    writer.WritePropertyName("data"u8);
                    Bodies.WriteDescriptors(writer, group);
                    writer.WriteEndObject();
                }
                writer.WriteEndObject();
            }
            if (RawItems is not null) writer.WriteString(Fields.RawItems, RawItems);
        });
    }
}
