using System.Net;
using System.Threading.Channels;
using FsCheck;
using FsCheck.Fluent;
using VtKit.Testing.Shared;

namespace VtKit.Tests;

[Trait("seed", "75")]
public sealed class LookupManyTests
{
    [Fact]
    public async Task Each_id_has_one_outcome_in_the_order_of_the_ids()
    {
        using var service = new LookupService();
        service.Answers["gone.example"] = () => LookupService.Error(404, "NotFoundError");
        service.Answers["secret.example"] = () => LookupService.Error(403, "ForbiddenError");
        service.Answers["odd.example"] = () => LookupService.Error(400, "InvalidArgumentError");
        service.Answers["busy.example"] = () => LookupService.Error(503, "TransientError");
        service.Answers["page.example"] = () => StubHandler.Answer(HttpStatusCode.OK, "<html>");
        service.Answers["lost.example"] = () => throw new HttpRequestException(HttpRequestError.ResponseEnded);
        using var client = service.Client();
        string[] ids = ["a.example", "gone.example", "no domain", "secret.example", "odd.example", "busy.example", "page.example", "lost.example", "", "b.example"];

        var lookups = await Collect(client.Domains.LookupManyAsync(ids));

        lookups.Select(lookup => lookup.Id).ShouldBe(ids);
        lookups.Select(lookup => lookup.Outcome).ShouldBe([
            VtLookupOutcome.Found, VtLookupOutcome.NotFound, VtLookupOutcome.Malformed, VtLookupOutcome.Denied, VtLookupOutcome.Malformed,
            VtLookupOutcome.Transient, VtLookupOutcome.Transient, VtLookupOutcome.Transient, VtLookupOutcome.Malformed, VtLookupOutcome.Found]);
        lookups[0].Object!.Id.ShouldBe("a.example");
        lookups.ShouldAllBe(lookup => lookup.Object == null == (lookup.Outcome != VtLookupOutcome.Found) && lookup.Error == null == (lookup.Outcome == VtLookupOutcome.Found));
        lookups[1].Error.ShouldBeOfType<VtNotFoundException>();
        lookups[2].Error.ShouldBeOfType<FormatException>();
        lookups[4].Error.ShouldBeOfType<VtApiException>();
        lookups[6].Error.ShouldBeOfType<VtProtocolException>();
        lookups.Select(lookup => lookup.NothingSent).ShouldBe([false, false, true, false, false, false, false, false, true, false]);
        lookups[1].ToString().ShouldBe("gone.example: NotFound");
        service.Asked.Count.ShouldBe(8);
    }

