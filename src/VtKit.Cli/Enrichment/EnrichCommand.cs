using System.CommandLine;
using VtKit.Enrichment;

namespace VtKit.Cli;

/// <summary><c>vtk enrich</c>: looks up all that stands in lists and texts, within the quota, and finishes what it began.</summary>
internal static class EnrichCommand
{
    private const int DefaultConcurrency = 4;

    private static readonly Argument<string[]> Sources = new("source") { Description = "File, folder or text; - reads stdin", Arity = ArgumentArity.ZeroOrMore };

    private static readonly Option<string> Out = new("--out", "-o") { Description = "File to write: .csv, .jsonl or .md; stdout unless given", HelpName = "FILE" };

    // The name that all commands have for how data is written; here it has other values.
    private static readonly Option<string> Format = new("--format") { Description = $"{string.Join(", ", EnrichFormat.Names)}; by the name of the file unless given, else table on a terminal, csv elsewhere", HelpName = "FORMAT" };

    private static readonly Option<string> Columns = new("--columns") { Description = "Columns with commas between them: names, dotted attributes, JSONPaths", HelpName = "COLUMNS" };

    private static readonly Option<string> Policy = new("--policy") { Description = "Policy in YAML that the columns verdict and why are by", HelpName = "FILE" };

    private static readonly Option<string[]> Own = new("--own") { Description = "Your own domains, which are left out; `vtk config set own` keeps them", HelpName = "DOMAINS" };

    private static readonly Option<int?> Budget = new("--budget") { Description = "Requests at most, retries included, over all starts of the run", HelpName = "N" };

    private static readonly Option<bool> Once = new("--once") { Description = "Do what today's quota allows and exit with 6, instead of waiting; for cron" };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Print the price and ask nothing else" };

    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Begin without asking" };

    private static readonly Option<string> Resume = new("--resume") { Description = "Go on with a run; the same command again does so by itself", HelpName = "NAME" };

    private static readonly Option<int> Concurrency = new("--concurrency") { Description = $"Look-ups at the same time; {DefaultConcurrency} unless given", HelpName = "N", DefaultValueFactory = _ => DefaultConcurrency };

    public static CliCommand Build()
    {
        NumberOption.Check(Concurrency, 1, int.MaxValue, "--concurrency is at least 1");
        NumberOption.Check(Budget, 0, int.MaxValue, "--budget is at least 0");
        var command = new CliCommand("enrich", "Look up all that stands in lists and texts, within the quota", RunAsync)
        {
            Arguments = { Sources },
            Options = { Out, Format, Columns, Policy, Own, Budget, Once, DryRun, Yes, Resume, Concurrency },
            Examples =
            [
                "vtk enrich iocs.txt --out reports.csv", "vtk enrich mails/ report.html --dry-run", "vtk enrich - --format jsonl < proxy.log > reports.jsonl",
                "vtk enrich iocs.txt --policy policy.yml --out verdicts.md", "vtk enrich iocs.csv --columns indicator,outcome,malicious,pe_info.imphash", "vtk enrich iocs.txt --out out.csv --once --yes", "vtk enrich --resume iocs-3f9a2c",
            ],
        };
        foreach (var child in EnrichRuns.Commands()) command.Subcommands.Add(child);
        return command;
    }

    private static async Task<ExitCode> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var parsed = session.Parsed;
        var sources = parsed.GetValue(Sources)!;
        var name = parsed.GetValue(Resume);
        if (sources.Length == 0 == (name is null)) throw CliException.Usage(name is null ? "give a file, a folder or a text, or - to read stdin: see vtk enrich --help" : "--resume goes on with what the run holds: leave the sources out");

        var job = name is null ? await EnrichJob.OfCommandAsync(session, sources, Choice(session), cancellationToken).ConfigureAwait(false) : EnrichJob.OfRun(session, name);
        if (job is null) return ExitCode.NotFound;
        return await job.RunAsync(new EnrichWish(parsed.GetValue(Budget), parsed.GetValue(Once), parsed.GetValue(DryRun), parsed.GetValue(Yes), parsed.GetValue(Concurrency)), cancellationToken).ConfigureAwait(false);
    }

    private static EnrichChoice Choice(CliSession session)
    {
        var (file, policy) = (session.Parsed.GetValue(Out), session.Parsed.GetValue(Policy));
        var format = EnrichFormat.NameFor(session.Parsed.GetValue(Format), file, session.Console.OutIsTerminal);
        var columns = session.Parsed.GetValue(Columns) ?? EnrichColumns.DefaultFor(policy is not null, format == EnrichFormat.Table);
        EnrichColumns.Check(columns);
        return new EnrichChoice(
            file is null ? null : Path.GetFullPath(file), format, columns,
            policy is null ? null : Path.GetFullPath(policy),
            [.. session.Settings.Own, .. (session.Parsed.GetValue(Own) ?? []).SelectMany(list => Setting.ParseDomains("--own", list))]);
    }
}
