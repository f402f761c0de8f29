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

    public static CliCommand Build() => new("inspect", "What files are: hashes, type, structure, indicators; nothing leaves this machine", RunAsync)
    {
        Arguments = { Paths },
        Options = { ItemArguments.IdsOnly },
        Examples = ["vtk inspect invoice.pdf", "vtk inspect setup.exe --format json", "vtk inspect samples --format jsonl > facts.jsonl", "vtk inspect samples -I | vtk file -"],
    };

    private static async Task<ExitCode> RunAsync(CliSession session, CancellationToken cancellationToken)
    {
        var paths = FileSet.Find(session.Parsed.GetValue(Paths)!);
        var idsOnly = session.Parsed.GetValue(ItemArguments.IdsOnly);
        var isReport = session.Format == OutputFormat.Table && !idsOnly;
        using var writer = isReport ? null : Writers.Create(session, list: paths.Count > 1, idsOnly);
        var tally = new ExitTally();
        foreach (var path in paths)
        {
            try
            {
                var facts = await ReadAsync(session, path, cancellationToken).ConfigureAwait(false);
                writer?.Write(InspectedFile.ToObject(path, facts));
                if (isReport) session.Console.Write((tally.IsEmpty ? "" : "\n") + InspectedFile.ToText(path, facts, session.Style, session.Console.Width));
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

    private static async Task<FileFacts> ReadAsync(CliSession session, string path, CancellationToken cancellationToken)
    {
        var stream = InputFile.Open(path);
        await using var closing = stream.ConfigureAwait(false);
        try
        {
            return await FileAnalyzer.AnalyzeAsync(stream, new AnalysisOptions { TimeProvider = session.Time }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw InputFile.Unusable(path, $"cannot be read: {e.Message}", e);
        }
    }
}
