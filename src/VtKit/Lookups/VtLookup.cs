namespace VtKit;

/// <summary>What came of one look-up among many.</summary>
public enum VtLookupOutcome
{
    /// <summary>The service knows it: <see cref="VtLookup{T}.Object"/>.</summary>
    Found,

    /// <summary>The service does not have it (404).</summary>
    NotFound,

    /// <summary>The text is no such id, so that nothing was sent; or the service says the same (400).</summary>
    Malformed,

    /// <summary>The key is wrong (401), or may not look this up (403).</summary>
    Denied,

    /// <summary>The quota is spent. It can be looked up when the window opens: <see cref="VtQuotaException.ResetsAt"/>.</summary>
    Quota,

    /// <summary>There was no answer, or none that can be used, after all attempts. Asking again later may help.</summary>
    Transient,
}

/// <summary>One look-up among many: what was asked, and what came of it.</summary>
/// <typeparam name="T">The type of the objects.</typeparam>
public sealed class VtLookup<T> where T : VtObject
{
    internal VtLookup(string id, VtLookupOutcome outcome, T? found, Exception? error, bool nothingSent)
    {
        Id = id;
        Outcome = outcome;
        Object = found;
        Error = error;
        NothingSent = nothingSent;
    }

    /// <summary>The text as it was given.</summary>
    public string Id { get; }

    /// <summary>What came of it.</summary>
    public VtLookupOutcome Outcome { get; }

    /// <summary>The object, when it was found; otherwise null.</summary>
    public T? Object { get; }

    /// <summary>Why it was not found: a <see cref="VtException"/>, or for text that is no id a <see cref="FormatException"/>. Null when it was.</summary>
    public Exception? Error { get; }

    /// <summary>Whether no request was made for this one: it is malformed, it repeats another, or asking would have been in vain.</summary>
    public bool NothingSent { get; }

    /// <summary>The text and the outcome, for logs.</summary>
    public override string ToString() => $"{Id}: {Outcome}";

    /// <summary>The same for a text that means the same.</summary>
    internal VtLookup<T> For(string id) => new(id, Outcome, Object, Error, nothingSent: true);
}

/// <summary>How to look up many.</summary>
public sealed record VtLookupOptions
{
    /// <summary>How many requests are under way at the same time; 8 unless set. The quota may allow fewer: then they wait.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>How many ids are taken ahead of the one that is given out next, so that a slow one does not hold up the others; 64 unless set. At least <see cref="Concurrency"/>.</summary>
    public int Window { get; init; } = 64;

    /// <summary>
    /// How many bytes of answers are kept, so that an id that comes again is not asked again; 64 MiB unless set, 0 for only those in
    /// the window. The ones that were not needed for longest go first.
    /// </summary>
    public long KeepBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Which attributes, and which relationships to bring along as descriptors; those of a report unless set.</summary>
    public VtReadOptions? Read { get; init; }

    internal VtLookupOptions Validated()
    {
        if (Concurrency < 1) throw new ArgumentException("Concurrency is at least 1.");
        if (Window < Concurrency) throw new ArgumentException($"Window is at least Concurrency, {Concurrency}.");
        if (KeepBytes < 0) throw new ArgumentException("KeepBytes is at least 0.");
        return this;
    }
}
