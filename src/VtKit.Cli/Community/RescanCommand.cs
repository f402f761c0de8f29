using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk rescan</c>: has the service analyse anew what it knows already. Nothing is uploaded.</summary>
internal static class RescanCommand
{
    private const int Concurrency = 4;

    private static readonly Argument<string[]> Items = ItemArguments.Many("what", "Hash, path, URL, domain or IP address that the service knows");

    private static readonly Option<string> OlderThan = new("--older-than")
    {
        Description = "Only what was last analysed so long ago, such as 30d, or before a day; this looks each up first",
        HelpName = "AGE",
    };

    private static readonly Option<bool> Wait = new("--wait", "-w")
    {
        Description = "Wait for the end of the analyses, and print the reports",
    };

    public static CliCommand Build() => new("rescan", "Analyse anew what the service knows; nothing is uploaded", RunAsync)
    {
        Arguments = { Items },
        Options = { OlderThan, Wait, WriteOptions.DryRun, ObjectOptions.All },
        Examples = ["vtk rescan 44d88612fea8a8f36de82e1278abb02f --wait", "vtk rescan - --older-than 30d < hashes.txt"],
    };

    private static async Task<ExitCode> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var before = FeedTime.Parse("--older-than", session.Parsed.GetValue(OlderThan), session.Time.GetUtcNow());
        using var line = new ProgressLine(session.Console, session.Talk, session.Time);
        var progress = new ScanProgress(line);
        return await Batch.RunAsync(session, session.Parsed.GetValue(Items)!, "hash, path, URL, domain or IP address", "", Concurrency, async (connection, text, token) =>
        {
            var item = await Item.ReadAsync(session, connection.Client, text, token).ConfigureAwait(false);
            if (before is { } limit && await item.GetAsync(token).ConfigureAwait(false) is var report && AnalysedAt(report) is { } analysed && analysed >= limit)
            {
                session.Talk.Say($"{text} was analysed on {Values.Date(analysed)}: not again");
                return new Found(report);
            }
            var analysis = await item.AnalyseAsync(token).ConfigureAwait(false);
            if (!session.Parsed.GetValue(Wait)) return new Found(analysis);
            try
            {
                await connection.Client.Analyses.WaitAsync(analysis.Id, connection.WaitOptions(progress.Analysing(text)), token).ConfigureAwait(false);
            }
            finally
            {
                progress.End(text);
            }
            return new Found(await item.GetAsync(token).ConfigureAwait(false));
        }, cancellationToken).ConfigureAwait(false);
    }

    private static DateTimeOffset? AnalysedAt(VtObject report) => report switch
    {
        VtFile file => file.LastAnalysisDate,
        VtUrl url => url.LastAnalysisDate,
        VtDomain domain => domain.LastAnalysisDate,
        VtIpAddress address => address.LastAnalysisDate,
        _ => null,
    };
}