    [Fact]
    public async Task So_many_are_under_way_and_so_many_are_taken_ahead_and_no_more()
    {
        using var service = new LookupService();
        using var client = service.Client();
        service.Hold("d0.example");
        var taken = 0;
        IEnumerable<string> Domains()
        {
            for (var i = 0; i < 1000; i++)
            {
                Interlocked.Increment(ref taken);
                yield return $"d{i}.example";
            }
        }
        var options = new VtLookupOptions { Concurrency = 3, Window = 10 };

        await using var lookups = client.Domains.LookupManyAsync(Domains(), options).GetAsyncEnumerator();
        var first = lookups.MoveNextAsync().AsTask();
        // All that fit have been asked but the first one is not done: nothing moves on.
        while (service.Asked.Count < 10) await Task.Yield();
        first.IsCompleted.ShouldBeFalse();
        Volatile.Read(ref taken).ShouldBe(10);
        service.Release("d0.example");
        (await first).ShouldBeTrue();
        var seen = 1;
        while (await lookups.MoveNextAsync())
        {
            lookups.Current.Id.ShouldBe($"d{seen++}.example");
            Volatile.Read(ref taken).ShouldBeLessThanOrEqualTo(seen + 10);
        }

        seen.ShouldBe(1000);
        service.Most.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task They_go_at_the_same_time()
    {
        using var service = new LookupService();
        using var client = service.Client();
        foreach (var i in Enumerable.Range(0, 8)) service.Hold($"d{i}.example");

        var all = Collect(client.Domains.LookupManyAsync(Enumerable.Range(0, 20).Select(i => $"d{i}.example")));
        while (service.Asked.Count < 8) await Task.Yield();
        foreach (var i in Enumerable.Range(0, 8)) service.Release($"d{i}.example");

        (await all).Count.ShouldBe(20);
        service.Most.ShouldBe(8);
    }

    [Fact]
    public async Task What_means_the_same_is_asked_once()
    {
        using var service = new LookupService();
        using var client = service.Client();
        var hash = LookupService.Hash(7);
        string[] ids = [hash, hash.ToUpperInvariant(), LookupService.Hash(8), .. Enumerable.Range(100, 100).Select(LookupService.Hash), hash];

        var lookups = await Collect(client.Files.LookupManyAsync(ids, new VtLookupOptions { Window = 8 }));

        lookups.Select(lookup => lookup.Id).ShouldBe(ids);
        lookups.ShouldAllBe(lookup => lookup.Outcome == VtLookupOutcome.Found);
        service.Asked.Count.ShouldBe(102);
        lookups[1].Object.ShouldBeSameAs(lookups[0].Object);
        lookups[^1].Object.ShouldBeSameAs(lookups[0].Object);
        (lookups[0].NothingSent, lookups[1].NothingSent, lookups[^1].NothingSent).ShouldBe((false, true, true));
    }

    [Fact]
    public async Task URLs_that_the_service_takes_for_one_are_asked_once_and_what_is_none_is_not_sent()
    {
        using var service = new LookupService();
        using var client = service.Client();

        var lookups = await Collect(client.Urls.LookupManyAsync(["http://Example.com", "http://example.com/", "example.com", "no url at all"]));

        lookups.Select(lookup => lookup.Outcome).ShouldBe([VtLookupOutcome.Found, VtLookupOutcome.Found, VtLookupOutcome.Found, VtLookupOutcome.Malformed]);
        service.Asked.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Only_so_much_is_kept_to_answer_again()
    {
        using var service = new LookupService();
        using var client = service.Client();
        string[] ids = [LookupService.Hash(1), LookupService.Hash(2), LookupService.Hash(3), LookupService.Hash(1)];

        await Collect(client.Files.LookupManyAsync(ids, new VtLookupOptions { Concurrency = 1, Window = 1, KeepBytes = 0 }));
        service.Asked.Count.ShouldBe(4);
        // Room for two of the small objects here: the one used last stays.
        await Collect(client.Files.LookupManyAsync([ids[0], ids[1], ids[0], ids[2], ids[0], ids[1]], new VtLookupOptions { Concurrency = 1, Window = 1, KeepBytes = 1800 }));
        service.Asked.Count.ShouldBe(8);
    }

    [Fact]
    public async Task A_fault_is_not_kept()
    {
        using var service = new LookupService();
        using var client = service.Client();
        var faults = 1;
        service.Answers["a.example"] = () => faults-- > 0 ? LookupService.Error(503, "TransientError") : LookupService.Found("domain", "a.example");

        var lookups = await Collect(client.Domains.LookupManyAsync(["a.example", "b.example", "a.example"], new VtLookupOptions { Concurrency = 1, Window = 1 }));

        lookups.Select(lookup => lookup.Outcome).ShouldBe([VtLookupOutcome.Transient, VtLookupOutcome.Found, VtLookupOutcome.Found]);
    }

    [Fact]
    public async Task When_the_day_is_spent_the_others_are_not_sent_until_it_begins_anew()
    {
        var time = new FakeTime();
        using var service = new LookupService();
        using var client = service.Client(options => options.Quota = new VtQuota(PerDay: 3), time);
        var ids = Enumerable.Range(0, 10).Select(LookupService.Hash).ToList();
        var seen = new List<VtLookup<VtFile>>();

        await foreach (var lookup in client.Files.LookupManyAsync(ids, new VtLookupOptions { Concurrency = 1, Window = 1 }))
        {
            seen.Add(lookup);
            if (seen.Count == 8) time.Advance(TimeSpan.FromHours(12));
        }

        seen.Select(lookup => lookup.Outcome == VtLookupOutcome.Found).ShouldBe([true, true, true, false, false, false, false, false, true, true]);
        seen.Skip(3).Take(5).ShouldAllBe(lookup => lookup.Outcome == VtLookupOutcome.Quota && lookup.NothingSent);
        seen[7].Error.ShouldBeOfType<VtQuotaException>().Window.ShouldBe(VtQuotaWindow.Day);
        service.Asked.Count.ShouldBe(5);
    }

    [Fact]
    public async Task When_the_service_says_that_the_month_is_spent_nothing_more_is_sent()
    {
        using var service = new LookupService();
        for (var i = 0; i < 100; i++) service.Answers[LookupService.Hash(i)] = () => LookupService.Error(429, "QuotaExceededError");
        service.Answers["overall_quotas"] = () => StubHandler.Answer(HttpStatusCode.OK, """{"data":{"api_requests_monthly":{"user":{"allowed":1000,"used":1000}}}}""");
        using var client = service.Client(options => options.UserId = "jane");

        var lookups = await Collect(client.Files.LookupManyAsync(Enumerable.Range(0, 100).Select(LookupService.Hash), new VtLookupOptions { Concurrency = 2, Window = 4 }));

        lookups.ShouldAllBe(lookup => lookup.Outcome == VtLookupOutcome.Quota && ((VtQuotaException)lookup.Error!).Window == VtQuotaWindow.Month);
        service.Asked.Count(asked => asked != "overall_quotas").ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task A_refusal_that_nobody_explains_stops_for_a_minute()
    {
        var time = new FakeTime();
        using var service = new LookupService();
        service.Answers[LookupService.Hash(0)] = () => LookupService.Error(429, "QuotaExceededError");
        using var client = service.Client(time: time);
        var seen = new List<VtLookup<VtFile>>();

        await foreach (var lookup in client.Files.LookupManyAsync(Enumerable.Range(0, 4).Select(LookupService.Hash), new VtLookupOptions { Concurrency = 1, Window = 1 }))
        {
            seen.Add(lookup);
            if (seen.Count == 2) time.Advance(TimeSpan.FromMinutes(1));
        }

        seen.Select(lookup => lookup.Outcome).ShouldBe([VtLookupOutcome.Quota, VtLookupOutcome.Quota, VtLookupOutcome.Found, VtLookupOutcome.Found]);
    }

    [Fact]
    public async Task A_minute_that_is_spent_is_waited_for_or_said_of_each()
    {
        using var service = new LookupService();
        var ids = Enumerable.Range(0, 10).Select(LookupService.Hash).ToList();
        using (var waits = service.Client(options => options.Quota = VtQuota.Public, new FakeTime { AutoAdvance = true }))
            (await Collect(waits.Files.LookupManyAsync(ids))).ShouldAllBe(lookup => lookup.Outcome == VtLookupOutcome.Found);

        using var throws = service.Client(options => { options.Quota = VtQuota.Public; options.QuotaMode = VtQuotaMode.Throw; }, new FakeTime());
        (await Collect(throws.Files.LookupManyAsync(ids))).Count(lookup => lookup.Outcome == VtLookupOutcome.Quota).ShouldBe(6);
    }

    [Fact]
    public async Task A_wrong_key_is_not_tried_on_the_others_and_a_missing_privilege_is()
    {
        using var service = new LookupService();
        var ids = Enumerable.Range(0, 5).Select(LookupService.Hash).ToList();
        service.Answers[ids[0]] = () => LookupService.Error(403, "ForbiddenError");
        service.Answers[ids[2]] = () => LookupService.Error(401, "WrongCredentialsError");
        using var client = service.Client();

        var lookups = await Collect(client.Files.LookupManyAsync(ids, new VtLookupOptions { Concurrency = 1, Window = 1 }));

        lookups.Select(lookup => lookup.Outcome).ShouldBe([VtLookupOutcome.Denied, VtLookupOutcome.Found, VtLookupOutcome.Denied, VtLookupOutcome.Denied, VtLookupOutcome.Denied]);
        service.Asked.ShouldBe(ids[..3]);
    }

    [Fact]
    public async Task Any_indicator_is_looked_up_as_what_it_is()
    {
        using var service = new LookupService();
        using var client = service.Client();
        var hash = LookupService.Hash(1);
        string[] texts = [$" {hash.ToUpperInvariant()} ", "hxxp://evil[.]example/a", "evil[.]example", "8.8.8[.]8", "CVE-2021-44228", "invoice.exe", hash];

        var lookups = await Collect(client.LookupManyAsync(texts));

        lookups.Select(lookup => lookup.Id).ShouldBe(texts);
        lookups.Select(lookup => lookup.Object?.GetType()).ShouldBe([typeof(VtFile), typeof(VtUrl), typeof(VtDomain), typeof(VtIpAddress), null, null, typeof(VtFile)]);
        lookups[4].Outcome.ShouldBe(VtLookupOutcome.Malformed);
        lookups[4].Error!.Message.ShouldContain("CVE-2021-44228");
        lookups[5].Error!.Message.ShouldContain("file name");
        service.Asked.Count.ShouldBe(4);
    }

    [Fact]
    public async Task What_is_done_is_given_out_while_the_source_waits_for_its_reader()
    {
        using var service = new LookupService();
        using var client = service.Client();
        var lines = Channel.CreateUnbounded<string>();
        await using var lookups = client.Domains.LookupManyAsync(lines.Reader.ReadAllAsync()).GetAsyncEnumerator();

        for (var i = 0; i < 3; i++)
        {
            lines.Writer.TryWrite($"d{i}.example").ShouldBeTrue();
            (await lookups.MoveNextAsync()).ShouldBeTrue();
            lookups.Current.Id.ShouldBe($"d{i}.example");
        }
        lines.Writer.Complete();
        (await lookups.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_stops_early_stops_what_is_under_way_and_does_not_wait_for_the_source()
    {
        using var service = new LookupService();
        using var client = service.Client();
        service.Hold("b.example");
        var ended = new TaskCompletionSource();
        var never = new TaskCompletionSource();

        await foreach (var lookup in client.Domains.LookupManyAsync(Source()))
        {
            lookup.Id.ShouldBe("a.example");
            break;
        }

        ended.Task.IsCompleted.ShouldBeFalse();
        never.SetResult();
        await ended.Task;

        async IAsyncEnumerable<string> Source()
        {
            try
            {
                yield return "a.example";
                yield return "b.example";
                await never.Task;
            }
            finally
            {
                ended.SetResult();
            }
        }
    }

    [Fact]
    public async Task Cancelling_ends_it()
    {
        using var service = new LookupService();
        using var client = service.Client();
        service.Hold("b.example");
        using var cancel = new CancellationTokenSource();
        var seen = new List<string>();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var lookup in client.Domains.LookupManyAsync(["a.example", "b.example", "c.example"], null, cancel.Token))
            {
                seen.Add(lookup.Id);
                await cancel.CancelAsync();
            }
        });

        seen.ShouldBe(["a.example"]);
        await Should.ThrowAsync<OperationCanceledException>(client.Domains.LookupManyAsync(["a.example"]).GetAsyncEnumerator(cancel.Token).MoveNextAsync().AsTask());
    }

    [Fact]
    public async Task A_source_that_fails_does_so_after_the_outcomes_of_what_it_gave()
    {
        using var service = new LookupService();
        using var client = service.Client();
        var seen = 0;
        static IEnumerable<string> Source()
        {
            yield return "a.example";
            yield return "b.example";
            throw new IOException("The disk is gone.");
        }

        await Should.ThrowAsync<IOException>(async () =>
        {
            await foreach (var lookup in client.Domains.LookupManyAsync(Source())) seen++;
        });

        seen.ShouldBe(2);
    }

    [Fact]
    public async Task Options_and_sources_are_checked_at_once_and_a_disposed_client_is_said()
    {
        using var service = new LookupService();
        using var client = service.Client();
        Should.Throw<ArgumentNullException>(() => client.Files.LookupManyAsync((IEnumerable<string>)null!));
        Should.Throw<ArgumentNullException>(() => client.LookupManyAsync((IAsyncEnumerable<string>)null!));
        Should.Throw<ArgumentException>(() => client.LookupManyAsync([], new VtLookupOptions { Concurrency = 0 })).Message.ShouldContain("Concurrency");
        Should.Throw<ArgumentException>(() => client.LookupManyAsync([], new VtLookupOptions { Concurrency = 9, Window = 8 })).Message.ShouldContain("Window");
        Should.Throw<ArgumentException>(() => client.LookupManyAsync([], new VtLookupOptions { KeepBytes = -1 })).Message.ShouldContain("KeepBytes");
        (await Collect(client.LookupManyAsync([]))).ShouldBeEmpty();

        client.Dispose();
        await Should.ThrowAsync<ObjectDisposedException>(async () => await Collect(client.Files.LookupManyAsync([LookupService.Hash(1)])));
    }

    [Fact]
    public void Whatever_the_answers_each_id_has_its_own_and_none_is_asked_twice()
    {
        var cases = from ids in Gen.Choose(0, 30).ArrayOf(60) from concurrency in Gen.Choose(1, 6) from more in Gen.Choose(0, 20) select (ids, concurrency, more);
        Prop.ForAll(cases.ToArbitrary(), async sample =>
        {
            var (ids, concurrency, more) = sample;
            using var service = new LookupService();
            foreach (var id in Enumerable.Range(0, 31).Where(id => id % 3 == 1)) service.Answers[LookupService.Hash(id)] = () => LookupService.Error(404, "NotFoundError");
            using var client = service.Client();
            var options = new VtLookupOptions { Concurrency = concurrency, Window = concurrency + more };

            var lookups = await Collect(client.Files.LookupManyAsync(ids.Select(id => id % 3 == 2 ? $"no hash {id}" : LookupService.Hash(id)), options));

            lookups.Count.ShouldBe(ids.Length);
            for (var i = 0; i < ids.Length; i++)
            {
                lookups[i].Outcome.ShouldBe((ids[i] % 3) switch { 0 => VtLookupOutcome.Found, 1 => VtLookupOutcome.NotFound, _ => VtLookupOutcome.Malformed });
                (lookups[i].Object?.Id ?? LookupService.Hash(ids[i])).ShouldBe(LookupService.Hash(ids[i]));
            }
            service.Asked.ShouldBeUnique();
            service.Most.ShouldBeLessThanOrEqualTo(concurrency);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
    }

    private static async Task<List<VtLookup<T>>> Collect<T>(IAsyncEnumerable<VtLookup<T>> lookups) where T : VtObject
    {
        var all = new List<VtLookup<T>>();
        await foreach (var lookup in lookups) all.Add(lookup);
        return all;
    }
}
