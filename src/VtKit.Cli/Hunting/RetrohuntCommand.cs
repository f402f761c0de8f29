using System.CommandLine;
using System.Text.Json.Nodes;

namespace VtKit.Cli;

/// <summary><c>vtk retrohunt</c>: YARA rules over what the service received in the past.</summary>
internal static class RetrohuntCommand
{
    private static readonly Argument<string> RulesFile = new("file") { Description = "File of YARA rules; - reads them from stdin" };

    private static readonly Argument<string> Id = new("id") { Description = "Id of a job" };

    private static readonly Option<string> After = new("--after") { Description = "Only files received since then, such as 2026-01-01 or 90d", HelpName = "TIME" };

    private static readonly Option<string> Before = new("--before") { Description = "Only files received before then", HelpName = "TIME" };

    private static readonly Option<string> Corpus = new("--corpus") { Description = "main (all that was submitted; the default) or goodware", HelpName = "NAME" };

    private static readonly Option<string> Email = new("--email") { Description = "Who is told when it has ended", HelpName = "ADDRESS" };

    private static readonly Option<bool> Wait = new("--wait", "-w") { Description = "Wait for the end of the job; Ctrl-C leaves it running" };

    private static PlainNoun Noun => new("retrohunt", VtObjectTypes.RetrohuntJob, "Retrohunt: YARA rules over past files (premium)", "Id of a job")
    {
        Get = async (client, id, options, token) => await client.RetrohuntJobs.GetAsync(id, options, token).ConfigureAwait(false),
    };

    public static CliCommand Build() => ObjectCommands.Build(Noun, withRelationships: false,
        new CliCommand("list", "Jobs, newest first", (session, cancellationToken) => Listing.RunAsync(
            session, (client, options) => client.RetrohuntJobs.ListAsync(session.Parsed.GetValue(Listing.Filter), options), cancellationToken))
        {
            Aliases = { "ls" },
            Options = { Listing.Filter, Listing.All, VtCliOptions.Human },
            Examples = ["vtk retrohunt list --format table", "vtk retrohunt list --filter status:running -I"],
        },
        new CliCommand("start", "Start a job", StartAsync)
        {
            Arguments = { RulesFile },
            Options = { After, Before, Corpus, Email, Wait, WriteOptions.DryRun, ObjectOptions.All },
            Examples = ["vtk retrohunt start case7.yar --after 90d", "vtk retrohunt start case7.yar --corpus goodware --wait"],
        },
        new CliCommand("abort", "Stop a job that runs; what it has found stays", (session, cancellationToken) => OneObject.RunAsync(
            session, async (client, token) => await client.RetrohuntJobs.AbortAsync(session.Parsed.GetValue(Id)!, token).ConfigureAwait(false), cancellationToken, about: session.Parsed.GetValue(Id)))
        {
            Arguments = { Id },
            Options = { WriteOptions.DryRun, ObjectOptions.All },
            Examples = ["vtk retrohunt abort <id>"],
        },
        Deletion.Build("job", "Delete jobs and what they have found", "vtk retrohunt delete", (client, id, token) => client.RetrohuntJobs.DeleteAsync(id, token)),
        new CliCommand("matches", "Files that a job has found", (session, cancellationToken) => Listing.RunAsync(
            session, (client, options) => client.RetrohuntJobs.MatchingFilesAsync(session.Parsed.GetValue(Id)!, options), cancellationToken))
        {
            Arguments = { Id },
            Options = { Listing.All },
            Examples = ["vtk retrohunt matches <id> -n 0 -I"],
        });

    private static async Task<ExitCode> StartAsync(CliSession session, CancellationToken cancellationToken)
    {
        var now = session.Time.GetUtcNow();
        var (after, before) = (FeedTime.Parse("--after", session.Parsed.GetValue(After), now), FeedTime.Parse("--before", session.Parsed.GetValue(Before), now));
        if (after >= before) throw CliException.Usage("--after is earlier than --before");
        var edit = new VtRetrohuntJobEdit
        {
            Rules = await InputFile.ReadTextAsync(session, session.Parsed.GetValue(RulesFile)!, cancellationToken).ConfigureAwait(false),
            Corpus = RetrohuntCorpus.From(session.Parsed.GetValue(Corpus)),
            NotificationEmail = session.Parsed.GetValue(Email),
            TimeRange = Range(after, before),
        };
        using var line = new ProgressLine(session.Console, session.Talk, session.Time);
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        using var writer = Writers.Create(session, list: false, session.Parsed.GetValue(ItemArguments.IdsOnly));
        var job = await connection.Client.RetrohuntJobs.CreateAsync(edit, cancellationToken).ConfigureAwait(false);
        if (session.Parsed.GetValue(Wait))
        {
            session.Talk.Say($"started {job.Id}");
            var options = connection.WaitOptions(new ScanProgress(line).Analysing(job.Id), Timeout.InfiniteTimeSpan);
            job = await connection.Client.RetrohuntJobs.WaitAsync(job.Id, options, cancellationToken).ConfigureAwait(false);
        }
        writer.Write(job);
        return ExitCode.Ok;
    }

    private static JsonObject? Range(DateTimeOffset? after, DateTimeOffset? before)
    {
        var range = new JsonObject();
        if (after is { } start) range["start"] = start.ToUnixTimeSeconds();
        if (before is { } end) range["end"] = end.ToUnixTimeSeconds();
        return range.Count == 0 ? null : range;
    }
}
