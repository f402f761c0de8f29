using System.Buffers;

namespace VtKit.Emulator;

/// <summary>
/// Searches what is in the samples: those that the rest of the query leaves, newest first, on all cores, until a page is full.
/// The order that a request names does not matter here, as at the service, and nobody counts hits beyond the page.
/// </summary>
internal static class ContentSearch
{
    private const int ChunkBytes = 1024 * 1024;

    /// <summary>Samples between two looks at whether the page is full: few at first, when it may be at once.</summary>
    private const int FirstBlock = 32, LastBlock = 4096;

    public static async Task<Answer> AnswerAsync(ApiRequest request, SearchQuery query, SearchPaging paging, CancellationToken cancellationToken)
    {
        var backend = request.Backend;
        var samples = request.EmptyPage ? [] : await backend.ReadAsync(store => SearchHits.Samples(store, request, query, paging.From), cancellationToken).ConfigureAwait(false);
        var hits = await Task.Run(() => Scan(backend, samples, query.Contents, paging.Limit + 1, cancellationToken), cancellationToken).ConfigureAwait(false);
        var next = request.EmptyPage ? paging.From : (SearchCursor?)null;
        if (hits.Count > paging.Limit)
        {
            hits.RemoveRange(paging.Limit, hits.Count - paging.Limit);
            next = new SearchCursor(0, hits[^1].Key, 0);
        }
        return await backend.ReadAsync(store => paging.Answer(store, request, hits, next, static _ => { }), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The first samples, in their order, that have all patterns in them.</summary>
    public static List<SearchHit> Scan(Backend backend, IReadOnlyList<SearchHit> samples, IReadOnlyList<ContentPattern> patterns, int enough, CancellationToken cancellationToken)
    {
        var hits = new List<SearchHit>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        var block = FirstBlock;
        for (var done = 0; done < samples.Count && hits.Count < enough; done += block, block = Math.Min(block * 2, LastBlock))
        {
            var found = new SearchHit?[Math.Min(block, samples.Count - done)];
            var first = done;
            Parallel.For(0, found.Length, options, at => found[at] = Look(backend, samples[first + at], patterns, cancellationToken));
            hits.AddRange(found.OfType<SearchHit>());
            if (done + block >= samples.Count) break;
        }
        return hits;
    }

    private static SearchHit? Look(Backend backend, SearchHit sample, IReadOnlyList<ContentPattern> patterns, CancellationToken cancellationToken)
    {
        try
        {
            using var content = backend.Blobs.Open(sample.Id);
            return Find(content, patterns, cancellationToken) is var (offset, length) ? sample with { Snippet = ContentSnippet.Id(backend, sample.Id, offset, length) } : null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // It was removed since it was listed.
            return null;
        }
    }

    /// <summary>Where the first pattern is, if all are there.</summary>
    private static (long Offset, int Length)? Find(Stream content, IReadOnlyList<ContentPattern> patterns, CancellationToken cancellationToken)
    {
        // What may be the beginning of a match is kept from one chunk to the next.
        var keep = patterns.Max(pattern => pattern.MaxLength) - 1;
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(content.Length, ChunkBytes) + keep);
        try
        {
            var left = patterns.ToList();
            (long Offset, int Length)? first = null;
            long position = 0;
            var held = 0;
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = content.ReadAtLeast(buffer.AsSpan(held), buffer.Length - held, throwOnEndOfStream: false);
                var filled = held + read;
                for (var at = left.Count - 1; at >= 0; at--)
                {
                    var found = left[at].Find(buffer.AsSpan(0, filled), 0, out var length);
                    if (found < 0) continue;
                    if (left[at] == patterns[0]) first = (position + found, length);
                    left.RemoveAt(at);
                }
                if (left.Count == 0) return first;
                if (filled < buffer.Length) return null;
                held = Math.Min(keep, filled);
                buffer.AsSpan(filled - held, held).CopyTo(buffer);
                position += filled - held;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
