using System.Diagnostics;
using System.Globalization;
using System.Net;
using VtKit.Enrichment;

namespace VtKit.Benchmarks;

/// <summary>How many reports of 30 KB the response cache gives a second, from a store that is nearly full, one after the other.</summary>
internal static class Cache
{
    private const int Reports = 8_000;
    private const int Hits = 20_000;
    private const int Rounds = 10;
    private const double Bar = 20_000;
    private static readonly DateTimeOffset Kept = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("vtkit-cache-").FullName;
        try
        {
            using var cache = SqliteResponseCache.Open(Path.Combine(folder, "responses.db"));
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < Reports; i++) await cache.KeepAsync(Key(i), ["md5-" + Id(i), "sha1-" + Id(i)], new VtCachedResponse(HttpStatusCode.OK, SyntheticReport.Make(), Kept));
            Console.WriteLine(FormattableString.Invariant($"cache: {Reports / Stopwatch.GetElapsedTime(started).TotalSeconds:F0} reports kept a second, each made first"));
            var rates = new List<double>();
            for (var round = 0; round < Rounds; round++)
            {
                var random = new Random(round);
                started = Stopwatch.GetTimestamp();
                for (var i = 0; i < Hits; i++)
                    if (await cache.FindAsync(Key(random.Next(Reports)), Kept.AddMinutes(1)) is not { Body.Length: >= 30_000 }) throw new InvalidOperationException("A report is gone.");
                rates.Add(Hits / Stopwatch.GetElapsedTime(started).TotalSeconds);
            }
            var median = Benchmarks.Pairs.Median(rates);
            Console.WriteLine(FormattableString.Invariant($"cache: {median:F0} hits a second, from {rates.Min():F0} to {rates.Max():F0} (bar: {Bar:F0}) {(median >= Bar ? "ok" : "MISSED")}"));
            return median >= Bar ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static VtCacheKey Key(int number) => new("account", VtObjectTypes.File, Id(number), "");

    private static string Id(int number) => number.ToString("x64", CultureInfo.InvariantCulture);
}
