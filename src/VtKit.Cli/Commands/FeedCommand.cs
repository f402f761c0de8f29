using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk feed</c>: everything that the service analyses, as JSON lines, for a stretch of time or without end.</summary>
internal static class FeedCommand
{
    private static readonly Option<string> Since = new("--since")
    {
        Description = "Where to begin: 2026-01-15T10:00 (UTC), an age such as 6h or 2d (7d at most), or a place that an earlier run printed; 70m unless given",
        HelpName = "TIME",
    };

    private static readonly Option<string> Until = new("--until")
    {
        Description = "The minute to end before; now for all that is there; without it the feed is followed without end",
        HelpName = "TIME",
    };

    private static readonly Option<string> Out = new("--out", "-o")
    {
        Description = "File to append to; stdout unless given",
        HelpName = "FILE",
    };

    private static readonly Option<string> Checkpoint = new("--checkpoint")
    {
        Description = "File that keeps the place; FILE.checkpoint beside --out unless given. Where it exists, the run goes on from it",
        HelpName = "FILE",
    };

    private static readonly Option<string> Rotate = new("--rotate")
    {
        Description = "Begin a new file every hour or day of the feed: FILE-2026011510",
        HelpName = "hour|day",
    };

    private static readonly Option<string> Filter = new("--filter")
    {
        Description = "Objects to keep: name=value with * and ?, such as type_tag=pe* or last_analysis_stats.malicious=0, or a JSONPath that selects something in them, such as $.attributes.last_analysis_stats[?@ > 5]",
        HelpName = "FILTER",
    };

    public static CliCommand Build() => new("feed", "Everything that is analysed, as JSON lines; costs a licence, and no quota")
    {
        Examples = ["vtk feed files --since 2h --until now > files.jsonl"],
        Subcommands =
        {
            OfKind("files", VtFeedKind.Files, "Files that are analysed"),
            OfKind("urls", VtFeedKind.Urls, "URLs that are analysed"),
            OfKind("domains", VtFeedKind.Domains, "Domains that are analysed"),
            OfKind("ips", VtFeedKind.IpAddresses, "IP addresses that are analysed"),
            OfKind("behaviours", VtFeedKind.FileBehaviours, "Runs of files in sandboxes"),
        },
    };

    private static CliCommand OfKind(string name, VtFeedKind kind, string what) =>
        new(name, $"{what}, as JSON lines", (session, cancellationToken) => RunAsync(session, kind, cancellationToken))
        {
            Options = { Since, Until, Out, Checkpoint, Rotate, Filter },
            Examples =
            [
                $"vtk feed {name} --since 2h --until now > {name}.jsonl",
                $"vtk feed {name} --out {name}.jsonl --rotate day",
            ],
        };

    private static async Task<ExitCode> RunAsync(CliSession session, VtFeedKind kind, CancellationToken cancellationToken)
    {
        var parsed = session.Parsed;
        if (session.Settings.Format is not (null or OutputFormat.Jsonl or OutputFormat.Json or OutputFormat.Raw))
            throw CliException.Usage("a feed is written as jsonl, one object a line: leave --format out");
        var filter = parsed.GetValue(Filter) is { } text ? FeedFilter.Parse(text) : null;
        var (place, since, until) = ReadRange(session, kind);
        var rotation = ReadRotation(session);
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        using var output = new FeedOutput(session.Console, parsed.GetValue(Out), parsed.GetValue(Checkpoint), rotation, session.Talk);
        if (output.Place is { } kept)
        {
            if (kept.Kind != kind) throw CliException.Usage($"the checkpoint is of another feed: {kept}");
            session.Talk.Say($"going on from {kept}, where the checkpoint is");
            place = kept;
        }
        using var progress = new ProgressLine(session.Console, session.Talk, session.Time);
        var job = new FeedJob(session, kind, filter, output, progress);
        try
        {
            return await job.RunAsync(connection.Client, new VtFeedRange { Since = since, Until = until, ResumeFrom = place }, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw CliException.Usage($"{e.Message.Split(" (Parameter")[0]} Give a later --since, and with it a new --out or --checkpoint");
        }
        catch (Exception) when (!output.HasCheckpoint && output.Place is not null)
        {
            session.Talk.Say($"go on with: --since {output.Place}");
            throw;
        }
    }

    private static (VtFeedCursor? Place, DateTimeOffset? Since, DateTimeOffset? Until) ReadRange(CliSession session, VtFeedKind kind)
    {
        var now = session.Time.GetUtcNow();
        var since = session.Parsed.GetValue(Since);
        // A minute's package comes an hour after it: who asks for all until now does not ask to wait for it.
        var until = session.Parsed.GetValue(Until) is "now"
            ? now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)) - TimeSpan.FromSeconds(Limits.FeedLagSeconds)
            : FeedTime.Parse("--until", session.Parsed.GetValue(Until), now);
        if (!VtFeedCursor.TryParse(since, out var place)) return (null, FeedTime.Parse("--since", since, now), until);
        return place.Kind == kind ? (place, null, until) : throw CliException.Usage($"--since is a place of another feed: {place}");
    }

    private static FeedRotation ReadRotation(CliSession session)
    {
        var rotation = session.Parsed.GetValue(Rotate) switch
        {
            null => FeedRotation.Never,
            "hour" => FeedRotation.Hour,
            "day" => FeedRotation.Day,
            var other => throw CliException.Usage($"--rotate: '{other}' is neither hour nor day"),
        };
        if (rotation != FeedRotation.Never && session.Parsed.GetValue(Out) is null) throw CliException.Usage("--rotate needs --out");
        return rotation;
    }
}
