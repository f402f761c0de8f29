using System.CommandLine;
using VtKit.StaticAnalysis;

namespace VtKit.Cli;

/// <summary><c>vtk inspect</c>: what files are, found out on this machine. Nothing is asked and nothing is sent.</summary>
internal static class InspectCommand
{
    private static readonly Argument<string[]> Paths = new("file")
    {
        Description = "Files, folders with all that is in them, and patterns such as *.exe",
        Arity = ArgumentArity.OneOrMore,
    };

    public static CliCommand Build() => new("inspect", "What files are: hashes, type, structure, engines; nothing leaves this machine", RunAsync)
    {
        Arguments = { Paths },
        Options = { InspectEngines.Clamd, InspectEngines.RemoteClamd, InspectEngines.YaraRules, ItemArguments.IdsOnly },
        Examples =
        [
            "vtk inspect invoice.pdf", "vtk inspect setup.exe --format json", "vtk inspect setup.exe --yara-rules rules --clamd /run/clamav/clamd.ctl",
            "vtk inspect samples --format jsonl > facts.jsonl", "vtk inspect samples -I | vtk file -",
        ],
    };

    private static async Task<ExitCode> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var paths = FileSet.Find(session.Parsed.GetValue(Paths)!);
        var idsOnly = session.Parsed.GetValue(ItemArguments.IdsOnly);
        if (await InspectEngines.FindAsync(session, cancellationToken).ConfigureAwait(false) is not { } engines) return ExitCode.Error;
        var isReport = session.Format == OutputFormat.Table && !idsOnly;
        using var writer = isReport ? null : Writers.Create(session, list: paths.Count > 1, idsOnly);
        var tally = new ExitTally();
        foreach (var path in paths)
        {
            try
            {
                var (facts, report) = await ReadAsync(session, path, engines, cancellationToken).ConfigureAwait(false);
                foreach (var problem in report.Problems) session.Talk.Say($"{path}: {problem}");
                writer?.Write(InspectedFile.ToObject(path, facts, report));
                if (isReport) session.Console.Write((tally.IsEmpty ? "" : "\n") + InspectedFile.ToText(path, facts, report, session.Style, session.Console.Width));
                tally.Add(ExitCode.Ok);
            }
            catch (CliException e)
            {
                session.Talk.Say(e.Message);
                tally.Add(e.ExitCode);
            }
        }
        writer?.End();
        return tally.Total;
    }

    private static async Task<(FileFacts Facts, EngineReport Report)> ReadAsync(CliSession session, string path, EngineSet engines, CancellationToken cancellationToken)
    {
        var stream = InputFile.Open(path);
        await using var closing = stream.ConfigureAwait(false);
        try
        {
            var facts = await FileAnalyzer.AnalyzeAsync(stream, new AnalysisOptions { TimeProvider = session.Time }, cancellationToken).ConfigureAwait(false);
            return (facts, await engines.ReportAsync(stream, facts, session.Time.GetUtcNow(), cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Unusable(path, $"cannot be read: {e.Message}", e);
        }
    }
}
