namespace VtKit.StaticAnalysis;

/// <summary>Builds the facts about an xz file, which knows neither a name nor a time.</summary>
internal static class XzReader
{
    public static ValueTask<BundleFacts> ReadAsync(ContentView view, AnalysisScope scope, int depth, CancellationToken budget)
    {
        var content = new BundleContent(() => new XzStream(new ViewStream(view, 0, (ulong)view.Length)), (ulong)view.Length, null);
        return PackedFile.ReadAsync(new BundleCollector(scope, depth, BundleCollector.UnixStamp), "", null, content, "XZ", budget);
    }
}
