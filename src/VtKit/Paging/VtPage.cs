namespace VtKit;

/// <summary>A page of a list.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class VtPage<T> where T : VtObject
{
    private readonly VtResumeToken _start;
    private readonly VtResumeToken? _next;

    /// <param name="items">The items.</param>
    /// <param name="start">The place of the first of them.</param>
    /// <param name="nextCursor">The service's cursor of the next page.</param>
    /// <param name="next">The place after the page; null where the page is the last, or was not taken to its end.</param>
    /// <param name="meta">What is said about the list.</param>
    /// <param name="links">The links of the page.</param>
    internal VtPage(IReadOnlyList<T> items, VtResumeToken start, string? nextCursor, VtResumeToken? next, VtNode meta, VtNode links)
    {
        Items = items;
        NextCursor = nextCursor;
        Meta = meta;
        Links = new VtLinks(links);
        _start = start;
        _next = next;
    }

    /// <summary>The items. Each owns its bytes: keeping one does not keep its page. There may be none although a next page follows.</summary>
    public IReadOnlyList<T> Items { get; }

    /// <summary>The service's cursor of the next page, or null on the last one.</summary>
    public string? NextCursor { get; }

    /// <summary>What the service says about the whole list.</summary>
    public VtNode Meta { get; }

    /// <summary>The links of the page.</summary>
    public VtLinks Links { get; }

    /// <summary>How many items there are in all, where the service says so. It seems to stop counting at 200.</summary>
    public long? Count => Meta["count"u8].AsInt64();

    /// <summary>How many items a search found, where the service says so.</summary>
    public long? TotalHits => Meta["total_hits"u8].AsInt64();

    /// <summary>The place after some items of this page. On the last page it stays good: what is added later is found from there.</summary>
    /// <param name="items">How many items of this page are done.</param>
    /// <exception cref="ArgumentOutOfRangeException">The page has fewer.</exception>
    public VtResumeToken After(int items)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(items);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items, Items.Count);
        return items == Items.Count && _next is { } next ? next : new VtResumeToken(_start.Cursor, _start.Offset + items);
    }

    /// <summary>The place after this page.</summary>
    public VtResumeToken End => After(Items.Count);
}
