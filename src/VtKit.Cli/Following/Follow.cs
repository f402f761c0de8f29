using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>--follow</c>: asks a list again and again, and writes what is new in it, oldest first, each item once.</summary>
internal static class Follow
{
    public static readonly Option<bool> Wanted = new("--follow")
    {
        Description = "Go on for ever: write what comes as JSON lines, each item once. -n says how many of those that are there already",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "With --follow: file to append to, with a bookmark beside it; stdout unless given",
        HelpName = "FILE",
    };

    private static readonly Option<string> BookmarkFile = new("--bookmark")
    {
        Description = "With --follow: file that keeps how far it is, for the next run",
        HelpName = "FILE",
    };

    private static readonly Option<string> Interval = new("--interval")
    {
        Description = "With --follow: how long to wait between two looks, each of which costs a request; 60s unless given",
        HelpName = "TIME",
    };

    private static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(60);

    public static readonly IReadOnlyList<Option> Options = [Wanted, Out, BookmarkFile, Interval];

    /// <summary>Follows a list until it is told to stop.</summary>
    /// <param name="session">Who asks.</param>
    /// <param name="list">Gives the list, newest first.</param>
    /// <param name="identify">Tells the items of the list apart.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="relationships">What else to bring along of each.</param>
    public static async Task<ExitCode> RunAsync<T>(
        CliSession session, Func<VtClient, VtListOptions, VtPaged<T>> list, Func<T, FollowedItem> identify, CancellationToken cancellationToken, params VtRelationship[] relationships)
        where T : VtObject, IVtObject<T>
    {
        if (session.Parsed.GetValue(Listing.Cursor) is not null) throw CliException.Usage("--follow keeps its place in a bookmark: leave out --cursor");
        if (session.Parsed.GetValue(ItemArguments.IdsOnly) || session.Parsed.GetValue(ObjectOptions.Select) is { Length: > 0 })
            throw CliException.Usage("--follow writes objects as JSON lines: leave out --identifiers-only and --select");
        var interval = session.Parsed.GetValue(Interval) is { } text ? Setting.ParseDuration("--interval", text) : UsualInterval;
        var filter = ObjectFilter.Of(session.Parsed.GetValue(ObjectOptions.Include), session.Parsed.GetValue(ObjectOptions.Exclude));
        var listing = new Listing(session, relationships: relationships);
        using var output = new FollowOutput(session.Console, session.Parsed.GetValue(Out), session.Parsed.GetValue(BookmarkFile));
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var worked = false;
        while (true)
        {
            try
            {
                var news = await NewsAsync(list, connection.Client, listing, identify, output, cancellationToken).ConfigureAwait(false);
                news.Reverse();
                foreach (var item in news) output.Write((filter?.Apply(item) ?? item).Utf8Json, identify(item));
                if (news.Count > 0 || !worked) output.Save();
                worked = true;
            }
            catch (VtException e) when (worked && MayPass(e))
            {
                session.Talk.Say($"{Failure.Of(e, cancellationToken).Message}: looking again in {interval.TotalSeconds:0} s");
            }
            await Task.Delay(interval, session.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    // Newest first. Without a bookmark it begins with as many as were asked for, and what else is there counts as written.
    private static async Task<List<T>> NewsAsync<T>(
        Func<VtClient, VtListOptions, VtPaged<T>> list, VtClient client, Listing listing, Func<T, FollowedItem> identify, FollowOutput output, CancellationToken cancellationToken)
        where T : VtObject, IVtObject<T>
    {
        var most = output.Bookmark.HasBegun ? int.MaxValue : listing.Wanted;
        var news = new List<T>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var passed = new List<FollowedItem>();
        var options = new VtListOptions { PageSize = Math.Min(most, Limits.PageMax), Relationships = listing.Options.Relationships };
        await foreach (var item in list(client, options).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var followed = identify(item);
            if (output.Bookmark.IsPast(followed)) break;
            // A list that grows while it is read gives an item twice.
            if (output.Bookmark.Has(followed) || !keys.Add(followed.Key)) continue;
            if (news.Count < most) news.Add(item);
            else if (Bookmark.IsPast(followed, identify(news[0]).Date)) break;
            else passed.Add(followed);
        }
        foreach (var followed in passed) output.Bookmark.Add(followed);
        return news;
    }

    private static bool MayPass(VtException e) => e is VtTransportException or VtProtocolException
        or VtApiException { Status: >= System.Net.HttpStatusCode.InternalServerError or System.Net.HttpStatusCode.TooManyRequests };
}
