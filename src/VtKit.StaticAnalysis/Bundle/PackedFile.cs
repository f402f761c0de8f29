namespace VtKit.StaticAnalysis;

/// <summary>Builds the facts about a file that is packed alone: an archive of one entry.</summary>
internal static class PackedFile
{
    private const int BeginningLength = 256;

    /// <summary>Looks at what is packed.</summary>
    /// <param name="collected">Takes the entry.</param>
    /// <param name="name">Its name, empty where there is none.</param>
    /// <param name="time">Its time in seconds since 1970, where there is one.</param>
    /// <param name="content">How to get at it.</param>
    /// <param name="type">The service's word for the kind of file.</param>
    /// <param name="budget">Ends with the time budget or with the caller's wish.</param>
    public static async ValueTask<BundleFacts> ReadAsync(BundleCollector collected, string name, long? time, BundleContent content, string type, CancellationToken budget)
    {
        var item = new BundleItem(name, null);
        BundleChild? child = null;
        string? beginning = null;
        if (collected.MayAdd()) child = await collected.AddAsync(item, content, budget).ConfigureAwait(false);
        if (child?.Sha256 is not null) beginning = await BeginningAsync(content.Open, budget).ConfigureAwait(false);
        collected.Count(item with { Size = child?.Sha256 is null ? null : (ulong)child.Size }, time);
        return collected.Facts(type) with { Beginning = beginning };
    }

    /// <summary>The first characters, where the content is text.</summary>
    private static async ValueTask<string?> BeginningAsync(Func<Stream> open, CancellationToken budget)
    {
        var stream = open();
        await using (stream.ConfigureAwait(false))
        {
            var head = new byte[BeginningLength];
            var read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, budget).ConfigureAwait(false);
            return TextShape.Read(head.AsSpan(0, read), isWhole: false)?.Content;
        }
    }
}
