namespace VtKit.StaticAnalysis;

/// <summary>Puts the facts about one file together, part by part, within the time budget.</summary>
internal static class FactsBuilder
{
    public static async Task<FileFacts> BuildAsync(Stream content, ContentDigest digest, AnalysisOptions options, CancellationToken cancellationToken)
    {
        var scope = new AnalysisScope(options);
        var view = new ContentView(content);
        var head = await view.ReadUpToAsync(0, 4096, cancellationToken).ConfigureAwait(false);
        return new FileFacts
        {
            Md5 = digest.Md5,
            Sha1 = digest.Sha1,
            Sha256 = digest.Sha256,
            Size = digest.Size,
            Entropy = digest.Entropy,
            Type = new FileType(null, [], "unknown", null, "data"),
            Tags = [],
            IsEicar = Eicar.Is(head) && digest.Size == head.Length,
            Problems = scope.Problems,
        };
    }
}
