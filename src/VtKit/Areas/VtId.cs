namespace VtKit;

/// <summary>The id of an object, or the text of one: whatever takes this takes either. The text is read when it is used.</summary>
/// <typeparam name="TId">The type of the id.</typeparam>
public readonly struct VtId<TId> where TId : struct, IParsable<TId>
{
    private readonly TId? _id;
    private readonly string? _text;

    private VtId(TId? id, string? text) => (_id, _text) = (id, text);

    /// <summary>Takes an id.</summary>
    /// <param name="id">The id.</param>
    public static implicit operator VtId<TId>(TId id) => new(id, null);

    /// <summary>Takes a text.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator VtId<TId>(string text) => new(null, text);

    internal string? Text => _text;

    /// <exception cref="ArgumentNullException">The text is null.</exception>
    /// <exception cref="FormatException">The text is no such id.</exception>
    internal TId Resolve()
    {
        if (_id is { } id) return id;
        ArgumentNullException.ThrowIfNull(_text, nameof(TId));
        return TId.Parse(_text, null);
    }
}
