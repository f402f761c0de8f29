using System.Globalization;
using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace VtKit.Enrichment.Tests.Cache;

public sealed class SqliteCacheTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 15, 12, 0, 0, TimeSpan.Zero);
    private readonly TempFolder _folder = new();
    private int _files;

    private string Path => _folder.File("responses.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_kept_comes_back_from_another_opening_under_every_name()
    {
        using (var first = SqliteResponseCache.Open(Path)) Keep(first, Key("a"), Found("report"), "b", "c");

        using var second = SqliteResponseCache.Open(Path);
        foreach (var id in new[] { "a", "b", "c" })
        {
            var kept = Find(second, Key(id), Start.AddMinutes(1))!;
            (kept.Status, Encoding.UTF8.GetString(kept.Body.Span), kept.ReceivedAt).ShouldBe((HttpStatusCode.OK, "report", Start));
        }
        Find(second, Key("a") with { Account = "another" }, Start).ShouldBeNull();
        Find(second, Key("a") with { Query = "?attributes=md5" }, Start).ShouldBeNull();
        Find(second, Key("a") with { Type = VtObjectTypes.Domain }, Start).ShouldBeNull();
    }

    [Theory]
    [InlineData(VtObjectTypes.File, HttpStatusCode.OK, 24 * 60)]
    [InlineData(VtObjectTypes.Url, HttpStatusCode.OK, 6 * 60)]
    [InlineData(VtObjectTypes.Domain, HttpStatusCode.OK, 24 * 60)]
    [InlineData(VtObjectTypes.IpAddress, HttpStatusCode.OK, 24 * 60)]
    [InlineData(VtObjectTypes.File, HttpStatusCode.NotFound, 60)]
    [InlineData(VtObjectTypes.Url, HttpStatusCode.NotFound, 60)]
    public void An_answer_is_good_to_the_minute(string type, HttpStatusCode status, int minutes)
    {
        using var cache = SqliteResponseCache.Open(Path);
        var key = new VtCacheKey("account", type, "a", "");
        Keep(cache, key, new VtCachedResponse(status, "x"u8.ToArray(), Start));

        Find(cache, key, Start.AddMinutes(minutes).AddMilliseconds(-1)).ShouldNotBeNull();
        Find(cache, key, Start.AddMinutes(minutes)).ShouldBeNull();
        // Offline an old report is better than none; an old absence is not.
        (Now(cache.FindAsync(key, Start.AddDays(90), alsoStale: true)) is not null).ShouldBe(status == HttpStatusCode.OK);
    }

    [Fact]
    public void An_answer_from_the_future_is_not_believed()
    {
        using var cache = SqliteResponseCache.Open(Path);
        Keep(cache, Key("a"), Found("x"));
        Find(cache, Key("a"), Start.AddDays(-1)).ShouldBeNull();
    }

    [Fact]
    public void A_later_answer_takes_the_place_of_an_earlier_one_under_all_its_names()
    {
        using var cache = SqliteResponseCache.Open(Path);
        Keep(cache, Key("md5"), new VtCachedResponse(HttpStatusCode.NotFound, "no"u8.ToArray(), Start));
        Keep(cache, Key("sha256"), Found("yes"), "md5");

        Encoding.UTF8.GetString(Find(cache, Key("md5"), Start)!.Body.Span).ShouldBe("yes");
        cache.Size.Answers.ShouldBe(1);
    }

    [Fact]
    public void Beyond_its_size_the_ones_that_were_not_needed_for_longest_go()
    {
        using var cache = SqliteResponseCache.Open(Path, new VtCacheOptions { MaxBytes = 100_000 });
        for (var i = 0; i < 9; i++) Keep(cache, Key(Text(i)), new VtCachedResponse(HttpStatusCode.OK, new byte[10_000], Start.AddSeconds(i)));
        // Needed again, later than the hour in which that would not be told apart.
        Find(cache, Key("0"), Start.AddHours(2)).ShouldNotBeNull();
        Keep(cache, Key("9"), new VtCachedResponse(HttpStatusCode.OK, new byte[10_000], Start.AddHours(2)));

        cache.Size.Bytes.ShouldBeLessThanOrEqualTo(100_000);
        Find(cache, Key("0"), Start.AddHours(2)).ShouldNotBeNull();
        Find(cache, Key("9"), Start.AddHours(2)).ShouldNotBeNull();
        Find(cache, Key("1"), Start.AddHours(2)).ShouldBeNull();
        new FileInfo(Path).Length.ShouldBeLessThan(400_000);
    }

    [Fact]
    public void What_is_larger_than_all_its_room_is_not_kept()
    {
        using var cache = SqliteResponseCache.Open(Path, new VtCacheOptions { MaxBytes = 10_000 });
        Keep(cache, Key("small"), Found("x"));
        Keep(cache, Key("large"), new VtCachedResponse(HttpStatusCode.OK, new byte[20_000], Start));

        Find(cache, Key("large"), Start).ShouldBeNull();
        Find(cache, Key("small"), Start).ShouldNotBeNull();
    }

    /// <summary>Whatever is kept, found and cleared: an answer that comes is the last that was kept under that name and is good, and there is never too much.</summary>
    [Fact]
    public void It_agrees_with_a_dictionary_but_for_what_it_has_no_room_for()
    {
        var steps = from kind in Gen.Choose(0, 9) from id in Gen.Choose(0, 12) from other in Gen.Choose(0, 12) from size in Gen.Choose(0, 3000) from minutes in Gen.Choose(0, 90) select (kind, id, other, size, minutes);
        Prop.ForAll(steps.ArrayOf(60).ToArbitrary(), sample =>
        {
            using var cache = SqliteResponseCache.Open(_folder.File(Text(_files++) + ".db"), new VtCacheOptions { MaxBytes = 20_000 });
            var model = new Dictionary<string, VtCachedResponse>();
            var now = Start;
            foreach (var (kind, id, other, size, minutes) in sample)
            {
                now = now.AddMinutes(minutes);
                var (name, also) = (Text(id), Text(other));
                if (kind < 4)
                {
                    var body = new byte[size];
                    new Random(size + id).NextBytes(body);
                    var answer = new VtCachedResponse(kind == 0 ? HttpStatusCode.NotFound : HttpStatusCode.OK, body, now);
                    Keep(cache, Key(name), answer, also);
                    // Whatever was known of the same object under other names is gone with the old answer.
                    foreach (var gone in model.Where(pair => ReferenceEquals(pair.Value, model.GetValueOrDefault(name)) || ReferenceEquals(pair.Value, model.GetValueOrDefault(also))).Select(pair => pair.Key).ToList()) model.Remove(gone);
                    model[name] = model[also] = answer;
                }
                else if (Find(cache, Key(name), now) is { } found)
                {
                    var known = model.ShouldContainKeyAndGet(name);
                    found.Status.ShouldBe(known.Status);
                    found.Body.Span.SequenceEqual(known.Body.Span).ShouldBeTrue();
                    (now - known.ReceivedAt).ShouldBeLessThan(known.Status == HttpStatusCode.OK ? TimeSpan.FromDays(1) : TimeSpan.FromHours(1));
                }
                cache.Size.Bytes.ShouldBeInRange(0, 20_000);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_damaged_body_is_a_miss_and_is_replaced()
    {
        using (var cache = SqliteResponseCache.Open(Path)) Keep(cache, Key("a"), Found("report"));
        using (var file = SqliteFile.Open(Path, SqliteResponseCache.Format)) file.Write(inside => inside.Run("UPDATE answer SET body = ?1", Encoding.UTF8.GetBytes("repoxt")));

        using var again = SqliteResponseCache.Open(Path);
        Find(again, Key("a"), Start).ShouldBeNull();
        Keep(again, Key("a"), Found("report"));
        Find(again, Key("a"), Start).ShouldNotBeNull();
    }

    [Fact]
    public void A_file_that_is_damaged_under_way_is_a_cache_without_answers()
    {
        using var cache = SqliteResponseCache.Open(Path);
        for (var i = 0; i < 200; i++) Keep(cache, Key(Text(i)), new VtCachedResponse(HttpStatusCode.OK, new byte[5000], Start));
        cache.Dispose();
        using (var file = SqliteFile.Open(Path, SqliteResponseCache.Format)) file.Shrink();
        var bytes = File.ReadAllBytes(Path);
        // The header stays, so that it opens; all else is noise.
        new Random(7).NextBytes(bytes.AsSpan(4096));
        File.WriteAllBytes(Path, bytes);

        using var damaged = SqliteResponseCache.Open(Path);
        Find(damaged, Key("7"), Start).ShouldBeNull();
        Keep(damaged, Key("8"), Found("x"));
    }

    [Fact]
    public void Clearing_gives_the_room_back()
    {
        using var cache = SqliteResponseCache.Open(Path);
        for (var i = 0; i < 50; i++) Keep(cache, Key(Text(i)), new VtCachedResponse(HttpStatusCode.OK, new byte[50_000], Start));
        var full = new FileInfo(Path).Length;

        cache.Clear();

        cache.Size.ShouldBe(new VtCacheSize(0, 0));
        Find(cache, Key("7"), Start).ShouldBeNull();
        new FileInfo(Path).Length.ShouldBeLessThan(Math.Max(full / 10, 100_000));
    }

    [Fact]
    public async Task Many_at_once_read_and_write_one_file()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(writer => Task.Run(() =>
        {
            using var cache = SqliteResponseCache.Open(Path, new VtCacheOptions { MaxBytes = 200_000 });
            for (var i = 0; i < 150; i++)
            {
                Keep(cache, Key(Text(i % 40)), new VtCachedResponse(HttpStatusCode.OK, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Text(i % 40) + " ", 2000))), Start.AddSeconds(writer)));
                if (Find(cache, Key(Text((i + writer) % 40)), Start.AddMinutes(1)) is { } found) Encoding.UTF8.GetString(found.Body.Span).ShouldStartWith(Text((i + writer) % 40) + " ");
            }
        })));
    }

    [Fact]
    public async Task A_client_takes_a_report_from_the_file_of_another()
    {
        await using var server = await VtKit.Testing.VtTestServer.StartAsync();
        using var cache = SqliteResponseCache.Open(Path);
        var first = server.CreateClient(options => options.Cache = cache);
        var second = server.CreateClient(options => options.Cache = cache);
        var hash = "44d88612fea8a8f36de82e1278abb02f";
        var report = await first.Files.GetAsync(hash);

        (await second.Files.GetAsync(report.Sha256!)).ToString().ShouldBe(report.ToString());
        await Should.ThrowAsync<VtNotFoundException>(first.Domains.GetAsync("unseen.example"));
        await Should.ThrowAsync<VtNotFoundException>(second.Domains.GetAsync("UNSEEN.example"));

        server.Requests.Count(request => request.Path.StartsWith("/api/v3/", StringComparison.Ordinal)).ShouldBe(2);
    }

    private static VtCacheKey Key(string id) => new("account", VtObjectTypes.File, id, "");

    private static VtCachedResponse Found(string body) => new(HttpStatusCode.OK, Encoding.UTF8.GetBytes(body), Start);

    private static void Keep(SqliteResponseCache cache, VtCacheKey key, VtCachedResponse answer, params string[] others) =>
        cache.KeepAsync(key, others, answer).AsTask().IsCompletedSuccessfully.ShouldBeTrue();

    private static VtCachedResponse? Find(SqliteResponseCache cache, VtCacheKey key, DateTimeOffset now) => Now(cache.FindAsync(key, now));

    // A file on this machine answers at once.
    private static T Now<T>(ValueTask<T> task) => task.IsCompletedSuccessfully ? task.Result : throw new InvalidOperationException();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

file static class DictionaryAssertions
{
    public static T ShouldContainKeyAndGet<T>(this Dictionary<string, T> dictionary, string key)
    {
        dictionary.ShouldContainKey(key);
        return dictionary[key];
    }
}
