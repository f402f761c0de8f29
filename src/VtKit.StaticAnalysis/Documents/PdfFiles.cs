namespace VtKit.StaticAnalysis;

/// <summary>Builds the facts about the files that are embedded in a PDF document, as if it were an archive of them.</summary>
internal static class PdfFiles
{
    /// <summary>Bytes that the filters of all files may give to each other.</summary>
    private const long MaxBetweenFilters = 32 << 20;

    /// <summary>Bytes that all files may unpack to, and as many again for each byte of the document: documents are handed around more freely than archives.</summary>
    private const long FreeSize = 32 << 20;
    private const int MaxRatio = 16;

    /// <summary>Looks at the files; null where there are none.</summary>
    public static async ValueTask<BundleFacts?> ReadAsync(ContentView view, PdfDocument document, AnalysisScope scope, CancellationToken budget)
    {
        if (document.Files.Count == 0) return null;
        var collected = new BundleCollector(scope, depth: 1, BundleCollector.UnixStamp);
        scope.LimitUnpacking(FreeSize + MaxRatio * view.Length);
        var between = new PdfBudget(MaxBetweenFilters);
        foreach (var (stream, name) in document.Files)
        {
            budget.ThrowIfCancellationRequested();
            var item = new BundleItem(name, document.SizeOf(stream));
            collected.Count(item, time: null);
            if (!collected.MayAdd()) continue;
            if (!stream.IsSupported) scope.Problem($"'{name}' has a filter that is not undone: it is not unpacked.");
            var isOpened = false;
            await collected.AddAsync(item, stream.IsSupported ? new BundleContent(Open, (ulong)stream.Length, null) : null, budget).ConfigureAwait(false);

            Stream Open()
            {
                // What went well once is within the limits.
                var limit = isOpened ? null : between;
                isOpened = true;
                return stream.Open(view, limit);
            }
        }
        return collected.Facts(null);
    }
}
