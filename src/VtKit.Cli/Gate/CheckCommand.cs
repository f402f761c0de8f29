using System.CommandLine;
using VtKit.Enrichment;

namespace VtKit.Cli;

/// <summary><c>vtk check</c>: a gate for files that are about to be released. Hash first; nothing is uploaded unless it is asked for.</summary>
internal static class CheckCommand
{
    private static readonly Argument<string[]> Paths = new("path")
    {
        Description = "Files, folders with all that is in them, and patterns such as dist/*",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> Policy = new("--policy")
    {
        Description = "Policy in YAML: engines, thresholds, what fails, what is allowed",
        HelpName = "FILE",
    };

    private static readonly Option<bool> Upload = new("--upload")
    {
        Description = "Upload what is unknown, where others can see and download it",
    };

    private static readonly Option<bool> HideName = new("--hide-name")
    {
        Description = "With --upload, tell the service the SHA-256 in place of a name",
    };

    private static readonly Option<string> Sarif = new("--sarif")
    {
        Description = "Write the results as SARIF 2.1.0, for code scanning",
        HelpName = "FILE",
    };

    private static readonly Option<string> JUnit = new("--junit")
    {
        Description = "Write the results as JUnit XML, for test reports",
        HelpName = "FILE",
    };

    private static readonly Option<string> Summary = new("--summary")
    {
        Description = "Write the results as a page of Markdown, for a job or a comment",
        HelpName = "FILE",
    };

    public static CliCommand Build() => new("check", "Let files pass or fail by a policy, for CI; exit code 7 where one fails", RunAsync)
    {
        Arguments = { Paths },
        Options = { Policy, Upload, HideName, WriteOptions.DryRun, Sarif, JUnit, Summary },
        Examples =
        [
            "vtk check dist/*", "vtk check dist --policy release.yml --sarif vtk.sarif --junit vtk.xml",
            "vtk check setup.exe --upload --hide-name", "vtk check dist --upload --dry-run", "vtk check dist --local --upload --summary summary.md",
        ],
    };

    private static async Task<ExitCode> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        foreach (var report in new[] { Sarif, JUnit, Summary })
            if (session.Parsed.GetValue(report) == "-") throw CliException.Usage($"{report.Name} writes a file: name one, for stdout has the results, as --format says");
        var policy = session.Parsed.GetValue(Policy) is { } file ? PolicyFile.Read(file) : VerdictPolicy.Default;
        var files = FileSet.Find(session.Parsed.GetValue(Paths)!);
        var connection = await ServiceConnection.OpenAsync(session, cancellationToken).ConfigureAwait(false);
        await using var closing = connection.ConfigureAwait(false);
        var view = CheckView.Of(session, connection.Host);

        var gate = new FileGate(session, connection, policy, session.Parsed.GetValue(Upload), session.Parsed.GetValue(HideName));
        var results = await gate.RunAsync(files, cancellationToken).ConfigureAwait(false);
        if (session.Parsed.GetValue(WriteOptions.DryRun))
        {
            // Without what was not sent there is no verdict of all, and stdout is for what would be sent.
            session.Talk.Say($"{CheckMarkdown.Counts(results)}; nothing was sent, and no report is written");
            return CodeOf(results);
        }
        // The reports come first: the job that reads them must find them whatever becomes of stdout.
        if (session.Parsed.GetValue(Sarif) is { } sarif) OutputFile.Replace(sarif, SarifReport.Of(results));
        if (session.Parsed.GetValue(JUnit) is { } junit) OutputFile.Replace(junit, JUnitReport.Of(results));
        if (session.Parsed.GetValue(Summary) is { } summary) OutputFile.Replace(summary, CliConsole.Utf8.GetBytes(CheckMarkdown.Of(results, connection.Host)));
        view(results);
        session.Talk.Say(CheckMarkdown.Counts(results));
        return CodeOf(results);
    }

    private static ExitCode CodeOf(IReadOnlyList<CheckedFile> results)
    {
        if (results.Any(file => file.Result == CheckResult.Failed)) return ExitCode.Policy;
        var tally = new ExitTally();
        foreach (var file in results) tally.Add(file.Problem?.ExitCode ?? ExitCode.Ok);
        return tally.Total;
    }
}
