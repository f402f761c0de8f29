using System.CommandLine;

namespace VtKit.Cli;

/// <summary><c>vtk receipts</c>: what was uploaded and submitted from this account, when, to whom, and under which id.</summary>
internal static class ReceiptsCommand
{
    private static readonly Option<bool> PathOnly = new("--path")
    {
        Description = "Print where the receipts are kept",
    };

    public static CliCommand Build() => new("receipts", "What was uploaded and submitted from here: when, to whom, under which id", (session, _) => Task.FromResult(Run(session)))
    {
        Options = { PathOnly },
        Examples = ["vtk receipts", "vtk receipts --format json"],
    };

    private static ExitCode Run(CliSession session)
    {
        if (session.Parsed.GetValue(PathOnly))
        {
            session.Console.WriteLine(session.Environment.ReceiptsFile);
            return ExitCode.Ok;
        }
        var receipts = Receipts.Of(session).Read();
        if (session.Format != OutputFormat.Table)
        {
            if (session.Format is not (OutputFormat.Json or OutputFormat.Jsonl)) throw CliException.Usage("receipts are printed as table, json or jsonl");
            session.Console.Write(session.Format == OutputFormat.Jsonl
                ? string.Concat(receipts.Select(receipt => CommandJson.Line(writer => Receipts.Write(writer, receipt))))
                : CommandJson.Text(writer =>
                {
                    writer.WriteStartArray();
                    foreach (var receipt in receipts) Receipts.Write(writer, receipt);
                    writer.WriteEndArray();
                }));
            return ExitCode.Ok;
        }
        if (receipts.Count == 0)
        {
            session.Talk.Say("nothing was uploaded or submitted from here");
            return ExitCode.Ok;
        }
        foreach (var receipt in receipts) session.Console.Write(Render(receipt, session.Style));
        return ExitCode.Ok;
    }

    // Hashes, URLs and ids stand on lines of their own, whole, so that they can be copied.
    private static string Render(Receipt receipt, Style style)
    {
        var about = string.Join(" · ", new[] { receipt.Kind.Replace('_', ' '), receipt.Name, receipt.Size is { } size ? Values.Size(size) : null, "to " + receipt.To }.Where(part => part is not null));
        return $"{Values.Date(receipt.When)}  {style.Strong(TerminalText.Neutralise(about))}\n  {TerminalText.Neutralise(receipt.What)}\n  {style.Faint(receipt.Id is { } id ? "id " + TerminalText.Neutralise(id) : "no answer came: whether it arrived is not known")}\n";
    }
}
