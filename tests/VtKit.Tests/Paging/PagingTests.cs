using System.Globalization;
using System.Net;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace VtKit.Tests;

public sealed class PagingTests
{
    /// <summary>A list of numbered items behind cursors that say nothing, in pages of any size.</summary>
    private static StubHandler List(IReadOnlyList<int> pages, string meta = "") => new StubHandler().Always(asked =>
    {
        var query = System.Web.HttpUtility.ParseQueryString(asked.Url.Query);
        var index = query["cursor"] is { } cursor ? int.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(cursor)).TrimEnd('\n'), CultureInfo.InvariantCulture) : 0;
        var first = pages.Take(index).Sum();
        var items = string.Join(',', Enumerable.Range(first, pages[index]).Select(i => "{\"type\":\"file\",\"id\":\"" + i + "\"}"));
        var next = index + 1 < pages.Count ? "\"cursor\":\"" + Convert.ToBase64String(Encoding.UTF8.GetBytes(index + 1 + "\n")) + "\"" : "";
        var members = string.Join(',', new[] { next, meta }.Where(m => m.Length > 0));
        return StubHandler.Answer(HttpStatusCode.OK, "{\"data\":[" + items + "],\"meta\":{" + members + "}}");
    });

    private static int Number(VtObject item) => int.Parse(item.Id, CultureInfo.InvariantCulture);

    [Fact]
    [Trait("seed", "76")]
    [Trait("seed", "77")]
    public async Task Items_come_page_by_page_and_only_as_they_are_read()
    {
        var stub = List([3, 3, 1]);
        using var client = Make.Client(stub);
        var seen = new List<int>();

        await foreach (var item in client.IterateAsync<VtObject>("/x"))
        {
            seen.Add(Number(item));
            stub.Requests.Count.ShouldBe((seen.Count - 1) / 3 + 1);
        }

        seen.ShouldBe([0, 1, 2, 3, 4, 5, 6]);
        stub.Requests.Count.ShouldBe(3);
    }

    [Fact]
    [Trait("seed", "48")]
    [Trait("seed", "76")]
    public async Task Page_size_and_filters_are_sent_with_every_page_and_max_is_kept()
    {
        var stub = List([3, 3, 3]);
        using var client = Make.Client(stub);

        var items = await client.IterateAsync<VtObject>("/x", new VtListOptions { PageSize = 3, Max = 4, Query = [KeyValuePair.Create("filter", "a b")] }).ToListAsync();

        items.Select(Number).ShouldBe([0, 1, 2, 3]);
        stub.Requests.Select(r => r.PathAndQuery).ShouldBe(["/api/v3/x?filter=a%20b&limit=3", "/api/v3/x?filter=a%20b&limit=3&cursor=MQo%3D"]);
    }

    [Fact]
    public async Task No_page_is_asked_for_once_there_are_enough()
    {
        var stub = List([3, 3, 3]);
        using var client = Make.Client(stub);

        (await client.IterateAsync<VtObject>("/x", new VtListOptions { Max = 3 }).ToListAsync()).Count.ShouldBe(3);
        (await client.IterateAsync<VtObject>("/x", new VtListOptions { Max = 0 }).ToListAsync()).ShouldBeEmpty();

        stub.Requests.Count.ShouldBe(1);
    }

    [Fact]
    [Trait("seed", "77")]
    public async Task An_empty_page_with_a_cursor_is_passed_over()
    {
        using var client = Make.Client(List([2, 0, 0, 2, 0]));

        (await client.IterateAsync<VtObject>("/x").ToListAsync()).Select(Number).ShouldBe([0, 1, 2, 3]);
    }

    [Theory]
    [InlineData("same")]
    [InlineData("a,b,a")]
    public async Task A_cursor_that_comes_again_is_an_error_and_not_a_loop(string cursors)
    {
        var script = cursors.Split(',');
        var calls = 0;
        var stub = new StubHandler().Always(_ => calls < 10
            ? StubHandler.Answer(HttpStatusCode.OK, "{\"data\":[{\"type\":\"file\",\"id\":\"1\"}],\"meta\":{\"cursor\":\"" + script[calls++ % script.Length] + "\"}}")
            : throw new InvalidOperationException("It goes on and on."));
        using var client = Make.Client(stub);

        await Should.ThrowAsync<VtProtocolException>(async () => await client.IterateAsync<VtObject>("/x").ToListAsync());

        stub.Requests.Count.ShouldBeLessThanOrEqualTo(3);
    }

    /// <summary>Stopping anywhere and going on from the token loses nothing and repeats nothing.</summary>
    [Fact]
    [Trait("seed", "77")]
    public void Resuming_anywhere_loses_nothing_and_repeats_nothing()
    {
        var cases = from pages in Gen.Choose(0, 5).NonEmptyListOf() from stop in Gen.Choose(0, 12) from second in Gen.Choose(0, 12) select (pages.ToArray(), stop, second);
        Prop.ForAll(cases.ToArbitrary(), async Task (sample) =>
        {
            var (pages, stop, second) = sample;
            using var client = Make.Client(List(pages));
            var seen = new List<int>();
            var token = await Take(client, null, stop, seen);
            token = await Take(client, token, second, seen);
            await Take(client, token, int.MaxValue, seen);
            seen.ShouldBe(Enumerable.Range(0, pages.Sum()));
        }).QuickCheckThrowOnFailure();
    }

    // Reads so many items, then keeps the place as text, as a program that stops would.
    private static async Task<VtResumeToken?> Take(VtClient client, VtResumeToken? from, int count, List<int> seen)
    {
        var token = from;
        if (count == 0) return token;
        await foreach (var page in client.IterateAsync<VtObject>("/x").Pages(from))
        {
            for (var i = 0; i < page.Items.Count; i++)
            {
                seen.Add(Number(page.Items[i]));
                if (--count == 0) return VtResumeToken.Parse(page.After(i + 1).ToString());
            }
            token = VtResumeToken.Parse(page.End.ToString());
        }
        return token;
    }

    [Fact]
    public async Task A_page_that_is_smaller_than_before_still_passes_over_as_many()
    {
        using var client = Make.Client(List([2, 2, 2]));

        var items = await client.IterateAsync<VtObject>("/x", new VtListOptions { ResumeFrom = new VtResumeToken(null, 3) }).ToListAsync();

        items.Select(Number).ShouldBe([3, 4, 5]);
    }

    [Fact]
    public async Task What_is_added_after_the_last_page_is_found_from_its_end()
    {
        var pages = new List<int> { 2, 1 };
        using var client = Make.Client(List(pages));
        var end = (await client.IterateAsync<VtObject>("/x").Pages().ToListAsync())[^1].End;

        pages[1] = 3;

        (await client.IterateAsync<VtObject>("/x").Pages(end).ToListAsync()).SelectMany(p => p.Items).Select(Number).ShouldBe([3, 4]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("vt1.0")]
    [InlineData("vt2.0.")]
    [InlineData("vt1.-1.")]
    [InlineData("vt1.99999999999.")]
    [InlineData("vt1.0.*")]
    [InlineData("vt1.0._w")]
    [InlineData("P2-2")]
    [InlineData(null)]
    public void Text_that_is_no_place_is_refused(string? text)
    {
        VtResumeToken.TryParse(text, out _).ShouldBeFalse();
        Should.Throw<FormatException>(() => VtResumeToken.Parse(text!));
    }

    [Fact]
    public void Any_cursor_survives_as_text() => Prop.ForAll<NonEmptyString, NonNegativeInt>((cursor, offset) =>
    {
        // A cursor comes out of JSON, and JSON text has no half characters.
        if (!cursor.Get.IsNormalizable()) return;
        var token = new VtResumeToken(cursor.Get, offset.Get);
        VtResumeToken.Parse(token.ToString()).ShouldBe(token);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Pages_tell_what_is_known_of_the_whole_list()
    {
        using var client = Make.Client(List([1], "\"count\":200,\"total_hits\":12345,\"days_back\":90"));

        var page = (await client.IterateAsync<VtObject>("/x").Pages().ToListAsync()).Single();

        (page.Count, page.TotalHits, page.Meta["days_back"].AsInt64(), page.NextCursor).ShouldBe((200, 12345, 90, null));
    }

    [Fact]
    public async Task An_item_that_the_service_does_not_know_says_so()
    {
        var stub = new StubHandler().Then(HttpStatusCode.OK, """{"data":[{"type":"file","id":"a","error":{"code":"NotFoundError","message":"x"}},{"type":"url","id":"b","context_attributes":{"url":"http://x/"}}]}""");
        using var client = Make.Client(stub);

        var items = await client.IterateAsync<VtObject>("/x").ToListAsync();

        items[0].Error!.Value.Code.ShouldBe("NotFoundError");
        items[1].Error.ShouldBeNull();
        items[1].ContextAttributes["url"].AsString().ShouldBe("http://x/");
    }

    [Fact]
    public async Task A_kept_item_does_not_keep_its_page()
    {
        var padding = new string('x', 100_000);
        var stub = new StubHandler().Then(HttpStatusCode.OK, "{\"data\":[{\"type\":\"file\",\"id\":\"a\",\"attributes\":{\"n\":1}},{\"type\":\"file\",\"id\":\"b\",\"attributes\":{\"p\":\"" + padding + "\"}}]}");
        using var client = Make.Client(stub);

        var kept = (await client.IterateAsync<VtObject>("/x").ToListAsync())[0];

        kept.Utf8Json.Length.ShouldBeLessThan(100);
        kept["n"].AsInt64().ShouldBe(1);
        kept.ToJson().ShouldBe("{\"type\":\"file\",\"id\":\"a\",\"attributes\":{\"n\":1}}");
    }

    [Theory]
    [InlineData("""{"data":{"type":"file","id":"a"}}""", 1)]
    [InlineData("""{"data":null}""", 0)]
    public async Task A_relationship_to_one_reads_as_a_list_of_one_or_none(string body, int items)
    {
        using var client = Make.Client(new StubHandler().Then(HttpStatusCode.OK, body));

        (await client.IterateAsync<VtObject>("/files/a/author").ToListAsync()).Count.ShouldBe(items);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("nonsense")]
    [InlineData("""{"data":[],"links":{"next":"https://www.virustotal.com/api/v3/x?page=2"}}""")]
    public async Task What_is_no_list_is_a_protocol_error(string body)
    {
        using var client = Make.Client(new StubHandler().Then(HttpStatusCode.OK, body));

        await Should.ThrowAsync<VtProtocolException>(async () => await client.IterateAsync<VtObject>("/x").ToListAsync());
    }

    [Fact]
    public async Task Cancelling_ends_the_enumeration()
    {
        using var client = Make.Client(List([1, 1, 1]));
        using var cancel = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.IterateAsync<VtObject>("/x").WithCancellation(cancel.Token)) await cancel.CancelAsync();
        });
    }
}

internal static class Text
{
    /// <summary>Whether a text has no half of a surrogate pair.</summary>
    public static bool IsNormalizable(this string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
