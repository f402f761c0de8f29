namespace VtKit.StaticAnalysis;

/// <summary>Reads whichever archive some content is.</summary>
internal static class BundleReader
{
    /// <summary>Reads an archive, or a document with files inside; null for what is none, and for one that does not show what it holds.</summary>
    /// <param name="view">The content.</param>
    /// <param name="detected">What it is.</param>
    /// <param name="scope">The limits, and what is left of the budgets.</param>
    /// <param name="depth">How many archives deep it lies; 1 is the file itself.</param>
    /// <param name="budget">Ends with the time budget or with the caller's wish.</param>
    public static async ValueTask<BundleFacts?> ReadAsync(ContentView view, Detected detected, AnalysisScope scope, int depth, CancellationToken budget)
    {
        try
        {
            return await ChooseAsync(view, detected, scope, depth, budget).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!scope.IsCancelled)
        {
            scope.Problem("The time was up before the archive was read.");
            return null;
        }
    }

    private static async ValueTask<BundleFacts?> ChooseAsync(ContentView view, Detected detected, AnalysisScope scope, int depth, CancellationToken budget)
    {
        var type = detected.Type.Type;
        if (detected.Pdf is { } pdf) return await PdfFiles.ReadAsync(view, pdf, scope, budget).ConfigureAwait(false);
        if (detected.Zip is { } zip) return await new ZipReader(view, zip, scope, depth).ReadAsync(ZipType(type), budget).ConfigureAwait(false);
        if (type == FileTypes.Tar) return await new TarReader(view, scope, depth).ReadAsync(budget).ConfigureAwait(false);
        if (type == FileTypes.Gzip) return await GzipReader.ReadAsync(view, scope, depth, budget).ConfigureAwait(false);
        if (type == FileTypes.Xz) return await XzReader.ReadAsync(view, scope, depth, budget).ConfigureAwait(false);
        return type == FileTypes.SevenZip ? await new SevenZipReader(view, scope, depth).ReadAsync(budget).ConfigureAwait(false) : null;
    }

    private static string? ZipType(TypeInfo type) =>
        type == FileTypes.Zip ? "ZIP" : type == FileTypes.Jar ? "JAR" : type == FileTypes.Apk ? "APK" : null;
}
